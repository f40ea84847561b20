package org.sluice.images.bench.guest;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.sluice.abi.Sockets;
import org.sluice.abi.SystemCalls;
import org.sluice.io.Area;
import org.sluice.net.InetEndpoint;
import org.sluice.net.Ipv4;
import org.sluice.net.StreamServer;
import org.sluice.net.StreamSocket;
import org.sluice.process.Child;
import org.sluice.process.Launch;
import org.sluice.sys.Sys;

/**
 * TCP between two processes, told what to do by lines on standard input, so that whoever compares can take turns:
 *
 * <pre>
 * control LINE                               a line for /proc/net/control
 * transfer zero|copy 0|1 WRITE MILLIS RING   prints begin, then end BYTES NANOS COPIED; 1: written once and read once by the programs
 * volume zero|copy 0|1 WRITE BYTES RING      the same for a number of bytes
 * verify zero|copy WRITE BYTES               prints verified BYTES HASH COPIED, of bytes that are the same at both ends; COPIED by sender and receiver
 * latency N                                  prints latency P50 P99 in nanoseconds of a byte there and back
 * connections MILLIS                         prints connections COUNT NANOS
 * idle N                                     opens N connections and prints idle N FRAMES BYTES of frames used for them; the next line closes them
 * flood KIND MILLIS RATE                     starts a {@link Flood} of the listening port in another process
 * wait                                       prints what the flood printed, when it has ended
 * memory                                     prints memory BYTES of frames in use
 * exit
 * </pre>
 *
 * {@code TcpBench ADDRESS} is the one side, and starts the other.
 */
public final class TcpBench {
    private static final int PORT = 5001;
    private static final int BACKLOG = 1024;
    private static final int READ = 1 << 20;
    private static final byte ZERO = 'z';
    private static final byte COPY = 'c';
    private static final byte HASH_AREAS = 'h';
    private static final byte HASH_BYTES = 'b';
    private static final byte ECHO = 'e';
    private static final byte KEEP = 'k';
    private static final byte END = 'x';

    private final SystemCalls calls = Sys.calls();
    private final InetEndpoint server;
    private Child flood;
    private int floods;

    private TcpBench(int address) {
        server = InetEndpoint.ipv4(address, PORT);
    }

    public static void main(String[] args) throws Exception {
        TcpBench bench = new TcpBench(Ipv4.parse(args[args.length - 1]));
        if (args[0].equals("serve")) {
            bench.serve();
            return;
        }
        Child other = Launch.of("java", "-cp", System.getProperty("java.class.path"), TcpBench.class.getName(), "serve", args[0]).start();
        bench.awaitServer();
        System.out.println("ready");
        bench.obey(new BufferedReader(new InputStreamReader(System.in)));
        bench.begin(END, 0, READ).close();
        System.exit(other.waitFor());
    }

    private void awaitServer() throws IOException {
        for (int i = 0;; i++) {
            try {
                begin(KEEP, 0, READ).close();
                return;
            } catch (IOException e) {
                if (i == 200) {
                    throw e;
                }
                calls.sleep(50_000_000L);
            }
        }
    }

    private void obey(BufferedReader orders) throws IOException {
        for (String line = orders.readLine(); line != null && !line.equals("exit"); line = orders.readLine()) {
            String[] w = line.split(" ");
            switch (w[0]) {
                case "control" -> {
                    Files.writeString(Path.of("/proc/net/control"), line.substring(line.indexOf(' ') + 1));
                    System.out.println("done");
                }
                case "transfer" -> transfer(w[1].equals("zero"), w[2].equals("1"), Integer.parseInt(w[3]), Long.parseLong(w[4]) * 1_000_000,
                    Long.MAX_VALUE, Long.parseLong(w[5]));
                case "volume" -> transfer(w[1].equals("zero"), w[2].equals("1"), Integer.parseInt(w[3]), Long.MAX_VALUE, Long.parseLong(w[4]),
                    Long.parseLong(w[5]));
                case "verify" -> verify(w[1].equals("zero"), Integer.parseInt(w[2]), Long.parseLong(w[3]));
                case "latency" -> latency(Integer.parseInt(w[1]));
                case "connections" -> connections(Long.parseLong(w[1]) * 1_000_000);
                case "idle" -> idle(Integer.parseInt(w[1]), orders);
                case "flood" -> flood = Launch.of("java", "-cp", System.getProperty("java.class.path"), Flood.class.getName(), w[1], w[2], w[3],
                    Ipv4.format(server.ipv4()), Integer.toString(PORT), Integer.toString(++floods)).start();
                case "wait" -> flood.waitFor();
                case "memory" -> System.out.println("memory " + used());
                default -> System.out.println("error " + line);
            }
        }
    }

