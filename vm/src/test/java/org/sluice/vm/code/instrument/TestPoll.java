package org.sluice.vm.code.instrument;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;

/** Stands in for the guest runtime's polls: counts them, and kills after so many. */
public final class TestPoll {
    /** A kill that has to be thrown more often than this is not working. */
    static final int MOST_THROWS = 100_000;

    private static volatile int flag = 1;
    private static volatile boolean optimised;
    private static long polls;
    private static long killAfter = Long.MAX_VALUE;
    private static long thrown;
    private static CountDownLatch outcome = new CountDownLatch(1);

    private TestPoll() {
    }

    /** What a kill throws; has no trace, like the real one. */
    static final class Kill extends Error {
        private static final long serialVersionUID = 1;

        Kill() {
            super("killed", null, false, false);
        }
    }

    private static final Kill KILL = new Kill();

    public static void poll() {
        if (flag != 0) {
            slow();
        }
    }

    public static void handler() {
        if (flag != 0) {
            slow();
        }
    }

    public static int steps(int usual, int compiled) {
        return optimised ? compiled : usual;
    }

    /** Whether loops are told that they are compiled. */
    static void setOptimised(boolean value) {
        optimised = value;
    }

    private static void slow() {
        polls++;
        if (polls <= killAfter) {
            return;
        }
        thrown++;
        if (thrown > MOST_THROWS) {
            outcome.countDown();
            while (true) {
                LockSupport.park();
            }
        }
        throw KILL;
    }

    static void reset(long killAfterPolls) {
        polls = 0;
        thrown = 0;
        killAfter = killAfterPolls;
        outcome = new CountDownLatch(1);
    }

    static void setFlag(int value) {
        flag = value;
    }

    static long polls() {
        return polls;
    }

    static long thrown() {
        return thrown;
    }

    static CountDownLatch outcome() {
        return outcome;
    }
}
