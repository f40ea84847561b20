package org.sluice.vm.device.atm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.sluice.vm.device.atm.cell.CellHeader;
import org.sluice.vm.device.atm.link.AtmLink.Carriage;
import org.sluice.vm.time.VirtualClock;

/** Contracts, shares and policing, in virtual time. */
class TrafficTest {
    private static final int CBR = NicRegisters.CBR << NicRegisters.MODE_CATEGORY_SHIFT;
    private static final int VBR = NicRegisters.VBR << NicRegisters.MODE_CATEGORY_SHIFT;

    private static NicRig rig(long rate) {
        TestLinks.End end = new TestLinks.End(Carriage.CELLS);
        end.rate = rate;
        end.peer = null; // nobody receives
        return new NicRig(end, new VirtualClock());
    }

    /** Keeps rings full until so many cells are sent. */
    private static void saturate(NicRig rig, int cells, int... slots) {
        long bus = rig.bus(4096, 65536);
        long[] cookies = new long[1];
        rig.run(() -> {
            if (rig.link.sentCells >= cells) {
                return true;
            }
            rig.poll();
            rig.sent.clear();
            for (int slot : slots) {
                while (rig.pending(slot) < 20 && rig.send(slot, new long[] {bus}, new int[] {4792}, ++cookies[0], 0)) {
                    assertTrue(cookies[0] > 0);
                }
            }
            return false;
        });
    }

    /** How far the time between the first and the last cell is from the contract, in per mille. */
    private static double error(NicRig rig, double rate) {
        List<Long> times = rig.link.times;
        int from = 1000;
        long took = times.get(times.size() - 1) - times.get(from);
        double want = (times.size() - 1 - from) * 1e9 / rate;
        return Math.abs(took - want) / want * 1000;
    }

    @Test
    void constantRateIsKeptWithinOnePerMille() {
        for (long pcr : new long[] {353_207, 100_000, 7_777}) {
            try (NicRig rig = rig(0)) {
                rig.link.keep = true;
                assertEquals(NicRegisters.OPENED, rig.open(0, 100, NicRig.mode(CBR, 9000), pcr, 0, 1, 0, 0));
                saturate(rig, 100_000, 0);
                double error = error(rig, pcr);
                assertTrue(error < 1, error + " per mille at " + pcr);
                // never early: every cell comes at or after its time
                long first = rig.link.times.get(0);
                for (int i = 0; i < rig.link.times.size(); i++) {
                    double due = i * 1e9 / pcr;
                    assertTrue(rig.link.times.get(i) - first >= due - 1500, "cell " + i);
                }
            }
        }
    }

    @Test
    void variableRateIsKeptWithinOnePerMilleAndBurstsAtThePeak() {
        try (NicRig rig = rig(0)) {
            rig.link.keep = true;
            assertEquals(NicRegisters.OPENED, rig.open(0, 100, NicRig.mode(VBR, 9000), 300_000, 70_000, 50, 0, 0));
            saturate(rig, 100_000, 0);
            double error = error(rig, 70_000);
            assertTrue(error < 1, error + " per mille");
            List<Long> times = rig.link.times;
            assertEquals(49 * 1e9 / 300_000, times.get(49) - times.get(0), 3000, "the burst");
            assertTrue(times.get(51) - times.get(50) > 10_000, "after the burst");
        }
    }

    /** A PDU sent whole counts for the cells it would be. */
    @Test
    void wholePdusKeepTheRateToo() {
        TestLinks.End end = new TestLinks.End(Carriage.PDUS);
        end.keep = true;
        try (NicRig rig = new NicRig(end, new VirtualClock())) {
            rig.open(0, 100, NicRig.mode(CBR, 9000), 123_456, 0, 1, 0, 0);
            long bus = rig.bus(4096, 65536);
            for (int i = 0; end.times.size() < 2000; i++) {
                if (!rig.send(0, new long[] {bus}, new int[] {4792}, i, 0)) { // 100 cells
                    rig.settle(5_000_000);
                    rig.poll();
                }
            }
            double took = end.times.get(1999) - end.times.get(0);
            assertEquals(1, took / (1999 * 100 * 1e9 / 123_456), 0.001);
        }
    }

    @Test
    void contractsComeBeforeSharesAndSharesGoByWeight() {
        try (NicRig rig = rig(200_000)) {
            rig.link.keep = true;
            rig.open(0, 100, NicRig.mode(CBR, 9000), 50_000, 0, 1, 0, 0);
            for (int slot = 1; slot <= 3; slot++) {
                long mode = NicRig.mode(0, 9000) & ~(255L << NicRegisters.MODE_WEIGHT_SHIFT)
                    | (long) slot << NicRegisters.MODE_WEIGHT_SHIFT;
                assertEquals(NicRegisters.OPENED, rig.open(slot, 100 + slot, mode, 0, 0, 1, 0, 0));
            }
            saturate(rig, 60_000, 0, 1, 2, 3);
            int[] cells = new int[4];
            for (byte[] cell : rig.link.seen.subList(1000, 60_000)) {
                cells[CellHeader.vci(CellHeader.get(cell, 0)) - 100]++;
            }
            double total = 59_000;
            assertEquals(0.25, cells[0] / total, 0.0025);
            for (int slot = 1; slot <= 3; slot++) {
                assertEquals(0.75 * slot / 6, cells[slot] / total, 0.005, "weight " + slot);
            }
        }
    }

