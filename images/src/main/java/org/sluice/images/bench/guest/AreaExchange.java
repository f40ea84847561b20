package org.sluice.images.bench.guest;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.sluice.abi.SystemCalls;
import org.sluice.io.Area;
import org.sluice.io.Message;
import org.sluice.io.Port;
import org.sluice.io.PortClient;
import org.sluice.process.Child;
import org.sluice.process.Launch;
import org.sluice.process.Pipe;
import org.sluice.sys.Sys;

/**
 * {@code AreaExchange MEBIBYTES}: hands so many bytes to another process in areas over a port. Both hash what they see; the receiver
 * compares the frames it got with those the sender filled. Prints lines of a name and a value; the status is 1 when
 * something differs. Counts what the kernel copied during the exchange, and during a control run of as many empty messages.
 */
public final class AreaExchange {
    /** Sizes of the areas of one message, in bytes; their frames are words of the message. */
    private static final int[] SIZES = {1 << 20, 9180, 64 << 10, 4096, 2 << 20, 100_000};
    private static final int WARM_UP = 20;
    private static final long END = -1;
    private static final long RESET = -2;
    private static final int DIFFERENT = 1;

    private final SystemCalls calls = Sys.calls();

    private AreaExchange() {
    }

    public static void main(String[] args) throws Exception {
        if (args.length > 1 && args[0].equals("receive")) {
            new AreaExchange().receive(args[1]);
        } else {
            System.exit(new AreaExchange().send(Long.parseLong(args[0]) << 20));
        }
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    // ---- the sender

    private int send(long bytes) throws IOException {
        String name = "area-exchange." + calls.getpid();
        Child receiver = Launch.of("java", "-cp", System.getProperty("java.class.path"), AreaExchange.class.getName(), "receive", name)
            .start();
        int probe;
        while ((probe = calls.portConnect(name)) < 0) {
            calls.sleep(1_000_000);
        }
        calls.close(probe);
        int status;
        try (PortClient client = PortClient.connect(name)) {
            long messages = (bytes + total() - 1) / total();
            exchange(client, WARM_UP, digest());
            empty(client, WARM_UP);
            client.call(new long[] {RESET});
            long before = copied();
            empty(client, messages);
            long control = copied() - before;
            MessageDigest digest = digest();
            before = copied();
            long moved = Counters.read().getOrDefault("area_bytes_moved", 0L);
            long start = System.nanoTime();
            boolean sameFrames = exchange(client, messages, digest);
            long nanos = System.nanoTime() - start;
            moved = Counters.read().getOrDefault("area_bytes_moved", 0L) - moved;
            long payload = copied() - before;
            byte[] mine = digest.digest();
            byte[] theirs = bytes(client.call(new long[] {END, 0, 0, 0}).words());
            boolean sameHash = MessageDigest.isEqual(mine, theirs);
            System.out.println("bytes " + messages * total());
            System.out.println("areas " + messages * SIZES.length);
            System.out.println("area_bytes_moved " + moved);
            System.out.println("sha256_sender " + HexFormat.of().formatHex(mine));
            System.out.println("sha256_receiver " + HexFormat.of().formatHex(theirs));
            System.out.println("frames_equal " + sameFrames);
            System.out.println("copied_exchange " + payload);
            System.out.println("copied_control " + control);
            System.out.println("copied_pipe " + throughPipe());
            System.out.println("mib_s " + messages * total() * 1e9 / nanos / 1048576);
            status = sameHash && sameFrames ? 0 : DIFFERENT;
        }
        int other = receiver.waitFor();
        return status == 0 ? other : status;
    }

    private static long total() {
        long sum = 0;
        for (int size : SIZES) {
            sum += size;
        }
        return sum;
    }

    private static long copied() throws IOException {
        return Counters.read().get("bytes_copied");
    }

    /** What the kernel counts when 4 KiB go through a pipe: that it counts at all. */
    private long throughPipe() throws IOException {
        byte[] bytes = new byte[4096];
        long before = copied();
        try (Pipe pipe = Pipe.open()) {
            Sys.check(calls.write(pipe.writeEnd(), bytes, 0, bytes.length), "write");
            Sys.check(calls.read(pipe.readEnd(), bytes, 0, bytes.length), "read");
        }
        return copied() - before;
    }

    private static void empty(PortClient client, long messages) throws IOException {
        for (long i = 0; i < messages; i++) {
            client.call(new long[8]);
        }
    }

    /** Sends; whether the receiver always got the frames that were filled. */
    private static boolean exchange(PortClient client, long messages, MessageDigest digest) throws IOException {
        boolean same = true;
        long state = 1;
        Area[] areas = new Area[SIZES.length];
        for (long m = 0; m < messages; m++) {
            long[] words = new long[8];
            words[0] = SIZES.length;
            for (int i = 0; i < SIZES.length; i++) {
                areas[i] = Area.allocate(SIZES[i]);
                MemorySegment view = areas[i].map();
                state = fill(view, state);
                digest.update(view.asByteBuffer());
                words[i + 1] = areas[i].info().frame();
            }
            Message reply = client.call(words, areas);
            same &= reply.status() == 0;
        }
        return same;
    }

    /** Fills with numbers of a generator, and goes on from where it was. */
    private static long fill(MemorySegment view, long seed) {
        long state = seed;
        long words = view.byteSize() / Long.BYTES;
        for (long i = 0; i < words; i++) {
            state = state * 6364136223846793005L + 1442695040888963407L;
            view.setAtIndex(ValueLayout.JAVA_LONG_UNALIGNED, i, state ^ state >>> 32);
        }
        for (long at = words * Long.BYTES; at < view.byteSize(); at++) {
            state = state * 6364136223846793005L + 1442695040888963407L;
            view.set(ValueLayout.JAVA_BYTE, at, (byte) (state >>> 56));
        }
        return state;
    }

    private static byte[] bytes(long[] words) {
        ByteBuffer bytes = ByteBuffer.allocate(32);
        for (int i = 0; i < 4; i++) {
            bytes.putLong(words[i]);
        }
        return bytes.array();
    }

    // ---- the receiver

    private void receive(String name) throws IOException {
        try (Port port = Port.create(name, SIZES.length)) {
            MessageDigest digest = digest();
            while (true) {
                Port.Request request = port.receive();
                long[] words = request.words();
                if (words[0] == END) {
                    ByteBuffer hash = ByteBuffer.wrap(digest.digest()).order(ByteOrder.BIG_ENDIAN);
                    request.reply(0, new long[] {hash.getLong(), hash.getLong(), hash.getLong(), hash.getLong()});
                    return;
                }
                if (words[0] == RESET) {
                    digest.reset();
                }
                boolean same = words[0] == RESET || words[0] == request.areas().length;
                for (int i = 0; i < request.areas().length; i++) {
                    Area area = request.areas()[i];
                    same &= area.info().frame() == words[i + 1] && area.size() == SIZES[i];
                    digest.update(area.mapReadOnly().asByteBuffer());
                    area.release();
                }
                request.reply(same ? 0 : DIFFERENT, words);
            }
        }
    }
}
