package org.sluice.vm.device.atm.link;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.List;
import org.sluice.vm.time.Clock;

/**
 * AAL5 PDUs over TCP as Linux' {@code atmtcp} program sends them: VPI and VCI of two bytes, the length of the SDU of four, the SDU. On 0/0
 * there are messages of one line that tell of connections opened (O) and closed (C), which need no answer. There is no trailer, and
 * neither CLP nor user-to-user indication arrives; cells cannot be carried.
 */
public final class AtmTcpLink extends TcpLink {
    static final int HEADER = 8;
    private static final int MAX_LENGTH = 65535;
    private static final int MAX_CONTROL = 1024;
    private static final int MAX_VPI = 255;

    private enum Counted {
        LOST("PDUs lost with the line down"), OVERRUN("PDUs lost to a slow peer"), UNREADABLE("PDUs whose memory was out of reach"),
        CELLS("cells dropped, which this link cannot carry"), CONTROL("control messages"), EMPTY("PDUs without a byte dropped"),
        VPI("PDUs for a VPI above 255 dropped"), CUT("messages cut by the end of a connection");

        private final String text;

        Counted(String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    private final Tally<Counted> tally = new Tally<>(Counted.values());
    /** The message being sent; sending is for one thread at a time. */
    private final ByteBuffer outgoing = ByteBuffer.allocateDirect(HEADER + MAX_LENGTH);
    private final MemorySegment outgoingMemory = MemorySegment.ofBuffer(outgoing);

    private AtmTcpLink(String description, TcpLine line) {
        super(description, line);
    }

    /** A link to a peer that listens. */
    public static AtmTcpLink connecting(String host, int port, Clock clock) throws LinkFailure {
        String name = "atmtcp:" + host + ":" + port;
        return new AtmTcpLink(name, new TcpLine(name, host, port, false, clock));
    }

    /**
     * A link that waits for its peer, one at a time.
     *
     * @param port 0 for any
     * @throws LinkFailure if it cannot listen there
     */
    public static AtmTcpLink listening(String host, int port, Clock clock) throws LinkFailure {
        TcpLine line = new TcpLine("listen:atmtcp:" + host + ":" + port, host, port, true, clock);
        return new AtmTcpLink("listen:atmtcp:" + host + ":" + line.port(), line);
    }

    @Override
    public Carriage carriage() {
        return Carriage.PDUS;
    }

    @Override
    void cut() {
        tally.add(Counted.CUT, 1);
    }

    @Override
    void take(ByteBuffer bytes, Arrivals arrivals) throws BadStream {
        while (takeOne(bytes, arrivals)) {
            // until the rest is no whole message
        }
    }

    /** Whether there was a whole message. */
    private boolean takeOne(ByteBuffer bytes, Arrivals arrivals) throws BadStream {
        if (bytes.remaining() < HEADER) {
            return false;
        }
        int at = bytes.position();
        int vpi = bytes.getShort(at) & 0xffff;
        int vci = bytes.getShort(at + 2) & 0xffff;
        int length = bytes.getInt(at + 4);
        boolean control = vpi == 0 && vci == 0;
        if (length < 0 || length > (control ? MAX_CONTROL : MAX_LENGTH)) {
            throw new BadStream("a message of " + Integer.toUnsignedString(length) + " bytes");
        }
        if (bytes.remaining() < HEADER + length) {
            return false;
        }
        bytes.position(at + HEADER + length);
        if (control) {
            checkControl(bytes, at + HEADER, length);
        } else if (vpi > MAX_VPI) {
            tally.add(Counted.VPI, 1);
        } else if (length == 0) {
            tally.add(Counted.EMPTY, 1);
        } else {
            arrivals.pdu(BytesPdu.plain(vpi, vci, MemorySegment.ofArray(bytes.array()).asSlice(at + HEADER, length)));
        }
        return true;
    }

    private void checkControl(ByteBuffer bytes, int at, int length) throws BadStream {
        if (length < 2 || bytes.get(at) != 'O' && bytes.get(at) != 'C' || bytes.get(at + 1) != ' ') {
            throw new BadStream("a control message that is neither O nor C");
        }
        tally.add(Counted.CONTROL, 1);
    }

    @Override
    public void send(byte[] cells, int offset, int count) {
        tally.add(Counted.CELLS, count);
    }

    @Override
    public void send(Pdu pdu) {
        if (!up()) {
            tally.add(Counted.LOST, 1);
            return;
        }
        outgoing.clear();
        outgoing.putShort((short) pdu.vpi()).putShort((short) pdu.vci()).putInt(pdu.length());
        if (!pdu.copyTo(0, outgoingMemory, HEADER, pdu.length())) {
            tally.add(Counted.UNREADABLE, 1);
            return;
        }
        outgoing.position(0).limit(HEADER + pdu.length());
        switch (line().send(outgoing)) {
            case DOWN -> tally.add(Counted.LOST, 1);
            case FULL -> tally.add(Counted.OVERRUN, 1);
            case SENT -> { }
        }
    }

    @Override
    public List<Counter> counters() {
        return line().counters(tally.followedBy(List.of()));
    }
}