    @Test
    void sharesGoByWeightWithoutAPaceToo() {
        try (NicRig rig = rig(0)) {
            rig.link.keep = true;
            for (int slot = 0; slot < 2; slot++) {
                long mode = NicRig.mode(0, 9000) & ~(255L << NicRegisters.MODE_WEIGHT_SHIFT)
                    | (slot == 0 ? 1L : 4L) << NicRegisters.MODE_WEIGHT_SHIFT;
                rig.open(slot, 100 + slot, mode, 0, 0, 1, 0, 0);
            }
            long bus = rig.bus(4096, 65536);
            for (int i = 0; i < 100; i++) {
                rig.send(0, new long[] {bus}, new int[] {4792}, i, 0);
                rig.send(1, new long[] {bus}, new int[] {4792}, i, 0);
            }
            rig.settle();
            int[] cells = new int[2];
            for (byte[] cell : rig.link.seen.subList(0, 10_000)) {
                cells[CellHeader.vci(CellHeader.get(cell, 0)) - 100]++;
            }
            assertEquals(4.0, (double) cells[1] / cells[0], 0.1);
        }
    }

    @Test
    void contractsFitTheLinkOrAreRefused() {
        try (NicRig rig = rig(100_000)) {
            assertEquals(NicRegisters.OPENED, rig.open(0, 100, NicRig.mode(CBR, 100), 60_000, 0, 1, 0, 0));
            assertEquals(NicRegisters.NO_CAPACITY, rig.open(1, 101, NicRig.mode(CBR, 100), 50_000, 0, 1, 0, 0));
            assertEquals(NicRegisters.OPENED, rig.open(1, 101, NicRig.mode(VBR, 100), 90_000, 40_000, 9, 0, 0));
            assertEquals(NicRegisters.NO_CAPACITY, rig.open(2, 102, NicRig.mode(VBR, 100), 90_000, 1, 9, 0, 0));
            assertEquals(NicRegisters.OPENED, rig.open(2, 102, NicRig.mode(0, 100), 90_000, 0, 1, 0, 0));
            rig.command(0, NicRegisters.CLOSE);
            assertEquals(NicRegisters.OPENED, rig.open(3, 103, NicRig.mode(CBR, 100), 60_000, 0, 1, 0, 0));
        }
    }

    @Test
    void policingDropsWhatDoesNotConformAndTheRestOfItsFrame() {
        VirtualClock clock = new VirtualClock();
        TestLinks.End[] ends = TestLinks.End.pair(Carriage.CELLS);
        try (NicRig a = new NicRig(ends[0], clock); NicRig b = new NicRig(ends[1], clock)) {
            assertEquals(NicRegisters.OPENED, a.open(0, 100, NicRig.mode(CBR, 9000), 10_000, 0, 1, 0, 0));
            assertEquals(NicRegisters.OPENED, a.open(1, 101, NicRig.mode(CBR, 9000), 10_200, 0, 1, 0, 0));
            for (int slot = 0; slot < 2; slot++) {
                b.open(slot, 100 + slot, NicRig.mode(NicRegisters.MODE_LARGE | NicRegisters.MODE_POLICE, 9000), 10_000, 0, 1, 20_000, 0);
            }
            b.supply(1, 100);
            for (int i = 0; i < 50; i++) {
                a.send(0, AtmNicTest.random(i, 440), i, 0, 440);
                a.send(1, AtmNicTest.random(i, 440), i, 0, 440);
            }
            a.settle(500_000_000);
            b.settle();
            long kept = b.slot(0, NicRegisters.SLOT_COUNTER + 8 * NicCounters.RX_PDUS);
            assertEquals(50, kept, "what conforms passes");
            long passed = b.slot(1, NicRegisters.SLOT_COUNTER + 8 * NicCounters.RX_PDUS);
            long dropped = b.slot(1, NicRegisters.SLOT_COUNTER + 8 * NicCounters.DROP_POLICED_FRAME);
            assertEquals(50, passed + dropped, b.counters());
            assertTrue(dropped > 5 && passed > 5, b.counters());
            assertTrue(b.slot(1, NicRegisters.SLOT_COUNTER + 8 * NicCounters.DROP_POLICED) >= dropped);
            assertEquals(0, b.counter(NicCounters.DROP_CRC));
            b.assertCellsAddUp();
        }
    }
}
