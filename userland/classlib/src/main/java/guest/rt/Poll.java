package guest.rt;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;

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

    /**
     * How many steps a loop may take to the next poll. The host's optimising compiler knows a constant when it sees one, and nobody
     * else does; so who asks is told whether it has been compiled by it, at no cost.
     *
     * @param usual    steps of a loop that is interpreted, or compiled in haste
     * @param compiled steps of one that is optimised
     */
    public static int steps(int usual, int compiled) {
        try {
            return (boolean) Compiled.ASKED.invokeExact((Object) Poll.class) ? compiled : usual;
        } catch (Throwable e) {
            return usual;
        }
    }

    private static final class Compiled {
        static final MethodHandle ASKED = Kernel.GATE.hostStatic("java.lang.invoke.MethodHandleImpl", "isCompileConstant",
            MethodType.methodType(boolean.class, Object.class));

        private Compiled() {
        }
    }

    private static void enter() {
        Kernel.CALLS.poll();
    }
}
