package guest.rt;

/** What translated code calls so that it can be preempted and ended. */
public final class Poll {
    /** Raised by the machine when a thread of the process is to enter the kernel. */
    static volatile boolean raised;

    private Poll() {
    }

    /** Before backward jumps and at method entries. */
    public static void poll() {
        if (raised) {
            enter();
        }
    }

    /** Before every exception handler: while the process ends, no handler runs. */
    public static void handler() {
        if (raised) {
            enter();
        }
    }

    private static void enter() {
        Kernel.CALLS.poll();
    }
}
