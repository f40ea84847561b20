package org.sluice.vm.time;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RealClockTest {
    private final RealClock clock = new RealClock();

    @AfterEach
    void close() {
        clock.close();
    }

    @Test
    void firesNoTimerEarly() throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        AtomicLong at = new AtomicLong();
        long deadline = clock.monotonicNanos() + 2_000_000;
        clock.at(deadline, () -> {
            at.set(clock.monotonicNanos());
            done.countDown();
        });
        done.await();
        assertTrue(at.get() >= deadline);
        assertFalse(clock.idle());
    }

    @Test
    void anEarlierTimerOvertakesALaterOne() throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        AtomicBoolean late = new AtomicBoolean();
        clock.at(clock.monotonicNanos() + 3_600_000_000_000L, () -> late.set(true));
        clock.at(clock.monotonicNanos() + 1_000_000, done::countDown);
        done.await();
        assertFalse(late.get());
    }

    @Test
    void aPastTimerFiresAndAFailingOneDoesNotStopTheClock() throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        AtomicBoolean reported = new AtomicBoolean();
        Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
        Thread.setDefaultUncaughtExceptionHandler((t, e) -> reported.set(e.getMessage().equals("on purpose")));
        try {
            clock.at(-5, () -> {
                throw new IllegalStateException("on purpose");
            });
            clock.at(clock.monotonicNanos(), done::countDown);
            done.await();
        } finally {
            Thread.setDefaultUncaughtExceptionHandler(before);
        }
        assertTrue(reported.get());
    }

    @Test
    void manyCancelledTimersNeverFire() throws InterruptedException {
        AtomicLong fired = new AtomicLong();
        long soon = clock.monotonicNanos() + 5_000_000_000L;
        for (int i = 0; i < 20_000; i++) {
            clock.at(soon, fired::incrementAndGet).cancel();
        }
        CountDownLatch done = new CountDownLatch(1);
        clock.at(clock.monotonicNanos(), done::countDown);
        done.await();
        assertEquals(0, fired.get());
    }

    @Test
    void ticksUntilStopped() throws InterruptedException {
        CountDownLatch ticks = new CountDownLatch(3);
        clock.tick(100_000, ticks::countDown);
        ticks.await();
        clock.tick(0, () -> { });
        assertTrue(clock.realtimeNanos() > VirtualClock.EPOCH_NANOS - 10L * 365 * 86_400 * 1_000_000_000L);
    }
}
