package guest.sun.security.provider;

/** Replaced methods of NativePRNG.Blocking, as of NativePRNG. */
final class N_NativePRNG$Blocking {
    private N_NativePRNG$Blocking() {
    }

    static boolean isAvailable() {
        return false;
    }
}
