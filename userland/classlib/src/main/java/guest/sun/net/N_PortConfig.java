package guest.sun.net;

/** Natives of PortConfig: the ports the kernel gives out (RFC 6335, dynamic ports). */
final class N_PortConfig {
    private static final int LOWEST = 49152;
    private static final int HIGHEST = 65535;

    private N_PortConfig() {
    }

    static int getLower() {
        return LOWEST;
    }

    static int getUpper() {
        return HIGHEST;
    }
}
