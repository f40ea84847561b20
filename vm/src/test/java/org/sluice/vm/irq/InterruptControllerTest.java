package org.sluice.vm.irq;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class InterruptControllerTest {
    private final InterruptController controller = new InterruptController(3);
    private final AtomicInteger runs = new AtomicInteger();

    @Test
    void deliversToTheLinesOwnHandler() {
        AtomicInteger other = new AtomicInteger();
        controller.connect(1, runs::incrementAndGet);
        controller.connect(2, other::incrementAndGet);
        controller.raise(1);
        controller.raise(1);
        assertEquals(2, runs.get());
        assertEquals(0, other.get());
        assertEquals(2, controller.raised(1));
        assertEquals(2, controller.delivered(1));
    }

    @Test
    void keepsOnePendingInterruptWhileMasked() {
        controller.connect(0, runs::incrementAndGet);
        controller.mask(0);
        controller.raise(0);
        controller.raise(0);
        assertEquals(0, runs.get());
        assertTrue(controller.pending(0));
        controller.unmask(0);
        assertEquals(1, runs.get());
        assertFalse(controller.pending(0));
        assertEquals(2, controller.raised(0));
    }

    @Test
    void keepsWhatWasRaisedBeforeThereWasAHandler() {
        controller.raise(0);
        controller.connect(0, runs::incrementAndGet);
        assertEquals(1, runs.get());
        controller.disconnect(0);
        controller.raise(0);
        assertEquals(1, runs.get());
        assertTrue(controller.pending(0));
    }

    @Test
    void unmaskingWithoutPendingInterruptDeliversNothing() {
        controller.connect(0, runs::incrementAndGet);
        controller.mask(0);
        controller.unmask(0);
        assertEquals(0, runs.get());
    }

    @Test
    void losesNoInterruptWhenRaisedAndMaskedByManyThreads() throws InterruptedException {
        int raisers = 4;
        int each = 20_000;
        AtomicInteger seen = new AtomicInteger();
        AtomicInteger work = new AtomicInteger();
        // as a driver does: every piece of work that was there when the interrupt was raised is seen by a later handler run
        controller.connect(0, () -> seen.accumulateAndGet(work.get(), Math::max));
        CountDownLatch start = new CountDownLatch(1);
        Thread[] threads = new Thread[raisers + 1];
        for (int i = 0; i < raisers; i++) {
            threads[i] = Thread.ofPlatform().start(() -> {
                await(start);
                for (int n = 0; n < each; n++) {
                    work.incrementAndGet();
                    controller.raise(0);
                }
            });
        }
        threads[raisers] = Thread.ofPlatform().start(() -> {
            await(start);
            for (int n = 0; n < each; n++) {
                controller.mask(0);
                controller.unmask(0);
            }
        });
        start.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(raisers * each, seen.get());
        assertFalse(controller.pending(0));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
