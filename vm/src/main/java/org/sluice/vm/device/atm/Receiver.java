package org.sluice.vm.device.atm;

import java.util.concurrent.atomic.AtomicBoolean;
import org.sluice.vm.device.atm.cell.Aal5;
import org.sluice.vm.device.atm.cell.CellHeader;
import org.sluice.vm.device.atm.cell.Hec;
import org.sluice.vm.device.atm.cell.OamCell;
import org.sluice.vm.device.atm.link.AtmLink;
import org.sluice.vm.device.atm.link.Pdu;
import org.sluice.vm.dma.DmaPort;
import org.sluice.vm.time.Clock;

/**
 * What arrives: finds its connection and hands it on. A lock keeps arrivals, time and commands apart; it is held for memory accesses only
 * and never while anything is sent, so that interfaces that send to each other cannot wait in a circle.
 */
final class Receiver implements AtmLink.Arrivals, Reassembly.Surroundings {
    private static final int CELL = CellHeader.CELL;
    private static final long NEVER = Long.MAX_VALUE;

    private final AtomicBoolean lock = new AtomicBoolean();
    private final Clock clock;
    private final NicCounters counters;
    private final InterruptModerator moderator;
    private final Rings rings;
    private final Oam oam;
    private final Hec hec = new Hec();
    private final Vc[] bySlot;
    /** Connections by VPI and VCI, with linear probing; at most a quarter full. */
    private final Vc[] table;
    private Transmitter transmitter;
    private DmaPort dma;
    private long events;
    private boolean wakeTransmitter;
    /** The time the receiver is woken at, at the latest. */
    private long armed = NEVER;
    /** What is set for that time. */
    private Clock.Timer timer;
    /** What the transmitter is sending as a reference now, or null. */
    private volatile Outgoing expected;

    Receiver(Clock clock, NicCounters counters, InterruptModerator moderator, Rings rings, Oam oam, int slots) {
        this.clock = clock;
        this.counters = counters;
        this.moderator = moderator;
        this.rings = rings;
        this.oam = oam;
        bySlot = new Vc[slots];
        table = new Vc[4 * slots];
    }

    void attach(DmaPort port, Transmitter sender) {
        dma = port;
        transmitter = sender;
    }

    void acquire() {
        while (!lock.compareAndSet(false, true)) {
            while (lock.get()) {
                Thread.onSpinWait();
                Thread.yield();
            }
        }
    }

    /** Gives the lock up and tells what happened under it. */
    void release() {
        long told = events;
        boolean wake = wakeTransmitter;
        events = 0;
        wakeTransmitter = false;
        lock.set(false);
        try {
            if (wake) {
                transmitter.wake();
            }
        } finally {
            tellOf(told);
        }
    }

    private void tellOf(long told) {
        if (told == 0) {
            return;
        }
        if (transmitter.quiet()) {
            moderator.signalQuietly(told);
        } else {
            moderator.signal(told);
        }
    }

    @Override
    public DmaPort dma() {
        return dma;
    }

    @Override
    public Rings rings() {
        return rings;
    }

    @Override
    public void count(Vc vc, int counter, long number) {
        counters.add(counter, number);
        vc.counters.add(counter, number);
    }

    @Override
    public void tell(long event) {
        events |= event;
    }

    // ---- connections

    private int place(int connection) {
        int mask = table.length - 1;
        int at = connection * 0x9e3779b1 >>> 8 & mask;
        while (table[at] != null && table[at].connection() != connection) {
            at = at + 1 & mask;
        }
        return at;
    }

    /** @return false if the VPI and VCI are in use */
    boolean open(Vc vc) {
        acquire();
        try {
            int at = place(vc.connection());
            if (table[at] != null) {
                return false;
            }
            arm(oam.next(vc)); // first, as it may fail
            table[at] = vc;
            bySlot[vc.slot] = vc;
            return true;
        } finally {
            release();
        }
    }

    void close(Vc vc) {
        acquire();
        try {
            vc.in.giveUp(this, NicCounters.DROP_CLOSED);
            bySlot[vc.slot] = null;
            rebuild();
        } finally {
            release();
        }
    }

    private void rebuild() {
        java.util.Arrays.fill(table, null);
        for (Vc vc : bySlot) {
            if (vc != null) {
                table[place(vc.connection())] = vc;
            }
        }
    }

