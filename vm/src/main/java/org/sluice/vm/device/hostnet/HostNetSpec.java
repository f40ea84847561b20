package org.sluice.vm.device.hostnet;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a machine may have of the host's network, as the launcher is told.
 *
 * @param forwards ports of the host that lead to ports of the machine; at most {@link #MOST_FORWARDS}
 * @param allowed  where the machine may go of its own accord; nowhere if there are none
 */
public record HostNetSpec(List<Forward> forwards, List<Allowed> allowed) {
    /** Nothing. */
    public static final HostNetSpec NONE = new HostNetSpec(List.of(), List.of());
    /** Forwards there may be. */
    public static final int MOST_FORWARDS = 64;

    private static final Pattern FORWARD = Pattern.compile("(tcp|udp):(?:(\\[[^\\]]+\\]|[^:\\[\\]]+):)?(\\d{1,5}):(\\d{1,5})");
    private static final Pattern NETWORK = Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})(?:/(\\d{1,2}))?");
    private static final Pattern PORTS = Pattern.compile("(\\d{1,5})(?:-(\\d{1,5}))?");
    private static final int MAX_PORT = 65535;

    /** Copies the lists. */
    public HostNetSpec {
        forwards = List.copyOf(forwards);
        allowed = List.copyOf(allowed);
        if (forwards.size() > MOST_FORWARDS) {
            throw new IllegalArgumentException(forwards.size() + " forwards: at most " + MOST_FORWARDS + " are possible");
        }
    }

    /** Whether there is nothing to it. */
    public boolean none() {
        return forwards.isEmpty() && allowed.isEmpty();
    }

    /**
     * A port of the host that leads to the machine.
     *
     * @param udp      UDP or else TCP
     * @param host     where to listen, a name or address
     * @param hostPort 0 for any
     */
    public record Forward(boolean udp, String host, int hostPort, int guestPort) {
        /** Reads {@code tcp:[HOSTADDR:]HOSTPORT:GUESTPORT}, or {@code udp:} that. @throws IllegalArgumentException saying what is wrong */
        public static Forward parse(String text) {
            Matcher m = FORWARD.matcher(text);
            if (!m.matches()) {
                throw new IllegalArgumentException("expected tcp:[HOSTADDR:]HOSTPORT:GUESTPORT or udp:..., such as tcp:8080:80; an IPv6 address goes "
                    + "into brackets");
            }
            String host = m.group(2) == null ? "127.0.0.1" : m.group(2).replaceAll("[\\[\\]]", "");
            return new Forward(m.group(1).equals("udp"), host, port(m.group(3), 0), port(m.group(4), 1));
        }

        @Override
        public String toString() {
            return (udp ? "udp:" : "tcp:") + (host.contains(":") ? "[" + host + "]" : host) + ":" + hostPort + ":" + guestPort;
        }
    }

    /** Where the machine may go. */
    public enum Kind {
        /** Addresses of a network, other than the host's loopback. */
        NETWORK,
        /** The host's loopback, which the machine knows as 10.0.2.2. */
        HOST,
        /** The host's name server, which the machine knows as 10.0.2.3. */
        DNS
    }

    /** Ports from one to another, both included. */
    public record Ports(int first, int last) {
    }

    /**
     * Somewhere the machine may go, by TCP and UDP.
     *
     * @param network first address of a network; 0 unless that is the kind
     * @param bits    length of its prefix
     * @param ports   where to; all if there are none
     */
    public record Allowed(Kind kind, int network, int bits, List<Ports> ports) {
        /** Copies the list. */
        public Allowed {
            ports = List.copyOf(ports);
        }

        /**
         * Reads {@code A.B.C.D[/N]}, {@code host} or {@code all}, each with ports behind a colon or not, such as {@code :80,8000-8100}; or {@code dns}.
         *
         * @return what that stands for: {@code all} is all networks and the name server
         * @throws IllegalArgumentException saying what is wrong
         */
        public static List<Allowed> parse(String text) {
            int colon = text.indexOf(':');
            String where = colon < 0 ? text : text.substring(0, colon);
            List<Ports> ports = colon < 0 ? List.of() : ports(text.substring(colon + 1));
            switch (where) {
                case "host" -> {
                    return List.of(new Allowed(Kind.HOST, 0, 0, ports));
                }
                case "all" -> {
                    return List.of(new Allowed(Kind.NETWORK, 0, 0, ports), new Allowed(Kind.DNS, 0, 0, List.of()));
                }
                case "dns" -> {
                    if (colon >= 0) {
                        throw new IllegalArgumentException("dns has the one port it has");
                    }
                    return List.of(new Allowed(Kind.DNS, 0, 0, List.of()));
                }
                default -> {
                    return List.of(network(where, ports));
                }
            }
        }

        private static Allowed network(String text, List<Ports> ports) {
            Matcher m = NETWORK.matcher(text);
            boolean good = m.matches();
            int address = 0;
            for (int i = 1; good && i <= 4; i++) {
                int number = Integer.parseInt(m.group(i));
                good = number <= 255;
                address = address << 8 | number;
            }
            int bits = good && m.group(5) != null ? Integer.parseInt(m.group(5)) : 32;
            if (!good || bits > 32) {
                throw new IllegalArgumentException("expected A.B.C.D, A.B.C.D/N, host, all or dns; ports may follow, such as 10.0.0.0/8:80,8000-8100");
            }
            if ((address & mask(bits)) != address) {
                throw new IllegalArgumentException("'" + text + "' is no network: there are bits behind its prefix");
            }
            return new Allowed(Kind.NETWORK, address, bits, ports);
        }

        private static List<Ports> ports(String text) {
            List<Ports> all = new ArrayList<>();
            for (String part : text.split(",", -1)) {
                Matcher m = PORTS.matcher(part);
                if (!m.matches()) {
                    throw new IllegalArgumentException("'" + part + "' is neither a port nor a range of ports, such as 80 or 8000-8100");
                }
                int first = port(m.group(1), 1);
                int last = m.group(2) == null ? first : port(m.group(2), 1);
                if (last < first) {
                    throw new IllegalArgumentException("'" + part + "': the range is empty");
                }
                all.add(new Ports(first, last));
            }
            return all;
        }

        /** Whether it is that network, and those ports. */
        boolean has(int address, int port) {
            return kind == Kind.NETWORK && (address & mask(bits)) == network && has(port);
        }

        /** Whether the ports are among its. */
        boolean has(int port) {
            return ports.isEmpty() || ports.stream().anyMatch(p -> p.first <= port && port <= p.last);
        }

        private static int mask(int bits) {
            return bits == 0 ? 0 : -1 << 32 - bits;
        }
    }

    private static int port(String text, int least) {
        int port = Integer.parseInt(text);
        if (port < least || port > MAX_PORT) {
            throw new IllegalArgumentException("port " + text + " is none of 1 to " + MAX_PORT);
        }
        return port;
    }

    /** The four bytes of an address as a number. */
    static int number(Inet4Address address) {
        byte[] b = address.getAddress();
        return b[0] << 24 | (b[1] & 0xff) << 16 | (b[2] & 0xff) << 8 | b[3] & 0xff;
    }

    /** The address of a number. */
    static InetAddress address(int number) {
        try {
            return InetAddress.getByAddress(new byte[] {(byte) (number >> 24), (byte) (number >> 16), (byte) (number >> 8), (byte) number});
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }
}
