package org.sluice.vm.device.atm.link;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.vm.time.VirtualClock;

/** Captures, byte by byte. */
class PcapLinkTest {
    /** Magic of nanosecond captures, version 2.4, UTC, no accuracy told, longest record, SunATM; little-endian. */
    private static final String HEADER = "4d3cb2a1 0200 0400 00000000 00000000 00000400 7b000000";

    private final VirtualClock clock = new VirtualClock();
    private final Recorder recorder = new Recorder();
    @TempDir
    Path folder;

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text.replace(" ", ""));
    }

    /** A record as text without its time. */
    private static List<String> records(Path file) throws IOException {
        ByteBuffer all = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        all.position(24);
        List<String> records = new ArrayList<>();
        while (all.hasRemaining()) {
            all.getLong();
            byte[] bytes = new byte[all.getInt()];
            assertEquals(bytes.length, all.getInt());
            all.get(bytes);
            records.add(HexFormat.of().formatHex(bytes));
        }
        return records;
    }

    @Test
    void recordsArePdusBehindTheirHeaders() throws IOException {
        Path file = folder.resolve("a.pcap");
        PcapLink link = new PcapLink(new LoopbackLink(false), file, clock);
        link.connect(recorder);
        long before = VirtualClock.EPOCH_NANOS + clock.monotonicNanos();
        link.send(new BytesPdu(2, 0x1234, MemorySegment.ofArray(hex("aaaa03 000000 0806 01")), false, false, 0, 0, 9));
        byte[] got = Files.readAllBytes(file); // before anything was closed
        // each record took one look at the clock, 100 ns
        String one = time(before + 100) + "0d000000 0d000000 82 02 1234 aaaa03 000000 0806 01";
        String two = time(before + 200) + "0d000000 0d000000 02 02 1234 aaaa03 000000 0806 01";
        assertEquals(HexFormat.of().formatHex(hex(HEADER + one + two)), HexFormat.of().formatHex(got));
        link.close();
        assertArrayEquals(got, Files.readAllBytes(file));
        assertEquals(2, Recorder.counter(link, "PDUs captured"));
    }

    private static String time(long nanos) {
        return HexFormat.of().formatHex(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putInt((int) (nanos / 1_000_000_000))
            .putInt((int) (nanos % 1_000_000_000)).array());
    }

    @Test
    void kindOfTrafficIsToldForLlcOnly() throws IOException {
        Path file = folder.resolve("kinds.pcap");
        PcapLink link = new PcapLink(new LoopbackLink(true), file, clock);
        link.connect(recorder);
        for (String sdu : List.of("aaaa0300000008004500", "fefe0381", "45000014", "0000010203040506", "aaaa", "aa")) {
            TestCells.send(link, TestCells.aal5(0, 100, hex(sdu), 0));
        }
        assertEquals(List.of("82000064aaaa0300000008004500", "02000064aaaa0300000008004500", "82000064fefe0381", "02000064fefe0381",
            "8000006445000014", "0000006445000014", "800000640000010203040506", "000000640000010203040506", "80000064aaaa", "00000064aaaa",
            "80000064aa", "00000064aa"), records(file));
    }

    @Test
    void interleavedCellsAreUntangledAndNothingButGoodPdusIsWritten() throws IOException {
        Path file = folder.resolve("cells.pcap");
        PcapLink link = new PcapLink(new LoopbackLink(true), file, clock);
        link.connect(recorder);
        byte[] longSdu = TestCells.sdu(65535);
        List<byte[]> a = TestCells.aal5(0, 100, longSdu, 0);
        List<byte[]> b = TestCells.aal5(1, 100, TestCells.sdu(300), 1);
        List<byte[]> mixed = new ArrayList<>();
        for (int i = 0; i < a.size(); i++) {
            mixed.add(a.get(i));
            if (i < b.size()) {
                mixed.add(b.get(i));
            }
        }
        mixed.add(TestCells.cell(0, 100, 5, 0, 0x6a));
        byte[] damagedHeader = TestCells.cell(0, 100, 1, 0, 0);
        damagedHeader[1] ^= 3;
        mixed.add(damagedHeader);
        List<byte[]> bad = TestCells.aal5(0, 101, TestCells.sdu(100), 0);
        bad.get(1)[20] ^= 1;
        mixed.addAll(bad);
        List<byte[]> corrected = TestCells.aal5(0, 101, TestCells.sdu(10), 0);
        corrected.get(0)[3] ^= 0x40; // one wrong bit of the VCI
        mixed.addAll(corrected);
        link.send(TestCells.joined(mixed), 0, mixed.size());
        List<String> expected = List.of("80010064" + HexFormat.of().formatHex(TestCells.sdu(300)),
            "80000064" + HexFormat.of().formatHex(longSdu), "80000065" + HexFormat.of().formatHex(TestCells.sdu(10)));
        List<String> records = records(file);
        assertEquals(expected, records.subList(0, 3));
        assertEquals(6, records.size(), "the same on the way back");
        assertEquals(2, Recorder.counter(link, "OAM cells not captured"));
        assertEquals(2, Recorder.counter(link, "damaged PDUs not captured"));
        assertEquals(2, Recorder.counter(link, "cells with a damaged header not captured"));
        List<String> arrived = recorder.take();
        assertEquals(mixed.size(), arrived.size() - 1, "every cell goes on, damaged or not");
        assertEquals(Recorder.text(corrected.get(0)), arrived.getLast(), "as it came");
    }

    @Test
    void endlessPdusOnEveryConnectionDoNotMakeItGrow() throws IOException {
        PcapLink link = new PcapLink(new LoopbackLink(true), folder.resolve("many.pcap"), clock);
        link.connect(recorder);
        PduCollector collector = new PduCollector();
        for (int vci = 0; vci < 60_000; vci++) {
            byte[] cell = TestCells.cell(vci & 255, vci, 0, 0, 1);
            assertTrue(collector.check(cell, 0));
            collector.of(collector.header());
        }
        assertEquals(PduCollector.CONNECTIONS, collector.size());
        byte[] endless = TestCells.cell(0, 40, 0, 0, 1);
        for (int i = 0; i < 10_000; i++) {
            link.send(endless, 0, 1);
            recorder.take();
        }
        TestCells.send(link, List.of(TestCells.cell(0, 40, 1, 0, 1)));
        assertEquals(2, Recorder.counter(link, "damaged PDUs not captured"));
    }

    @Test
    void pduOfALoopbackIsReadOnceAndStaysAReference() throws IOException {
        PcapLink link = new PcapLink(new LoopbackLink(false), folder.resolve("reference.pcap"), clock);
        List<Long> references = new ArrayList<>();
        link.connect(new AtmLink.Arrivals() {
            @Override
            public void cells(byte[] cells, int offset, int count) {
                throw new AssertionError();
            }

            @Override
            public void pdu(Pdu pdu) {
                references.add(pdu.reference());
            }

            @Override
            public void state(boolean up) {
                // of no interest
            }
        });
        assertEquals(AtmLink.Carriage.REFERENCES, link.carriage());
        int[] reads = {0};
        link.send(new OncePdu(reads));
        assertEquals(List.of(77L), references);
        assertEquals(1, reads[0]);
        link.send(new UnreadablePdu());
        assertEquals(1, references.size());
    }

    /** Notes how often it is read. */
    private static final class OncePdu extends UnreadablePdu {
        private final int[] reads;

        OncePdu(int[] reads) {
            this.reads = reads;
        }

        @Override
        public long reference() {
            return 77;
        }

        @Override
        public boolean copyTo(int from, MemorySegment target, long at, int bytes) {
            reads[0]++;
            return true;
        }
    }
}
