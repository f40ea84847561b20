package org.sluice.net.dns;

import java.util.ArrayList;
import java.util.List;
import org.sluice.abi.FileFlags;
import org.sluice.abi.SystemCalls;

/**
 * A stub resolver (RFC 1034, 5.3.1): it asks the servers of {@code resolv.conf} in turn, by UDP with EDNS (RFC 6891), by TCP when an answer did not
 * fit. An answer counts if it comes from who was asked, to the port it was asked from, with the same id and question; anything else is
 * dropped and more waited for. Nothing is remembered from one call to the next. Safe for use by several threads.
 */
public final class Resolver {
    /** UDP payload offered, which no path cuts (DNS flag day 2020). */
    static final int PAYLOAD = 1232;
    /** Aliases that are followed for one name. */
    static final int MOST_ALIASES = 16;
    private static final long NANOS_PER_SECOND = 1_000_000_000;
    private static final int FILE_MAX = 1 << 20;

    private final ResolverConfig config;
    private final HostsFile hosts;
    private final Transport transport;

    public Resolver(ResolverConfig config, HostsFile hosts, Transport transport) {
        this.config = config;
        this.hosts = hosts;
        this.transport = transport;
    }

    /** A resolver as the files and the environment say now: {@code RESOLV_CONF}, {@code HOSTS_FILE}, {@code LOCALDOMAIN}, {@code RES_OPTIONS}. */
    public static Resolver system(SystemCalls calls) {
        String config = file(calls, System.getenv("RESOLV_CONF"), ResolverConfig.FILE);
        return new Resolver(ResolverConfig.parse(config, System.getenv("LOCALDOMAIN"), System.getenv("RES_OPTIONS")),
            new HostsFile(file(calls, System.getenv("HOSTS_FILE"), HostsFile.FILE)), new SocketTransport(calls));
    }

    private static String file(SystemCalls calls, String named, String usual) {
        int handle = calls.open(named != null && !named.isEmpty() ? named : usual, FileFlags.O_RDONLY, 0);
        if (handle < 0) {
            return null;
        }
        try {
            byte[] text = new byte[4096];
            int length = 0;
            int n;
            while ((n = calls.read(handle, text, length, text.length - length)) > 0) {
                length += n;
                if (length == FILE_MAX) {
                    break;
                }
                if (length == text.length) {
                    text = java.util.Arrays.copyOf(text, length * 2);
                }
            }
            return new String(text, 0, length, java.nio.charset.StandardCharsets.UTF_8);
        } finally {
            calls.close(handle);
        }
    }

    /** The configuration. */
    public ResolverConfig config() {
        return config;
    }

    /** The way to the servers. */
    public Transport transport() {
        return transport;
    }

    // ------------------------------------------------------------------ addresses and names

    /**
     * Addresses of a host: its own if the text is an address, those of {@code hosts}, those of the DNS, in this order of precedence.
     *
     * @param bytes 4 or 16: of which family
     * @return at least one
     * @throws ResolveException why there is none
     */
    public List<byte[]> addresses(String host, int bytes) throws ResolveException {
        byte[] literal = IpText.parse(host);
        if (literal != null && literal.length == bytes) {
            return List.of(literal);
        }
        List<byte[]> known = hosts.addresses(host, bytes);
        if (!known.isEmpty()) {
            return known;
        }
        if (HostsFile.isLocal(host)) {
            byte[] loopback = new byte[bytes];
            loopback[bytes - 1] = 1;
            if (bytes == 4) {
                loopback[0] = 127;
            }
            return List.of(loopback);
        }
        List<byte[]> found = new ArrayList<>();
        for (DnsRecord r : lookup(host, bytes == 4 ? DnsType.A : DnsType.AAAA)) {
            if (r.data() instanceof DnsRecord.Address a) {
                found.add(a.bytes());
            }
        }
        return found;
    }

    /** The name of an address, without a dot at its end. @param address 4 or 16 bytes @throws ResolveException why there is none */
    public String name(byte[] address) throws ResolveException {
        String known = hosts.name(address);
        if (known != null) {
            return known;
        }
        String at = DnsName.reverse(address);
        for (DnsRecord r : lookup(at, DnsType.PTR)) {
            if (r.data() instanceof DnsRecord.Target t) {
                return t.name().length() > 1 ? t.name().substring(0, t.name().length() - 1) : t.name();
            }
        }
        throw new ResolveException(at, ResolveException.Cause.NO_DATA);
    }

    // ------------------------------------------------------------------ records

    /**
     * Records of a name, aliases followed; the domains of {@code search} are tried as {@code ndots} says unless the name ends with a dot.
     *
     * @param type of {@link DnsType}, but not ANY
     * @return at least one
     * @throws ResolveException why there is none
     */
    public List<DnsRecord> lookup(String name, int type) throws ResolveException {
        ResolveException.Cause worst = ResolveException.Cause.NOT_FOUND;
        for (String candidate : candidates(name)) {
            List<DnsRecord> found = new ArrayList<>();
            ResolveException.Cause cause = follow(candidate, type, found);
            if (cause == null) {
                return found;
            }
            if (cause == ResolveException.Cause.TRY_AGAIN) {
                throw new ResolveException(name, cause);
            }
            if (cause != ResolveException.Cause.NOT_FOUND) {
                worst = cause;
            }
        }
        throw new ResolveException(name, worst);
    }