    /** A connection whose first bytes say what the other side is to do with it. */
    private StreamSocket begin(byte kind, int touch, long buffer) throws IOException {
        StreamSocket socket = new StreamSocket(calls);
        if (buffer != READ) {
            socket.setOption(Sockets.SEND_BUFFER, buffer);
        }
        socket.connect(server);
        socket.write(new byte[] {kind, (byte) touch}, 0, 2);
        return socket;
    }

    // ---- sending

    private void transfer(boolean zero, boolean touch, int size, long nanos, long most, long ring) throws IOException {
        StreamSocket socket = begin(zero ? ZERO : COPY, touch ? 1 : 0, READ);
        if (zero) {
            socket.returnAreas(true);
            socket.requireZeroCopy(true);
        }
        long copied = Counters.read().getOrDefault("bytes_copied", 0L);
        System.out.println("begin");
        long start = System.nanoTime();
        long end = nanos == Long.MAX_VALUE ? Long.MAX_VALUE : start + nanos;
        long sent = zero ? sendAreas(socket, touch, size, end, most, ring) : sendBytes(socket, touch, size, end, most);
        socket.shutdownOutput();
        ByteBuffer answer = ByteBuffer.allocate(8);
        while (answer.hasRemaining()) {
            int n = socket.read(answer.array(), answer.position(), answer.remaining());
            if (n < 0) {
                throw new IOException("the other side has gone");
            }
            answer.position(answer.position() + n);
        }
        long time = System.nanoTime() - start;
        if (answer.getLong(0) != sent) {
            throw new IOException("sent " + sent + " bytes, received " + answer.getLong(0));
        }
        copied = Counters.read().getOrDefault("bytes_copied", 0L) - copied;
        System.out.println("end " + sent + " " + time + " " + copied);
        socket.close();
    }

    private long sendBytes(StreamSocket socket, boolean touch, int size, long end, long most) throws IOException {
        byte[] buffer = new byte[size];
        long sent = 0;
        for (int i = 0; sent < most && (i % 16 != 0 || System.nanoTime() < end); i++) {
            if (touch) {
                Arrays.fill(buffer, (byte) i);
            }
            int n = (int) Math.min(size, most - sent);
            socket.write(buffer, 0, n);
            sent += n;
        }
        return sent;
    }

