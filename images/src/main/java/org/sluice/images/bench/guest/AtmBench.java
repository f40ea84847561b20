package org.sluice.images.bench.guest;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.sluice.abi.Errno;
import org.sluice.abi.Sockets;
import org.sluice.abi.SystemCalls;
import org.sluice.io.Area;
import org.sluice.net.AtmAddress;
import org.sluice.net.AtmSocket;
import org.sluice.process.Child;
import org.sluice.process.Launch;
import org.sluice.sys.Sys;
import org.sluice.sys.SysException;

/**
 * SDUs from one process to another over an ATM connection whose link comes back to the machine. The receiver returns a credit for
 * every few SDUs, so that none is dropped; an SDU is memory in use until then, and the sender has a ring of areas that it sends shares of.
 *
 * <p>{@code AtmBench speed SECONDS SIZE...} prints {@code begin SIZE touch}, then {@code end SIZE touch SDUS NANOS}, for SDUs whose bytes
 * nobody touches (0) and for those written by the sender and read by the receiver (1).
 * {@code AtmBench verify MEBIBYTES SIZE} prints hashes at both ends, whether each SDU lay in the sender's frame, and what the kernel copied.
 */
public final class AtmBench {
    private static final AtmAddress DATA = new AtmAddress(0, 0, 500);
    private static final AtmAddress CREDITS = new AtmAddress(0, 0, 501);
    private static final int MOST_UNDER_WAY = 256;
    /** Less than the interface's free buffers hold, so that a receiver that is late for once loses nothing. */
    private static final long MOST_BYTES = 2 << 20;
    private static final long RECEIVE_BYTES = 32 << 20;
    /** A credit that has not come by then was lost, which must not happen. */
    private static final long PATIENCE = 20_000_000_000L;
    private static final int CREDIT_BYTES = 8;
    private static final int WARM_UP = 2;
    private static final int SMALL = 4096;
    /** First long of an SDU: what the receiver is to do with it. */
    private static final long PLAIN = 1;
    private static final long TOUCH = 2;
    private static final long HASH = 3;
    private static final long END = 4;

    private final SystemCalls calls = Sys.calls();
    private final AtmSocket data = AtmSocket.aal5(calls);
    private final AtmSocket credits = AtmSocket.aal5(calls);
    private MessageDigest digest;
    private long framesDiffer;

    private AtmBench() throws IOException {
    }

    public static void main(String[] args) throws Exception {
        if (args[0].equals("receive")) {
            new AtmBench().receive();
            return;
        }
        AtmBench bench = new AtmBench();
        // what comes back is taken before anything is sent
        bench.credits.bind(CREDITS);
        bench.credits.receiveTimeout(PATIENCE);
        Child receiver = Launch.of("java", "-cp", System.getProperty("java.class.path"), AtmBench.class.getName(), "receive").start();
        bench.data.connect(DATA);
        bench.data.requireZeroCopy(true);
        bench.awaitCredit();
        int status = args[0].equals("verify") ? bench.verify(Long.parseLong(args[1]) << 20, Integer.parseInt(args[2]))
            : bench.speed(Long.parseLong(args[1]) * 1_000_000_000L, java.util.Arrays.copyOfRange(args, 2, args.length));
        int other = receiver.waitFor();
        System.exit(status == 0 ? other : status);
    }