    void reset() {
        acquire();
        try {
            for (Vc vc : bySlot) {
                if (vc != null) {
                    vc.in.giveUp(this, NicCounters.DROP_CLOSED);
                }
            }
            java.util.Arrays.fill(bySlot, null);
            rebuild();
            rings.reset();
            oam.reset();
        } finally {
            release();
        }
    }

    // ---- arrivals

    /** The transmitter is about to send that by reference, or with null nothing more. */
    void expect(Outgoing sdu) {
        expected = sdu;
    }

    @Override
    public void state(boolean up) {
        moderator.signal(NicRegisters.LINK);
    }

    @Override
    public void cells(byte[] cells, int offset, int count) {
        acquire();
        try {
            counters.add(NicCounters.RX_CELLS, count);
            if (!transmitter.enabled()) {
                counters.add(NicCounters.DROP_DISABLED, count);
                return;
            }
            long now = clock.monotonicNanos();
            for (int done = 0; done < count;) {
                done += take(cells, offset + done * CELL, count - done, now);
            }
        } finally {
            release();
        }
    }

    /** Takes a cell, or as many as follow with the same header. @return how many */
    private int take(byte[] cells, int at, int count, long now) {
        int checked = hec.receive(CellHeader.get(cells, at), cells[at + 4]);
        int header = hec.header();
        if (checked == Hec.BAD) {
            counters.add(NicCounters.DROP_HEC, 1);
            return 1;
        }
        if (checked == Hec.CORRECTED) {
            counters.add(NicCounters.HEC_CORRECTED, 1);
        }
        Vc vc = CellHeader.empty(header) ? null : table[place(CellHeader.connection(header))];
        if (vc == null) {
            counters.add(CellHeader.empty(header) ? NicCounters.RX_EMPTY : NicCounters.DROP_UNKNOWN, 1);
            return 1;
        }
        vc.counters.add(NicCounters.RX_CELLS, 1);
        if (vc.continuity) {
            oam.heard(this, vc, now);
        }
        if (!CellHeader.user(header) && CellHeader.pti(header) == CellHeader.PTI_END_TO_END) {
            managed(vc, cells, at + CellHeader.BYTES, now);
        } else if (!vc.receives) {
            count(vc, NicCounters.DROP_NOT_RECEIVING, 1);
        } else if (vc.police != null && !vc.police.police(now)) {
            count(vc, NicCounters.DROP_POLICED, 1);
            if (vc.aal5 && CellHeader.user(header)) {
                vc.in.policed(this, (CellHeader.pti(header) & CellHeader.PTI_END) != 0);
            }
        } else if (!vc.aal5) {
            vc.in.raw(this, header, cells, at);
        } else if (!CellHeader.user(header)) {
            counters.add(NicCounters.DROP_RESERVED, 1);
        } else if ((CellHeader.pti(header) & CellHeader.PTI_END) != 0) {
            vc.in.end(this, header, cells, at, now);
        } else {
            int run = vc.police == null && checked == Hec.GOOD ? sameHeader(cells, at, count) : 1;
            vc.counters.add(NicCounters.RX_CELLS, run - 1);
            boolean first = !vc.in.busy();
            vc.in.run(this, header, cells, at, run, now);
            if (first) {
                arm(vc.in.deadline());
            }
            return run;
        }
        return 1;
    }

    /** How many cells from one on have its five bytes of header. */
    private static int sameHeader(byte[] cells, int at, int count) {
        int header = CellHeader.get(cells, at);
        byte check = cells[at + 4];
        int same = 1;
        for (int next = at + CELL; same < count && CellHeader.get(cells, next) == header && cells[next + 4] == check; next += CELL) {
            same++;
        }
        return same;
    }

    private void managed(Vc vc, byte[] cells, int payload, long now) {
        switch (oam.cell(this, vc, cells, payload, now)) {
            case ANSWER_QUEUED -> wakeTransmitter = true;
            case ANSWERED -> {
                if (rings.room(1)) {
                    rings.put(0, (long) NicRegisters.TYPE_LOOPBACK << NicRegisters.TYPE_SHIFT | NicRegisters.LAST
                        | (long) vc.slot << NicRegisters.SLOT_SHIFT, 0, OamCell.tag(cells, payload) & 0xffffffffL, vc.token);
                    rings.advance(1);
                    tell(NicRegisters.RECEIVED);
                } else {
                    count(vc, NicCounters.DROP_RING_FULL, 1);
                }
            }
            default -> {
                // counted
            }
        }
        arm(oam.next(vc));
    }

