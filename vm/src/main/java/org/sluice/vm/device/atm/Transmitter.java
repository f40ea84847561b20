package org.sluice.vm.device.atm;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.LongBinaryOperator;
import org.sluice.vm.device.Worker;
import org.sluice.vm.device.atm.link.AtmLink;
import org.sluice.vm.dma.DmaFault;
import org.sluice.vm.dma.DmaPort;
import org.sluice.vm.time.Clock;
import org.sluice.vm.time.VirtualClock;

/**
 * Carries out commands and sends: one thread at a time, whichever comes first; one that comes meanwhile leaves word and goes on, so that
 * asking is wait-free. A thread that has done much hands over to the worker.
 *
 * <p>OAM cells go first, a few in a row, then what the {@link Schedule} says. Cells never leave before their contract and the link allow it; one whose
 * time came while nobody looked leaves at once.
 *
 * <p>What throws is reported and costs what was being sent. If it goes deeper, the thread that is at it gives up, all is looked at again a
 * little later, and a command or reset that was not finished is done again.
 */
final class Transmitter {
    /** Cells of one connection that follow each other when nothing paces them. */
    private static final int QUANTUM = 32;
    /** OAM cells that follow each other while others have something to send. */
    private static final int OAM_IN_A_ROW = 4;
    /** From a failure to the next attempt. */
    private static final long RETRY_NANOS = 10_000_000;
    /** Turns after which others are looked for, and rounds of those after which the worker takes over. */
    private static final int TURNS = 64;
    private static final int ROUNDS = 4;
    private static final LongBinaryOperator OR = (a, b) -> a | b;
    private static final long NEVER = Schedule.NEVER;

    private final AtmLink link;
    private final Clock clock;
    private final NicCounters counters;
    private final InterruptModerator moderator;
    private final Receiver receiver;
    private final OamQueue oam;
    private final AtomicReferenceArray<Vc> vcs;
    private final Slots slots;
    private final Segmenter segmenter;
    private final boolean inline;
    private final long rate;
    private final boolean timersMaySend;
    private Worker worker;
    private DmaPort dma;

    /** Who has something to be done; 0 when nobody is at it. */
    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicLongArray bells;
    private final AtomicLongArray sent;
    private final AtomicIntegerArray commands;
    private final AtomicInteger resets = new AtomicInteger();
    /** Of the resets asked for, those that have been done; written by the thread that is at it. */
    private volatile int resetsDone;
    private volatile boolean enabled;
    private volatile Thread quietThread;

    // ---- of the thread that is at it
    private final Schedule schedule = new Schedule();
    private long reserved;
    private boolean tellDone;
    /** OAM cells since another was sent. */
    private int oamInARow;
    private long references;
    private final AtomicLong armed = new AtomicLong(NEVER);
    private final byte[] oamCell = new byte[AtmLink.CELL];

    /** The registers of slots as a command finds them. */
    interface Slots {
        Vc.Parameters parameters(int slot);

        void status(int slot, int status);
    }

    Transmitter(AtmLink link, Clock clock, NicCounters counters, InterruptModerator moderator, Receiver receiver, OamQueue oam,
                AtomicReferenceArray<Vc> vcs, Slots slots) {
        this.link = link;
        this.clock = clock;
        this.counters = counters;
        this.moderator = moderator;
        this.receiver = receiver;
        this.oam = oam;
        this.vcs = vcs;
        this.slots = slots;
        segmenter = new Segmenter(link, counters);
        rate = link.cellsPerSecond();
        inline = link.carriage() == AtmLink.Carriage.REFERENCES && link.immediate();
        timersMaySend = clock instanceof VirtualClock; // its timers run where a worker's would
        bells = new AtomicLongArray(vcs.length() / Long.SIZE);
        sent = new AtomicLongArray(vcs.length() / Long.SIZE);
        commands = new AtomicIntegerArray(vcs.length());
    }

    void attach(DmaPort port, Worker.Factory workers, String name) {
        dma = port;
        worker = workers.start(name, this::run);
    }

    void close() {
        if (worker != null) {
            worker.close();
        }
    }

    // ---- asking, from any thread

    void setEnabled(boolean on) {
        enabled = on;
        if (on) {
            for (int i = 0; i < bells.length(); i++) {
                bells.set(i, -1);
            }
            ask();
        }
    }

