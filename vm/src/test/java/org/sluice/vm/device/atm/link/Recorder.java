package org.sluice.vm.device.atm.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.sluice.vm.device.atm.cell.CellHeader;

/** An interface that remembers what arrives, as text. */
final class Recorder implements AtmLink.Arrivals {
    /** Far beyond what anything takes. */
    private static final long LIMIT_SECONDS = 60;

    final BlockingQueue<String> events = new LinkedBlockingQueue<>();

    /** A cell as it is recorded. */
    static String text(byte[] cell) {
        return "cell " + HexFormat.of().formatHex(cell);
    }

    static String text(int vpi, int vci, byte[] sdu) {
        return "pdu " + vpi + "." + vci + " " + HexFormat.of().formatHex(sdu);
    }

    @Override
    public void cells(byte[] cells, int offset, int count) {
        for (int i = 0; i < count; i++) {
            int at = offset + i * CellHeader.CELL;
            events.add("cell " + HexFormat.of().formatHex(cells, at, at + CellHeader.CELL));
        }
    }

    @Override
    public void pdu(Pdu pdu) {
        byte[] bytes = new byte[pdu.length()];
        if (pdu.copyTo(0, MemorySegment.ofArray(bytes), 0, bytes.length)) {
            events.add(text(pdu.vpi(), pdu.vci(), bytes));
        }
    }

    @Override
    public void state(boolean up) {
        events.add(up ? "up" : "down");
    }

    /** Waits for the next event and checks it. */
    void expect(String event) {
        try {
            String next = events.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
            assertNotNull(next, "nothing came for " + LIMIT_SECONDS + " s instead of " + event);
            assertEquals(event, next);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** All that has arrived and was not taken. */
    List<String> take() {
        List<String> all = new ArrayList<>();
        events.drainTo(all);
        return all;
    }

    /** What a link has counted under a name. */
    static long counter(AtmLink link, String name) {
        return counter(link.counters(), name);
    }

    static long counter(List<AtmLink.Counter> counters, String name) {
        return counters.stream().filter(c -> c.name().equals(name)).findFirst()
            .orElseThrow(() -> new AssertionError("no counter '" + name + "' among " + counters)).value();
    }
}
