package org.sluice.vm.device.atm;

import java.util.concurrent.atomic.AtomicLongArray;
import org.sluice.vm.device.atm.cell.CellHeader;
import org.sluice.vm.device.atm.cell.Crc10;
import org.sluice.vm.device.atm.cell.OamCell;

/** Fault management of connections (ITU-T I.610, F5): what OAM cells lead to, and what is due by time. Under the receiver's lock. */
final class Oam {
    /** How long an alarm stands after its last cell, and no cell makes a loss of continuity. */
    static final long STATE_NANOS = 3_500_000_000L;
    /** Between two continuity checks, and between two answers to an alarm. */
    static final long PERIOD_NANOS = 1_000_000_000L;
    /** Answers to loopback cells of one connection, and how many may follow each other at once: by time they may be early. */
    static final long ANSWERS_PER_SECOND = 100;
    static final long ANSWER_BURST_NANOS = 310_000_000;
    private static final long NEVER = Long.MAX_VALUE;

    private final OamQueue queue;
    private final NicCounters counters;
    private final AtomicLongArray alarmed;
    private final long source;
    private final byte[] payload = new byte[CellHeader.PAYLOAD];

    /** @param source what loopback cells of this interface are known by */
    Oam(OamQueue queue, NicCounters counters, int slots, long source) {
        this.queue = queue;
        this.counters = counters;
        this.source = source;
        alarmed = new AtomicLongArray(slots / Long.SIZE);
    }

    long alarmedBits(int index) {
        return alarmed.get(index);
    }

    void clearAlarmedBits(int index, long bits) {
        alarmed.getAndUpdate(index, a -> a & ~bits);
    }

    void reset() {
        for (int i = 0; i < alarmed.length(); i++) {
            alarmed.set(i, 0);
        }
    }

    /** Builds a loopback cell and queues it. From any thread. */
    void loopback(Vc vc, int tag) {
        byte[] own = new byte[CellHeader.PAYLOAD];
        OamCell.loopback(own, 0, tag, source);
        send(vc, own, 0);
    }

    /** What came of a cell. */
    enum Effect { NONE, ANSWER_QUEUED, ANSWERED, BAD }

    /** Takes an end-to-end OAM cell. The answer's tag is {@link OamCell#tag} of the payload. */
    Effect cell(Reassembly.Surroundings around, Vc vc, byte[] cells, int offset, long now) {
        if (!Crc10.good(cells, offset)) {
            around.count(vc, NicCounters.DROP_OAM, 1);
            return Effect.BAD;
        }
        around.count(vc, NicCounters.RX_OAM, 1);
        switch (OamCell.function(cells, offset)) {
            case OamCell.AIS -> {
                vc.aisUntil = now + STATE_NANOS;
                set(around, vc, vc.alarms | NicRegisters.ALARM_AIS);
                return answerAlarm(vc, now) ? Effect.ANSWER_QUEUED : Effect.NONE;
            }
            case OamCell.RDI -> {
                vc.rdiUntil = now + STATE_NANOS;
                set(around, vc, vc.alarms | NicRegisters.ALARM_RDI);
                return Effect.NONE;
            }
            case OamCell.LOOPBACK -> {
                return loopedBack(around, vc, cells, offset, now);
            }
            default -> {
                return Effect.NONE; // continuity checks are heard like any cell
            }
        }
    }

    /** Sends RDI if it is time. @return whether it did */
    private boolean answerAlarm(Vc vc, long now) {
        if (now < vc.answerAt) {
            return false;
        }
        vc.answerAt = now + PERIOD_NANOS;
        OamCell.alarm(payload, 0, OamCell.RDI);
        send(vc, payload, 0);
        return true;
    }

    private Effect loopedBack(Reassembly.Surroundings around, Vc vc, byte[] cells, int offset, long now) {
        if (!OamCell.outward(cells, offset)) {
            if (!OamCell.from(cells, offset, source)) {
                return Effect.NONE;
            }
            around.count(vc, NicCounters.LOOPBACK_RETURNED, 1);
            return Effect.ANSWERED;
        }
        if (!OamCell.forEnd(cells, offset)) {
            return Effect.NONE;
        }
        if (!vc.answers.police(now)) {
            counters.add(NicCounters.OAM_OVERFLOW, 1);
            return Effect.NONE;
        }
        System.arraycopy(cells, offset, payload, 0, CellHeader.PAYLOAD);
        OamCell.turn(payload, 0);
        if (!send(vc, payload, 0)) {
            return Effect.NONE;
        }
        around.count(vc, NicCounters.LOOPBACK_ANSWERED, 1);
        return Effect.ANSWER_QUEUED;
    }

    /** @return false if there is no room, which is counted */
    private boolean send(Vc vc, byte[] bytes, int offset) {
        int header = CellHeader.pack(vc.vpi, vc.vci, CellHeader.PTI_END_TO_END, false);
        if (!queue.add(vc.slot, header, bytes, offset)) {
            counters.add(NicCounters.OAM_OVERFLOW, 1);
            return false;
        }
        return true;
    }

    /** A cell of the connection has come. */
    void heard(Reassembly.Surroundings around, Vc vc, long now) {
        vc.heardAt = now;
        if ((vc.alarms & NicRegisters.ALARM_CONTINUITY) != 0) {
            set(around, vc, vc.alarms & ~NicRegisters.ALARM_CONTINUITY);
        }
    }

    /** Does what is due. @return whether a cell was queued */
    boolean due(Reassembly.Surroundings around, Vc vc, long now) {
        int alarms = vc.alarms;
        if (now >= vc.aisUntil) {
            alarms &= ~NicRegisters.ALARM_AIS;
        }
        if (now >= vc.rdiUntil) {
            alarms &= ~NicRegisters.ALARM_RDI;
        }
        boolean queued = (alarms & NicRegisters.ALARM_AIS) != 0 && answerAlarm(vc, now);
        if (vc.continuity) {
            if (vc.receives && now - vc.heardAt >= STATE_NANOS) {
                alarms |= NicRegisters.ALARM_CONTINUITY;
            }
            if (vc.transmits && now >= vc.continuityAt + PERIOD_NANOS) {
                vc.continuityAt = now;
                if (!vc.spoke) {
                    OamCell.alarm(payload, 0, OamCell.CONTINUITY);
                    send(vc, payload, 0);
                    queued = true;
                }
                vc.spoke = false;
            }
        }
        set(around, vc, alarms);
        return queued;
    }

    /** When {@link #due} is to be called next. */
    long next(Vc vc) {
        long at = NEVER;
        if ((vc.alarms & NicRegisters.ALARM_AIS) != 0) {
            at = Math.min(vc.aisUntil, vc.answerAt);
        }
        if ((vc.alarms & NicRegisters.ALARM_RDI) != 0) {
            at = Math.min(at, vc.rdiUntil);
        }
        if (vc.continuity && vc.transmits) {
            at = Math.min(at, vc.continuityAt + PERIOD_NANOS);
        }
        if (vc.continuity && vc.receives && (vc.alarms & NicRegisters.ALARM_CONTINUITY) == 0) {
            at = Math.min(at, vc.heardAt + STATE_NANOS);
        }
        return at;
    }

    private void set(Reassembly.Surroundings around, Vc vc, int alarms) {
        if (alarms != vc.alarms) {
            vc.alarms = alarms;
            alarmed.getAndUpdate(vc.slot >> 6, a -> a | 1L << vc.slot);
            around.tell(NicRegisters.ALARM);
        }
    }
}
