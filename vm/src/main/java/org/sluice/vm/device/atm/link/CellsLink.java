package org.sluice.vm.device.atm.link;

import java.nio.ByteBuffer;
import java.util.List;
import org.sluice.vm.device.atm.cell.CellHeader;
import org.sluice.vm.time.Clock;

/**
 * Cells back to back over TCP, nothing around them. Idle and unassigned cells are dropped on arrival; headers are not looked at otherwise.
 * What is sent while there is no peer is lost.
 */
public final class CellsLink extends TcpLink {
    /** Cells of one write; a longer run is cut. */
    private static final int RUN = TcpLine.BACKLOG / CellHeader.CELL / 8;

    private enum Counted {
        LOST("cells lost with the line down"), OVERRUN("cells lost to a slow peer"), EMPTY("idle cells dropped"),
        CUT("cells cut by the end of a connection");

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

    private CellsLink(String description, TcpLine line) {
        super(description, line);
    }

    /** A link to a peer that listens. @param kind what to call it, such as {@code "cells"} */
    public static CellsLink connecting(String kind, String host, int port, Clock clock) throws LinkFailure {
        String name = kind + ":" + host + ":" + port;
        return new CellsLink(name, new TcpLine(name, host, port, false, clock));
    }

    /**
     * A link that waits for its peer, one at a time.
     *
     * @param port 0 for any
     * @throws LinkFailure if it cannot listen there
     */
    public static CellsLink listening(String host, int port, Clock clock) throws LinkFailure {
        TcpLine line = new TcpLine("listen:cells:" + host + ":" + port, host, port, true, clock);
        return new CellsLink("listen:cells:" + host + ":" + line.port(), line);
    }

    @Override
    public Carriage carriage() {
        return Carriage.CELLS;
    }

    @Override
    void cut() {
        tally.add(Counted.CUT, 1);
    }

    @Override
    void take(ByteBuffer bytes, Arrivals arrivals) {
        byte[] array = bytes.array();
        int at = bytes.position();
        int count = bytes.remaining() / CellHeader.CELL;
        int run = 0;
        for (int i = 0; i < count; i++) {
            if (!CellHeader.empty(CellHeader.get(array, at + run * CellHeader.CELL))) {
                run++;
                continue;
            }
            tally.add(Counted.EMPTY, 1);
            if (run > 0) {
                arrivals.cells(array, at, run);
            }
            at += (run + 1) * CellHeader.CELL;
            run = 0;
        }
        if (run > 0) {
            arrivals.cells(array, at, run);
        }
        bytes.position(bytes.position() + count * CellHeader.CELL);
    }

    @Override
    public void send(byte[] cells, int offset, int count) {
        for (int done = 0; done < count; done += RUN) {
            int part = Math.min(RUN, count - done);
            switch (line().send(ByteBuffer.wrap(cells, offset + done * CellHeader.CELL, part * CellHeader.CELL))) {
                case DOWN -> tally.add(Counted.LOST, part);
                case FULL -> tally.add(Counted.OVERRUN, part);
                case SENT -> { }
            }
        }
    }

    @Override
    public void send(Pdu pdu) {
        throw new IllegalStateException("this link carries cells");
    }

    @Override
    public List<Counter> counters() {
        return line().counters(tally.followedBy(List.of()));
    }
}