    private long sendAreas(StreamSocket socket, boolean touch, int size, long end, long most, long ring) throws IOException {
        int limit = (int) Math.max(4, Math.min(4096, ring / size));
        ArrayDeque<Area> free = new ArrayDeque<>(limit);
        int made = 0;
        long sent = 0;
        for (int i = 0; sent < most && (i % 16 != 0 || System.nanoTime() < end); i++) {
            Area area = free.poll();
            if (area == null && made < limit) {
                area = Area.allocate(size);
                made++;
            }
            while (area == null) {
                free.addAll(Arrays.asList(socket.reclaim(true)));
                area = free.poll();
            }
            if (touch) {
                area.mapWhenAlone().fill((byte) i);
            }
            socket.send(area);
            sent += size;
        }
        while (made > 0) {
            Area[] back = socket.reclaim(true);
            if (back.length == 0) {
                break;
            }
            for (Area area : back) {
                area.release();
                made--;
            }
        }
        free.forEach(area -> {
            try {
                area.release();
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        return sent;
    }

    /** Pseudo-random bytes, each written once; nothing of them stays here. */
    private void verify(boolean zero, int size, long most) throws IOException {
        StreamSocket socket = begin(zero ? HASH_AREAS : HASH_BYTES, 0, READ);
        socket.requireZeroCopy(zero);
        MessageDigest mine = sha256();
        byte[] buffer = new byte[size];
        long state = 42;
        long sent = 0;
        while (sent < most) {
            int n = (int) Math.min(size, most - sent);
            Area area = zero ? Area.allocate(n) : null;
            ByteBuffer view = zero ? area.buffer() : ByteBuffer.wrap(buffer, 0, n);
            view.order(ByteOrder.LITTLE_ENDIAN);
            while (view.remaining() >= 8) {
                state = state * 0x5851f42d4c957f2dL + 0x14057b7ef767814fL;
                view.putLong(state);
            }
            while (view.hasRemaining()) {
                view.put((byte) ++state);
            }
            view.flip();
            mine.update(view);
            if (zero) {
                socket.send(area);
            } else {
                socket.write(buffer, 0, n);
            }
            sent += n;
        }
        socket.shutdownOutput();
        ByteBuffer answer = ByteBuffer.allocate(48);
        while (answer.hasRemaining()) {
            int n = socket.read(answer.array(), answer.position(), answer.remaining());
            if (n < 0) {
                throw new IOException("the other side has gone");
            }
            answer.position(answer.position() + n);
        }
        answer.flip();
        long received = answer.getLong();
        long copied = answer.getLong() + socket.totalSent().copied();
        byte[] theirs = new byte[32];
        answer.get(theirs);
        byte[] hash = mine.digest();
        if (received != sent || !MessageDigest.isEqual(hash, theirs)) {
            throw new IOException("sent " + sent + " bytes " + HexFormat.of().formatHex(hash) + ", received " + received + " bytes "
                + HexFormat.of().formatHex(theirs));
        }
        System.out.println("verified " + sent + " " + HexFormat.of().formatHex(hash) + " " + copied);
        socket.close();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Answers with the number of bytes, what was copied, and their hash. */
    private static void hash(StreamSocket socket, boolean zero) throws IOException {
        MessageDigest digest = sha256();
        byte[] buffer = new byte[128 << 10];
        long bytes = 0;
        while (true) {
            if (zero) {
                Area[] areas = socket.requireZeroCopy(true).receive(READ);
                if (areas.length == 0) {
                    break;
                }
                for (Area area : areas) {
                    digest.update(area.mapReadOnly().asByteBuffer());
                    bytes += area.size();
                    area.release();
                }
            } else {
                int n = socket.read(buffer, 0, buffer.length);
                if (n < 0) {
                    break;
                }
                digest.update(buffer, 0, n);
                bytes += n;
            }
        }
        ByteBuffer answer = ByteBuffer.allocate(48).putLong(bytes).putLong(socket.totalReceived().copied()).put(digest.digest());
        socket.write(answer.array(), 0, 48);
        socket.close();
    }

    // ---- receiving

    private void serve() throws IOException {
        try (StreamServer listener = StreamServer.listen(calls, InetEndpoint.any(PORT), BACKLOG)) {
            List<StreamSocket> kept = new ArrayList<>();
            while (true) {
                StreamSocket socket = listener.accept();
                byte[] head = new byte[2];
                for (int n = 0; n < 2;) {
                    int more = socket.read(head, n, 2 - n);
                    if (more < 0) {
                        break;
                    }
                    n += more;
                }
                switch (head[0]) {
                    case ZERO -> answer(socket, receiveAreas(socket, head[1] == 1));
                    case COPY -> answer(socket, receiveBytes(socket, head[1] == 1));
                    case HASH_AREAS, HASH_BYTES -> hash(socket, head[0] == HASH_AREAS);
                    case ECHO -> echo(socket);
                    case KEEP -> {
                        kept.add(socket);
                        if (head[1] == 1) {
                            for (StreamSocket old : kept) {
                                old.close();
                            }
                            kept.clear();
                        }
                    }
                    default -> {
                        socket.close();
                        return;
                    }
                }
            }
        }
    }

    /** @param value bytes received */
    private static void answer(StreamSocket socket, long value) throws IOException {
        socket.write(ByteBuffer.allocate(8).putLong(value).array(), 0, 8);
        socket.close();
    }

    private static long receiveAreas(StreamSocket socket, boolean touch) throws IOException {
        socket.requireZeroCopy(true);
        long bytes = 0;
        long sum = 0;
        while (true) {
            Area[] areas = socket.receive(READ);
            if (areas.length == 0) {
                break;
            }
            for (Area area : areas) {
                bytes += area.size();
                if (touch) {
                    sum += sum(area.mapReadOnly());
                }
                area.release();
            }
        }
        // so that the sums are not for nothing
        return sum == 42 ? bytes + 0 * sum : bytes;
    }

    private static long sum(MemorySegment view) {
        long sum = 0;
        long words = view.byteSize() & ~7L;
        for (long at = 0; at < words; at += 8) {
            sum += view.get(ValueLayout.JAVA_LONG_UNALIGNED, at);
        }
        return sum;
    }

    /** The same for bytes of an array: a loop that meets both kinds of memory is compiled for neither. */
    private static long sumArray(MemorySegment view, int length) {
        long sum = 0;
        long words = length & ~7L;
        for (long at = 0; at < words; at += 8) {
            sum += view.get(ValueLayout.JAVA_LONG_UNALIGNED, at);
        }
        return sum;
    }

    private static long receiveBytes(StreamSocket socket, boolean touch) throws IOException {
        byte[] buffer = new byte[128 << 10];
        MemorySegment view = MemorySegment.ofArray(buffer);
        long bytes = 0;
        long sum = 0;
        for (int n = socket.read(buffer, 0, buffer.length); n >= 0; n = socket.read(buffer, 0, buffer.length)) {
            bytes += n;
            if (touch) {
                sum += sumArray(view, n);
            }
        }
        return sum == 42 ? bytes + 0 * sum : bytes;
    }

    // ---- small things

    private static void echo(StreamSocket socket) throws IOException {
        socket.setOption(Sockets.NO_DELAY, 1);
        byte[] one = new byte[1];
        while (socket.read(one, 0, 1) > 0) {
            socket.write(one, 0, 1);
        }
        socket.close();
    }

    private void latency(int rounds) throws IOException {
        try (StreamSocket socket = begin(ECHO, 0, READ)) {
            socket.setOption(Sockets.NO_DELAY, 1);
            byte[] one = new byte[1];
            long[] times = new long[rounds];
            for (int i = -rounds / 2; i < rounds; i++) {
                long start = System.nanoTime();
                socket.write(one, 0, 1);
                socket.read(one, 0, 1);
                if (i >= 0) {
                    times[i] = System.nanoTime() - start;
                }
            }
            System.out.println("latency " + Counters.percentile(times, 0.5) + " " + Counters.percentile(times, 0.99));
        }
    }

    /** Connections one after the other, each opened, used for two bytes and closed. */
    private void connections(long nanos) throws IOException {
        long start = System.nanoTime();
        long count = 0;
        do {
            begin(KEEP, 1, READ).close();
            count++;
        } while (System.nanoTime() - start < nanos);
        System.out.println("connections " + count + " " + (System.nanoTime() - start));
    }

    /** Bytes of frames in use. */
    private static long used() throws IOException {
        var counters = Counters.read();
        return (counters.get("frames_total") - counters.get("frames_free")) * 4096;
    }

    private void idle(int count, BufferedReader orders) throws IOException {
        long frames = used();
        List<StreamSocket> open = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            open.add(begin(KEEP, 0, READ));
        }
        System.out.println("idle " + count + " " + (used() - frames));
        orders.readLine();
        for (StreamSocket socket : open) {
            socket.close();
        }
        begin(KEEP, 1, READ).close();
    }
}
