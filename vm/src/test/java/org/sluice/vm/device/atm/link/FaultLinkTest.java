package org.sluice.vm.device.atm.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sluice.vm.time.VirtualClock;

/** Faults: how many, which, and that a seed brings the same ones. */
class FaultLinkTest {
    private static final int MANY = 100_000;

    private final VirtualClock clock = new VirtualClock();
    private final Recorder recorder = new Recorder();

    private FaultLink link(String options) {
        LinkSpec spec = LinkSpec.loopback().with(options);
        FaultLink link = new FaultLink(new LoopbackLink(true), ((LinkSpec.Wrong) spec.around().getFirst()).faults(), true, clock);
        link.connect(recorder);
        recorder.take();
        return link;
    }

    /** Sends numbered cells, a few at a time. */
    private List<String> sendMany(AtmLink link) {
        List<String> sent = new ArrayList<>();
        for (int i = 0; i < MANY; i += 10) {
            List<byte[]> cells = new ArrayList<>();
            for (int j = 0; j < 10; j++) {
                byte[] cell = TestCells.cell(0, 40, 0, 0, 0);
                java.nio.ByteBuffer.wrap(cell).putInt(5, i + j);
                cells.add(cell);
                sent.add(Recorder.text(cell));
            }
            TestCells.send(link, cells);
        }
        return sent;
    }

    @Test
    void lossTakesItsShareAndNothingElse() {
        FaultLink link = link("loss=0.01");
        List<String> sent = sendMany(link);
        List<String> got = recorder.take();
        long lost = Recorder.counter(link, "cells lost");
        assertEquals(MANY - lost, got.size());
        assertEquals(1000, lost, 150); // five times the standard deviation
        sent.retainAll(new java.util.HashSet<>(got));
        assertEquals(sent, got, "what arrives is in order and undamaged");
    }

    @Test
    void bitErrorsHitHeaderAndPayloadAlike() {
        FaultLink link = link("biterrors=1e-4");
        List<String> sent = sendMany(link);
        List<String> got = recorder.take();
        assertEquals(MANY, got.size());
        long header = 0;
        long all = 0;
        for (int i = 0; i < MANY; i++) {
            byte[] a = HexFormat.of().parseHex(sent.get(i).substring(5));
            byte[] b = HexFormat.of().parseHex(got.get(i).substring(5));
            for (int at = 0; at < 53; at++) {
                int flips = Integer.bitCount((a[at] ^ b[at]) & 0xff);
                all += flips;
                header += at < 5 ? flips : 0;
            }
        }
        assertEquals(Recorder.counter(link, "bits flipped"), all);
        assertEquals(4240, all, 330);
        assertEquals(400, header, 100);
    }

    @Test
    void duplicatesAndStrangeCellsComeBehindTheirCell() {
        FaultLink link = link("duplicate=0.02,misinsert=0.03");
        List<String> sent = sendMany(link);
        List<String> got = recorder.take();
        long twice = Recorder.counter(link, "cells duplicated");
        long strange = Recorder.counter(link, "strange cells inserted");
        assertEquals(2000, twice, 230);
        assertEquals(3000, strange, 280);
        assertEquals(MANY + twice + strange, got.size());
        int at = 0;
        java.util.Set<String> known = new java.util.HashSet<>(sent);
        for (String cell : sent) {
            assertEquals(cell, got.get(at++));
            while (at < got.size() && (got.get(at).equals(cell) || !known.contains(got.get(at)))) {
                assertEquals(cell.substring(0, 15), got.get(at).substring(0, 15), "the header of the cell before");
                at++;
            }
        }
    }

    @Test
    void sameSeedSameFaults() {
        sendMany(link("loss=0.01,biterrors=1e-5,misinsert=0.01,duplicate=0.01,seed=5"));
        List<String> first = recorder.take();
        sendMany(link("loss=0.01,biterrors=1e-5,misinsert=0.01,duplicate=0.01,seed=5"));
        assertEquals(first, recorder.take());
        sendMany(link("loss=0.01,biterrors=1e-5,misinsert=0.01,duplicate=0.01,seed=6"));
        assertNotEquals(first, recorder.take());
    }

    @Test
    void delayIsKeptToTheNanosecondOfItsTimer() {
        FaultLink link = link("delay=3ms");
        byte[] cell = TestCells.cell(0, 40, 1, 0, 1);
        long sent = clock.monotonicNanos();
        link.send(cell, 0, 1);
        clock.advance(1_000_000);
        link.send(cell, 0, 1);
        assertEquals(List.of(), recorder.take());
        assertTrue(clock.idle());
        assertEquals(1, recorder.take().size());
        assertEquals(sent + 3_000_000, clock.monotonicNanos(), 1_000);
        assertTrue(clock.idle());
        assertEquals(1, recorder.take().size());
        assertEquals(sent + 4_000_000, clock.monotonicNanos(), 2_000);
    }

