package org.sluice.kernel.thread;

import org.sluice.abi.ProcessKilled;
import org.sluice.kernel.Watcher;

/** What one thread waits for while it watches several things. What is told before it waits is not lost. */
public final class Signal implements Watcher {
    private final KernelThread thread = KernelThread.current();
    private volatile boolean changed;

    @Override
    public void changed() {
        changed = true;
        thread.unblock();
    }

    /**
     * Waits until something was told since the last wait. Called by the thread that made this.
     *
     * @param reason   shown by {@code ps}
     * @param deadline monotonic nanoseconds, or {@link WaitQueue#FOREVER}
     * @throws ProcessKilled if the process ends
     */
    public WaitQueue.Wake await(String reason, long deadline) {
        thread.expectSignals(true);
        try {
            while (!changed) {
                if (thread.owner().ending()) {
                    throw ProcessKilled.INSTANCE;
                }
                if (thread.signalPending() || thread.takeInterrupt()) {
                    return WaitQueue.Wake.INTERRUPTED;
                }
                if (deadline != WaitQueue.FOREVER && thread.kernel().clock().monotonicNanos() >= deadline) {
                    return WaitQueue.Wake.TIMED_OUT;
                }
                thread.block(reason, deadline);
            }
            changed = false;
            return WaitQueue.Wake.WOKEN;
        } finally {
            thread.expectSignals(false);
        }
    }
}
