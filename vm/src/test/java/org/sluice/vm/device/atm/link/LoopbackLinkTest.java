package org.sluice.vm.device.atm.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Links without an outside: the loop, and the wire between two interfaces. */
class LoopbackLinkTest {
    @Test
    void loopHandsBackTheVeryPduOnTheSameThread() {
        List<Object> got = new ArrayList<>();
        LoopbackLink link = new LoopbackLink(false);
        link.connect(new AtmLink.Arrivals() {
            @Override
            public void cells(byte[] cells, int offset, int count) {
                got.add(cells);
                got.add(offset + "+" + count);
            }

            @Override
            public void pdu(Pdu pdu) {
                got.add(pdu);
                got.add(Thread.currentThread());
            }

            @Override
            public void state(boolean up) {
                got.add(up);
            }
        });
        assertEquals(AtmLink.Carriage.REFERENCES, link.carriage());
        Pdu pdu = new BytesPdu(1, 40, MemorySegment.ofArray(new byte[9]), true, false, 3, 4, 77);
        link.send(pdu);
        byte[] cells = new byte[3 * 53];
        link.send(cells, 53, 2);
        assertEquals(5, got.size());
        assertEquals(true, got.get(0));
        assertSame(pdu, got.get(1));
        assertSame(Thread.currentThread(), got.get(2));
        assertSame(cells, got.get(3));
        assertEquals("53+2", got.get(4));
    }

    @Test
    void loopOfCellsTakesNoPdu() {
        LoopbackLink link = new LoopbackLink(true);
        link.connect(new Recorder());
        assertEquals(AtmLink.Carriage.CELLS, link.carriage());
        assertThrows(IllegalStateException.class, () -> link.send(BytesPdu.plain(0, 40, MemorySegment.ofArray(new byte[9]))));
    }

    @Test
    void wireIsUpWhileBothEndsArePluggedIn() {
        List<WireLink> ends = WireLink.pair(AtmLink.Carriage.CELLS);
        Recorder left = new Recorder();
        Recorder right = new Recorder();
        byte[] cell = TestCells.cell(0, 40, 1, 0, 5);
        ends.get(0).connect(left);
        assertFalse(ends.get(0).up());
        ends.get(0).send(cell, 0, 1);
        assertEquals(1, Recorder.counter(ends.get(0), "sent with nobody at the other end"));
        ends.get(1).connect(right);
        assertTrue(ends.get(0).up() && ends.get(1).up());
        ends.get(0).send(cell, 0, 1);
        ends.get(1).send(cell, 0, 1);
        assertEquals(List.of("up", Recorder.text(cell)), left.take());
        assertEquals(List.of("up", Recorder.text(cell)), right.take());
        ends.get(1).close();
        assertEquals(List.of("down"), left.take());
        ends.get(0).send(cell, 0, 1);
        assertEquals(2, Recorder.counter(ends.get(0), "sent with nobody at the other end"));
    }
}
