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
    /** With type RAW: what is written are whole IP packets, in which length, checksum and, where they are 0, source and identification are put right. */
    public static final int RAW_IP = 255;
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
    /**
     * INET: time to live it came with; when the call fails with an error of the network, type and code of the ICMP message that told of it, the type
     * from bit 8. ATMPVC: CLP (1), EFCI (2), user-to-user indication from bit 8, CPI from bit 16. PACKET: 1 if sent, 0 if received.
     */
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

    /** 1: calls that would wait fail with EAGAIN, connect with EINPROGRESS. Else 0. */
    public static final int NON_BLOCKING = 14;
    /** Read only: the error that waits for the next call, which is taken away. 0 for none. */
    public static final int ERROR = 15;
    /** 1: a connection without traffic is probed. */
    public static final int KEEP_ALIVE = 16;
    /** TCP: nanoseconds without traffic before the first probe, between probes; number of probes. */
    public static final int KEEP_IDLE = 17;
    public static final int KEEP_INTERVAL = 18;
    public static final int KEEP_COUNT = 19;
    /** TCP: 1 if small segments do not wait for acknowledgements (RFC 896). */
    public static final int NO_DELAY = 20;
    /** TCP: 1 if only full segments are sent, for at most 200 ms. */
    public static final int CORK = 21;
    /** Nanoseconds that close waits for what was written to be acknowledged; 0 resets the connection; -1, the default, waits in the background. */
    public static final int LINGER = 22;
    public static final int REUSE_ADDRESS = 23;
    public static final int REUSE_PORT = 24;
    /** TCP: nanoseconds that sent data may stay unacknowledged (RFC 5482); 0 for the system's bound. */
    public static final int USER_TIMEOUT = 25;
    /** TCP: longest segment in bytes; read, the one in use. */
    public static final int MAX_SEGMENT = 26;
    /** TCP: congestion control, 0 NewReno, 1 CUBIC. */
    public static final int CONGESTION = 27;
    /** TCP: 1 if what comes next is acknowledged at once. */
    public static final int QUICK_ACK = 28;
    /** TCP, listening: 1 if connections are accepted with their first data only. */
    public static final int DEFER_ACCEPT = 29;
    /** TCP: retransmissions of a SYN before connect fails. */
    public static final int SYN_COUNT = 30;
    /** TCP: largest window offered in bytes; 0 for the receive buffer. */
    public static final int WINDOW_CLAMP = 31;
    /** TCP: nanoseconds that a closed socket stays in FIN-WAIT-2. */
    public static final int LINGER2 = 32;
    /** TCP, read only: an array laid out as {@link TcpInfo} says. */
    public static final int TCP_INFO = 35;
    /**
     * TCP: bytes more that the receiver is ready for. From the first time on the window that is offered is what was posted and has not
     * arrived; read, what is left.
     */
    public static final int POSTED = 36;
    /** TCP: unsent bytes below which a socket counts as writable. */
    public static final int NOT_SENT_LOW_WATER = 37;
    /** Bytes that must be there before a socket counts as readable and a receive returns. */
    public static final int RECEIVE_LOW_WATER = 38;
    /** UDP: 1 if broadcasts may be sent. */
    public static final int BROADCAST = 39;
    /** INET, path MTU discovery (RFC 1191): 0 never DF, 1 as routed, 2 always DF, 3 DF without heeding what is known. */
    public static final int MTU_DISCOVER = 40;
    /** INET, read only, connected: the path's MTU as far as it is known. */
    public static final int MTU = 41;
    /** Read only: 1 if it listens; the type; the protocol. */
    public static final int ACCEPTING = 42;
    public static final int TYPE = 43;
    public static final int PROTOCOL = 44;
    /** TCP, read only: bytes written and not acknowledged; of those, not sent. */
    public static final int OUTSTANDING = 45;
    public static final int UNSENT = 46;
    /** TCP: 1 if areas written come back by {@link SystemCalls#socketReclaim} when they are acknowledged, instead of being released. */
    public static final int RETURN_AREAS = 47;
    /** UDP: 1 if datagrams are sent without, and taken with a wrong, checksum. */
    public static final int NO_CHECKSUM = 48;
    /** UDP: 1 if every error of the network about what was sent fails a call, and not only those that end a connected socket's hopes. */
    public static final int ALL_ERRORS = 49;

    /** Flag of receive: what is received stays. */
    public static final int PEEK = 0x2;
    /** Flag of receive on a stream: wait for the whole buffer. */
    public static final int WAIT_ALL = 0x100;
    /** Flag of send on a stream: more follows at once. */
    public static final int MORE = 0x8000;

    /** What {@code shutdown} ends. */
    public static final int SHUT_RECEIVE = 0;
    public static final int SHUT_SEND = 1;
    public static final int SHUT_BOTH = 2;

    /** Flag of {@code accept}: the new socket is {@link #NON_BLOCKING}. */
    public static final int ACCEPT_NON_BLOCKING = 0x800;

    private Sockets() {
    }
}