    boolean enabled() {
        return enabled;
    }

    /** A ring has something, or a slot a command. @param quiet the driver looks at what came of it by itself when this returns */
    void bell(int slot, boolean quiet) {
        ring(slot);
        if (!inline) {
            worker.wake();
        } else if (asked.getAndIncrement() == 0) {
            quietThread = quiet ? Thread.currentThread() : null;
            work();
        }
    }

    private void ring(int slot) {
        // always, also when it is set: it orders the descriptors before it
        bells.getAndAccumulate(slot >> 6, 1L << slot, OR);
    }

    void command(int slot, int command) {
        slots.status(slot, NicRegisters.BUSY);
        commands.set(slot, command);
        ring(slot);
        ask();
    }

    void reset() {
        enabled = false;
        resets.incrementAndGet();
        ask();
    }

    boolean resetting() {
        return resets.get() != resetsDone;
    }

    /** Has it look at everything, on this thread if that cannot take long. */
    void ask() {
        if (inline) {
            run();
        } else {
            worker.wake();
        }
    }

    /** Wakes the worker: for threads that have better things to do. */
    void wake() {
        worker.wake();
    }

    /** Whether the calling thread is sending for a driver that will look by itself. */
    boolean quiet() {
        return quietThread == Thread.currentThread();
    }

    long sentBits(int index) {
        return sent.get(index);
    }

    void clearSentBits(int index, long bits) {
        sent.getAndUpdate(index, s -> s & ~bits);
    }

    // ---- the work

    private void run() {
        if (asked.getAndIncrement() == 0) {
            quietThread = null;
            work();
        }
    }

    private void work() {
        try {
            for (int round = 0;; round++) {
                int seen = asked.get();
                boolean more = turn();
                if (!more && finish(seen)) {
                    return;
                }
                if (round >= ROUNDS) {
                    quietThread = null;
                    asked.set(0);
                    worker.wake();
                    return;
                }
            }
        } catch (RuntimeException | Error failure) {
            again();
            Worker.report(failure);
        }
    }

    /** After a failure: what was being done, or was still to be done, is looked for everywhere. */
    private void again() {
        quietThread = null;
        for (int i = 0; i < bells.length(); i++) {
            bells.set(i, -1);
        }
        asked.set(0);
        boolean timed = false;
        try {
            clock.at(clock.monotonicNanos() + RETRY_NANOS, worker::wake);
            timed = true;
        } finally {
            if (!timed) {
                worker.wake();
            }
        }
    }

    /** Nobody is at it any more, unless somebody has asked since. */
    private boolean finish(int seen) {
        Thread quiet = quietThread;
        quietThread = null;
        if (asked.compareAndSet(seen, 0)) {
            return true;
        }
        quietThread = quiet;
        return false;
    }

    /** Does what is to be done, up to a limit. @return whether that was reached */
    private boolean turn() {
        int wanted = resets.get();
        if (wanted != resetsDone) {
            doReset(wanted);
        }
        hearBells();
        boolean more = send();
        segmenter.flush();
        if (tellDone) {
            tellDone = false;
            signal(NicRegisters.DONE);
        }
        return more;
    }

    private void signal(long bits) {
        if (quiet()) {
            moderator.signalQuietly(bits);
        } else {
            moderator.signal(bits);
        }
    }

    private void hearBells() {
        for (int i = 0; i < bells.length(); i++) {
            if (bells.get(i) == 0) {
                continue;
            }
            for (long rung = bells.getAndSet(i, 0); rung != 0; rung &= rung - 1) {
                int slot = i * Long.SIZE + Long.numberOfTrailingZeros(rung);
                int command = commands.get(slot);
                if (command != 0) {
                    carryOut(slot, command);
                }
                Vc vc = vcs.get(slot);
                if (vc != null && enabled && vc.transmits && !vc.out.active) {
                    activate(vc.out);
                }
            }
        }
    }

    /** Sends until there is nothing that may be sent now. @return whether it stopped for another reason */
    private boolean send() {
        if (!enabled) {
            return false;
        }
        for (int turn = 0; turn < TURNS; turn++) {
            boolean urgent = !oam.isEmpty();
            if (schedule.isEmpty() && !urgent) {
                return false;
            }
            long free = link.freeAt();
            long now = free > 0 || schedule.timed() ? clock.monotonicNanos() : 0;
            if (free > now) {
                segmenter.flush();
                arm(free);
                return false;
            }
            Outgoing next = urgent && oamInARow < OAM_IN_A_ROW ? null : schedule.pick(now);
            if (next == null && urgent) {
                oamInARow++;
                sendOam();
                continue;
            }
            if (next == null) {
                arm(schedule.earliest());
                return false;
            }
            oamInARow = 0;
            sendSome(next, now);
        }
        return true;
    }

