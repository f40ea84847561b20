package org.sluice.kernel.process;

import org.sluice.kernel.thread.LockRank;
import org.sluice.kernel.thread.SpinLock;
import org.sluice.kernel.thread.WaitQueue;
import org.sluice.vm.time.Clock;

/**
 * The host's garbage collector, for processes at their quota of heap: as on any JVM, memory is refused only after the
 * collector has looked. Collections asked for in this way take at most a tenth of the time; who asks more often waits.
 */
final class HeapCollector {
    /** A pause of that many times its length follows a collection. */
    private static final int PAUSE = 9;

    private final SpinLock lock = new SpinLock(LockRank.THREAD);
    private final WaitQueue over = new WaitQueue();
    private final Clock clock;
    private boolean running;
    private long started;
    private long pauseEnd;

    HeapCollector(Clock clock) {
        this.clock = clock;
    }

    /**
     * Returns when a collection has taken place that began after the call.
     *
     * @throws org.sluice.abi.ProcessKilled if the caller's process ends while it waits for its turn
     */
    void collect() {
        lock.acquire();
        try {
            long before = started;
            while (running || clock.monotonicNanos() < pauseEnd) {
                over.sleep(lock, "collector", WaitQueue.Mode.KILLABLE, running ? WaitQueue.FOREVER : pauseEnd);
                if (started > before && !running) {
                    return;
                }
            }
            running = true;
            started++;
        } finally {
            lock.release();
        }
        long start = clock.monotonicNanos();
        System.gc();
        long end = clock.monotonicNanos();
        lock.acquire();
        running = false;
        pauseEnd = end + PAUSE * (end - start);
        over.wakeAll();
        lock.release();
    }
}
