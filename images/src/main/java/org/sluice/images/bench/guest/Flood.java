package org.sluice.images.bench.guest;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import org.sluice.abi.Sockets;
import org.sluice.abi.SystemCalls;
import org.sluice.net.Ipv4;
import org.sluice.net.StreamServer;
import org.sluice.net.InetEndpoint;
import org.sluice.net.StreamSocket;
import org.sluice.sys.Sys;

/**
 * Sends packets that nobody wants, so many a second: {@code Flood KIND MILLIS RATE ADDRESS PORT SEED} prints {@code flood PACKETS NANOS}.
 *
 * <p>Kinds: {@code syn} to a port that listens, from invented addresses; {@code rst} and {@code ack} to it with any numbers; {@code own}, segments with
 * any sequence number of a connection that the program has itself; {@code order}, data of that connection out of order within the window, a byte every
 * other; {@code fragment}, first pieces of datagrams that never get whole; {@code overlap}, pieces that do not fit together.
 */
public final class Flood {
    private static final int IP = 20;
    private static final int TCP = 20;
    private static final int DATA = 64;
    private static final int FIN = 1;
    private static final int SYN = 2;
    private static final int RST = 4;
    private static final int ACK = 16;
    /** Packets sent between two looks at the clock. */
    private static final int BURST = 50;

    private final SystemCalls calls = Sys.calls();
    private final SplittableRandom random;
    private final int address;
    private final int port;
    private final ByteBuffer packet = ByteBuffer.allocate(IP + TCP + DATA);
    private InetEndpoint own;
    private int sequence;

    private Flood(int address, int port, long seed) {
        this.address = address;
        this.port = port;
        random = new SplittableRandom(seed);
    }

    public static void main(String[] args) throws IOException {
        Flood flood = new Flood(Ipv4.parse(args[3]), Integer.parseInt(args[4]), Long.parseLong(args[5]));
        flood.run(args[0], Long.parseLong(args[1]) * 1_000_000, Long.parseLong(args[2]));
    }

    private void run(String kind, long nanos, long rate) throws IOException {
        int raw = Sys.check(calls.socket(Sockets.INET, Sockets.RAW, Sockets.RAW_IP), "raw socket");
        try (StreamServer server = StreamServer.listen(calls, InetEndpoint.ipv4(address, 0), 4);
             StreamSocket mine = StreamSocket.connected(calls, server.local()); StreamSocket other = server.accept()) {
            own = mine.local();
            int target = kind.equals("own") || kind.equals("order") ? server.local().port() : port;
            long start = System.nanoTime();
            long sent = 0;
            long refused = 0;
            while (System.nanoTime() - start < nanos) {
                for (int i = 0; i < BURST; i++) {
                    int length = make(kind, target, (int) sent);
                    if (calls.sendTo(raw, packet.array(), 0, length, 0, null) < 0) {
                        refused++;
                    }
                    sent++;
                }
                long due = start + sent * 1_000_000_000L / rate;
                long ahead = due - System.nanoTime();
                if (ahead > 0) {
                    calls.sleep(ahead);
                }
            }
            System.out.println("flood " + sent + " " + (System.nanoTime() - start) + " " + refused);
        }
        calls.close(raw);
    }

    private int make(String kind, int target, int number) {
        return switch (kind) {
            case "syn" -> tcp(random.nextInt() & 0x7fffffff | 0x0b000000, random.nextInt(1, 65536), target, SYN, random.nextInt(), 0, 0);
            case "rst" -> tcp(address, random.nextInt(1, 65536), target, RST | (number & 1) * ACK, random.nextInt(), random.nextInt(), 0);
            case "ack" -> tcp(address, random.nextInt(1, 65536), target, ACK, random.nextInt(), random.nextInt(), DATA);
            case "own" -> tcp(own.ipv4(), own.port(), target, new int[] {ACK, RST, SYN, FIN | ACK}[number & 3], random.nextInt(), random.nextInt(), 1);
            case "order" -> tcp(own.ipv4(), own.port(), target, ACK, random.nextInt(), sequence += 2, 1);
            case "fragment" -> fragment(number, 0, true);
            case "overlap" -> fragment(number >> 2, (number & 3) * 24, true);
            default -> throw new IllegalArgumentException("no flood " + kind);
        };
    }

    private void ip(int length, int protocol, int id, int fragment, int source) {
        packet.clear();
        packet.putShort((short) 0x4500).putShort((short) length).putShort((short) id).putShort((short) fragment);
        packet.put((byte) 64).put((byte) protocol).putShort((short) 0).putInt(source).putInt(address);
    }

    private int tcp(int source, int sourcePort, int target, int flags, int number, int acknowledged, int data) {
        ip(IP + TCP + data, Sockets.TCP, 0, 0, source);
        packet.putShort((short) sourcePort).putShort((short) target).putInt(number).putInt(acknowledged);
        packet.put((byte) 0x50).put((byte) flags).putShort((short) 65535).putInt(0);
        return IP + TCP + data;
    }

    private int fragment(int id, int offset, boolean more) {
        ip(IP + DATA, Sockets.UDP, id, offset / 8 | (more ? 0x2000 : 0), address);
        packet.putLong(0).putLong(0);
        return IP + DATA;
    }
}
