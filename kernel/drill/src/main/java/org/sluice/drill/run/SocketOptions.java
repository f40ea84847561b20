package org.sluice.drill.run;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.sluice.abi.Errno;
import org.sluice.abi.Sockets;
import org.sluice.abi.TcpInfo;
import org.sluice.drill.code.Code;
import org.sluice.drill.packet.Packet;
import org.sluice.drill.script.Expression;
import org.sluice.drill.script.Unsupported;
import org.sluice.kernel.CallFailed;
import org.sluice.kernel.network.SocketSession;

/** Socket options by Linux' names: which of the stack's they are, and in which units. */
final class SocketOptions {
    /** How values are converted. */
    private enum Form { PLAIN, SECONDS, MILLIS, DOUBLED, SEND_BUFFER, FLAG, TIMEVAL, LINGER, CONGESTION }

    private record Entry(int option, Form form) {
    }

    private static final long SECOND = 1_000_000_000L;
    private static final long MILLI = 1_000_000L;
    private static final long MICRO = 1000;
    private static final List<String> CONGESTION = List.of("reno", "cubic");
    private static final Map<String, Entry> TABLE = new HashMap<>();

    static {
        add(Symbols.SOL_SOCKET, "SO_REUSEADDR", Sockets.REUSE_ADDRESS, Form.FLAG);
        add(Symbols.SOL_SOCKET, "SO_REUSEPORT", Sockets.REUSE_PORT, Form.FLAG);
        add(Symbols.SOL_SOCKET, "SO_KEEPALIVE", Sockets.KEEP_ALIVE, Form.FLAG);
        add(Symbols.SOL_SOCKET, "SO_BROADCAST", Sockets.BROADCAST, Form.FLAG);
        add(Symbols.SOL_SOCKET, "SO_NO_CHECK", Sockets.NO_CHECKSUM, Form.FLAG);
        add(Symbols.SOL_SOCKET, "SO_LINGER", Sockets.LINGER, Form.LINGER);
        // Linux doubles what is asked for; large writes fill that with data, while half of it is offered as a window
        add(Symbols.SOL_SOCKET, "SO_SNDBUF", Sockets.SEND_BUFFER, Form.SEND_BUFFER);
        add(Symbols.SOL_SOCKET, "SO_RCVBUF", Sockets.RECEIVE_BUFFER, Form.DOUBLED);
        add(Symbols.SOL_SOCKET, "SO_SNDBUFFORCE", Sockets.SEND_BUFFER, Form.SEND_BUFFER);
        add(Symbols.SOL_SOCKET, "SO_RCVBUFFORCE", Sockets.RECEIVE_BUFFER, Form.DOUBLED);
        add(Symbols.SOL_SOCKET, "SO_RCVLOWAT", Sockets.RECEIVE_LOW_WATER, Form.PLAIN);
        add(Symbols.SOL_SOCKET, "SO_RCVTIMEO", Sockets.RECEIVE_TIMEOUT, Form.TIMEVAL);
        add(Symbols.SOL_SOCKET, "SO_SNDTIMEO", Sockets.SEND_TIMEOUT, Form.TIMEVAL);
        add(Symbols.SOL_SOCKET, "SO_ERROR", Sockets.ERROR, Form.PLAIN);
        add(Symbols.SOL_SOCKET, "SO_TYPE", Sockets.TYPE, Form.PLAIN);
        add(Symbols.SOL_SOCKET, "SO_PROTOCOL", Sockets.PROTOCOL, Form.PLAIN);
        add(Symbols.SOL_SOCKET, "SO_ACCEPTCONN", Sockets.ACCEPTING, Form.PLAIN);
        add(Symbols.SOL_IP, "IP_TOS", Sockets.TOS, Form.PLAIN);
        add(Symbols.SOL_IP, "IP_TTL", Sockets.TTL, Form.PLAIN);
        add(Symbols.SOL_IP, "IP_MTU", Sockets.MTU, Form.PLAIN);
        add(Symbols.SOL_IP, "IP_MTU_DISCOVER", Sockets.MTU_DISCOVER, Form.PLAIN);
        add(Symbols.SOL_TCP, "TCP_NODELAY", Sockets.NO_DELAY, Form.FLAG);
        add(Symbols.SOL_TCP, "TCP_MAXSEG", Sockets.MAX_SEGMENT, Form.PLAIN);
        add(Symbols.SOL_TCP, "TCP_CORK", Sockets.CORK, Form.FLAG);
        add(Symbols.SOL_TCP, "TCP_KEEPIDLE", Sockets.KEEP_IDLE, Form.SECONDS);
        add(Symbols.SOL_TCP, "TCP_KEEPINTVL", Sockets.KEEP_INTERVAL, Form.SECONDS);
        add(Symbols.SOL_TCP, "TCP_KEEPCNT", Sockets.KEEP_COUNT, Form.PLAIN);
        add(Symbols.SOL_TCP, "TCP_SYNCNT", Sockets.SYN_COUNT, Form.PLAIN);
        add(Symbols.SOL_TCP, "TCP_LINGER2", Sockets.LINGER2, Form.SECONDS);
        add(Symbols.SOL_TCP, "TCP_DEFER_ACCEPT", Sockets.DEFER_ACCEPT, Form.FLAG);
        add(Symbols.SOL_TCP, "TCP_WINDOW_CLAMP", Sockets.WINDOW_CLAMP, Form.PLAIN);
        add(Symbols.SOL_TCP, "TCP_QUICKACK", Sockets.QUICK_ACK, Form.FLAG);
        add(Symbols.SOL_TCP, "TCP_CONGESTION", Sockets.CONGESTION, Form.CONGESTION);
        add(Symbols.SOL_TCP, "TCP_USER_TIMEOUT", Sockets.USER_TIMEOUT, Form.MILLIS);
        add(Symbols.SOL_TCP, "TCP_NOTSENT_LOWAT", Sockets.NOT_SENT_LOW_WATER, Form.PLAIN);
    }

