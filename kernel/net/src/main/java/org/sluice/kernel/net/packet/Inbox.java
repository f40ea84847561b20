package org.sluice.kernel.net.packet;

import java.util.ArrayDeque;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.sluice.kernel.CallFailed;
import org.sluice.kernel.memory.FramePart;
import org.sluice.kernel.network.WaitLock;

/**
 * Where what arrives waits for who is handling what came before: whoever brings something handles all there is, unless another does so
 * already or it is itself inside of that. So nothing is overtaken, and an answer that comes back while its question is being
 * sent does not nest.
 */
public final class Inbox {
    /** SDUs that wait at most; with more the network is faster than the handling. */
    private static final int LIMIT = 512;

    /** What handles an SDU. It owns the holds, also when it fails. */
    public interface Handler {
        void handle(FramePart[] parts, int flags);
    }

    private record Item(FramePart[] parts, int flags) {
    }

    private final WaitLock lock;
    private final Handler handler;
    private final LongAdder overflow;
    private final Consumer<RuntimeException> failed;
    private final ArrayDeque<Item> waiting = new ArrayDeque<>();
    private boolean busy;

    /**
     * An empty inbox.
     *
     * @param overflow counts what found no room
     * @param failed   is told of what the handler threw, which is a defect unless it is {@link CallFailed}
     */
    public Inbox(WaitLock lock, Handler handler, LongAdder overflow, Consumer<RuntimeException> failed) {
        this.lock = lock;
        this.handler = handler;
        this.overflow = overflow;
        this.failed = failed;
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
        for (Item item = next(); item != null; item = next()) {
            try {
                handler.handle(item.parts, item.flags);
            } catch (RuntimeException e) {
                failed.accept(e);
            }
        }
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
