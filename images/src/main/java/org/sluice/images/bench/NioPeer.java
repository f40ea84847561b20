package org.sluice.images.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Arrays;

/**
 * Java NIO over the host's loopback, as what TCP between two guest programs is compared with: two threads of one JVM, blocking
 * channels. Told what to do by lines of {@code org.sluice.images.bench.guest.TcpBench}: transfer and volume (zero: direct buffers, copy: buffers on the
 * heap), latency, connections, exit.
 */
public final class NioPeer {
    private static final int READ = 128 << 10;

    private final ServerSocketChannel listener;

    private NioPeer() throws IOException {
        listener = ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1024);
    }

    public static void main(String[] args) throws Exception {
        NioPeer peer = new NioPeer();
        System.out.println("ready");
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in));
        for (String line = orders.readLine(); line != null && !line.equals("exit"); line = orders.readLine()) {
            String[] w = line.split(" ");
            switch (w[0]) {
                case "transfer" -> peer.transfer(w[1].equals("zero"), w[2].equals("1"), Integer.parseInt(w[3]), Long.parseLong(w[4]) * 1_000_000,
                    Long.MAX_VALUE);
                case "volume" -> peer.transfer(w[1].equals("zero"), w[2].equals("1"), Integer.parseInt(w[3]), Long.MAX_VALUE,
                    Long.parseLong(w[4]));
                case "latency" -> peer.latency(Integer.parseInt(w[1]));
                case "connections" -> peer.connections(Long.parseLong(w[1]) * 1_000_000);
                default -> System.out.println("error " + line);
            }
        }
    }

    private interface Task {
        long run(SocketChannel channel) throws IOException;
    }

    /** Has another thread do something with the accepted end. */
    private Thread accept(Task task, long[] result) {
        return Thread.ofPlatform().start(() -> {
            try (SocketChannel channel = listener.accept()) {
                result[0] = task.run(channel);
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
    }

    private static ByteBuffer buffer(boolean direct, int size) {
        return direct ? ByteBuffer.allocateDirect(size) : ByteBuffer.allocate(size);
    }

    private static long receive(SocketChannel channel, boolean direct, boolean touch) throws IOException {
        ByteBuffer buffer = buffer(direct, READ);
        MemorySegment view = MemorySegment.ofBuffer(buffer);
        long bytes = 0;
        long sum = 0;
        for (int n = channel.read(buffer); n >= 0; n = channel.read(buffer)) {
            bytes += n;
            if (touch) {
                // a loop that meets both kinds of memory is compiled for neither
                sum += direct ? sumDirect(view, n) : sumArray(view, n);
            }
            buffer.clear();
        }
        return sum == 42 ? bytes + 0 * sum : bytes;
    }

    private static long sumDirect(MemorySegment view, int length) {
        long sum = 0;
        for (long at = 0; at < (length & ~7L); at += 8) {
            sum += view.get(ValueLayout.JAVA_LONG_UNALIGNED, at);
        }
        return sum;
    }

    private static long sumArray(MemorySegment view, int length) {
        long sum = 0;
        for (long at = 0; at < (length & ~7L); at += 8) {
            sum += view.get(ValueLayout.JAVA_LONG_UNALIGNED, at);
        }
        return sum;
    }

    private void transfer(boolean direct, boolean touch, int size, long nanos, long most) throws IOException, InterruptedException {
        long[] received = new long[1];
        Thread other = accept(channel -> receive(channel, direct, touch), received);
        ByteBuffer buffer = buffer(direct, size);
        MemorySegment view = MemorySegment.ofBuffer(buffer);
        try (SocketChannel channel = SocketChannel.open(listener.getLocalAddress())) {
            System.out.println("begin");
            long start = System.nanoTime();
            long end = nanos == Long.MAX_VALUE ? Long.MAX_VALUE : start + nanos;
            long sent = 0;
            for (int i = 0; sent < most && (i % 16 != 0 || System.nanoTime() < end); i++) {
                if (touch) {
                    view.fill((byte) i);
                }
                buffer.clear();
                while (buffer.hasRemaining()) {
                    sent += channel.write(buffer);
                }
            }
            channel.shutdownOutput();
            other.join();
            long time = System.nanoTime() - start;
            if (received[0] != sent) {
                throw new IOException("sent " + sent + " bytes, received " + received[0]);
            }
            System.out.println("end " + sent + " " + time + " 0");
        }
    }

    private void latency(int rounds) throws IOException, InterruptedException {
        Thread other = accept(channel -> {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            ByteBuffer one = ByteBuffer.allocateDirect(1);
            while (channel.read(one) > 0) {
                one.flip();
                channel.write(one);
                one.clear();
            }
            return 0;
        }, new long[1]);
        long[] times = new long[rounds];
        try (SocketChannel channel = SocketChannel.open(listener.getLocalAddress())) {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            ByteBuffer one = ByteBuffer.allocateDirect(1);
            for (int i = -rounds / 2; i < rounds; i++) {
                long start = System.nanoTime();
                one.clear();
                channel.write(one);
                one.clear();
                channel.read(one);
                if (i >= 0) {
                    times[i] = System.nanoTime() - start;
                }
            }
        }
        other.join();
        Arrays.sort(times);
        System.out.println("latency " + times[rounds / 2] + " " + times[rounds * 99 / 100]);
    }

    private void connections(long nanos) throws IOException, InterruptedException {
        Thread other = Thread.ofPlatform().daemon().start(() -> {
            ByteBuffer two = ByteBuffer.allocateDirect(2);
            while (true) {
                try (SocketChannel channel = listener.accept()) {
                    two.clear();
                    while (two.hasRemaining() && channel.read(two) >= 0) {
                        continue;
                    }
                    if (two.get(0) == 'x') {
                        return;
                    }
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            }
        });
        long start = System.nanoTime();
        long count = 0;
        do {
            one("ka");
            count++;
        } while (System.nanoTime() - start < nanos);
        long time = System.nanoTime() - start;
        one("xx");
        other.join();
        System.out.println("connections " + count + " " + time);
    }

    private void one(String text) throws IOException {
        try (SocketChannel channel = SocketChannel.open(listener.getLocalAddress())) {
            channel.write(ByteBuffer.wrap(text.getBytes(java.nio.charset.StandardCharsets.US_ASCII)));
        }
    }
}
