package org.sluice.apps.net.test;

import java.io.IOException;
import org.sluice.apps.Command;
import org.sluice.apps.Failure;
import org.sluice.apps.Numbers;
import org.sluice.apps.Options;
import org.sluice.apps.net.Hosts;
import org.sluice.apps.net.Ranges;
import org.sluice.apps.net.Seconds;
import org.sluice.net.InetEndpoint;

/** {@code nettest}: how fast the network carries data, and whether it carries them unchanged. */
public final class Nettest extends Command {
    private static final int PORT = 5210;
    private static final int STREAM_WRITE = 64 << 10;
    private static final int DATAGRAM = 1400;
    private static final long SECOND = 1_000_000_000L;
    private static final long USUAL_RATE = 1_000_000;

    private boolean server;
    private boolean once;
    private boolean sink;
    private String host;
    private String address;
    private int port = PORT;
    private long nanos;
    private long bytes;
    private long sourceBytes = -1;
    private int writeSize;
    private boolean zeroCopy;
    private int parallel = 1;
    private boolean reverse;
    private boolean datagrams;
    private long rate = -1;
    private long interval;
    private boolean hash;
    private boolean touch = true;
    private boolean json;
    private long seed = 1;

    public Nettest() {
        super("nettest");
    }

    public static void main(String[] args) {
        new Nettest().start(args);
    }

    @Override
    protected int run(String[] args) throws IOException {
        parse(args);
        InetEndpoint own = address == null ? InetEndpoint.any(port) : Hosts.endpoint(io, address, port);
        if (sink || sourceBytes >= 0) {
            TestPlan plan = new TestPlan(false, false, 1, 0, Math.max(1, sourceBytes), writeSize, zeroCopy, true, true, 0, seed);
            RawMode raw = new RawMode(io, out, plan, sourceBytes >= 0, json);
            if (host == null) {
                raw.listen(own, !once);
            } else {
                raw.connect(Hosts.endpoint(io, host, port));
            }
        } else if (server) {
            new TestServer(io, out, own).serve(once);
        } else {
            return new TestClient(io, out, Hosts.endpoint(io, host, port), plan(), interval, json).run();
        }
        return status();
    }

    private TestPlan plan() {
        long most = datagrams ? TestPlan.MOST_DATAGRAM : TestPlan.MOST_WRITE;
        if (writeSize > most || datagrams && writeSize < TestPlan.LEAST_DATAGRAM) {
            throw new Failure.Usage("write size " + writeSize + ": must be from " + (datagrams ? TestPlan.LEAST_DATAGRAM : 1) + " to " + most);
        }
        if (datagrams && (hash || parallel > 1)) {
            throw new Failure.Usage("-u goes neither with --hash nor with -P");
        }
        if (!datagrams && rate >= 0) {
            throw new Failure.Usage("-b goes with -u only");
        }
        return new TestPlan(datagrams, reverse, parallel, bytes > 0 ? 0 : nanos == 0 ? 10 * SECOND : nanos, bytes, writeSize, zeroCopy, touch, hash,
            rate < 0 ? USUAL_RATE : rate, seed);
    }

    private void parse(String[] args) {
        Options options = new Options("s/server c/client: B/bind: p/port: t/time: n/bytes: l/length: z/zero-copy P/parallel: R/reverse u/udp b/bitrate: "
            + "i/interval: hash touch no-touch J/json sink source: seed: 1/one-off", args);
        while (options.next()) {
            option(options);
        }
        noOperands(options.operands());
        int modes = (server ? 1 : 0) + (sink ? 1 : 0) + (sourceBytes >= 0 ? 1 : 0);
        if (modes > 1 || server && host != null || modes == 0 && host == null) {
            throw new Failure.Usage("wanted: one of -s, -c HOST, --sink and --source BYTES; the last two also with -c HOST");
        }
        if (nanos > 0 && bytes > 0) {
            throw new Failure.Usage("-t and -n cannot go together");
        }
        writeSize = writeSize == 0 ? datagrams ? DATAGRAM : STREAM_WRITE : writeSize;
    }

    private void option(Options options) {
        switch (options.name()) {
            case "s" -> server = true;
            case "c" -> host = options.value();
            case "B" -> address = options.value();
            case "p" -> port = Hosts.port(options.value(), 1);
            case "t" -> nanos = Math.max(1, Seconds.nanos(options.value(), "time"));
            case "n" -> bytes = Ranges.size(options, "number of bytes", 1, Long.MAX_VALUE);
            case "l" -> writeSize = (int) Ranges.size(options, "write size", 1, TestPlan.MOST_WRITE);
            case "z" -> zeroCopy = true;
            case "P" -> parallel = (int) Ranges.number(options, "number of connections", 1, TestPlan.MOST_PARALLEL);
            case "R" -> reverse = true;
            case "u" -> datagrams = true;
            case "b" -> rate = rate(options.value());
            case "i" -> interval = Math.max(1, Seconds.nanos(options.value(), "interval"));
            case "hash" -> hash = true;
            case "touch" -> touch = true;
            case "no-touch" -> touch = false;
            case "J" -> json = true;
            case "sink" -> sink = true;
            case "source" -> sourceBytes = Ranges.size(options, "number of bytes", 1, Long.MAX_VALUE);
            case "seed" -> seed = options.number("seed");
            default -> once = true;
        }
    }

    /** Bits a second; K, M and G are powers of 1000 here, as rates have them. */
    private static long rate(String text) {
        int last = text.isEmpty() ? -1 : "KMG".indexOf(Character.toUpperCase(text.charAt(text.length() - 1)));
        long number = Numbers.parse(last < 0 ? text : text.substring(0, text.length() - 1), "rate");
        long factor = last < 0 ? 1 : last == 0 ? 1000 : last == 1 ? 1_000_000 : 1_000_000_000;
        if (number < 0 || number > Long.MAX_VALUE / factor) {
            throw new Failure.Usage("rate " + text + ": must be 0 or more");
        }
        return number * factor;
    }
}