    private void sendOam() {
        int slot = oam.poll(oamCell);
        if (slot < 0) {
            return;
        }
        Vc vc = vcs.get(slot);
        if (!link.up() || vc == null) {
            count(vc, NicCounters.TX_LINK_DOWN, 1);
            return;
        }
        segmenter.add(oamCell, 0);
        count(vc, NicCounters.TX_OAM, 1);
        count(vc, NicCounters.TX_CELLS, 1);
        if (rate != 0) {
            segmenter.flush();
        }
    }

    private void sendSome(Outgoing o, long now) {
        int cells;
        int status = NicRegisters.SENT_WHOLE;
        boolean through;
        int before = o.sentCells;
        try {
            if (!link.up()) {
                count(o.vc, NicCounters.TX_LINK_DOWN, 1);
                cells = 1;
                through = true;
                status = -1;
            } else if (!o.vc.aal5 || link.carriage() == AtmLink.Carriage.CELLS) {
                cells = segmenter.cut(o, rate != 0 || o.contract != null ? 1 : QUANTUM);
                through = o.sentCells == o.cells();
                if (rate != 0) {
                    segmenter.flush();
                }
            } else {
                segmenter.flush();
                cells = o.cells();
                sendPdu(o);
                through = true;
                status = o.unreadable() ? NicRegisters.FAULTED : NicRegisters.SENT_WHOLE;
            }
        } catch (DmaFault fault) {
            abort(o);
            cells = o.sentCells - before + 1;
            through = true;
            status = NicRegisters.FAULTED;
        } catch (RuntimeException | Error failure) {
            Worker.report(failure);
            counters.add(NicCounters.TX_LINK_FAILED, 1);
            abort(o);
            cells = o.sentCells - before + 1;
            through = true;
            status = -1;
        }
        count(o.vc, NicCounters.TX_CELLS, o.sentCells - before);
        o.vc.spoke = true;
        schedule.charge(o, cells, now);
        if (through) {
            end(o, status);
        }
    }

    /** Lets the receiver know of an SDU that will not be sent whole. */
    private void abort(Outgoing o) {
        try {
            if (o.sentCells > 0 && o.vc.aal5 && link.up()) {
                segmenter.abort(o);
                count(o.vc, NicCounters.TX_CELLS, 1);
            }
        } catch (RuntimeException | Error failure) {
            Worker.report(failure); // the receiver finds out by the CRC
        }
    }

    private void sendPdu(Outgoing o) {
        o.setReference(link.carriage() == AtmLink.Carriage.REFERENCES ? ++references : 0);
        receiver.expect(o);
        try {
            link.send(o);
        } finally {
            receiver.expect(null);
        }
        if (!o.unreadable()) {
            count(o.vc, NicCounters.TX_CELLS, o.cells());
        }
    }

    /** The SDU is through: hands it back, takes the next. */
    private void end(Outgoing o, int status) {
        if (status == NicRegisters.SENT_WHOLE) {
            count(o.vc, NicCounters.TX_PDUS, 1);
            count(o.vc, NicCounters.TX_BYTES, o.length());
        } else if (status == NicRegisters.FAULTED) {
            count(o.vc, NicCounters.TX_FAULT, 1);
        }
        try {
            handBack(o, Math.max(status, 0));
            if (!next(o)) {
                schedule.remove(o);
            }
        } catch (DmaFault fault) {
            ringFault(o);
        }
    }

    private void handBack(Outgoing o, int status) {
        o.done(status);
        sent.getAndAccumulate(o.vc.slot >> 6, 1L << o.vc.slot, OR);
        tellDone = true;
    }

    /** Fetches the next SDU that can be sent. @throws DmaFault if the ring is out of reach */
    private boolean next(Outgoing o) {
        for (int refused = 0;; refused++) {
            Outgoing.Found found = o.fetch(dma);
            if (found != Outgoing.Found.REFUSED) {
                return found == Outgoing.Found.SDU;
            }
            count(o.vc, NicCounters.TX_REFUSED, 1);
            handBack(o, NicRegisters.REFUSED);
            if (refused == NicRegisters.MAX_RING) {
                return false; // a driver that gives nonsense back as fast as it gets it
            }
        }
    }

