package org.sluice.apps.net;

import java.io.IOException;
import org.sluice.abi.Errno;
import org.sluice.abi.Sockets;
import org.sluice.abi.SystemCalls;
import org.sluice.apps.Command;
import org.sluice.apps.Failure;
import org.sluice.apps.Options;
import org.sluice.net.InetEndpoint;
import org.sluice.net.Ipv4;
import org.sluice.net.Socket;
import org.sluice.net.UdpSocket;
import org.sluice.net.dns.ResolveException;
import org.sluice.net.dns.Resolver;
import org.sluice.sys.SysException;

/** {@code traceroute}: who passes packets on to a host, found by packets that may not go so far. */
public final class Traceroute extends Command {
    private static final int PORT = 33434;
    private static final int MOST_TTL = 255;
    private static final int MOST_DATA = 65507;
    private static final int HEADERS = 28;
    private static final int TIME_EXCEEDED = 11;
    private static final int UNREACHABLE = 3;

    private int first = 1;
    private int most = 30;
    private int probes = 3;
    private long wait = 5_000_000_000L;
    private int port = PORT;
    private int size = 60;
    private boolean numeric;
    private boolean dontFragment;
    private String through;

    private int destination;
    private int sent;
    private final byte[] buffer = new byte[MOST_DATA];

    /** What one probe has led to. */
    private enum Outcome { SILENT, PASSED_ON, ARRIVED, REFUSED }

    public Traceroute() {
        super("traceroute");
    }

    public static void main(String[] args) {
        new Traceroute().start(args);
    }

    @Override
    protected int run(String[] args) throws IOException {
        String host = parse(args);
        destination = Hosts.address(io, host);
        out.println("traceroute to " + host + " (" + Ipv4.format(destination) + "), " + most + " hops max, " + size + " byte packets");
        out.flush();
        for (int ttl = first; ttl <= most; ttl++) {
            if (hop(ttl)) {
                return status();
            }
        }
        fail();
        return status();
    }

    private String parse(String[] args) {
        Options options = new Options("n/numeric m/max-hops: q/queries: w/wait: f/first: p/port: F/dont-fragment i/interface:", args);
        while (options.next()) {
            switch (options.name()) {
                case "n" -> numeric = true;
                case "m" -> most = (int) Ranges.number(options, "number of hops", 1, MOST_TTL);
                case "q" -> probes = (int) Ranges.number(options, "number of probes", 1, 10);
                case "w" -> wait = Math.max(1_000_000, Seconds.nanos(options.value(), "wait"));
                case "f" -> first = (int) Ranges.number(options, "first hop", 1, MOST_TTL);
                case "p" -> port = Hosts.port(options.value(), 1);
                case "F" -> dontFragment = true;
                default -> through = options.value();
            }
        }
        String[] operands = options.operands();
        if (operands.length == 0 || operands.length > 2) {
            throw new Failure.Usage(operands.length == 0 ? "missing host" : "extra operand '" + operands[2] + "'");
        }
        if (first > most) {
            throw new Failure.Usage("first hop " + first + ": must be at most the last, " + most);
        }
        if (operands.length == 2) {
            size = (int) org.sluice.apps.Numbers.parse(operands[1], "packet length");
            if (size < HEADERS || size > MOST_DATA + HEADERS) {
                throw new Failure.Usage("packet length " + size + ": must be " + HEADERS + " to " + (MOST_DATA + HEADERS));
            }
        }
        return operands[0];
    }

    private long now() {
        return io.calls().clock(SystemCalls.CLOCK_MONOTONIC);
    }

    /** Sends the probes of one distance. @return whether it was the last */
    private boolean hop(int ttl) throws IOException {
        out.printRight(Integer.toString(ttl), 2);
        out.print(" ");
        int last = 0;
        boolean end = false;
        for (int i = 0; i < probes; i++) {
            long[] about = Socket.newMessageRecord();
            long start = now();
            Outcome outcome = probe(ttl, about);
            long took = now() - start;
            if (outcome == Outcome.SILENT) {
                out.print(" *");
            } else {
                int who = Ipv4.of(about);
                if (who != last) {
                    out.print(" " + name(who));
                }
                last = who;
                out.print("  " + Statistics.millis(took) + " ms");
                out.print(outcome == Outcome.REFUSED ? " " + mark(about) : "");
                end |= outcome != Outcome.PASSED_ON;
            }
            out.flush();
        }
        out.println();
        out.flush();
        return end;
    }

    /** Each goes to a port of its own from a socket of its own, so that an answer to an earlier one is not taken for its. */
    private Outcome probe(int ttl, long[] about) throws IOException {
        try (UdpSocket socket = new UdpSocket(io.calls())) {
            socket.setOption(Sockets.ALL_ERRORS, 1);
            socket.setOption(Sockets.TTL, ttl);
            if (dontFragment) {
                socket.setOption(Sockets.DONT_FRAGMENT, 1);
            }
            if (through != null) {
                socket.setOption(Sockets.BIND_INTERFACE, Long.parseLong(NetFiles.link(io, through).value("index")));
            }
            InetEndpoint to = InetEndpoint.ipv4(destination, (port + sent++ - 1) % 65535 + 1);
            try {
                socket.send(buffer, 0, size - HEADERS, to);
            } catch (SysException e) {
                out.println();
                throw new Failure(1, Ipv4.format(destination) + ": " + Errno.message(e.errno()));
            }
            socket.receiveTimeout(wait);
            try {
                socket.receive(buffer, about);
                return Outcome.ARRIVED;
            } catch (SysException e) {
                return outcome(e, about);
            }
        }
    }

    private static Outcome outcome(SysException e, long[] about) throws SysException {
        long type = about[Sockets.MESSAGE_FLAGS] >> 8;
        if (e.errno() == Errno.EAGAIN) {
            return Outcome.SILENT;
        }
        if (type == TIME_EXCEEDED) {
            return Outcome.PASSED_ON;
        }
        if (type == UNREACHABLE) {
            return e.errno() == Errno.ECONNREFUSED ? Outcome.ARRIVED : Outcome.REFUSED;
        }
        throw e;
    }

    /** Why somebody will not pass on, by the code of the message. */
    private static String mark(long[] about) {
        int code = (int) about[Sockets.MESSAGE_FLAGS] & 255;
        return switch (code) {
            case 0 -> "!N";
            case 1 -> "!H";
            case 2 -> "!P";
            case 4 -> "!F";
            case 13 -> "!X";
            default -> "!" + code;
        };
    }

    private String name(int address) {
        String number = Ipv4.format(address);
        if (numeric) {
            return number;
        }
        byte[] bytes = {(byte) (address >>> 24), (byte) (address >>> 16), (byte) (address >>> 8), (byte) address};
        try {
            return Resolver.system(io.calls()).name(bytes) + " (" + number + ")";
        } catch (ResolveException e) {
            return number + " (" + number + ")";
        }
    }
}
