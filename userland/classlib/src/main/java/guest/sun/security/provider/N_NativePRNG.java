package guest.sun.security.provider;

/** Replaced methods of NativePRNG: there are no device files; generators are seeded by {@link N_SeedGenerator}. */
final class N_NativePRNG {
    private N_NativePRNG() {
    }

    static boolean isAvailable() {
        return false;
    }
}