    @Override
    public void pdu(Pdu pdu) {
        acquire();
        try {
            int cells = Aal5.cells(pdu.length());
            counters.add(NicCounters.RX_CELLS, cells);
            if (!transmitter.enabled()) {
                counters.add(NicCounters.DROP_DISABLED, cells);
                return;
            }
            Vc vc = table[place(CellHeader.connection(pdu.vpi() & CellHeader.MAX_VPI, pdu.vci() & CellHeader.MAX_VCI))];
            if (vc == null || !vc.aal5) {
                counters.add(NicCounters.DROP_UNKNOWN, cells);
                return;
            }
            vc.counters.add(NicCounters.RX_CELLS, cells);
            if (vc.continuity || vc.police != null) {
                long now = clock.monotonicNanos();
                oam.heard(this, vc, now);
                if (!conforms(vc, cells, now)) {
                    return;
                }
            }
            if (!vc.receives) {
                count(vc, NicCounters.DROP_NOT_RECEIVING, cells);
            } else if (pdu.length() < 1 || pdu.length() > Aal5.MAX_SDU) {
                count(vc, NicCounters.DROP_LENGTH, 1);
                count(vc, NicCounters.RX_DROPPED_CELLS, cells);
            } else {
                Outgoing own = expected;
                if (own != null && pdu.reference() != 0 && pdu.reference() == own.reference()) {
                    returned(vc, pdu, own.cookie(), cells);
                } else {
                    vc.in.whole(this, pdu);
                }
            }
        } finally {
            release();
        }
    }

    private boolean conforms(Vc vc, int cells, long now) {
        for (int i = 0; vc.police != null && i < cells; i++) {
            if (!vc.police.police(now)) {
                count(vc, NicCounters.DROP_POLICED, cells);
                count(vc, NicCounters.DROP_POLICED_FRAME, 1);
                return false;
            }
        }
        return true;
    }

    /** An SDU of this interface's own is back: its driver knows where it lies. */
    private void returned(Vc vc, Pdu pdu, long cookie, int cells) {
        int reason = pdu.length() > vc.maxSdu ? NicCounters.DROP_TOO_LONG : rings.room(1) ? 0 : NicCounters.DROP_RING_FULL;
        if (reason != 0) {
            count(vc, reason, 1);
            count(vc, NicCounters.RX_DROPPED_CELLS, cells);
            return;
        }
        long head = (long) NicRegisters.TYPE_RETURNED << NicRegisters.TYPE_SHIFT | NicRegisters.LAST
            | (long) vc.slot << NicRegisters.SLOT_SHIFT | Reassembly.flags(pdu) | (pdu.clp() ? NicRegisters.CLP : 0)
            | (pdu.efci() ? NicRegisters.EFCI : 0);
        rings.put(0, head, pdu.length(), cookie, vc.token);
        rings.advance(1);
        count(vc, NicCounters.RX_RETURNED, 1);
        count(vc, NicCounters.RX_PDUS, 1);
        count(vc, NicCounters.RX_BYTES, pdu.length());
        count(vc, NicCounters.RX_DELIVERED_CELLS, cells);
        tell(NicRegisters.RECEIVED);
    }

    // ---- time

    private void arm(long at) {
        if (at >= armed) {
            return;
        }
        Clock.Timer set = clock.at(at, () -> tick(at));
        if (timer != null) {
            timer.cancel();
        }
        armed = at;
        timer = set;
    }

    private void tick(long at) {
        acquire();
        try {
            if (at != armed) {
                return; // cancelled too late: another is set
            }
            armed = NEVER;
            timer = null;
            lookAtAll();
        } finally {
            release();
        }
    }

    /** Does what is due by time, and arms for what will be. */
    private void lookAtAll() {
        long now = clock.monotonicNanos();
        long next = now + Oam.PERIOD_NANOS; // should this fail
        try {
            long earliest = NEVER;
            for (Vc vc : bySlot) {
                if (vc == null) {
                    continue;
                }
                wakeTransmitter |= oam.due(this, vc, now);
                if (vc.in.deadline() <= now) {
                    vc.in.giveUp(this, NicCounters.DROP_TIMEOUT);
                }
                earliest = Math.min(earliest, Math.min(oam.next(vc), vc.in.deadline()));
            }
            next = earliest;
        } finally {
            arm(next);
        }
    }
}
