package guest.java.util.concurrent.locks;

import guest.java.lang.Thread;
import guest.rt.Clock;
import guest.rt.Lang;

/** Parks and unparks threads by system calls. */
public class LockSupport {
    private static final long NANOS_PER_MILLI = 1_000_000;

    private LockSupport() {
    }

    public static void unpark(Thread thread) {
        if (thread != null) {
            Lang.access().unpark(thread);
        }
    }

    public static void park() {
        Lang.access().park(-1);
    }

    public static void park(Object blocker) {
        setCurrentBlocker(blocker);
        park();
        setCurrentBlocker(null);
    }

    public static void parkNanos(long nanos) {
        if (nanos > 0) {
            Lang.access().park(nanos);
        }
    }

    public static void parkNanos(Object blocker, long nanos) {
        if (nanos > 0) {
            setCurrentBlocker(blocker);
            parkNanos(nanos);
            setCurrentBlocker(null);
        }
    }

    public static void parkUntil(long deadline) {
        parkNanos((deadline - Math.floorDiv(Clock.realTime(), NANOS_PER_MILLI)) * NANOS_PER_MILLI);
    }

    public static void parkUntil(Object blocker, long deadline) {
        setCurrentBlocker(blocker);
        parkUntil(deadline);
        setCurrentBlocker(null);
    }

    public static void setCurrentBlocker(Object blocker) {
        Lang.access().setBlocker(Thread.currentThread(), blocker);
    }

    public static Object getBlocker(Thread thread) {
        if (thread == null) {
            throw new NullPointerException();
        }
        return Lang.access().blocker(thread);
    }

    static long getThreadId(Thread thread) {
        return thread.threadId();
    }
}
