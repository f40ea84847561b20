package org.sluice.vm.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sluice.vm.time.VirtualClock;

@Timeout(60)
class WorkerTest {
    @Test
    void aThreadGoesOnAfterWorkThatFailed() throws InterruptedException {
        Semaphore reported = new Semaphore(0);
        CountDownLatch done = new CountDownLatch(1);
        AtomicInteger runs = new AtomicInteger();
        Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
        Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> {
            if ("test".equals(failure.getMessage())) {
                reported.release();
            } else if (before != null) {
                before.uncaughtException(thread, failure);
            }
        });
        try (Worker worker = Worker.threads().start("test", () -> {
            if (runs.incrementAndGet() == 1) {
                throw new OutOfMemoryError("test");
            }
            done.countDown();
        })) {
            worker.wake();
            assertTrue(reported.tryAcquire(30, TimeUnit.SECONDS));
            worker.wake();
            assertTrue(done.await(30, TimeUnit.SECONDS), "the thread has died");
        } finally {
            Thread.setDefaultUncaughtExceptionHandler(before);
        }
    }

    @Test
    void aTimerIsSetAgainAfterWorkThatFailed() {
        AtomicInteger runs = new AtomicInteger();
        AtomicInteger reported = new AtomicInteger();
        Thread self = Thread.currentThread();
        Thread.UncaughtExceptionHandler before = self.getUncaughtExceptionHandler();
        self.setUncaughtExceptionHandler((thread, failure) -> reported.incrementAndGet());
        try (VirtualClock clock = new VirtualClock(); Worker worker = Worker.timers(clock, 1000).start("test", () -> {
            if (runs.incrementAndGet() == 1) {
                throw new IllegalStateException("test");
            }
        })) {
            worker.wake();
            clock.idle();
            worker.wake();
            clock.idle();
        } finally {
            self.setUncaughtExceptionHandler(before);
        }
        assertEquals(2, runs.get());
        assertEquals(1, reported.get());
    }
}
