package org.sluice.kernel.net.atm;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntConsumer;
import org.sluice.abi.Errno;
import org.sluice.kernel.CallFailed;
import org.sluice.kernel.driver.VcParameters;
import org.sluice.kernel.memory.FramePart;
import org.sluice.kernel.net.packet.Counters;
import org.sluice.kernel.net.packet.Inbox;
import org.sluice.kernel.net.packet.Parts;
import org.sluice.kernel.net.packet.Timers;
import org.sluice.kernel.network.AtmInterface;
import org.sluice.kernel.network.VcListener;
import org.sluice.kernel.network.WaitLock;

/**
 * An open connection. Sending comes in two kinds: {@link #send} queues for a while, as IP wants it; {@link #offer} is for those who wait
 * themselves. Nothing is locked while the interface is called, which may call back at once.
 */
public final class Vc implements VcListener {
    /** SDUs that wait for the device at most. */
    private static final int MOST_QUEUED = 128;

    /** @param shown whether the taps have seen it */
    private record Queued(FramePart[] parts, int flags, boolean shown) {
    }

    private final int device;
    private final VcParameters parameters;
    private final VcUser user;
    private final Taps taps;
    private final WaitLock lock;
    private final Timers timers;
    private final Inbox inbox;
    private final ArrayDeque<Queued> queue = new ArrayDeque<>();
    /** Whether somebody is sending what is in the queue. */
    private boolean sending;
    private volatile List<IntConsumer> loopbacks = List.of();
    private volatile int rooms;
    private volatile boolean closed;
    private volatile AtmInterface.Connection connection;
    private volatile int alarms;

    private final Counters counters = new Counters();
    private final LongAdder rxSdus = counters.counter("sdus_received");
    private final LongAdder rxBytes = counters.counter("bytes_received");
    private final LongAdder rxOverflow = counters.counter("received_overflow");
    private final LongAdder txSdus = counters.counter("sdus_sent");
    private final LongAdder txBytes = counters.counter("bytes_sent");
    private final LongAdder txOverflow = counters.counter("sent_overflow");
    private final LongAdder txRefused = counters.counter("sent_refused");
    private final LongAdder txClosed = counters.counter("sent_closed");

    Vc(int device, VcParameters parameters, VcUser user, Taps taps, WaitLock lock, WaitLock inboxLock, Timers timers) {
        this.device = device;
        this.parameters = parameters;
        this.user = user;
        this.taps = taps;
        this.lock = lock;
        this.timers = timers;
        inbox = new Inbox(inboxLock, this::handle, rxOverflow, timers);
    }

    void opened(AtmInterface.Connection open) {
        connection = open;
    }

    /** Number of the ATM interface. */
    public int device() {
        return device;
    }

    public VcParameters parameters() {
        return parameters;
    }

    public VcUser user() {
        return user;
    }

    /** Its counters here; the device has more. */
    public Counters counters() {
        return counters;
    }

    /** The device's counters. */
    public AtmInterface.Counter[] deviceCounters() {
        AtmInterface.Connection c = connection;
        return c == null || closed ? new AtmInterface.Counter[0] : c.counters();
    }

    /** SDUs whose memory is still in use. */
    public int pending() {
        AtmInterface.Connection c = connection;
        return c == null || closed ? 0 : c.pending();
    }

    /** Alarms as last told, bits of {@link org.sluice.kernel.driver.AtmDevice}. */
    public int alarmsNow() {
        return alarms;
    }

    // ---- out

    /** Sends an SDU when there is room; drops and counts it if too many wait. Takes the holds over. */
    public void send(FramePart[] parts, int flags) {
        boolean full;
        lock.acquire();
        try {
            full = closed || queue.size() >= MOST_QUEUED;
            if (!full) {
                queue.add(new Queued(parts, flags, false));
                if (sending) {
                    return;
                }
                sending = true;
            }
        } finally {
            lock.release();
        }
        if (full) {
            (closed ? txClosed : txOverflow).increment();
            Parts.drop(parts);
            return;
        }
        drain();
    }

    /**
     * Sends what is in the queue until there is no room; then {@link #room} goes on. After {@link Inbox#AT_ONCE} the timers' thread goes on,
     * however much others add. Only by whoever has set {@link #sending}.
     */
    private void drain() {
        boolean ended = false;
        try {
            for (int done = 0; done < Inbox.AT_ONCE && !ended; done++) {
                ended = !sendFirst();
            }
            if (!ended) {
                timers.after(0, this::drain);
                ended = true;
            }
        } finally {
            if (!ended) {
                stopped();
            }
        }
    }

