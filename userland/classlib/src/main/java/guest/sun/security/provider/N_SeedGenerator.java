package guest.sun.security.provider;

import guest.rt.Kernel;

/** Replaced methods of SeedGenerator: the machine is the only source. */
final class N_SeedGenerator {
    private static final int SEED = 32;

    private N_SeedGenerator() {
    }

    static void generateSeed(byte[] seed) {
        Kernel.CALLS.random(seed, 0, seed.length);
    }

    static byte[] getSystemEntropy() {
        byte[] seed = new byte[SEED];
        generateSeed(seed);
        return seed;
    }
}
