package org.sluice.abi;

/**
 * Constants and layouts of the calls on sockets. Families, types, protocols and levels have Linux' numbers. An address is an array of
 * {@link #ADDRESS_LENGTH} numbers whose first is the family.
 */
public final class Sockets {
    /** IPv4. */
    public static final int INET = 2;
    /** Permanent virtual connections of ATM. */
    public static final int ATMPVC = 8;
    /** What passes an interface, for looking only. */
    public static final int PACKET = 17;

    public static final int STREAM = 1;
    public static final int DGRAM = 2;
    public static final int RAW = 3;

    /** Protocols of INET: echo requests and their answers, with type DGRAM. */
    public static final int ICMP = 1;
    public static final int TCP = 6;
    public static final int UDP = 17;
    /** Protocols of ATMPVC: the adaptation layers, with type DGRAM. */
    public static final int AAL5 = 5;
    public static final int AAL0 = 13;
    /**
     * Loopback cells (ITU-T I.610) on a connection that is open, whoever has it: connected to it, a write of 4 bytes sends a cell with
     * them, a read gives 4 bytes that came back.
     */
    public static final int OAM = 14;

    /** Index of the family in every address. */
    public static final int FAMILY = 0;
    /** INET: the port; the identifier with ICMP. */
    public static final int PORT = 1;
    /** INET: upper and lower half of a 128-bit address; IPv4 is 32 bits of the lower, the upper being 0. */
    public static final int HIGH = 2;
    public static final int LOW = 3;
    /** ATMPVC: number of the interface, 0 for atm0. PACKET: the same, or -1 for all. */
    public static final int INTERFACE = 1;
    public static final int VPI = 2;
    public static final int VCI = 3;
    public static final int ADDRESS_LENGTH = 4;

    /** What {@code receiveFrom} tells of a message, behind the sender's address: bytes it had before it was cut to the buffer. */
    public static final int MESSAGE_BYTES = 4;
    /** Real time of arrival in nanoseconds since 1970. */
    public static final int MESSAGE_TIME = 5;
    /** INET: time to live it came with. ATMPVC: CLP (1), EFCI (2), user-to-user indication from bit 8, CPI from bit 16. PACKET: 1 if sent, 0 if received. */
    public static final int MESSAGE_FLAGS = 6;
    /** INET and PACKET: index of the IP interface. */
    public static final int MESSAGE_INTERFACE = 7;
    /** PACKET: how the SDU is encapsulated, of the ENCAPSULATION constants. */
    public static final int MESSAGE_ENCAPSULATION = 8;
    public static final int MESSAGE_LENGTH = 9;

    /** Encapsulations (RFC 2684, RFC 2225): SDUs of native sockets; LLC/SNAP routed; VC-multiplexed IP; bridged Ethernet, LLC and VC-multiplexed; an IP packet on {@code lo}. */
    public static final int ENCAPSULATION_NONE = 0;
    public static final int ENCAPSULATION_LLC = 1;
    public static final int ENCAPSULATION_VC = 2;
    public static final int ENCAPSULATION_LLC_BRIDGED = 3;
    public static final int ENCAPSULATION_VC_BRIDGED = 4;
    public static final int ENCAPSULATION_IP = 5;

    /** Flag of send and receive: fail with EAGAIN instead of waiting. */
    public static final int DONT_WAIT = 0x40;

    /** Options, one value each unless said otherwise. Longest wait of a receive in nanoseconds; 0 for ever. */
    public static final int RECEIVE_TIMEOUT = 1;
    public static final int SEND_TIMEOUT = 2;
    /** Bytes of messages kept for the receiver; what comes beyond is dropped and counted. */
    public static final int RECEIVE_BUFFER = 3;
    /** SDUs that may be under way at once before a send waits. */
    public static final int SEND_BUFFER = 4;
    /** INET: time to live of what is sent, 1 to 255. */
    public static final int TTL = 5;
    /** INET: whether fragmentation is forbidden, 0 or 1. */
    public static final int DONT_FRAGMENT = 6;
    /** INET: index of the IP interface that everything goes through and comes from; 0 for as routed. */
    public static final int BIND_INTERFACE = 7;
    /** ATMPVC, before the connection is opened: category (0 UBR, 1 CBR, 2 VBR), PCR, SCR, MBS, CDVT in nanoseconds, weight, police (0 or 1). */
    public static final int TRAFFIC = 8;
    public static final int TRAFFIC_LENGTH = 7;
    /** ATMPVC, before the connection is opened: longest SDU in bytes. */
    public static final int MAX_SDU = 9;
    /** ATMPVC: flags of what is sent from now on: CLP, user-to-user indication, CPI, as in MESSAGE_FLAGS. */
    public static final int SDU_FLAGS = 10;
    /** Read only: messages dropped for want of room, since the socket was made. */
    public static final int DROPPED = 11;
    /** INET: type of service, 0 to 255. */
    public static final int TOS = 12;
    /** PACKET: bytes kept of each packet. */
    public static final int SNAP_LENGTH = 13;

    private Sockets() {
    }
}
