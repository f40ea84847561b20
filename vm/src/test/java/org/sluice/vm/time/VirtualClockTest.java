package org.sluice.vm.time;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class VirtualClockTest {
    private final VirtualClock clock = new VirtualClock();
    private final List<String> fired = new ArrayList<>();

    @Test
    void beginsAtItsEpochAndMovesWhenRead() {
        long first = clock.monotonicNanos();
        assertEquals(VirtualClock.NANOS_PER_READ, first);
        assertEquals(VirtualClock.EPOCH_NANOS + 2 * VirtualClock.NANOS_PER_READ, clock.realtimeNanos());
    }

    @Test
    void jumpsToTheNextTimerWhenIdle() {
        clock.at(5_000_000, () -> fired.add("b"));
        clock.at(1_000_000, () -> fired.add("a"));
        assertTrue(clock.idle());
        assertEquals(List.of("a"), fired);
        assertEquals(1_000_000 + VirtualClock.NANOS_PER_READ, clock.monotonicNanos());
        assertTrue(clock.idle());
        assertEquals(List.of("a", "b"), fired);
        assertFalse(clock.idle());
    }

    @Test
    void firesTimersOfOneTimeInTheOrderTheyWereSet() {
        for (int i = 0; i < 100; i++) {
            String name = Integer.toString(i);
            clock.at(1000, () -> fired.add(name));
        }
        clock.idle();
        for (int i = 0; i < 100; i++) {
            assertEquals(Integer.toString(i), fired.get(i));
        }
    }

    @Test
    void aCancelledTimerDoesNotFireAndDoesNotMoveTime() {
        Clock.Timer timer = clock.at(1000, () -> fired.add("x"));
        timer.cancel();
        timer.cancel();
        assertFalse(clock.idle());
        assertTrue(fired.isEmpty());
    }

    @Test
    void timersSetByTimersFire() {
        clock.at(1000, () -> clock.at(0, () -> fired.add("past")));
        assertTrue(clock.idle());
        assertEquals(List.of("past"), fired);
    }

    @Test
    void advancingFiresWhatIsDue() {
        clock.at(1000, () -> fired.add("a"));
        clock.at(3000, () -> fired.add("b"));
        clock.advance(999);
        assertTrue(fired.isEmpty());
        clock.advance(1);
        assertEquals(List.of("a"), fired);
        assertThrows(IllegalArgumentException.class, () -> clock.advance(-1));
    }

    @Test
    void theSameCallsGiveTheSameTimes() {
        assertEquals(simulate(3), simulate(3));
    }

    private static List<Long> simulate(long seed) {
        VirtualClock clock = new VirtualClock();
        Random random = new Random(seed);
        List<Long> times = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            clock.at(clock.monotonicNanos() + random.nextInt(1_000_000), () -> times.add(clock.monotonicNanos()));
            if (random.nextBoolean()) {
                clock.idle();
            }
        }
        while (clock.idle()) {
            continue;
        }
        assertEquals(200, times.size());
        return times;
    }
}
