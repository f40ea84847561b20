package guest.sun.security.provider;

/** Replaced methods of NativePRNG.NonBlocking, as of NativePRNG. */
final class N_NativePRNG$NonBlocking {
    private N_NativePRNG$NonBlocking() {
    }

    static boolean isAvailable() {
        return false;
    }
}
