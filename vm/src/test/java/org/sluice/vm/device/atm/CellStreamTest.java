package org.sluice.vm.device.atm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.sluice.vm.device.atm.cell.CellHeader;
import org.sluice.vm.device.atm.link.AtmLink.Carriage;
import org.sluice.vm.time.VirtualClock;

/** Cell streams that are harmed on the way, or were never sent by anybody decent. */
class CellStreamTest {
    private static String key(int slot, byte[] bytes) {
        return slot + ":" + Arrays.hashCode(bytes) + ":" + bytes.length + ":" + (bytes.length > 4 ? bytes[3] + bytes[4] * 256 : 0);
    }

    /** Loses, doubles, swaps, corrupts and misinserts cells. */
    private static List<byte[]> harmed(Random random, List<byte[]> cells, int perMille) {
        List<byte[]> out = new ArrayList<>();
        for (byte[] cell : cells) {
            if (random.nextInt(1000) >= perMille) {
                out.add(cell);
                continue;
            }
            switch (random.nextInt(6)) {
                case 0 -> { }
                case 1 -> {
                    out.add(cell);
                    out.add(cell.clone());
                }
                case 2 -> out.add(random.nextInt(out.size() + 1), cell);
                case 3 -> {
                    cell[5 + random.nextInt(48)] ^= (byte) (1 << random.nextInt(8));
                    out.add(cell);
                }
                case 4 -> {
                    cell[random.nextInt(5)] ^= (byte) (1 << random.nextInt(8));
                    out.add(cell);
                }
                default -> {
                    byte[] stray = new byte[53];
                    random.nextBytes(stray);
                    CellHeader.put(CellHeader.pack(0, 100 + random.nextInt(5), random.nextInt(8), false), stray, 0);
                    out.add(stray);
                    out.add(cell);
                }
            }
        }
        return out;
    }

    /** Whatever happens to cells, is nothing delivered that was not sent, and every cell and PDU accounted for? */
    @Test
    void neverAWrongSduAndEveryCellIsAccountedFor() {
        for (int seed = 0; seed < 40; seed++) {
            Random random = new Random(seed);
            VirtualClock clock = new VirtualClock();
            TestLinks.End[] ends = TestLinks.End.pair(Carriage.CELLS);
            int perMille = seed % 4 * 15;
            ends[0].harm = cells -> harmed(random, cells, perMille);
            try (NicRig a = new NicRig(ends[0], clock); NicRig b = new NicRig(ends[1], clock)) {
                for (int slot = 0; slot < 4; slot++) {
                    int large = slot % 2 * NicRegisters.MODE_LARGE;
                    a.open(slot, 100 + slot, NicRig.mode(large, 3000), 0, 0, 1, 0, 0);
                    b.open(slot, 100 + slot, NicRig.mode(large, 3000), 0, 0, 1, 0, 20_000_000);
                }
                b.supply(0, 6);
                b.supply(1, 6);
                Set<String> sent = new HashSet<>();
                int count = 300;
                int delivered = 0;
                for (int i = 0; i < count; i++) {
                    byte[] sdu = AtmNicTest.random(seed * 1000L + i, 1 + random.nextInt(3000));
                    int slot = random.nextInt(4);
                    sent.add(key(slot, sdu));
                    while (!a.send(slot, sdu, i, 0, 1 + random.nextInt(3000))) {
                        a.settle(1_000_000);
                        a.poll();
                    }
                    if (random.nextInt(3) == 0) {
                        a.settle(random.nextInt(2_000_000));
                        a.poll();
                        b.poll();
                    }
                }
                a.settle();
                b.settle(100_000_000);
                b.poll();
                NicRig.Arrival arrival;
                while ((arrival = b.arrived.poll()) != null) {
                    if (arrival.type() == NicRegisters.TYPE_SDU) {
                        assertTrue(sent.contains(key(arrival.slot(), arrival.bytes())), "seed " + seed + ": " + b.counters());
                        delivered++;
                    }
                }
                assertEquals(count, a.counter(NicCounters.TX_PDUS));
                b.assertCellsAddUp();
                assertEquals(delivered, b.counter(NicCounters.RX_PDUS));
                if (perMille == 0) {
                    assertEquals(count, delivered + b.counter(NicCounters.DROP_NO_BUFFER), b.counters());
                }
                assertTrue(delivered > count / 4, delivered + " " + b.counters());
                assertEquals(0, b.iommu.faultCount());
            }
        }
    }

