package guest.sun.nio.ch;

/** Natives of UnixDomainSockets: there are none, and opening one says so. */
final class N_UnixDomainSockets {
    private N_UnixDomainSockets() {
    }

    static boolean init() {
        return false;
    }
}
