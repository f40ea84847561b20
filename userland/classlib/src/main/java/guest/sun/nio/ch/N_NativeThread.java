package guest.sun.nio.ch;

import guest.rt.Kernel;

/** Bodies of NativeThread: every thread, virtual ones too, is one of the kernel's, and an interrupt ends its wait there. */
final class N_NativeThread {
    private N_NativeThread() {
    }

    static void init() {
    }

    static long current() {
        return Kernel.CALLS.threadSelf();
    }

    /** They are, but with this answer the descriptor is marked before threads are woken. */
    static boolean supportPendingSignals0() {
        return false;
    }

    static long current0() {
        return Kernel.CALLS.threadSelf();
    }

    /** The call the thread is in, or its next that waits, ends with EINTR; the thread finds its channel closed. */
    static void signal0(long thread) {
        Kernel.CALLS.threadInterrupt((int) thread);
    }
}
