package guest.java.io;

import guest.rt.Kernel;

/** Natives of Console. */
final class N_Console {
    private static final int STANDARD_HANDLES = 3;

    private N_Console() {
    }

    /** Bit i says that handle i is a terminal. */
    static int ttyStatus() {
        int bits = 0;
        for (int handle = 0; handle < STANDARD_HANDLES; handle++) {
            if (Kernel.CALLS.ttySize(handle) >= 0) {
                bits |= 1 << handle;
            }
        }
        return bits;
    }
}