    private static int underWay(int size) {
        return (int) Math.max(4, Math.min(MOST_UNDER_WAY, MOST_BYTES / Math.max(size, SMALL)));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    // ---- the sender

    private long awaitCredit() throws IOException {
        byte[] credit = new byte[CREDIT_BYTES];
        credits.receive(credit, null);
        return ByteBuffer.wrap(credit).getLong();
    }

    private int speed(long nanos, String[] sizes) throws IOException {
        // for the host's compiler, so that the first figure is one like the others
        for (int i = 0; i < WARM_UP; i++) {
            send(SMALL, TOUCH, nanos);
            send(SMALL, PLAIN, nanos);
        }
        for (String size : sizes) {
            for (long kind : new long[] {PLAIN, TOUCH}) {
                int bytes = Integer.parseInt(size);
                send(bytes, kind, nanos / 2);
                String what = bytes + " " + (kind - PLAIN);
                System.out.println("begin " + what);
                long start = System.nanoTime();
                long sdus = send(bytes, kind, nanos);
                System.out.println("end " + what + " " + sdus + " " + (System.nanoTime() - start));
            }
        }
        end();
        return 0;
    }

    private void end() throws IOException {
        Area area = Area.allocate(SMALL);
        area.map().set(ValueLayout.JAVA_LONG_UNALIGNED, 0, END);
        data.send(area);
    }

    private long send(int size, long kind, long nanos) throws IOException {
        int window = underWay(size);
        int batch = window / 2;
        Area[] ring = new Area[window];
        for (int i = 0; i < window; i++) {
            ring[i] = Area.allocate(size);
            head(ring[i], kind, batch, 0);
        }
        long end = System.nanoTime() + nanos;
        long sent = 0;
        int room = window;
        while (true) {
            for (int i = 0; i < batch; i++) {
                Area area = ring[(int) (sent % window)];
                if (kind == TOUCH) {
                    fill(area, (byte) sent);
                    head(area, kind, batch, 0);
                }
                data.send(area.share(0, size));
                sent++;
            }
            room -= batch;
            boolean last = System.nanoTime() >= end;
            while (room < (last ? window : batch)) {
                awaitCredit();
                room += batch;
            }
            if (last) {
                break;
            }
        }
        for (Area area : ring) {
            area.release();
        }
        return sent;
    }

    /** The receiver may be through with an SDU that the interface has not yet said to be sent. */
    private void fill(Area area, byte value) throws IOException {
        MemorySegment view = null;
        while (view == null) {
            try {
                view = area.map();
            } catch (SysException e) {
                if (e.errno() != Errno.EACCES) {
                    throw e;
                }
                calls.threadYield();
            }
        }
        view.fill(value);
        area.unmap();
    }

    /** An SDU says what it is, when a credit is due, and in which frame it was filled. */
    private static void head(Area area, long kind, long batch, long frame) throws IOException {
        MemorySegment view = area.map(0, Math.min(area.size(), 24), org.sluice.abi.Areas.WRITE);
        view.set(ValueLayout.JAVA_LONG_UNALIGNED, 0, kind);
        view.set(ValueLayout.JAVA_LONG_UNALIGNED, 8, batch);
        view.set(ValueLayout.JAVA_LONG_UNALIGNED, 16, frame);
        area.unmap();
    }

    private int verify(long bytes, int size) throws IOException {
        send(size, PLAIN, 200_000_000L);
        long sdus = bytes / size;
        long control = copied();
        transfer(sdus / 100 + 2, size, PLAIN, null);
        control = copied() - control;
        MessageDigest mine = sha256();
        long before = copied();
        transfer(sdus, size, HASH, mine);
        long during = copied() - before;
        end();
        long differing = awaitCredit();
        byte[] theirs = new byte[32];
        credits.receive(theirs, null);
        byte[] hash = mine.digest();
        System.out.println("sdus " + sdus);
        System.out.println("bytes " + sdus * size);
        System.out.println("sha256_sender " + HexFormat.of().formatHex(hash));
        System.out.println("sha256_receiver " + HexFormat.of().formatHex(theirs));
        System.out.println("frames_differing " + differing);
        System.out.println("copied_by_transfers " + data.total().copied());
        System.out.println("copied_exchange " + during);
        System.out.println("copied_control " + control);
        return MessageDigest.isEqual(hash, theirs) ? 0 : 1;
    }

    private static long copied() throws IOException {
        return Counters.read().get("bytes_copied");
    }

    /** Sends areas away, each filled anew; nothing of them stays here. */
    private void transfer(long sdus, int size, long kind, MessageDigest hash) throws IOException {
        int window = underWay(size);
        int batch = window / 2;
        int room = window;
        long rounds = (sdus + batch - 1) / batch;
        long state = 42;
        for (long round = 0; round < rounds; round++) {
            for (int i = 0; i < batch; i++) {
                Area area = Area.allocate(size);
                ByteBuffer view = area.buffer().order(ByteOrder.LITTLE_ENDIAN);
                for (int at = 24; at + 8 <= size; at += 8) {
                    state = state * 0x5851f42d4c957f2dL + 0x14057b7ef767814fL;
                    view.putLong(at, state);
                }
                view.putLong(0, kind).putLong(8, batch).putLong(16, area.info().frame());
                if (hash != null && round * batch + i < sdus) {
                    view.rewind();
                    hash.update(view);
                } else if (hash != null) {
                    view.putLong(0, PLAIN);
                }
                data.send(area);
            }
            room -= batch;
            while (room < batch) {
                awaitCredit();
                room += batch;
            }
        }
        while (room < window) {
            awaitCredit();
            room += batch;
        }
    }

    // ---- the receiver

    private void receive() throws IOException {
        data.setOption(Sockets.RECEIVE_BUFFER, RECEIVE_BYTES);
        data.bind(DATA);
        data.requireZeroCopy(true);
        credits.connect(CREDITS);
        credit(0);
        digest = sha256();
        long since = 0;
        long sum = 0;
        while (true) {
            Area[] sdu = data.receive();
            MemorySegment first = sdu[0].mapReadOnly();
            long kind = first.get(ValueLayout.JAVA_LONG_UNALIGNED, 0);
            long batch = first.get(ValueLayout.JAVA_LONG_UNALIGNED, 8);
            if (kind == HASH) {
                long frame = first.get(ValueLayout.JAVA_LONG_UNALIGNED, 16);
                framesDiffer += frame == sdu[0].info().frame() ? 0 : 1;
            }
            for (int i = 0; i < sdu.length; i++) {
                if (kind == TOUCH || kind == HASH) {
                    MemorySegment view = i == 0 ? first : sdu[i].mapReadOnly();
                    if (kind == HASH) {
                        digest.update(view.asByteBuffer());
                    } else {
                        sum += sum(view);
                    }
                }
                sdu[i].release();
            }
            if (kind == END) {
                break;
            }
            if (++since == batch) {
                credit(sum);
                since = 0;
            }
        }
        credit(framesDiffer);
        byte[] hash = digest.digest();
        credits.send(hash, 0, hash.length, null);
    }

    private static long sum(MemorySegment view) {
        long sum = 0;
        long words = view.byteSize() & ~7L;
        for (long at = 0; at < words; at += 8) {
            sum += view.get(ValueLayout.JAVA_LONG_UNALIGNED, at);
        }
        return sum;
    }

    private void credit(long value) throws IOException {
        byte[] credit = ByteBuffer.allocate(CREDIT_BYTES).putLong(value).array();
        credits.send(credit, 0, credit.length, null);
    }
}