    private void activate(Outgoing o) {
        if (o.stopped()) {
            return;
        }
        try {
            if (!o.fetched() && !next(o)) {
                return;
            }
        } catch (DmaFault fault) {
            ringFault(o);
            return;
        }
        schedule.add(o, clock::monotonicNanos);
    }

    private void ringFault(Outgoing o) {
        schedule.remove(o);
        o.stop();
        counters.add(NicCounters.RING_FAULTS, 1);
        slots.status(o.vc.slot, NicRegisters.OPENED | NicRegisters.STOPPED);
        signal(NicRegisters.RING_FAULT);
    }

    // ---- time

    /** Sees to it that it goes on at a time. */
    private void arm(long at) {
        if (at == NEVER || armed.get() <= at) {
            return;
        }
        long before = armed.getAndSet(at);
        boolean timed = false;
        try {
            setTimer(at);
            timed = true;
        } finally {
            if (!timed) {
                armed.set(before);
            }
        }
    }

    private void setTimer(long at) {
        clock.at(at, () -> {
            armed.compareAndSet(at, NEVER);
            if (timersMaySend) {
                run();
            } else {
                worker.wake();
            }
        });
    }

    // ---- commands

    private void carryOut(int slot, int command) {
        int status = switch (command) {
            case NicRegisters.OPEN -> open(slot);
            case NicRegisters.CLOSE -> close(slot);
            default -> NicRegisters.BAD_PARAMETERS;
        };
        commands.compareAndSet(slot, command, 0);
        slots.status(slot, status);
        signal(NicRegisters.COMMAND_DONE);
    }

    private int open(int slot) {
        Vc.Parameters p = slots.parameters(slot);
        if (!p.valid() || vcs.get(slot) != null) {
            return NicRegisters.BAD_PARAMETERS;
        }
        if (rate != 0 && p.reserved() > rate - reserved) {
            return NicRegisters.NO_CAPACITY;
        }
        Vc vc = new Vc(slot, p, clock.monotonicNanos());
        if (!receiver.open(vc)) {
            return NicRegisters.IN_USE;
        }
        reserved += vc.reserved();
        vcs.set(slot, vc);
        return NicRegisters.OPENED;
    }

    private int close(int slot) {
        Vc vc = vcs.get(slot);
        if (vc != null) {
            try {
                giveUp(vc.out, true);
            } catch (DmaFault fault) {
                ringFault(vc.out);
            }
            receiver.close(vc);
            reserved -= vc.reserved();
            vcs.set(slot, null);
        }
        return NicRegisters.CLOSED;
    }

    /** Hands back what is not sent whole. */
    private void giveUp(Outgoing o, boolean handBack) {
        schedule.remove(o);
        if (o.fetched()) {
            abort(o);
        }
        if (!handBack || o.stopped()) {
            return;
        }
        if (o.fetched()) {
            count(o.vc, NicCounters.TX_CLOSED, 1);
            handBack(o, NicRegisters.GIVEN_BACK);
        }
        for (int i = 0; i < NicRegisters.MAX_RING && o.fetch(dma) != Outgoing.Found.NOTHING; i++) {
            count(o.vc, NicCounters.TX_CLOSED, 1);
            handBack(o, NicRegisters.GIVEN_BACK);
        }
    }

    private void doReset(int wanted) {
        for (int slot = 0; slot < vcs.length(); slot++) {
            Vc vc = vcs.get(slot);
            if (vc != null) {
                giveUp(vc.out, false);
                vcs.set(slot, null);
            }
            commands.set(slot, 0);
            slots.status(slot, NicRegisters.CLOSED);
        }
        for (int i = 0; i < bells.length(); i++) {
            bells.set(i, 0);
            sent.set(i, 0);
        }
        reserved = 0;
        oam.clear();
        receiver.reset();
        tellDone = false;
        resetsDone = wanted;
        moderator.reset();
    }

    private void count(Vc vc, int counter, long number) {
        counters.add(counter, number);
        if (vc != null) {
            vc.counters.add(counter, number);
        }
    }
}
