package guest.sun.security.provider;

import guest.rt.Kernel;

/** Replaced methods of NativePRNG: always there, and each byte from the machine. */
final class N_NativePRNG {
    private N_NativePRNG() {
    }

    static boolean isAvailable() {
        return true;
    }

    static void engineNextBytes(NativePRNG self, byte[] bytes) {
        Kernel.CALLS.random(bytes, 0, bytes.length);
    }

    static void engineSetSeed(NativePRNG self, byte[] seed) {
    }

    static byte[] engineGenerateSeed(NativePRNG self, int count) {
        byte[] seed = new byte[count];
        Kernel.CALLS.random(seed, 0, count);
        return seed;
    }
}
