package org.sluice.kernel.net.packet;

import java.util.ArrayDeque;
import java.util.concurrent.atomic.LongAdder;
import org.sluice.kernel.memory.FramePart;
import org.sluice.kernel.network.WaitLock;

/**
 * Where what arrives waits for who is handling what came before: whoever brings something handles all there is, unless another does so
 * already or it is itself inside of that. So nothing is overtaken, and an answer that comes back while its question is being
 * sent does not nest. Nobody handles more than {@link #AT_ONCE}: the rest is then for the timers' thread, so that a caller gets back however fast
 * others bring more.
 */
public final class Inbox {
    /** SDUs that wait at most; with more the network is faster than the handling. */
    private static final int LIMIT = 512;
    /** SDUs handled by one caller at most. */
    public static final int AT_ONCE = 256;

    /** What handles an SDU. It owns the holds, also when it fails. */
    public interface Handler {
        void handle(FramePart[] parts, int flags);
    }

    private record Item(FramePart[] parts, int flags) {
    }

    private final WaitLock lock;
    private final Handler handler;
    private final LongAdder overflow;
    private final Timers timers;
    private final ArrayDeque<Item> waiting = new ArrayDeque<>();
    private boolean busy;

    /**
     * An empty inbox.
     *
     * @param overflow counts what found no room
     * @param timers   are told of what the handler threw, and go on where somebody has done enough
     */
    public Inbox(WaitLock lock, Handler handler, LongAdder overflow, Timers timers) {
        this.lock = lock;
        this.handler = handler;
        this.overflow = overflow;
        this.timers = timers;
    }

    /** Has something handled, now or by who is at it. Takes the holds over. */
    public void put(FramePart[] parts, int flags) {
        boolean full;
        lock.acquire();
        try {
            full = waiting.size() >= LIMIT;
            if (!full) {
                waiting.add(new Item(parts, flags));
                if (busy) {
                    return;
                }
                busy = true;
            }
        } finally {
            lock.release();
        }
        if (full) {
            overflow.increment();
            Parts.drop(parts);
            return;
        }
        work();
    }

    /** Handles what waits, for a while. Only by whoever has set {@link #busy}. */
    private void work() {
        boolean ended = false;
        try {
            for (int done = 0; done < AT_ONCE; done++) {
                Item item = next();
                if (item == null) {
                    ended = true;
                    return;
                }
                timers.attempt(() -> handler.handle(item.parts, item.flags));
            }
            timers.after(0, this::work);
            ended = true;
        } finally {
            if (!ended) {
                // not even telling went well: the next to bring something goes on
                stop();
            }
        }
    }

    private void stop() {
        lock.acquire();
        busy = false;
        lock.release();
    }

    private Item next() {
        lock.acquire();
        try {
            Item item = waiting.poll();
            busy = item != null;
            return item;
        } finally {
            lock.release();
        }
    }
}
