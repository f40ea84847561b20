package org.sluice.kernel.net.ip;

/** Addresses of IPv4, as 32-bit numbers. */
public final class Ip {
    public static final int ANY = 0;
    public static final int BROADCAST = -1;
    public static final int LOOPBACK = 0x7f000001;

    private Ip() {
    }

    /** Four decimal numbers with dots between. */
    public static String format(int ip) {
        return (ip >>> 24) + "." + (ip >>> 16 & 255) + "." + (ip >>> 8 & 255) + "." + (ip & 255);
    }

    /** The other way round; -1 for anything else. */
    public static long parse(String text) {
        String[] words = text.split("\\.", -1);
        long ip = 0;
        for (String word : words) {
            if (words.length != 4 || !word.matches("[0-9]{1,3}") || Integer.parseInt(word) > 255) {
                return -1;
            }
            ip = ip << 8 | Integer.parseInt(word);
        }
        return ip;
    }

    /** A mask of so many leading ones. */
    public static int mask(int prefix) {
        return prefix == 0 ? 0 : -1 << 32 - prefix;
    }

    public static boolean multicast(int ip) {
        return ip >>> 28 == 14;
    }

    public static boolean loopback(int ip) {
        return ip >>> 24 == 127;
    }

    /** Whether it can be the address of one host that sends. */
    public static boolean host(int ip) {
        return ip >>> 24 != 0 && ip >>> 28 < 14;
    }

    /**
     * An interface's address.
     *
     * @param ip     {@link #ANY} for none
     * @param prefix 1 to 32
     */
    public record Address(int ip, int prefix) {
        public static final Address NONE = new Address(ANY, 32);

        /** The network's own broadcast address; a network of up to two addresses has none. */
        public boolean broadcast(int to) {
            return prefix < 31 && to == (ip | ~mask(prefix));
        }

        /** Whether that is all hosts of the network, or the network itself. */
        public boolean all(int to) {
            return prefix < 31 && (broadcast(to) || to == (ip & mask(prefix)));
        }

        public boolean contains(int other) {
            return ip != ANY && ((ip ^ other) & mask(prefix)) == 0;
        }

        @Override
        public String toString() {
            return ip == ANY ? "-" : format(ip) + "/" + prefix;
        }
    }
}
