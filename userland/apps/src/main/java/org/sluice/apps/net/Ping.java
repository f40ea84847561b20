package org.sluice.apps.net;

import java.io.IOException;
import org.sluice.abi.Errno;
import org.sluice.abi.Signals;
import org.sluice.abi.Sockets;
import org.sluice.apps.Command;
import org.sluice.apps.Failure;
import org.sluice.apps.Options;
import org.sluice.net.Ipv4;
import org.sluice.net.PingSocket;
import org.sluice.process.SignalHandlers;
import org.sluice.sys.SysException;

/** {@code ping}: asks a host to answer, and says how long it took. */
public final class Ping extends Command {
    private static final int IP_HEADER = 20;
    private static final int MOST_DATA = 65535 - IP_HEADER - PingSocket.HEADER;
    private static final int MONOTONIC = org.sluice.abi.SystemCalls.CLOCK_MONOTONIC;
    private static final int MOST_SEQUENCE = 1 << 16;
    /** Index of the byte in which a request's data begin to count up. */
    private static final int STAMP = 8;

    private long count = Long.MAX_VALUE;
    private long interval = 1_000_000_000L;
    private long wait = 10_000_000_000L;
    private long deadline = Long.MAX_VALUE;
    private int size = 56;
    private int ttl;
    private boolean dontFragment;
    private boolean quiet;
    private String through;
    private volatile boolean stop;
    private final long[] sentAt = new long[MOST_SEQUENCE];
    private final boolean[] answered = new boolean[MOST_SEQUENCE];
    private final Statistics statistics = new Statistics();
    private long duplicates;
    private long errors;
    /** Whether the network has told of an error since the latest request. */
    private boolean errorAfterLast;

    public Ping() {
        super("ping", 2);
    }

    public static void main(String[] args) {
        new Ping().start(args);
    }

    @Override
    protected int run(String[] args) throws IOException {
        String host = parse(args);
        int address = Hosts.address(io, host);
        try (PingSocket socket = new PingSocket(io.calls())) {
            if (ttl > 0) {
                socket.setOption(Sockets.TTL, ttl);
            }
            if (dontFragment) {
                socket.setOption(Sockets.DONT_FRAGMENT, 1);
            }
            if (through != null) {
                socket.setOption(Sockets.BIND_INTERFACE, index(through));
            }
            int thread = io.calls().threadSelf();
            new SignalHandlers(io.calls()).handle(Signals.INT, signal -> {
                stop = true;
                io.calls().threadInterrupt(thread);
            });
            out.println("PING " + host + " (" + Ipv4.format(address) + ") " + size + "(" + (size + PingSocket.HEADER + IP_HEADER)
                + ") bytes of data.");
            out.flush();
            return exchange(socket, host, address);
        }
    }

    private String parse(String[] args) {
        Options options = new Options("c: i: s: W: w: t: I: M: q n", args);
        while (options.next()) {
            switch (options.name()) {
                case "c" -> count = range(options, "count", 1, Long.MAX_VALUE);
                case "i" -> interval = Seconds.nanos(options.value(), "interval");
                case "s" -> size = (int) range(options, "size", 0, MOST_DATA);
                case "W" -> wait = Seconds.nanos(options.value(), "timeout");
                case "w" -> deadline = Seconds.nanos(options.value(), "deadline");
                case "t" -> ttl = (int) range(options, "time to live", 1, 255);
                case "I" -> through = options.value();
                case "M" -> {
                    dontFragment = options.value().equals("do");
                    if (!dontFragment && !options.value().equals("dont") && !options.value().equals("want")) {
                        throw new Failure.Usage("-M takes do, dont or want");
                    }
                }
                case "q" -> quiet = true;
                default -> { } // numbers only is how it is anyway
            }
        }
        String[] operands = options.operands();
        if (operands.length != 1) {
            throw new Failure.Usage(operands.length == 0 ? "missing host" : "extra operand '" + operands[1] + "'");
        }
        return operands[0];
    }

    private static long range(Options options, String what, long least, long most) {
        long value = options.number(what);
        if (value < least || value > most) {
            throw new Failure.Usage(what + " " + value + ": must be from " + least + (most == Long.MAX_VALUE ? "" : " to " + most));
        }
        return value;
    }

