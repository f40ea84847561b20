package guest.sun.nio.ch;

/** Bodies of NativeSocketAddress: the kernel takes addresses as numbers, so none is laid out in memory. */
final class N_NativeSocketAddress {
    private N_NativeSocketAddress() {
    }

    static NativeSocketAddress[] allocate(int count) {
        return new NativeSocketAddress[count];
    }

    static void freeAll(NativeSocketAddress[] addresses) {
    }

    static int AFINET() {
        return 2;
    }

    static int AFINET6() {
        return 10;
    }

    static int sizeofSockAddr4() {
        return 0;
    }

    static int sizeofSockAddr6() {
        return 0;
    }

    static int sizeofFamily() {
        return 0;
    }

    static int offsetFamily() {
        return 0;
    }

    static int offsetSin4Port() {
        return 0;
    }

    static int offsetSin4Addr() {
        return 0;
    }

    static int offsetSin6Port() {
        return 0;
    }

    static int offsetSin6Addr() {
        return 0;
    }

    static int offsetSin6ScopeId() {
        return 0;
    }

    static int offsetSin6FlowInfo() {
        return 0;
    }
}