    private void stopped() {
        lock.acquire();
        sending = false;
        lock.release();
    }

    /** Sends the first in the queue; false when there is none, or no room, and nobody is sending any more. */
    private boolean sendFirst() {
        Queued first;
        int before = rooms;
        lock.acquire();
        try {
            first = queue.poll();
            if (first == null) {
                sending = false;
                return false;
            }
        } finally {
            lock.release();
        }
        boolean done;
        try {
            done = offer(first.parts, first.flags, !first.shown);
        } catch (Throwable e) {
            // the holds are still the connection's, whatever it is
            Parts.drop(first.parts);
            txRefused.increment();
            if (!(e instanceof CallFailed)) {
                timers.failed(e);
            }
            return true;
        }
        return done || putBack(first, before);
    }

    /** Puts an SDU back that found no room. Returns whether to try again; if not, nobody is sending any more. */
    private boolean putBack(Queued first, int before) {
        boolean again = true;
        boolean drop;
        lock.acquire();
        try {
            drop = closed;
            if (!drop) {
                queue.addFirst(new Queued(first.parts, first.flags, true));
                if (before == rooms) {
                    sending = false;
                    again = false;
                }
            }
        } finally {
            lock.release();
        }
        if (drop) {
            txClosed.increment();
            Parts.drop(first.parts);
        }
        return again;
    }

    /**
     * Gives an SDU to the device. Takes the holds over if it returns true.
     *
     * @param first whether it is the first attempt, which those who look on are shown: the answer may be there before this returns
     * @return false without room; {@link VcUser#room} is called when there may be some, and {@link #rooms} changes before
     * @throws CallFailed as {@link AtmInterface.Connection#send}; the holds are the caller's
     */
    public boolean offer(FramePart[] parts, int flags, boolean first) {
        AtmInterface.Connection c = connection;
        if (c == null || closed) {
            throw new CallFailed(Errno.EPIPE);
        }
        if (first) {
            show(parts, true);
        }
        int bytes = Parts.bytes(parts);
        boolean done = c.send(parts, flags);
        if (done) {
            txSdus.increment();
            txBytes.add(bytes);
        }
        return done;
    }

    private void show(FramePart[] parts, boolean sent) {
        if (taps.any()) {
            taps.show(device, parameters.vpi(), parameters.vci(), user.interfaceIndex(), user.encapsulation().number(), parts, sent);
        }
    }

    /** Changes whenever room may have come. */
    public int rooms() {
        return rooms;
    }

    @Override
    public void room() {
        boolean resume;
        lock.acquire();
        try {
            rooms++;
            resume = !sending && !queue.isEmpty();
            sending |= resume;
        } finally {
            lock.release();
        }
        if (resume) {
            drain();
        }
        user.room();
    }

    // ---- in

    @Override
    public void received(FramePart[] parts, int flags) {
        inbox.put(parts, flags);
    }

    private void handle(FramePart[] parts, int flags) {
        if (closed) {
            Parts.drop(parts);
            return;
        }
        rxSdus.increment();
        rxBytes.add(Parts.bytes(parts));
        show(parts, false);
        user.received(this, parts, flags);
    }

    // ---- operation and maintenance

    /** Sends a loopback cell. */
    public void loopback(int token) {
        AtmInterface.Connection c = connection;
        if (c == null || closed) {
            throw new CallFailed(Errno.EPIPE);
        }
        c.loopback(token);
    }

    /** Has somebody told of loopback cells that come back. */
    public void addLoopback(IntConsumer listener) {
        changeLoopbacks(listener, true);
    }

    public void removeLoopback(IntConsumer listener) {
        changeLoopbacks(listener, false);
    }

    private void changeLoopbacks(IntConsumer listener, boolean there) {
        lock.acquire();
        try {
            List<IntConsumer> now = new ArrayList<>(loopbacks);
            now.remove(listener);
            if (there) {
                now.add(listener);
            }
            loopbacks = List.copyOf(now);
        } finally {
            lock.release();
        }
    }

    @Override
    public void loopbackAnswer(int token) {
        loopbacks.forEach(listener -> listener.accept(token));
    }

    @Override
    public void alarms(int now) {
        alarms = now;
    }

    /** Drops what waits, and closes the connection. Once. */
    void close() {
        List<Queued> gone;
        lock.acquire();
        try {
            closed = true;
            gone = new ArrayList<>(queue);
            queue.clear();
        } finally {
            lock.release();
        }
        gone.forEach(queued -> Parts.drop(queued.parts));
        AtmInterface.Connection c = connection;
        if (c != null) {
            c.close();
        }
    }
}
