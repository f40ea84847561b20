package org.sluice.vm.code;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Is the stack that {@link StackReserve} promises really there, interpreted and compiled? */
class StackReserveTest {
    private static final int STACK_BYTES = 1 << 20;
    /** No frame of a small method is larger, interpreted or compiled. */
    private static final int LARGEST_FRAME = 160;
    private static final int WARM_UP = 50_000;

    private int refusedAt;
    private int framesLeft;

    @Test
    void refusesWhileThePromisedStackIsLeft() throws InterruptedException {
        int interpreted = onSmallStack();
        for (int i = 0; i < WARM_UP; i++) {
            StackReserve.check();
        }
        int compiled = onSmallStack();
        assertTrue(interpreted * LARGEST_FRAME >= StackReserve.BYTES, () -> interpreted + " frames left, interpreted");
        assertTrue(compiled * LARGEST_FRAME >= StackReserve.BYTES, () -> compiled + " frames left, compiled");
    }

    @Test
    void refusesNothingFarFromTheEnd() throws InterruptedException {
        onSmallStack();
        assertTrue(refusedAt > 1000, () -> "refused at depth " + refusedAt);
    }

    private int onSmallStack() throws InterruptedException {
        Thread thread = new Thread(null, () -> refusedAt = descend(0), "descent", STACK_BYTES);
        thread.start();
        thread.join();
        return framesLeft;
    }

    private int descend(int depth) {
        try {
            StackReserve.check();
        } catch (StackOverflowError e) {
            framesLeft = 0;
            exhaust();
            return depth;
        }
        return descend(depth + 1);
    }

    private void exhaust() {
        try {
            fill();
        } catch (StackOverflowError e) {
            // counted
        }
    }

    private void fill() {
        framesLeft++;
        fill();
    }
}
