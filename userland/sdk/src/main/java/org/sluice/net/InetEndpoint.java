package org.sluice.net;

import org.sluice.abi.Sockets;

/**
 * An Internet address and a port.
 *
 * @param high upper half of the 128-bit address; 0 for IPv4
 * @param low  lower half; the 32 bits of an IPv4 address
 * @param port 0 to 65535
 */
public record InetEndpoint(long high, long low, int port) {
    /** An endpoint. @throws IllegalArgumentException if the port is none */
    public InetEndpoint {
        if (port < 0 || port > 0xffff) {
            throw new IllegalArgumentException("port " + port);
        }
    }

    /** An endpoint of IPv4. */
    public static InetEndpoint ipv4(int address, int port) {
        return new InetEndpoint(0, address & 0xffffffffL, port);
    }

    /** Every address of this machine. */
    public static InetEndpoint any(int port) {
        return new InetEndpoint(0, 0, port);
    }

    /** This machine, by its loopback address. */
    public static InetEndpoint loopback(int port) {
        return ipv4(0x7f000001, port);
    }

    /** What a system call has filled in. */
    public static InetEndpoint of(long[] array) {
        return new InetEndpoint(array[Sockets.HIGH], array[Sockets.LOW], (int) array[Sockets.PORT]);
    }

    /** As the system calls want it. */
    public long[] toArray() {
        long[] array = new long[Sockets.ADDRESS_LENGTH];
        array[Sockets.FAMILY] = Sockets.INET;
        array[Sockets.PORT] = port;
        array[Sockets.HIGH] = high;
        array[Sockets.LOW] = low;
        return array;
    }

    /** The IPv4 address. */
    public int ipv4() {
        return (int) low;
    }

    @Override
    public String toString() {
        return Ipv4.format((int) low) + ":" + port;
    }
}
