package org.sluice.net;

import org.sluice.abi.Sockets;
import org.sluice.abi.SystemCalls;
import org.sluice.sys.SysException;

/** Sends ICMP echo requests (RFC 792) and receives the replies to them. The system puts in identifier and checksum. */
public final class PingSocket extends Socket {
    /** Bytes of the ICMP header before the data. */
    public static final int HEADER = 8;
    private static final int ECHO_REQUEST = 8;

    /** @throws SysException EMFILE */
    public PingSocket(SystemCalls calls) throws SysException {
        super(calls, Sockets.INET, Sockets.DGRAM, Sockets.ICMP, "ping socket");
    }

    /**
     * Sends a request.
     *
     * @param message room for the header, which is filled in, and the data behind it
     * @param address an IPv4 address
     * @throws SysException ENETUNREACH, EHOSTUNREACH, EMSGSIZE, and what the call {@code sendTo} says
     */
    public void request(byte[] message, int sequence, int address) throws SysException {
        java.util.Arrays.fill(message, 0, HEADER, (byte) 0);
        message[0] = ECHO_REQUEST;
        message[6] = (byte) (sequence >>> 8);
        message[7] = (byte) sequence;
        send(message, 0, message.length, Ipv4.toArray(address, 0));
    }

    /** The sequence number of a reply. */
    public static int sequence(byte[] message) {
        return (message[6] & 255) << 8 | message[7] & 255;
    }
}
