package org.sluice.kernel.net.gateway;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.sluice.kernel.net.packet.Timers;

/** What is to be done by the network's own thread, soon and in order. Anybody adds to it, with nothing locked. */
final class Work {
    /** Things done before timers have their turn. */
    private static final int AT_ONCE = 256;

    private final Timers timers;
    private final ConcurrentLinkedQueue<Runnable> queue = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean scheduled = new AtomicBoolean();

    Work(Timers timers) {
        this.timers = timers;
    }

    void add(Runnable action) {
        queue.add(action);
        schedule();
    }

    private void schedule() {
        if (scheduled.compareAndSet(false, true)) {
            boolean set = false;
            try {
                timers.after(0, this::run);
                set = true;
            } finally {
                if (!set) {
                    scheduled.set(false);
                }
            }
        }
    }

    private void run() {
        scheduled.set(false);
        for (int i = 0; i < AT_ONCE; i++) {
            Runnable action = queue.poll();
            if (action == null) {
                return;
            }
            timers.attempt(action);
        }
        schedule();
    }
}
