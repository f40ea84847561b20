package guest.rt;

import guest.java.lang.Thread;
import org.sluice.abi.Errno;

/** Which guest thread a host thread runs, and blocking with the semantics of Java's interrupts. */
public final class Threads {
    private static final String SLEEP = "sleep interrupted";
    private static final ThreadLocal<Thread> CURRENT = new ThreadLocal<>();

    private Threads() {
    }

    /** The guest's thread of the calling host thread. */
    public static Thread current() {
        return CURRENT.get();
    }

    /** Binds the calling host thread. */
    public static void bind(Thread thread) {
        CURRENT.set(thread);
    }

    /**
     * Sleeps.
     *
     * @throws InterruptedException when the thread is or gets interrupted; its interrupted state is cleared
     */
    public static void sleep(long nanos) throws InterruptedException {
        long deadline = Clock.monotonic() + nanos;
        long left = nanos;
        do {
            checkInterrupt(SLEEP);
            if (left <= 0) {
                Kernel.CALLS.threadYield();
                return;
            }
            Kernel.CALLS.sleep(left);
            left = deadline - Clock.monotonic();
        } while (left > 0);
        checkInterrupt(SLEEP);
    }

    /** {@code Object.wait}; 0 waits without limit. */
    public static void await(Object object, long nanos) throws InterruptedException {
        checkInterrupt();
        Lang lang = Lang.access();
        if (Monitors.await(object, nanos, new Pending(lang))) {
            checkInterrupt();
        }
    }

    /** Whether the thread that waits has been interrupted; a class, not a lambda, to keep start lean. */
    private static final class Pending implements Monitor.Interruption {
        private final Lang lang;

        Pending(Lang lang) {
            this.lang = lang;
        }

        @Override
        public boolean isPending() {
            return lang.isInterrupted();
        }
    }

    /** Throws if the calling thread is interrupted, and clears that. */
    public static void checkInterrupt() throws InterruptedException {
        checkInterrupt(null);
    }

    /** As the JDK's, an exception of a virtual thread says nothing. */
    private static void checkInterrupt(String message) throws InterruptedException {
        Lang lang = Lang.access();
        if (lang.isInterrupted()) {
            lang.clearInterrupt();
            throw message == null || current().isVirtual() ? new InterruptedException() : new InterruptedException(message);
        }
    }

    /** Makes the calling thread's next wait in the kernel end. */
    static void interruptSelf() {
        Kernel.CALLS.threadInterrupt(Kernel.CALLS.threadSelf());
    }

    /**
     * Drops an interrupt the kernel still holds though the program's thread is not interrupted: one that was to end a wait in a channel
     * which was over before. A park would not wait for it.
     */
    public static void dropStaleInterrupt() {
        if (Kernel.CALLS.threadClearInterrupt() > 0 && Lang.access().isInterrupted()) {
            interruptSelf();
        }
    }

    /** Whether a call ended because of an interrupt and is to be made again. */
    public static boolean again(int result) {
        return result == -Errno.EINTR;
    }
}
