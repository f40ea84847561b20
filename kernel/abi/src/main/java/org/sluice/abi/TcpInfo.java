package org.sluice.abi;

/**
 * What {@link Sockets#TCP_INFO} fills: the fields of Linux' {@code struct tcp_info} by its names, without {@code tcpi_}, one number each, in its units:
 * times in microseconds but for {@code ato}, {@code rto} (microseconds too) and {@code last_...} (milliseconds), window and threshold in segments.
 */
public final class TcpInfo {
    public static final int STATE = 0;
    public static final int CA_STATE = 1;
    public static final int RETRANSMITS = 2;
    public static final int PROBES = 3;
    public static final int BACKOFF = 4;
    public static final int OPTIONS = 5;
    public static final int SND_WSCALE = 6;
    public static final int RCV_WSCALE = 7;
    public static final int RTO = 8;
    public static final int ATO = 9;
    public static final int SND_MSS = 10;
    public static final int RCV_MSS = 11;
    public static final int UNACKED = 12;
    public static final int SACKED = 13;
    public static final int LOST = 14;
    public static final int RETRANS = 15;
    public static final int FACKETS = 16;
    public static final int LAST_DATA_SENT = 17;
    public static final int LAST_ACK_SENT = 18;
    public static final int LAST_DATA_RECV = 19;
    public static final int LAST_ACK_RECV = 20;
    public static final int PMTU = 21;
    public static final int RCV_SSTHRESH = 22;
    public static final int RTT = 23;
    public static final int RTTVAR = 24;
    public static final int SND_SSTHRESH = 25;
    public static final int SND_CWND = 26;
    public static final int ADVMSS = 27;
    public static final int REORDERING = 28;
    public static final int RCV_RTT = 29;
    public static final int RCV_SPACE = 30;
    public static final int TOTAL_RETRANS = 31;
    public static final int PACING_RATE = 32;
    public static final int MAX_PACING_RATE = 33;
    public static final int BYTES_ACKED = 34;
    public static final int BYTES_RECEIVED = 35;
    public static final int SEGS_OUT = 36;
    public static final int SEGS_IN = 37;
    public static final int NOTSENT_BYTES = 38;
    public static final int MIN_RTT = 39;
    public static final int DATA_SEGS_IN = 40;
    public static final int DATA_SEGS_OUT = 41;
    public static final int DELIVERY_RATE = 42;
    public static final int BUSY_TIME = 43;
    public static final int RWND_LIMITED = 44;
    public static final int SNDBUF_LIMITED = 45;
    public static final int DELIVERED = 46;
    public static final int DELIVERED_CE = 47;
    public static final int BYTES_SENT = 48;
    public static final int BYTES_RETRANS = 49;
    public static final int DSACK_DUPS = 50;
    public static final int REORD_SEEN = 51;
    public static final int RCV_OOOPACK = 52;
    public static final int SND_WND = 53;
    public static final int RCV_WND = 54;
    public static final int REHASH = 55;
    public static final int TOTAL_RTO = 56;
    public static final int TOTAL_RTO_RECOVERIES = 57;
    public static final int TOTAL_RTO_TIME = 58;
    public static final int LENGTH = 59;

    /** Values of {@link #STATE}, as Linux numbers them. */
    public static final int ESTABLISHED = 1;
    public static final int SYN_SENT = 2;
    public static final int SYN_RECEIVED = 3;
    public static final int FIN_WAIT_1 = 4;
    public static final int FIN_WAIT_2 = 5;
    public static final int TIME_WAIT = 6;
    public static final int CLOSED = 7;
    public static final int CLOSE_WAIT = 8;
    public static final int LAST_ACK = 9;
    public static final int LISTEN = 10;
    public static final int CLOSING = 11;

    /** Values of {@link #CA_STATE}. */
    public static final int OPEN = 0;
    public static final int DISORDER = 1;
    public static final int CWR = 2;
    public static final int RECOVERY = 3;
    public static final int LOSS = 4;

    /** Bits of {@link #OPTIONS}. */
    public static final int OPTION_TIMESTAMPS = 1;
    public static final int OPTION_SACK = 2;
    public static final int OPTION_WINDOW_SCALE = 4;
    public static final int OPTION_ECN = 8;
    public static final int OPTION_ECN_SEEN = 16;

    private static final String[] NAMES = ("state ca_state retransmits probes backoff options snd_wscale rcv_wscale rto ato "
        + "snd_mss rcv_mss unacked sacked lost retrans fackets last_data_sent last_ack_sent last_data_recv "
        + "last_ack_recv pmtu rcv_ssthresh rtt rttvar snd_ssthresh snd_cwnd advmss reordering rcv_rtt "
        + "rcv_space total_retrans pacing_rate max_pacing_rate bytes_acked bytes_received segs_out segs_in notsent_bytes min_rtt "
        + "data_segs_in data_segs_out delivery_rate busy_time rwnd_limited sndbuf_limited delivered delivered_ce bytes_sent bytes_retrans "
        + "dsack_dups reord_seen rcv_ooopack snd_wnd rcv_wnd rehash total_rto total_rto_recoveries total_rto_time").split(" ");

    private TcpInfo() {
    }

    /** A field's name. @param field 0 to {@link #LENGTH} - 1 */
    public static String name(int field) {
        return NAMES[field];
    }
}