    private List<String> candidates(String name) {
        if (name.endsWith(".")) {
            return List.of(name);
        }
        List<String> all = new ArrayList<>();
        boolean plainFirst = name.chars().filter(c -> c == '.').count() >= config.dots();
        if (plainFirst) {
            all.add(name);
        }
        for (String domain : config.search()) {
            all.add(domain.equals(".") ? name + "." : name + "." + domain);
        }
        if (!plainFirst) {
            all.add(name);
        }
        return all;
    }

    /** Collects the records of a name that is complete, asking again where an alias leads out of an answer. @return null, or why there are none */
    private ResolveException.Cause follow(String name, int type, List<DnsRecord> found) {
        String wanted = name;
        int aliases = 0;
        while (true) {
            DnsMessage answer;
            try {
                answer = ask(wanted, type);
            } catch (DnsFormatException e) {
                return ResolveException.Cause.NOT_FOUND;
            }
            if (answer == null) {
                return ResolveException.Cause.TRY_AGAIN;
            }
            String at = answer.questions().getFirst().name();
            String next = at;
            while (next != null) {
                at = next;
                next = null;
                for (DnsRecord r : answer.answers()) {
                    if (r.dnsClass() != DnsType.INTERNET || !DnsName.same(r.name(), at)) {
                        continue;
                    }
                    if (r.type() == type) {
                        found.add(r);
                    } else if (r.type() == DnsType.CNAME && r.data() instanceof DnsRecord.Target t) {
                        next = t.name();
                    }
                }
                if (!found.isEmpty()) {
                    return null;
                }
                if (next != null && ++aliases > MOST_ALIASES) {
                    return ResolveException.Cause.FAILED;
                }
            }
            if (answer.responseCode() == DnsType.NAME_ERROR) {
                return ResolveException.Cause.NOT_FOUND;
            }
            if (DnsName.same(at, answer.questions().getFirst().name())) {
                return ResolveException.Cause.NO_DATA;
            }
            wanted = at;
        }
    }

    /**
     * The message a server answers a question with, whatever it says: for looking at.
     *
     * @param name complete
     * @return {@code null} if no server has answered with data, that there are none, or that there is no such name
     * @throws DnsFormatException if the name is none
     */
    public DnsMessage ask(String name, int type) throws DnsFormatException {
        DnsMessage bad = null;
        for (int round = 0; round < config.attempts(); round++) {
            long timeout = (config.timeout() * NANOS_PER_SECOND) << round;
            for (byte[] server : config.servers()) {
                DnsMessage answer = ask(server, name, type, timeout);
                if (answer != null && (answer.responseCode() == DnsType.NO_ERROR || answer.responseCode() == DnsType.NAME_ERROR)) {
                    return answer;
                }
                bad = answer != null ? answer : bad;
            }
            if (bad != null) {
                // somebody is there and cannot or will not: asking again would not help
                return null;
            }
        }
        return null;
    }

    /**
     * One server's answer.
     *
     * @param timeout nanoseconds
     * @return {@code null} if there is none in time
     * @throws DnsFormatException if the name is none
     */
    public DnsMessage ask(byte[] server, String name, int type, long timeout) throws DnsFormatException {
        DnsMessage answer = ask(server, DnsMessage.query(transport.random(), name, type, PAYLOAD), timeout);
        if (answer != null && (answer.responseCode() == DnsType.FORMAT_ERROR || answer.responseCode() == DnsType.NOT_IMPLEMENTED)) {
            // a server from before EDNS (RFC 6891, 7)
            answer = ask(server, DnsMessage.query(transport.random(), name, type, 0), timeout);
        }
        return answer;
    }

    private DnsMessage ask(byte[] server, DnsMessage query, long timeout) throws DnsFormatException {
        byte[] wire = query.toWire();
        if (!config.stream()) {
            byte[] bytes = transport.datagram(server, wire, timeout, (b, n) -> answer(query, b, n) != null);
            DnsMessage answer = bytes == null ? null : answer(query, bytes, bytes.length);
            if (answer == null || !answer.isTruncated()) {
                return answer;
            }
        }
        byte[] bytes = transport.stream(server, wire, timeout);
        return bytes == null ? null : answer(query, bytes, bytes.length);
    }

    /** The message if it answers the query, else {@code null}. */
    static DnsMessage answer(DnsMessage query, byte[] bytes, int length) {
        DnsMessage message;
        try {
            message = DnsMessage.parse(bytes, length);
        } catch (DnsFormatException e) {
            return null;
        }
        boolean answers = message.id() == query.id() && (message.flags() & DnsMessage.RESPONSE) != 0
            && (message.flags() & DnsMessage.OPCODE) == 0;
        if (!answers) {
            return null;
        }
        boolean same = message.questions().size() == 1 && message.questions().getFirst().same(query.questions().getFirst());
        // a server that could not read the question may leave it out
        boolean unread = message.questions().isEmpty() && message.responseCode() != DnsType.NO_ERROR
            && message.responseCode() != DnsType.NAME_ERROR;
        return same || unread ? message : null;
    }
}
