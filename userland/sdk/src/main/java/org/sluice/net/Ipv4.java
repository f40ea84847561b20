package org.sluice.net;

import org.sluice.abi.Sockets;

/** IPv4 addresses as numbers of 32 bits, the first byte highest, and as text. */
public final class Ipv4 {
    private Ipv4() {
    }

    /**
     * Reads four decimal numbers with dots between them.
     *
     * @throws IllegalArgumentException for any other text
     */
    public static int parse(String text) {
        String[] parts = text.split("\\.", -1);
        int address = 0;
        for (String part : parts) {
            int number = part.isEmpty() || part.length() > 3 || !part.chars().allMatch(c -> c >= '0' && c <= '9') ? -1
                : Integer.parseInt(part);
            if (parts.length != 4 || number < 0 || number > 255) {
                throw new IllegalArgumentException("'" + text + "' is no IPv4 address");
            }
            address = address << 8 | number;
        }
        return address;
    }

    /** Four decimal numbers with dots between them. */
    public static String format(int address) {
        return (address >>> 24) + "." + (address >>> 16 & 255) + "." + (address >>> 8 & 255) + "." + (address & 255);
    }

    /** As the system calls want it. @param port or identifier, 0 to 65535 */
    public static long[] toArray(int address, int port) {
        long[] array = new long[Sockets.ADDRESS_LENGTH];
        array[Sockets.FAMILY] = Sockets.INET;
        array[Sockets.PORT] = port;
        array[Sockets.LOW] = address & 0xffffffffL;
        return array;
    }

    /** The address in an array of the system calls. */
    public static int of(long[] array) {
        return (int) array[Sockets.LOW];
    }
}
