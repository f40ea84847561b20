package org.sluice.vm.code;

/**
 * What {@link StoppableCode} calls at its polls. Never used from here: each loader of stoppable code defines its own copy, so
 * that each has a flag of its own.
 */
public final class StoppablePoll {
    /** Raised when the threads that run the code are to call {@link #slowPath}. */
    static volatile boolean raised;
    /** May throw, to make the calling thread leave the code; set before any of the code runs. */
    static Runnable slowPath;

    private StoppablePoll() {
    }

    /** Before backward jumps and at method entries. */
    public static void poll() {
        if (raised) {
            slowPath.run();
        }
    }

    /** Before every exception handler: while the code is being stopped, no handler runs. */
    public static void handler() {
        if (raised) {
            slowPath.run();
        }
    }

    /** How many steps a loop over memory takes to the next poll: as many compiled as interpreted, for it may be a device's memory. */
    public static int steps(int usual, int compiled) {
        return usual;
    }
}
