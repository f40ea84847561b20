package org.sluice.drill.run;

import java.util.HashMap;
import java.util.Map;
import org.sluice.drill.script.Expression;
import org.sluice.drill.script.Unsupported;

/** Names of constants with Linux' values. */
final class Symbols {
    static final int O_NONBLOCK = 0x800;
    static final int O_RDWR = 2;
    static final int F_GETFL = 3;
    static final int F_SETFL = 4;
    static final int SIOCINQ = 0x541b;
    static final int SIOCOUTQ = 0x5411;
    static final int SIOCOUTQNSD = 0x894b;

    static final int SOL_SOCKET = 1;
    static final int SOL_IP = 0;
    static final int SOL_TCP = 6;

    static final int MSG_PEEK = 2;
    static final int MSG_TRUNC = 0x20;
    static final int MSG_DONTWAIT = 0x40;
    static final int MSG_WAITALL = 0x100;
    static final int MSG_NOSIGNAL = 0x4000;
    static final int MSG_MORE = 0x8000;
    static final int MSG_EOR = 0x80;
    static final int MSG_FASTOPEN = 0x20000000;

    private static final Map<String, Long> VALUES = new HashMap<>();

    static {
        add("AF_UNSPEC", 0, "AF_INET", 2, "PF_INET", 2, "AF_INET6", 10, "PF_INET6", 10);
        add("SOCK_STREAM", 1, "SOCK_DGRAM", 2, "SOCK_RAW", 3, "SOCK_NONBLOCK", O_NONBLOCK, "SOCK_CLOEXEC", 0x80000);
        add("IPPROTO_IP", 0, "IPPROTO_ICMP", 1, "IPPROTO_TCP", 6, "IPPROTO_UDP", 17, "IPPROTO_IPV6", 41);
        add("SOL_SOCKET", SOL_SOCKET, "SOL_IP", SOL_IP, "SOL_TCP", SOL_TCP, "SOL_UDP", 17, "SOL_IPV6", 41);
        add("SHUT_RD", 0, "SHUT_WR", 1, "SHUT_RDWR", 2, "SOMAXCONN", 4096);
        add("F_GETFD", 1, "F_SETFD", 2, "F_GETFL", F_GETFL, "F_SETFL", F_SETFL, "O_RDONLY", 0, "O_WRONLY", 1, "O_RDWR", O_RDWR, "O_NONBLOCK",
            O_NONBLOCK, "FD_CLOEXEC", 1);
        add("SIOCINQ", SIOCINQ, "FIONREAD", SIOCINQ, "SIOCOUTQ", SIOCOUTQ, "TIOCOUTQ", SIOCOUTQ, "SIOCOUTQNSD", SIOCOUTQNSD);
        add("MSG_PEEK", MSG_PEEK, "MSG_DONTWAIT", MSG_DONTWAIT, "MSG_WAITALL", MSG_WAITALL, "MSG_NOSIGNAL", MSG_NOSIGNAL, "MSG_MORE",
            MSG_MORE, "MSG_EOR", MSG_EOR, "MSG_FASTOPEN", MSG_FASTOPEN, "MSG_TRUNC", MSG_TRUNC, "MSG_OOB", 1, "MSG_CTRUNC", 8,
            "MSG_ERRQUEUE", 0x2000, "MSG_ZEROCOPY", 0x4000000, "MSG_DONTROUTE", 4);
        add("POLLIN", 1, "POLLPRI", 2, "POLLOUT", 4, "POLLERR", 8, "POLLHUP", 0x10, "POLLNVAL", 0x20, "POLLRDNORM", 0x40, "POLLRDBAND", 0x80,
            "POLLWRNORM", 0x100, "POLLWRBAND", 0x200, "POLLRDHUP", 0x2000);
        add("EPOLLIN", 1, "EPOLLPRI", 2, "EPOLLOUT", 4, "EPOLLERR", 8, "EPOLLHUP", 0x10, "EPOLLRDNORM", 0x40, "EPOLLRDHUP", 0x2000, "EPOLLET",
            0x80000000L, "EPOLLONESHOT", 0x40000000, "EPOLL_CTL_ADD", 1, "EPOLL_CTL_DEL", 2, "EPOLL_CTL_MOD", 3, "EPOLL_CLOEXEC", 0x80000);
        add("SO_DEBUG", 1, "SO_REUSEADDR", 2, "SO_TYPE", 3, "SO_ERROR", 4, "SO_DONTROUTE", 5, "SO_BROADCAST", 6, "SO_SNDBUF", 7, "SO_RCVBUF", 8,
            "SO_KEEPALIVE", 9, "SO_OOBINLINE", 10, "SO_NO_CHECK", 11, "SO_PRIORITY", 12, "SO_LINGER", 13, "SO_REUSEPORT", 15, "SO_RCVLOWAT",
            18, "SO_SNDLOWAT", 19, "SO_RCVTIMEO", 20, "SO_SNDTIMEO", 21, "SO_BINDTODEVICE", 25, "SO_TIMESTAMP", 29, "SO_ACCEPTCONN", 30,
            "SO_SNDBUFFORCE", 32, "SO_RCVBUFFORCE", 33, "SO_MARK", 36, "SO_TIMESTAMPING", 37, "SO_PROTOCOL", 38, "SO_DOMAIN", 39,
            "SO_MAX_PACING_RATE", 47, "SO_INCOMING_CPU", 49, "SO_MEMINFO", 55, "SO_ZEROCOPY", 60, "SO_TXTIME", 61);
        add("IP_TOS", 1, "IP_TTL", 2, "IP_MTU_DISCOVER", 10, "IP_RECVERR", 11, "IP_RECVTTL", 12, "IP_RECVTOS", 13, "IP_MTU", 14, "IP_FREEBIND",
            15, "IP_TRANSPARENT", 19, "IP_MINTTL", 21, "IP_PMTUDISC_DONT", 0, "IP_PMTUDISC_WANT", 1, "IP_PMTUDISC_DO", 2,
            "IP_PMTUDISC_PROBE", 3, "IP_MULTICAST_TTL", 33, "IP_MULTICAST_LOOP", 34, "IP_BIND_ADDRESS_NO_PORT", 24);
        add("TCP_NODELAY", 1, "TCP_MAXSEG", 2, "TCP_CORK", 3, "TCP_KEEPIDLE", 4, "TCP_KEEPINTVL", 5, "TCP_KEEPCNT", 6, "TCP_SYNCNT", 7,
            "TCP_LINGER2", 8, "TCP_DEFER_ACCEPT", 9, "TCP_WINDOW_CLAMP", 10, "TCP_INFO", 11, "TCP_QUICKACK", 12, "TCP_CONGESTION", 13,
            "TCP_MD5SIG", 14, "TCP_THIN_LINEAR_TIMEOUTS", 16, "TCP_THIN_DUPACK", 17, "TCP_USER_TIMEOUT", 18, "TCP_REPAIR", 19,
            "TCP_FASTOPEN", 23, "TCP_TIMESTAMP", 24, "TCP_NOTSENT_LOWAT", 25, "TCP_CC_INFO", 26, "TCP_SAVE_SYN", 27, "TCP_SAVED_SYN", 28,
            "TCP_FASTOPEN_CONNECT", 30, "TCP_ULP", 31, "TCP_FASTOPEN_KEY", 33, "TCP_FASTOPEN_NO_COOKIE", 34, "TCP_ZEROCOPY_RECEIVE", 35,
            "TCP_INQ", 36, "TCP_TX_DELAY", 37);
    }

    private Symbols() {
    }

    private static void add(Object... pairs) {
        for (int i = 0; i < pairs.length; i += 2) {
            VALUES.put((String) pairs[i], ((java.lang.Number) pairs[i + 1]).longValue());
        }
    }

    /** A constant's value. @throws Unsupported if nobody knows it */
    static long value(String name) {
        Long value = VALUES.get(name);
        if (value == null) {
            throw new Unsupported(0, "constant " + name);
        }
        return value;
    }

    /** The number that an expression is. @throws Unsupported if it is none */
    static long number(Expression e) {
        return switch (e) {
            case Expression.Number n -> n.value();
            case Expression.Name n -> value(n.name());
            case Expression.Or or -> number(or.left()) | number(or.right());
            case Expression.Array array when array.items().size() == 1 -> number(array.items().getFirst());
            case Expression.Call call when call.function().equals("htons") || call.function().equals("htonl") ->
                number(call.arguments().getFirst());
            case Expression.Call call when call.function().equals("inet_addr") && call.arguments().getFirst() instanceof Expression.Text text ->
                Addresses.parse(text.text()) & 0xffffffffL;
            default -> throw new Unsupported(0, "a number such as " + e);
        };
    }
}
