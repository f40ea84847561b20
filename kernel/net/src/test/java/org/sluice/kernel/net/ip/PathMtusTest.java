package org.sluice.kernel.net.ip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** What is known of paths' MTUs is bounded, and never so full that nothing can be learned. */
class PathMtusTest {
    private static final int MOST = 4096;
    private static final int ETHERNET = 1500;

    private long now;

    @Test
    void aFullTableForgetsWhatWasLearnedFirst() {
        PathMtus mtus = new PathMtus(() -> now);
        for (int i = 0; i < MOST; i++) {
            now++;
            assertTrue(mtus.learn(i, ETHERNET, 1000, ETHERNET));
        }
        now++;
        mtus.learn(0, ETHERNET, 900, ETHERNET); // newer than all others
        now++;
        assertTrue(mtus.learn(MOST, ETHERNET, 1000, ETHERNET));
        assertEquals(1000, mtus.get(MOST, ETHERNET));
        assertEquals(900, mtus.get(0, ETHERNET));
        assertEquals(ETHERNET, mtus.get(1, ETHERNET), "the oldest");
        assertEquals(1000, mtus.get(2, ETHERNET));
    }
}
