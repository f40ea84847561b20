package org.sluice.vm.code.instrument;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Loops poll as often as they must and no more often than they should. */
class PollCountTest {
    @BeforeEach
    void raise() {
        TestPoll.setFlag(1);
    }

    @ParameterizedTest
    @CsvSource({
        "upward, 3", "upward, 128", "upward, 16384",
        "inclusive, 3", "inclusive, 128", "inclusive, 16384",
        "downward, 3", "downward, 128", "downward, 16384",
        "overArray, 3", "overArray, 128", "overArray, 16384",
        "longIndex, 3", "longIndex, 128", "longIndex, 16384"})
    void countedLoopPollsOncePerChunk(String name, int chunk) throws ReflectiveOperationException {
        int n = 100_000;
        long polls = polls(name, n, chunk);
        assertTrue(polls >= n / (chunk + 1) - 1, () -> polls + " polls are too few");
        assertTrue(polls <= n / chunk + 3, () -> polls + " polls are too many");
    }

    /** Interpreted, access to memory is worth a call; compiled, so little that the chunk is as long as a chunk may be. */
    @ParameterizedTest
    @CsvSource({"overSegment, 300000", "overSegmentLong, 300000"})
    void loopsOverMemoryPollSeldomOnceCompiled(String name, int n) throws ReflectiveOperationException {
        long usual = polls(name, n, 16384);
        assertTrue(usual > n / 600, () -> usual + " polls are too few");
        TestPoll.setOptimised(true);
        try {
            long compiled = polls(name, n, 16384);
            assertTrue(compiled >= n / (4 * 16384) && compiled <= n / 32768 + 3, () -> compiled + " polls when compiled");
        } finally {
            TestPoll.setOptimised(false);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"upward", "inclusive", "downward", "overArray", "longIndex"})
    void shortRunsPollAtMethodEntryOnly(String name) throws ReflectiveOperationException {
        assertEquals(1, polls(name, 1000, 16384));
    }

    @Test
    void otherLoopsPollEveryIteration() throws ReflectiveOperationException {
        long polls = polls("uncounted", 10_000, 16384);
        assertEquals(10_001, polls);
    }

    @Test
    void stridesCountIndexSteps() throws ReflectiveOperationException {
        long polls = polls("strided", 10_000, 30);
        assertTrue(polls >= 998 && polls <= 1003, () -> polls + " polls");
    }

    @Test
    void nestPollsWithinItsBudget() throws ReflectiveOperationException {
        long polls = polls("nested", 5_000_000, 16384);
        assertTrue(polls >= 5_000_000 * 8L / Work.NEST_BUDGET - 1, () -> polls + " polls are too few");
        assertTrue(polls <= 5_000_000 / 1000, () -> polls + " polls are too many");
    }

    @Test
    void leavesAndShortCutsDoNotPoll() throws ReflectiveOperationException {
        assertEquals(0, polls("leaf", 5, 16384));
        assertEquals(0, polls("shortCut", 5, 16384));
        assertEquals(2, polls("shortCut", -5, 16384));
        assertEquals(0, polls("shortConstant", 5, 16384));
    }

    @Test
    void withoutEntryPollsOnlyLoopsPoll() throws ReflectiveOperationException {
        Options options = GuestLoader.options().withoutEntryPolls();
        assertEquals(1, polls("shortCut", -5, options), "of the method with a loop that it calls");
        assertEquals(10_001, polls("uncounted", 10_000, options));
    }

    private static long polls(String name, int n, int chunk) throws ReflectiveOperationException {
        return polls(name, n, GuestLoader.options().withChunk(chunk));
    }

    private static long polls(String name, int n, Options options) throws ReflectiveOperationException {
        Class<?> counting = GuestLoader.instrumented(Counting.class, options);
        TestPoll.reset(Long.MAX_VALUE);
        counting.getMethod(name, int.class).invoke(null, n);
        long polls = TestPoll.polls();
        Class<?> original = GuestLoader.original(Counting.class);
        assertEquals(original.getMethod(name, int.class).invoke(null, n), counting.getMethod(name, int.class).invoke(null, n));
        return polls;
    }
}