    private final Context c;

    SocketOptions(Context context) {
        c = context;
    }

    private static void add(int level, String name, int option, Form form) {
        TABLE.put(level + "." + Symbols.value(name), new Entry(option, form));
    }

    private static Entry entry(List<Expression> a) {
        Entry entry = TABLE.get(Symbols.number(a.get(1)) + "." + Symbols.number(a.get(2)));
        if (entry == null) {
            throw new Unsupported(0, "socket option " + a.get(1) + ", " + a.get(2));
        }
        return entry;
    }

    private static boolean isInfo(List<Expression> a) {
        return Symbols.number(a.get(1)) == Symbols.SOL_TCP && Symbols.number(a.get(2)) == Symbols.value("TCP_INFO");
    }

    // ---- set

    long set(List<Expression> a) {
        Entry entry = entry(a);
        SocketSession session = c.socket(a.get(0)).session;
        // options of IP may be given as one byte
        long least = Symbols.number(a.get(1)) == Symbols.SOL_IP ? 1 : 4;
        if (!(a.get(4) instanceof Expression.Any) && !(a.get(3) instanceof Expression.Text) && Symbols.number(a.get(4)) < least) {
            throw new CallFailed(Errno.EINVAL);
        }
        session.setOption(entry.option, new long[] {live(entry.form, a.get(3))});
        return 0;
    }

    private static long live(Form form, Expression e) {
        switch (form) {
            case CONGESTION -> {
                if (!(e instanceof Expression.Text text) || !CONGESTION.contains(text.text().replace("\0", ""))) {
                    throw new Unsupported(0, "congestion control " + e);
                }
                return CONGESTION.indexOf(text.text().replace("\0", ""));
            }
            case LINGER -> {
                long[] pair = pair(e, "onoff", "linger");
                return pair[0] == 0 ? -1 : pair[1] * SECOND;
            }
            case TIMEVAL -> {
                long[] pair = pair(e, "tv_sec", "tv_usec");
                return pair[0] * SECOND + pair[1] * MICRO;
            }
            default -> {
                long value = Symbols.number(e);
                return switch (form) {
                    case SECONDS -> value * SECOND;
                    case MILLIS -> value * MILLI;
                    case FLAG -> value != 0 ? 1 : 0;
                    case SEND_BUFFER -> 2 * value;
                    default -> value;
                };
            }
        }
    }

    /** The two numbers of a structure, by their names or in their order. */
    private static long[] pair(Expression e, String first, String second) {
        Expression inner = e instanceof Expression.Array array && array.items().size() == 1 ? array.items().getFirst() : e;
        if (!(inner instanceof Expression.Structure s) || s.members().size() != 2) {
            throw new Unsupported(0, "structure " + e);
        }
        Expression a = s.get(first) != null ? s.get(first) : s.members().get(0).value();
        Expression b = s.get(second) != null ? s.get(second) : s.members().get(1).value();
        return new long[] {Symbols.number(a), Symbols.number(b)};
    }

    // ---- get

