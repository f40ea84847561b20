package org.sluice.kernel.net;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.sluice.kernel.net.packet.Budget;
import org.sluice.kernel.net.tcp.Tcp;
import org.sluice.kernel.network.SocketSession;

/** The other end of a connection, 10.1.0.1 and port 5000, played by a test segment by segment. */
final class TcpPeer {
    static final int FIN = 1;
    static final int SYN = 2;
    static final int RST = 4;
    static final int ACK = 16;
    static final byte[] NOTHING = {};

    private final Rig rig;
    /** The peer's next number, and that which it expects. */
    int theirs = 1000;
    int ours;
    /** What was sent since, as IP packets. */
    final List<ByteBuffer> packets = new ArrayList<>();

    TcpPeer(Rig rig) {
        this.rig = rig;
        rig.control("arp add 10.1.0.1 clip0 0.100");
    }

    void inject(int from, int to, int seq, int ack, int flags, int window, String options, byte[] data) {
        rig.atm.inject(100, TcpHostileTest.segment(from, to, seq, ack, flags, window, options, data), 0);
    }

    /** A segment of the connection. @param at behind {@link #theirs}; acknowledged behind {@link #ours} */
    void send(int at, int acknowledged, int flags, int window, byte[] data) {
        inject(5000, 80, theirs + at, ours + acknowledged, flags, window, "", data);
    }

    void ack(int acknowledged, int window) {
        send(0, acknowledged, ACK, window, NOTHING);
    }

    /** Segments that were sent since, from the TCP header on. */
    List<ByteBuffer> sent() {
        List<ByteBuffer> all = new ArrayList<>();
        packets.clear();
        rig.atm.sent.forEach(sdu -> {
            if (sdu.bytes()[8] == 0x45 && sdu.bytes()[17] == 6) {
                packets.add(ByteBuffer.wrap(sdu.bytes(), 8, sdu.bytes().length - 8).slice());
                all.add(ByteBuffer.wrap(sdu.bytes(), 28, sdu.bytes().length - 28).slice());
            }
        });
        rig.atm.sent.clear();
        return all;
    }

    /** A connection to port 80. @param syn options of its first segment; of its others by then */
    SocketSession open(String syn, String options) {
        SocketSession listener = TcpRig.listen(rig, 80);
        inject(5000, 80, theirs++, 0, SYN, 60_000, syn, NOTHING);
        ours = sent().get(0).getInt(4) + 1;
        inject(5000, 80, theirs, ours, ACK, 60_000, options, NOTHING);
        SocketSession s = listener.accept(0, null);
        listener.close();
        sent();
        return s;
    }

    /** Where a segment lies in our stream, 0 for the first byte. */
    int at(ByteBuffer segment) {
        return segment.getInt(4) - ours;
    }

    static int length(ByteBuffer segment) {
        return segment.capacity() - (segment.get(12) >> 4 & 15) * 4;
    }

    static String text(ByteBuffer segment) {
        byte[] data = new byte[length(segment)];
        segment.get(segment.capacity() - data.length, data);
        return new String(data, java.nio.charset.StandardCharsets.ISO_8859_1);
    }

    static int flags(ByteBuffer segment) {
        return segment.get(13) & 0x3f;
    }

    /** What all sockets may keep. */
    static Budget budget(Rig rig) {
        try {
            var field = Tcp.class.getDeclaredField("budget");
            field.setAccessible(true);
            return (Budget) field.get(rig.net.tcp());
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }
}
