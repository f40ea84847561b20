package guest.jdk.internal.vm;

/** Natives of ContinuationSupport: threads are the kernel's. */
final class N_ContinuationSupport {
    private N_ContinuationSupport() {
    }

    static boolean isSupported0() {
        return false;
    }
}