    long get(List<Expression> a) {
        if (isInfo(a)) {
            c.socket(a.get(0)).session.option(Sockets.TCP_INFO, new long[TcpInfo.LENGTH]);
            if (!(a.get(3) instanceof Expression.Any)) {
                throw new Unsupported(0, "values of TCP_INFO in a call; a code block has them");
            }
            return 0;
        }
        Entry entry = entry(a);
        long[] values = new long[Sockets.TRAFFIC_LENGTH];
        c.socket(a.get(0)).session.option(entry.option, values);
        if (a.get(3) instanceof Expression.Any) {
            return 0;
        }
        String name = a.get(2).toString();
        long value = values[0];
        switch (entry.form) {
            case CONGESTION -> {
                String actual = CONGESTION.get((int) value);
                if (!(a.get(3) instanceof Expression.Text text) || !text.text().replace("\0", "").equals(actual)) {
                    throw new Failure("getsockopt " + name + ": expected " + a.get(3) + ", actual \"" + actual + "\"");
                }
            }
            case LINGER -> {
                long[] expected = pair(a.get(3), "onoff", "linger");
                require(name + " onoff", expected[0], value < 0 ? 0 : 1);
                require(name, expected[1], Math.max(0, value / SECOND));
            }
            case TIMEVAL -> {
                long[] expected = pair(a.get(3), "tv_sec", "tv_usec");
                require(name, expected[0] * SECOND + expected[1] * MICRO, value);
            }
            default -> require(name, Symbols.number(a.get(3)), switch (entry.form) {
                case SECONDS -> value / SECOND;
                case MILLIS -> value / MILLI;
                case DOUBLED -> 2 * value;
                default -> value;
            });
        }
        return 0;
    }

    private static void require(String name, long expected, long actual) {
        if (expected != actual) {
            throw new Failure("getsockopt " + name + ": expected " + expected + ", actual " + actual);
        }
    }

    // ---- for code blocks

    /** Gives a code block what it may want to know of the connection that packets are about now. */
    void tell(Code code) {
        code.set("TCP_ESTABLISHED", (long) TcpInfo.ESTABLISHED);
        code.set("TCP_SYN_SENT", (long) TcpInfo.SYN_SENT);
        code.set("TCP_SYN_RECV", (long) TcpInfo.SYN_RECEIVED);
        code.set("TCP_FIN_WAIT1", (long) TcpInfo.FIN_WAIT_1);
        code.set("TCP_FIN_WAIT2", (long) TcpInfo.FIN_WAIT_2);
        code.set("TCP_TIME_WAIT", (long) TcpInfo.TIME_WAIT);
        code.set("TCP_CLOSE", (long) TcpInfo.CLOSED);
        code.set("TCP_CLOSE_WAIT", (long) TcpInfo.CLOSE_WAIT);
        code.set("TCP_LAST_ACK", (long) TcpInfo.LAST_ACK);
        code.set("TCP_LISTEN", (long) TcpInfo.LISTEN);
        code.set("TCP_CLOSING", (long) TcpInfo.CLOSING);
        code.set("TCP_CA_Open", (long) TcpInfo.OPEN);
        code.set("TCP_CA_Disorder", (long) TcpInfo.DISORDER);
        code.set("TCP_CA_CWR", (long) TcpInfo.CWR);
        code.set("TCP_CA_Recovery", (long) TcpInfo.RECOVERY);
        code.set("TCP_CA_Loss", (long) TcpInfo.LOSS);
        code.set("TCPI_OPT_TIMESTAMPS", (long) TcpInfo.OPTION_TIMESTAMPS);
        code.set("TCPI_OPT_SACK", (long) TcpInfo.OPTION_SACK);
        code.set("TCPI_OPT_WSCALE", (long) TcpInfo.OPTION_WINDOW_SCALE);
        code.set("TCPI_OPT_ECN", (long) TcpInfo.OPTION_ECN);
        code.set("TCPI_OPT_ECN_SEEN", (long) TcpInfo.OPTION_ECN_SEEN);
        Descriptor d = c.current == null ? null : c.current.descriptor;
        if (d == null || d.protocol != Packet.TCP || !c.files.containsValue(d)) {
            d = c.files.values().stream().filter(f -> f.protocol == Packet.TCP && f.session != null && f.flow.state != Flow.State.LISTENING)
                .findFirst().orElse(null);
        }
        if (d == null) {
            return;
        }
        long[] info = new long[TcpInfo.LENGTH];
        d.session.option(Sockets.TCP_INFO, info);
        for (int i = 0; i < TcpInfo.LENGTH; i++) {
            code.set("tcpi_" + TcpInfo.name(i), info[i]);
        }
    }
}