    @Test
    void jitterKeepsTheOrder() {
        FaultLink link = link("delay=1ms,jitter=5ms,seed=3");
        List<String> sent = new ArrayList<>();
        List<Long> times = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            byte[] cell = TestCells.cell(0, 40, 0, 0, i);
            sent.add(Recorder.text(cell));
            link.send(cell, 0, 1);
            clock.advance(100_000);
        }
        List<String> got = new ArrayList<>(recorder.take());
        while (clock.idle()) {
            got.addAll(recorder.take());
            times.add(clock.monotonicNanos());
        }
        assertEquals(sent, got);
        assertTrue(times.size() > 1, "they do not come all at once");
    }

    @Test
    void whatIsUnderWayIsBounded() {
        FaultLink link = link("delay=1s");
        byte[] cells = TestCells.joined(Collections.nCopies(1000, TestCells.cell(0, 40, 0, 0, 1)));
        boolean busy = false;
        for (int i = 0; i < 100; i++) {
            busy |= link.freeAt() > 0;
            link.send(cells, 0, 1000);
        }
        assertTrue(busy, "a sender that asks is held back before cells are lost");
        assertEquals(100_000 - DelayLine.MOST, Recorder.counter(link, "cells lost with too many under way"));
        while (clock.idle()) {
            // the rest arrives
        }
        assertEquals(DelayLine.MOST, recorder.events.size());
    }

    @Test
    void pduIsLostIfOneOfItsCellsWouldBe() {
        List<WireLink> wire = WireLink.pair(AtmLink.Carriage.PDUS);
        FaultLink link = new FaultLink(wire.get(0), new Faults(0.001, 0, 0, 0, 0, 0, 0, false, 11), false, clock);
        Recorder near = new Recorder();
        link.connect(near);
        wire.get(1).connect(recorder);
        recorder.take();
        Pdu pdu = BytesPdu.plain(0, 40, MemorySegment.ofArray(TestCells.sdu(9180))); // 192 cells
        for (int i = 0; i < 1000; i++) {
            link.send(pdu);
        }
        long lost = Recorder.counter(link, "PDUs lost to what happened to their cells");
        assertEquals(1000 * (1 - Math.pow(0.999, 192)), lost, 65);
        assertEquals(1000 - lost, recorder.take().size());
        near.take();
        for (int i = 0; i < 1000; i++) {
            wire.get(1).send(pdu);
        }
        assertTrue(near.take().size() < 900, "on the way back too");
    }

    @Test
    void delayedPduKeepsItsBytes() {
        List<WireLink> wire = WireLink.pair(AtmLink.Carriage.PDUS);
        FaultLink link = new FaultLink(wire.get(0), new Faults(0, 0, 0, 0, 0, 1_000, 0, false, 1), false, clock);
        link.connect(new Recorder());
        wire.get(1).connect(recorder);
        recorder.take();
        byte[] bytes = TestCells.sdu(100);
        link.send(BytesPdu.plain(0, 40, MemorySegment.ofArray(bytes)));
        String expected = Recorder.text(0, 40, bytes.clone());
        bytes[50]++; // the sender's memory is its own again
        clock.idle();
        assertEquals(List.of(expected), recorder.take());
    }

    /** A link on which things happen to PDUs; what is sent comes to the recorder. */
    private FaultLink pduLink(Recorder near, String options) {
        List<WireLink> wire = WireLink.pair(AtmLink.Carriage.PDUS);
        LinkSpec spec = LinkSpec.parse("tun:t").with(options);
        FaultLink link = new FaultLink(wire.get(0), ((LinkSpec.Wrong) spec.around().getFirst()).faults(), false, clock);
        link.connect(near);
        wire.get(1).connect(recorder);
        recorder.take();
        near.take();
        return link;
    }

    private static List<String> sendNumbered(AtmLink link, int count) {
        List<String> sent = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte[] bytes = java.nio.ByteBuffer.allocate(1500).putInt(i).array();
            sent.add(Recorder.text(0, 100, bytes));
            link.send(BytesPdu.plain(0, 100, MemorySegment.ofArray(bytes)));
            java.util.Arrays.fill(bytes, (byte) -1); // the sender's memory is its own again
        }
        return sent;
    }

    @Test
    void pdusAreLostAndDuplicatedAsAWhole() {
        FaultLink link = pduLink(new Recorder(), "loss=0.05,duplicate=0.02,seed=3");
        List<String> sent = sendNumbered(link, 10_000);
        List<String> got = recorder.take();
        long lost = Recorder.counter(link, "PDUs lost");
        long twice = Recorder.counter(link, "PDUs duplicated");
        assertEquals(500, lost, 110);
        assertEquals(190, twice, 70);
        assertEquals(10_000 - lost + twice, got.size());
        sent.retainAll(new java.util.HashSet<>(got));
        assertEquals(sent, got.stream().distinct().toList(), "in order and undamaged");
        assertEquals(got.stream().sorted().toList(), got, "a duplicate comes at once");
    }

    @Test
    void pdusAreOvertakenByAFewAndNoneIsMissing() {
        FaultLink link = pduLink(new Recorder(), "reorder=0.1");
        List<String> sent = sendNumbered(link, 2_000);
        List<String> got = new ArrayList<>(recorder.take());
        clock.advance(HoldBack.LONGEST);
        clock.idle();
        got.addAll(recorder.take());
        assertEquals(sent, got.stream().sorted().toList());
        long late = 0;
        for (int i = 0; i < got.size(); i++) {
            int place = sent.indexOf(got.get(i));
            assertTrue(i - place <= 2 * HoldBack.MOST, "PDU " + place + " came as number " + i);
            late += i > place ? 1 : 0;
        }
        assertEquals(200, Recorder.counter(link, "PDUs overtaken"), 60);
        assertEquals(Recorder.counter(link, "PDUs overtaken"), late, 20, "those it happened to");
    }

    @Test
    void aPduThatNoneFollowsComesAfterAWhile() {
        FaultLink link = pduLink(new Recorder(), "reorder=1");
        List<String> sent = sendNumbered(link, 3);
        assertEquals(List.of(), recorder.take());
        while (clock.idle()) {
            // time goes on
        }
        assertEquals(HoldBack.LONGEST, clock.monotonicNanos(), 1_000);
        assertEquals(sent, recorder.take());
    }

    @Test
    void bitsOfPdusAreFlippedWithoutAal5Noticing() {
        FaultLink link = pduLink(new Recorder(), "biterrors=1e-4");
        List<String> sent = sendNumbered(link, 1_000);
        List<String> got = recorder.take();
        assertEquals(1_000, got.size());
        long flips = 0;
        for (int i = 0; i < got.size(); i++) {
            byte[] a = HexFormat.of().parseHex(sent.get(i).substring("pdu 0.100 ".length()));
            byte[] b = HexFormat.of().parseHex(got.get(i).substring("pdu 0.100 ".length()));
            for (int at = 0; at < a.length; at++) {
                flips += Integer.bitCount((a[at] ^ b[at]) & 0xff);
            }
        }
        assertEquals(Recorder.counter(link, "bits flipped"), flips);
        assertEquals(1_200, flips, 180);
    }

    @Test
    void allThatHappensToPdusIsTheSameForASeedAndBothWays() {
        Recorder near = new Recorder();
        String options = "loss=0.05,duplicate=0.05,reorder=0.1,delay=2ms,jitter=1ms,biterrors=1e-5,seed=9";
        List<List<String>> runs = new ArrayList<>();
        for (int run = 0; run < 2; run++) {
            sendNumbered(pduLink(near, options), 500);
            while (clock.idle()) {
                // everything arrives
            }
            runs.add(recorder.take());
        }
        assertEquals(runs.get(0), runs.get(1));
        assertTrue(runs.get(0).size() > 450 && runs.get(0).size() < 550, runs.get(0).size() + "");
        List<WireLink> wire = WireLink.pair(AtmLink.Carriage.PDUS);
        FaultLink link = new FaultLink(wire.get(0), new Faults(0.5, 0, 0, 0, 0.5, 0, 0, true, 1), false, clock);
        link.connect(near);
        wire.get(1).connect(recorder);
        near.take();
        sendNumbered(wire.get(1), 1_000);
        while (clock.idle()) {
            // those held back, too
        }
        assertEquals(500, near.take().size(), 80);
        assertThrows(IllegalArgumentException.class, () -> new FaultLink(new LoopbackLink(true), new Faults(0, 0, 0, 0, 0, 0, 0, true, 1), true,
            clock));
    }

    @Test
    void referencesMeetNoFaults() {
        assertThrows(IllegalArgumentException.class, () -> new FaultLink(new LoopbackLink(false), Faults.NONE, true, clock));
    }

    @Test
    void loopbackWithFaultsCarriesCellsAndMeetsThemOnce() throws LinkFailure {
        AtmLink link = LinkSpec.parse("loopback,loss=0.1,seed=2").open(clock, 0);
        assertEquals(AtmLink.Carriage.CELLS, link.carriage());
        assertEquals("faults(loss=0.1,loopback)", link.describe());
        link.connect(recorder);
        recorder.take();
        sendMany(link);
        assertEquals(MANY * 0.9, recorder.take().size(), 500);
    }

    @Test
    void cellsThatAnswerWhileTheyArriveAreFine() {
        List<String> got = new ArrayList<>();
        byte[] answer = TestCells.cell(0, 41, 5, 0, 2);
        FaultLink again = new FaultLink(new LoopbackLink(true), new Faults(0, 0, 0, 0, 0, 0, 0, false, 1), true, clock);
        again.connect(new AtmLink.Arrivals() {
            @Override
            public void cells(byte[] cells, int offset, int count) {
                String first = HexFormat.of().formatHex(cells, offset, offset + 53);
                if (cells[offset + 52] == 1) {
                    again.send(answer, 0, 1);
                }
                // what was handed over is as it was
                assertEquals(first, HexFormat.of().formatHex(cells, offset, offset + 53));
                got.add("cell " + first);
            }

            @Override
            public void pdu(Pdu pdu) {
                throw new AssertionError();
            }

            @Override
            public void state(boolean up) {
                // of no interest
            }
        });
        byte[] cell = TestCells.cell(0, 41, 5, 0, 1);
        again.send(cell, 0, 1);
        assertEquals(List.of(Recorder.text(answer), Recorder.text(cell)), got);
    }
}
