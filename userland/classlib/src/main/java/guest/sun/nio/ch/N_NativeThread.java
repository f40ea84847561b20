package guest.sun.nio.ch;

/** Natives of NativeThread: blocked threads are woken by the kernel, not by signals. */
final class N_NativeThread {
    private N_NativeThread() {
    }

    static boolean supportPendingSignals0() {
        return false;
    }

    static long current0() {
        return 0;
    }

    static void signal0(long thread) {
    }
}
