package org.sluice.vm.device.atm.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sluice.vm.time.RealClock;
import org.sluice.vm.time.VirtualClock;

/** The switch: tables, contracts, queues and what is dropped when. */
@Timeout(120)
class AtmSwitchTest {
    private static final int QUEUE = 64;
    /** What a queue of that length makes of it: no PDU begun, low priority dropped, marked. */
    private static final int EARLY = 48;
    private static final int PRIORITY = 40;
    private static final int CONGESTED = 32;

    private final VirtualClock clock = new VirtualClock();
    private final AtmSwitch made = new AtmSwitch(clock);
    private final List<AtmLink> links = new ArrayList<>();
    private final List<Recorder> recorders = new ArrayList<>();

    /** Adds a port with an interface. */
    private void port(double rate) {
        AtmLink link = made.link(made.addPort(rate, QUEUE));
        Recorder recorder = new Recorder();
        link.connect(recorder);
        recorder.expect("up");
        links.add(link);
        recorders.add(recorder);
    }

    private void connect(String from, boolean frames, AtmSwitch.Policing policing, String... to) {
        made.connect(end(from), List.of(to).stream().map(AtmSwitchTest::end).toList(), frames, policing);
    }

    private static AtmSwitch.End end(String text) {
        String[] parts = text.split("[:.]");
        return new AtmSwitch.End(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]), Integer.parseInt(parts[2]));
    }

    private long counter(String name) {
        return Recorder.counter(made.counters(), name);
    }

    /** Sends at port 1. */
    private void send(List<byte[]> cells) {
        TestCells.send(links.getFirst(), cells);
    }

    private static List<String> texts(List<byte[]> cells) {
        return cells.stream().map(Recorder::text).toList();
    }

    /** Lets all queues run empty. */
    private void drain() {
        while (clock.idle()) {
            // timers of the ports
        }
    }

    @Test
    void tableTranslatesAndLeavesTheRestAsItIs() {
        port(0);
        port(0);
        connect("1:0.100", false, null, "2:7.2000");
        connect("2:7.2000", false, null, "1:0.100");
        for (int pti = 0; pti < 8; pti++) {
            for (int clp = 0; clp < 2; clp++) {
                send(List.of(TestCells.cell(0, 100, pti, clp, 9)));
                assertEquals(texts(List.of(TestCells.cell(7, 2000, pti, clp, 9))), recorders.get(1).take());
            }
        }
        TestCells.send(links.get(1), List.of(TestCells.cell(7, 2000, 1, 0, 4)));
        assertEquals(texts(List.of(TestCells.cell(0, 100, 1, 0, 4))), recorders.get(0).take());
        send(List.of(TestCells.cell(0, 101, 1, 0, 9), TestCells.cell(1, 100, 1, 0, 9)));
        assertEquals(2, counter("port 1: cells dropped, no such connection"));
        assertEquals(List.of(), recorders.get(1).take());
        made.disconnect(end("1:0.100"));
        send(List.of(TestCells.cell(0, 100, 1, 0, 9)));
        assertEquals(3, counter("port 1: cells dropped, no such connection"));
    }

    @Test
    void headersArePutRightOrTheirCellsDropped() {
        port(0);
        port(0);
        connect("1:0.100", false, null, "2:0.101");
        byte[] good = TestCells.cell(0, 100, 1, 0, 9);
        byte[] one = good.clone();
        one[2] ^= 8;
        byte[] two = good.clone();
        two[2] ^= 9;
        send(List.of(one, good, two, good));
        byte[] out = TestCells.cell(0, 101, 1, 0, 9);
        assertEquals(texts(List.of(out, out, out)), recorders.get(1).take());
        assertEquals(1, counter("port 1: headers put right"));
        assertEquals(1, counter("port 1: cells dropped, header damaged"));
    }

    @Test
    void pointToMultipointGoesEverywhereUnderItsOwnNumber() {
        port(0);
        port(0);
        port(0);
        connect("1:0.100", true, null, "2:0.50", "3:1.60", "1:0.70");
        List<byte[]> pdu = TestCells.aal5(0, 100, TestCells.sdu(200), 0);
        send(pdu);
        assertEquals(texts(TestCells.aal5(0, 50, TestCells.sdu(200), 0)), recorders.get(1).take());
        assertEquals(texts(TestCells.aal5(1, 60, TestCells.sdu(200), 0)), recorders.get(2).take());
        assertEquals(texts(TestCells.aal5(0, 70, TestCells.sdu(200), 0)), recorders.get(0).take());
    }

    @Test
    void portKeepsItsRate() {
        port(0);
        port(1000);
        connect("1:0.100", false, null, "2:0.100");
        long start = clock.monotonicNanos();
        send(java.util.Collections.nCopies(30, TestCells.cell(0, 100, 0, 0, 1)));
        assertEquals(1, recorders.get(1).take().size(), "the first goes at once");
        for (int i = 1; i < 30; i++) {
            assertTrue(clock.idle());
            assertEquals(1, recorders.get(1).take().size());
            assertEquals(start + i * 1_000_000L, clock.monotonicNanos(), 20_000);
        }
        clock.advance(50_000_000);
        send(java.util.Collections.nCopies(5, TestCells.cell(0, 100, 0, 0, 1)));
        assertEquals(1, recorders.get(1).take().size(), "idle time is not saved up");
    }

    @Test
    void noPduIsBegunWhenTheQueueIsLong() {
        port(0);
        port(1000);
        connect("1:0.100", true, null, "2:0.100");
        List<byte[]> pdu = TestCells.aal5(0, 100, TestCells.sdu(400), 0); // 9 cells
        for (int i = 0; i < 20; i++) {
            send(pdu);
        }
        // 1 cell has left; PDUs begin up to a queue of EARLY cells: 0, 8, 17, 26, 35, 44
        assertEquals(14 * 9, counter("port 2: cells dropped with PDUs not begun (EPD)"));
        assertEquals(0, counter("port 2: cells dropped, queue full"));
        drain();
        assertEquals(6 * 9, recorders.get(1).take().size());
        assertTrue(EARLY >= 44 && EARLY < 53);
        send(pdu);
        drain();
        assertEquals(texts(pdu), recorders.get(1).take(), "afterwards all is well");
    }

    @Test
    void pduThatLostACellLosesTheRestButItsLastCell() {
        port(0);
        port(1000);
        connect("1:0.100", true, null, "2:0.100");
        List<byte[]> pdu = TestCells.aal5(0, 100, TestCells.sdu(48 * 100 - 8), 0); // 100 cells
        send(pdu);
        // 60 wait (the last four places are for last cells), then one is dropped for want of room
        assertEquals(1, counter("port 2: cells dropped, queue full"));
        assertEquals(100 - 60 - 1 - 1, counter("port 2: cells dropped with PDUs that had lost one (PPD)"));
        drain();
        List<String> got = recorders.get(1).take();
        assertEquals(61, got.size());
        assertEquals(Recorder.text(TestCells.cell(0, 100, 0, 0, 0)).substring(0, 15), got.get(5).substring(0, 15));
        byte[] last = pdu.getLast().clone();
        assertEquals(Recorder.text(withPti(last, 3)), got.getLast(), "the last cell, marked as having met congestion");
    }

    private static byte[] withPti(byte[] cell, int pti) {
        return TestCells.cell(0, 100, pti, 0, java.util.Arrays.copyOfRange(cell, 5, 53));
    }

    @Test
    void cellsOfLowPriorityGoFirst() {
        port(0);
        port(1000);
        connect("1:0.100", false, null, "2:0.100");
        connect("1:0.101", false, null, "2:0.101");
        send(java.util.Collections.nCopies(60, TestCells.cell(0, 101, 0, 1, 1)));
        assertEquals(60 - (PRIORITY + 1), counter("port 2: cells dropped for their low priority"));
        send(java.util.Collections.nCopies(10, TestCells.cell(0, 100, 0, 0, 1)));
        assertEquals(0, counter("port 2: cells dropped, queue full"));
        drain();
        assertEquals(PRIORITY + 1 + 10, recorders.get(1).take().size());
        // a cell is marked when more than CONGESTED wait before it
        assertEquals(PRIORITY - CONGESTED + 10, counter("port 2: cells marked as having met congestion"));
    }

    @Test
    void contractDropsOrTagsWhatComesTooFast() {
        port(0);
        port(0);
        connect("1:0.100", false, new AtmSwitch.Policing(1000, 0, 1, 0, false), "2:0.100");
        connect("1:0.101", false, new AtmSwitch.Policing(1000, 0, 1, 0, true), "2:0.101");
        for (int i = 0; i < 100; i++) {
            clock.advance(500_000); // twice as fast
            send(List.of(TestCells.cell(0, 100, 0, 0, i)));
            send(List.of(TestCells.cell(0, 101, 0, 0, i)));
            send(List.of(TestCells.cell(0, 101, 0, 1, i)));
        }
        List<String> got = recorders.get(1).take();
        String dropped = Recorder.text(TestCells.cell(0, 100, 0, 0, 0)).substring(0, 13);
        String tagged = Recorder.text(TestCells.cell(0, 101, 0, 1, 0)).substring(0, 13);
        assertEquals(50, got.stream().filter(c -> c.startsWith(dropped)).count());
        assertEquals(50, counter("1:0.100: cells dropped, contract broken"));
        assertEquals(50, got.stream().filter(c -> c.startsWith(tagged)).count());
        assertEquals(50, counter("1:0.101: cells given low priority, contract broken"));
        assertEquals(100, counter("1:0.101: cells dropped, contract broken"), "those that had low priority already");
    }

    @Test
    void pduThatBreaksTheContractIsDroppedToItsEnd() {
        port(0);
        port(0);
        connect("1:0.100", true, new AtmSwitch.Policing(1000, 0, 1, 5_000_000, false), "2:0.100");
        List<byte[]> pdu = TestCells.aal5(0, 100, TestCells.sdu(48 * 20 - 8), 0);
        for (int i = 0; i < 19; i++) {
            send(List.of(pdu.get(i)));
        }
        clock.advance(1_000_000_000);
        send(List.of(pdu.get(19)));
        List<String> got = recorders.get(1).take();
        assertEquals(texts(List.of(pdu.get(0), pdu.get(1), pdu.get(2), pdu.get(3), pdu.get(4), pdu.get(5), pdu.get(19))), got);
    }

    /** Any traffic, also nonsense: each cell that came in was sent, waits, or was counted under one reason; and the queue is bounded. */
    @Test
    void everyCellIsAccountedFor() {
        SplittableRandom random = new SplittableRandom(99);
        port(0);
        port(3000);
        port(0);
        connect("1:0.100", true, null, "2:0.100");
        connect("1:0.101", true, new AtmSwitch.Policing(2000, 0, 1, 3_000_000, false), "2:0.101");
        connect("1:0.102", false, new AtmSwitch.Policing(2000, 1000, 10, 1_000_000, true), "2:0.102");
        connect("1:0.103", true, null, "3:9.103");
        connect("1:0.104", false, null, "2:0.104");
        long in = 0;
        for (int i = 0; i < 20_000; i++) {
            List<byte[]> cells = new ArrayList<>();
            for (int n = random.nextInt(1, 20); n > 0; n--) {
                byte[] cell = TestCells.cell(0, 100 + random.nextInt(6), random.nextInt(8), random.nextInt(2), i);
                if (random.nextInt(20) == 0) {
                    cell[random.nextInt(5)] ^= (byte) (1 + random.nextInt(255));
                }
                cells.add(cell);
            }
            send(cells);
            in += cells.size();
            clock.advance(random.nextLong(1_000_000));
        }
        drain();
        long out = 0;
        for (AtmLink.Counter c : made.counters()) {
            boolean gone = c.name().contains("dropped") || c.name().endsWith("cells sent");
            out += gone ? c.value() : 0;
        }
        assertEquals(in, counter("port 1: cells received"));
        assertEquals(in, out, () -> made.counters().toString());
        assertEquals(counter("port 2: cells sent") + counter("port 3: cells sent"),
            recorders.get(1).take().size() + recorders.get(2).take().size());
        for (String happened : List.of("port 2: cells dropped, queue full", "port 2: cells dropped with PDUs not begun (EPD)",
            "port 2: cells dropped with PDUs that had lost one (PPD)", "port 2: cells dropped for their low priority",
            "port 1: cells dropped, header damaged", "port 1: cells dropped, no such connection",
            "1:0.101: cells dropped, contract broken", "1:0.102: cells given low priority, contract broken")) {
            assertTrue(counter(happened) > 0, happened);
        }
    }

    @Test
    void twoInterfacesThatAnswerEachOtherDoNotNestForEver() {
        AtmLink a = made.link(made.addPort(0, QUEUE));
        AtmLink b = made.link(made.addPort(0, QUEUE));
        connect("1:0.100", false, null, "2:0.100");
        connect("2:0.100", false, null, "1:0.100");
        int[] left = {100_000};
        int[] deepest = {0};
        answering(a, left, deepest);
        answering(b, left, deepest);
        a.send(TestCells.cell(0, 100, 1, 0, 1), 0, 1);
        assertEquals(0, left[0]);
        assertTrue(deepest[0] <= 2, "at most once each: " + deepest[0]);
    }

    private static void answering(AtmLink link, int[] left, int[] deepest) {
        int[] depth = {0};
        link.connect(new AtmLink.Arrivals() {
            @Override
            public void cells(byte[] cells, int offset, int count) {
                deepest[0] = Math.max(deepest[0], ++depth[0]);
                if (left[0] > 0) {
                    left[0]--;
                    link.send(cells, offset, count);
                }
                depth[0]--;
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
    }

    @Test
    void interfaceThatFailsDoesNotStopItsPort() {
        port(0);
        AtmLink failing = made.link(made.addPort(0, QUEUE));
        connect("1:0.100", false, null, "2:0.100");
        int[] calls = {0};
        failing.connect(new AtmLink.Arrivals() {
            @Override
            public void cells(byte[] cells, int offset, int count) {
                if (calls[0]++ == 0) {
                    throw new IllegalStateException("on purpose");
                }
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
        assertThrows(IllegalStateException.class, () -> send(List.of(TestCells.cell(0, 100, 1, 0, 1))));
        send(List.of(TestCells.cell(0, 100, 1, 0, 1)));
        assertEquals(2, calls[0]);
    }

    @Test
    void portsThereAreNotAreRefused() {
        port(0);
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> connect("1:0.100", true, null, "2:0.100"));
        assertEquals("port 2: there are ports 1 to 1", e.getMessage());
    }

    @Test
    void machinesAreJoinedOverTcp() throws IOException {
        RealClock real = new RealClock();
        try (AtmSwitch tcp = new AtmSwitch(real)) {
            CellsLink first = CellsLink.listening("127.0.0.1", 0, real);
            CellsLink second = CellsLink.listening("127.0.0.1", 0, real);
            tcp.attach(tcp.addPort(0, 1024), first);
            tcp.attach(tcp.addPort(50_000, 1024), second);
            tcp.connect(end("1:0.100"), List.of(end("2:0.200")), true, null);
            tcp.connect(end("2:0.200"), List.of(end("1:0.100")), true, null);
            CellsLink a = CellsLink.connecting("switch", "127.0.0.1", first.port(), real);
            CellsLink b = CellsLink.connecting("switch", "127.0.0.1", second.port(), real);
            Recorder atA = new Recorder();
            Recorder atB = new Recorder();
            a.connect(atA);
            b.connect(atB);
            atA.expect("up");
            atB.expect("up");
            while (!first.up() || !second.up()) {
                Thread.onSpinWait(); // the switch has seen its peers a moment later than they it
            }
            List<byte[]> there = TestCells.aal5(0, 100, TestCells.sdu(9180), 0);
            TestCells.send(a, there);
            for (byte[] cell : TestCells.aal5(0, 200, TestCells.sdu(9180), 0)) {
                atB.expect(Recorder.text(cell));
            }
            TestCells.send(b, TestCells.aal5(0, 200, TestCells.sdu(9180), 0));
            for (byte[] cell : there) {
                atA.expect(Recorder.text(cell));
            }
            a.close();
            b.close();
        } finally {
            real.close();
        }
    }
}