    private int index(String name) throws IOException {
        for (NetFiles.Entry entry : NetFiles.read(io, "links")) {
            if (entry.word(0).equals(name)) {
                return Integer.parseInt(entry.value("index"));
            }
        }
        throw new Failure(2, name + ": " + Errno.message(Errno.ENODEV));
    }

    private long now() {
        return io.calls().clock(MONOTONIC);
    }

    private int exchange(PingSocket socket, String host, int address) throws IOException {
        long start = now();
        long end = deadline == Long.MAX_VALUE ? Long.MAX_VALUE : start + deadline;
        byte[] request = new byte[PingSocket.HEADER + size];
        for (int i = PingSocket.HEADER; i < request.length; i++) {
            request[i] = (byte) (i - PingSocket.HEADER + (i < PingSocket.HEADER + STAMP ? 0 : STAMP));
        }
        byte[] reply = new byte[Math.max(request.length, PingSocket.HEADER) + 1];
        long sent = 0;
        long next = start;
        while (!stop && now() < end) {
            if (sent < count && now() >= next) {
                request(socket, request, ++sent, address);
                next += interval;
            }
            boolean last = sent == count;
            // an error of the network may be about several requests: nobody says of how many
            if (last && (statistics.count() + errors >= count || errorAfterLast)) {
                break;
            }
            long until = Math.min(end, last ? sentAt[(int) (sent % MOST_SEQUENCE)] + wait : next);
            if (!receive(socket, reply, host, address, until) && last) {
                break;
            }
        }
        long time = now() - start;
        out.println();
        out.println("--- " + host + " ping statistics ---");
        out.println(sent + " packets transmitted, " + statistics.count() + " received, " + (duplicates > 0 ? "+" + duplicates
            + " duplicates, " : "") + (errors > 0 ? "+" + errors + " errors, " : "") + statistics.loss(sent) + "% packet loss, time "
            + time / 1_000_000 + "ms");
        out.print(statistics.text());
        return statistics.count() > 0 ? 0 : 1;
    }

    private void request(PingSocket socket, byte[] message, long number, int address) throws IOException {
        errorAfterLast = false;
        int sequence = (int) (number % MOST_SEQUENCE);
        sentAt[sequence] = now();
        answered[sequence] = false;
        try {
            socket.request(message, sequence, address);
        } catch (SysException e) {
            failed(e, sequence);
        }
    }

    private void failed(SysException e, int sequence) throws SysException {
        if (e.errno() == Errno.EINTR) {
            return;
        }
        if (e.errno() == Errno.EBADF || e.errno() == Errno.EFAULT || e.errno() == Errno.EINVAL || e.errno() == Errno.ENOTSOCK) {
            throw e;
        }
        errors++;
        if (!quiet) {
            out.println((sequence > 0 ? "icmp_seq=" + sequence + " " : "") + Errno.message(e.errno()));
            out.flush();
        }
    }

    /** Receives one reply. @return false when there was none by a time, or the user wants to end */
    private boolean receive(PingSocket socket, byte[] reply, String host, int address, long until) throws IOException {
        long left = until - now();
        if (left <= 0) {
            return false;
        }
        long[] about = PingSocket.newMessageRecord();
        try {
            socket.receiveTimeout(left);
            socket.receive(reply, about);
        } catch (SysException e) {
            if (e.errno() == Errno.EAGAIN) {
                return false;
            }
            if (e.errno() == Errno.EINTR) {
                return !stop;
            }
            failed(e, 0);
            errorAfterLast = true;
            return true;
        }
        int sequence = PingSocket.sequence(reply);
        long took = now() - sentAt[sequence];
        boolean again = answered[sequence];
        answered[sequence] = true;
        if (again) {
            duplicates++;
        } else {
            statistics.add(took);
        }
        if (!quiet) {
            out.println(about[Sockets.MESSAGE_BYTES] + " bytes from " + Ipv4.format(Ipv4.of(about)) + ": icmp_seq=" + sequence + " ttl="
                + about[Sockets.MESSAGE_FLAGS] + " time=" + Statistics.millis(took) + " ms" + (again ? " (DUP!)" : ""));
            out.flush();
        }
        return true;
    }
}