    @Test
    void aPduWhoseEndNeverComesIsGivenUpInTime() {
        VirtualClock clock = new VirtualClock();
        TestLinks.End[] ends = TestLinks.End.pair(Carriage.CELLS);
        boolean[] lose = {true};
        ends[0].harm = cells -> {
            List<byte[]> out = new ArrayList<>(cells);
            out.removeIf(c -> lose[0] && (CellHeader.pti(CellHeader.get(c, 0)) & 1) != 0);
            return out;
        };
        try (NicRig a = new NicRig(ends[0], clock); NicRig b = new NicRig(ends[1], clock)) {
            a.open(0, 100);
            b.open(0, 100, NicRig.mode(NicRegisters.MODE_LARGE, 1000), 0, 0, 1, 0, 20_000_000);
            b.supply(1, 1);
            a.send(0, AtmNicTest.random(1, 500), 1, 0, 500);
            a.settle(10_000_000);
            assertEquals(0, b.counter(NicCounters.DROP_TIMEOUT));
            a.settle(15_000_000);
            assertEquals(1, b.counter(NicCounters.DROP_TIMEOUT));
            for (int i = 0; i < 30; i++) {
                a.send(0, AtmNicTest.random(1, 500), 1, 0, 500);
            }
            a.settle(1_000_000);
            assertEquals(1, b.counter(NicCounters.DROP_TOO_LONG), "it never grows beyond the longest SDU");
            lose[0] = false;
            a.send(0, AtmNicTest.random(1, 500), 1, 0, 500);
            a.settle();
            a.poll();
            byte[] sdu = AtmNicTest.random(2, 999);
            a.send(0, sdu, 1, 0, 500);
            a.settle();
            b.poll();
            assertEquals(1, b.arrived.size(), b.counters());
            b.assertCellsAddUp();
        }
    }

    /** Random bytes as cells, in random batches, beside traffic. */
    @Test
    void noiseDoesNoHarm() {
        Random random = new Random(77);
        VirtualClock clock = new VirtualClock();
        TestLinks.End[] ends = TestLinks.End.pair(Carriage.CELLS);
        try (NicRig b = new NicRig(ends[1], clock)) {
            for (int slot = 0; slot < 8; slot++) {
                long aal0 = slot == 7 ? NicRegisters.MODE_AAL5 : 0;
                b.open(slot, 32 + slot, NicRig.mode(slot % 2 * NicRegisters.MODE_LARGE, 1 + random.nextInt(65535)) & ~aal0, 0, 0, 1, 0,
                    1_000_000);
            }
            b.supply(0, 20);
            b.supply(1, 20);
            for (int round = 0; round < 3000; round++) {
                int count = 1 + random.nextInt(40);
                byte[] cells = new byte[count * 53];
                random.nextBytes(cells);
                for (int i = 0; i < count; i++) {
                    if (random.nextInt(10) != 0) {
                        CellHeader.put(CellHeader.pack(0, 30 + random.nextInt(12), random.nextInt(8), random.nextBoolean()), cells, i * 53);
                    }
                }
                ends[1].arrivals.cells(cells, 0, count);
                if (round % 50 == 0) {
                    b.settle(500_000);
                    b.poll();
                }
                b.arrived.removeIf(arrival -> {
                    assertEquals(52, arrival.bytes().length, "by chance an SDU with a CRC that fits");
                    return true;
                });
            }
            b.settle();
            b.assertCellsAddUp();
            assertEquals(0, b.iommu.faultCount());
            assertTrue(b.counter(NicCounters.DROP_CRC) > 100, b.counters());
        }
    }
}
