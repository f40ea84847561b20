package guest.java.net;

/** Natives of InetAddress: IPv4 only. */
final class N_InetAddress {
    private N_InetAddress() {
    }

    static boolean isIPv4Available() {
        return true;
    }

    static boolean isIPv6Supported() {
        return false;
    }
}
