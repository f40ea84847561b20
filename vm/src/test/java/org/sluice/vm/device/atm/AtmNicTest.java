package org.sluice.vm.device.atm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sluice.vm.device.atm.cell.SlowAal5;
import org.sluice.vm.device.atm.link.AtmLink.Carriage;
import org.sluice.vm.time.VirtualClock;

/** SDUs on their way through the interface, whole. */
class AtmNicTest {
    static byte[] random(long seed, int length) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    @ParameterizedTest
    @EnumSource(Carriage.class)
    void everyLengthArrivesAsItWasSent(Carriage carriage) {
        try (NicRig rig = NicRig.loop(carriage)) {
            rig.open(3, 33);
            rig.supply(1, 8);
            int[] lengths = new int[220];
            for (int i = 0; i < 200; i++) {
                lengths[i] = i + 1;
            }
            System.arraycopy(new int[] {4096, 9180, 16383, 16384, 16385, 16376, 16377, 32767, 32768, 49152, 49145, 49144, 65535, 65534,
                65527, 65488, 40000, 12288, 16424, 16000}, 0, lengths, 200, 20);
            for (int length : lengths) {
                byte[] sdu = random(length, length);
                int flags = length % 2 | (length & 0xff) << NicRegisters.UU_SHIFT | 9 << NicRegisters.CPI_SHIFT;
                long copied = rig.iommu.dmaBytes(0, true);
                assertTrue(rig.send(3, sdu, length, flags, 1 + length * 7 / 10));
                rig.settle(1_000_000);
                rig.poll();
                assertEquals(new NicRig.Sent(3, length, NicRegisters.SENT_WHOLE), rig.sent.poll());
                NicRig.Arrival arrival = rig.arrived.poll();
                assertEquals(flags, arrival.flags());
                if (carriage == Carriage.REFERENCES) {
                    assertEquals(NicRegisters.TYPE_RETURNED, arrival.type());
                    assertEquals(length, arrival.cookie());
                    assertEquals(copied, rig.iommu.dmaBytes(0, true), "memory was touched");
                } else {
                    assertArrayEquals(sdu, arrival.bytes());
                }
                assertEquals(0, rig.arrived.size());
            }
            rig.assertCellsAddUp();
            assertEquals(220, rig.counter(NicCounters.RX_PDUS));
            assertEquals(rig.counter(NicCounters.TX_BYTES), rig.counter(NicCounters.RX_BYTES));
            assertEquals(0, rig.iommu.faultCount());
        }
    }

    /** Are cells, header for header and trailer for trailer, what the recommendation says? */
    @Test
    void cellsAreThoseOfTheRecommendation() {
        TestLinks.End end = new TestLinks.End(Carriage.CELLS);
        end.keep = true;
        end.peer = null;
        try (NicRig rig = new NicRig(end, new VirtualClock())) {
            rig.open(0, 321);
            for (int length : new int[] {1, 39, 40, 41, 47, 48, 49, 88, 89, 1500, 9180, 16384, 65535}) {
                byte[] sdu = random(length, length);
                rig.send(0, sdu, 1, 0x42 << NicRegisters.UU_SHIFT | 7 << NicRegisters.CPI_SHIFT, 1 + length / 3);
                rig.settle(1_000_000);
                List<byte[]> want = SlowAal5.cut(sdu, 0x42, 7, 321);
                assertEquals(want.size(), end.seen.size());
                for (int i = 0; i < want.size(); i++) {
                    assertArrayEquals(want.get(i), end.seen.get(i), "cell " + i + " of " + length);
                }
                end.seen.clear();
                rig.poll();
            }
        }
    }

    /** Memory is passed over once in each direction: what is padded may be written, what is sent is read once. */
    @Test
    void cellsPassOverMemoryOnce() {
        try (NicRig rig = NicRig.loop(Carriage.CELLS)) {
            rig.open(0, 100);
            rig.supply(1, 8);
            long sum = 0;
            int count = 60;
            for (int i = 0; i < count; i++) {
                int length = 1 + new Random(i).nextInt(65535);
                rig.send(0, random(i, length), i + 1, 0, 5000);
                sum += length;
                rig.settle(1_000_000);
                rig.poll();
            }
            assertEquals(count, rig.arrived.size());
            assertEquals(sum, rig.iommu.dmaBytes(0, false));
            long written = rig.iommu.dmaBytes(0, true);
            assertTrue(written >= sum && written <= sum + 7 * count, written + " bytes written for " + sum);
        }
    }

    @Test
    void aFaultHurtsItsSduOnly() {
        try (NicRig rig = NicRig.loop(Carriage.CELLS)) {
            rig.open(0, 100);
            rig.supply(1, 8);
            byte[] good = random(1, 5000);
            rig.send(0, good, 1, 0, 4096);
            long at = rig.allocate(4096);
            long bus = rig.bus(at, 4096);
            rig.send(0, new long[] {bus, 0xdeadbeef000L}, new int[] {3000, 3000}, 2, 0);
            rig.send(0, new long[] {at}, new int[] {100}, 3, 0);
            rig.send(0, new long[] {bus}, new int[] {4097}, 4, 0);
            rig.send(0, new long[] {bus}, new int[] {0}, 5, 0);
            rig.send(0, good, 6, 0, 700);
            rig.settle();
            int[] want = {0, NicRegisters.FAULTED, NicRegisters.FAULTED, NicRegisters.FAULTED, NicRegisters.REFUSED, 0};
            for (int i = 0; i < want.length; i++) {
                assertEquals(new NicRig.Sent(0, i + 1, want[i]), rig.sent.poll());
            }
            assertEquals(2, rig.arrived.size());
            assertArrayEquals(good, rig.arrived.poll().bytes());
            assertArrayEquals(good, rig.arrived.poll().bytes());
            assertEquals(3, rig.counter(NicCounters.TX_FAULT));
            // the two PDUs that were begun are ended so that the receiver knows
            assertEquals(2, rig.counter(NicCounters.DROP_ABORTED) + rig.counter(NicCounters.DROP_CRC));
            rig.assertCellsAddUp();
        }
    }

    @Test
    void aWrongReceiveBufferIsGivenBackAndHurtsOneSdu() {
        for (Carriage carriage : new Carriage[] {Carriage.CELLS, Carriage.PDUS}) {
            try (NicRig rig = NicRig.loop(carriage)) {
                rig.open(0, 100);
                rig.supply(1, 777, 0x123456789000L);
                rig.supply(1, 4);
                byte[] sdu = random(4, 100);
                rig.send(0, sdu, 1, 0, 100);
                rig.send(0, sdu, 2, 0, 100);
                rig.settle();
                NicRig.Arrival back = rig.arrived.poll();
                assertEquals(NicRegisters.TYPE_UNUSED, back.type());
                assertEquals(777, back.cookie());
                assertArrayEquals(sdu, rig.arrived.poll().bytes());
                assertEquals(1, rig.counter(NicCounters.DROP_FAULT));
            }
        }
    }

    @Test
    void countsWhatFindsNoBufferOrNoRoom() {
        try (NicRig rig = NicRig.loop(Carriage.CELLS)) {
            rig.open(0, 100);
            byte[] sdu = random(1, 1000);
            rig.send(0, sdu, 1, 0, 1000);
            rig.settle();
            assertEquals(1, rig.counter(NicCounters.DROP_NO_BUFFER));
            rig.supply(1, NicRig.RING);
            for (int i = 0; i < NicRig.RING + 20; i++) {
                rig.send(0, new long[] {rig.bus(4096, 1000)}, new int[] {1000}, 10 + i, 0);
                rig.settle(100_000);
                if (rig.pending(0) == NicRig.RING) {
                    break;
                }
            }
            rig.settle();
            assertEquals(NicRig.RING, rig.arrived.size());
            rig.arrived.clear();
            // nobody empties the ring: after as many entries as it has, SDUs are dropped
            for (int i = 0; i < NicRig.RING; i++) {
                rig.send(0, new long[] {rig.bus(4096, 10)}, new int[] {10}, 500 + i, 0);
            }
            rig.settle(10_000_000);
            assertEquals(0, rig.counter(NicCounters.DROP_RING_FULL));
            rig.open(1, 101);
            rig.send(1, sdu, 9999, 0, 1000);
            rig.settle(10_000_000);
            assertEquals(1, rig.counter(NicCounters.DROP_RING_FULL) + rig.counter(NicCounters.DROP_NO_BUFFER) - 1);
            rig.settle();
            rig.assertCellsAddUp();
        }
    }

    @Test
    void ringsOfNonsenseStopWithAnEvent() {
        try (NicRig rig = NicRig.loop(Carriage.CELLS)) {
            for (long size : new long[] {3, -1, 1, 1 << 17, Long.MIN_VALUE, Long.MAX_VALUE}) {
                rig.nic.write(NicRegisters.RINGS + 8, size);
                assertEquals(1, rig.nic.read(NicRegisters.RING_FAULTS));
                rig.nic.write(NicRegisters.RING_FAULTS, 1);
            }
            rig.nic.write(NicRegisters.RINGS + 16, 0x1234567000L);
            rig.nic.write(NicRegisters.RINGS + 24, 64);
            assertEquals(0, rig.nic.read(NicRegisters.RING_FAULTS));
            rig.open(0, 100);
            rig.send(0, random(1, 100), 1, 0, 100);
            rig.settle();
            assertEquals(2, rig.nic.read(NicRegisters.RING_FAULTS), "out of reach when it is used");
            assertEquals(1, rig.counter(NicCounters.DROP_NO_BUFFER));
            rig.slot(5, NicRegisters.TX_BASE, 0x7777777000L);
            rig.open(5, 55, NicRig.mode(8, 1000), 0, 0, 1, 0, 0);
            rig.command(5, NicRegisters.CLOSE);
            rig.slot(5, NicRegisters.TX_BASE, 0x7777777000L);
            rig.command(5, NicRegisters.OPEN);
            rig.settle();
            assertEquals(NicRegisters.OPENED | NicRegisters.STOPPED, rig.slot(5, NicRegisters.SLOT_STATUS));
            assertEquals(NicRegisters.CLOSED, rig.command(5, NicRegisters.CLOSE));
        }
    }

    @Test
    void refusesWhatItCannotOpen() {
        try (NicRig rig = NicRig.loop(Carriage.CELLS)) {
            rig.open(0, 100);
            assertEquals(NicRegisters.IN_USE, rig.open(1, 100, NicRig.mode(0, 100), 0, 0, 1, 0, 0));
            long vbr = NicRig.mode(0, 100) | NicRegisters.VBR << NicRegisters.MODE_CATEGORY_SHIFT;
            long cbr = NicRig.mode(0, 100) | NicRegisters.CBR << NicRegisters.MODE_CATEGORY_SHIFT;
            for (long[] bad : new long[][] {{vbr, 0, 10, 1}, {vbr, 5, 10, 1}, {vbr, 10, 5, 0}, {cbr, 0, 0, 1}, {cbr, 5, 5, 1},
                {cbr | 3 << 8, 5, 0, 1}, {NicRig.mode(0, 0), 0, 0, 1}, {NicRig.mode(16, 100), 0, 0, 1}}) {
                assertEquals(NicRegisters.BAD_PARAMETERS, rig.open(1, 101, bad[0], bad[1], bad[2], bad[3], 0, 0));
            }
            assertEquals(NicRegisters.OPENED, rig.open(1, 101, cbr, 5, 0, 1, 0, 0));
            assertEquals(NicRegisters.BAD_PARAMETERS, rig.command(1, NicRegisters.OPEN), "open already");
            assertEquals(NicRegisters.BAD_PARAMETERS, rig.command(2, 99));
            assertThrows(IllegalArgumentException.class, () -> rig.nic.read(4));
            assertThrows(IllegalArgumentException.class, () -> rig.nic.read(NicRegisters.WINDOWS + 256 * NicRegisters.WINDOW));
            assertThrows(IllegalArgumentException.class, () -> rig.nic.write(NicRegisters.STATUS, 1));
        }
    }

    @Test
    void closingHandsBackWhatIsNotSent() {
        VirtualClock clock = new VirtualClock();
        TestLinks.End end = new TestLinks.End(Carriage.CELLS);
        end.rate = 1000;
        try (NicRig rig = new NicRig(end, clock)) {
            rig.open(0, 100);
            rig.supply(1, 4);
            for (int i = 0; i < 10; i++) {
                rig.send(0, random(i, 480), i, 0, 480);
            }
            rig.settle(25_000_000); // 25 cells: two SDUs and a part
            assertEquals(NicRegisters.CLOSED, rig.command(0, NicRegisters.CLOSE));
            rig.poll();
            int sent = 0;
            int back = 0;
            for (NicRig.Sent s : rig.sent) {
                sent += s.status() == NicRegisters.SENT_WHOLE ? 1 : 0;
                back += s.status() == NicRegisters.GIVEN_BACK ? 1 : 0;
            }
            assertEquals(2, sent);
            assertEquals(8, back);
            assertEquals(8, rig.counter(NicCounters.TX_CLOSED));
            rig.open(1, 100);
            rig.send(1, random(5, 100), 77, 0, 100);
            rig.settle();
            assertEquals(3, rig.arrived.size());
            assertEquals(0, rig.counter(NicCounters.DROP_CRC));
            rig.assertCellsAddUp();
        }
    }

    @Test
    void whatIsSentWhileTheLinkIsDownIsCounted() {
        try (NicRig rig = NicRig.loop(Carriage.CELLS)) {
            rig.open(0, 100);
            rig.supply(1, 4);
            rig.link.setUp(false);
            assertTrue((rig.nic.read(NicRegisters.EVENTS) & NicRegisters.LINK) != 0);
            assertEquals(0, rig.nic.read(NicRegisters.STATUS) & NicRegisters.LINK_UP);
            rig.send(0, random(1, 100), 1, 0, 100);
            rig.settle();
            assertEquals(1, rig.counter(NicCounters.TX_LINK_DOWN));
            assertEquals(1, rig.sent.size());
            rig.link.setUp(true);
            rig.send(0, random(1, 100), 2, 0, 100);
            rig.settle();
            assertEquals(1, rig.arrived.size());
        }
    }

    @Test
    void rawCellsGoAsTheyAreButForTheConnection() {
        try (NicRig rig = NicRig.loop(Carriage.PDUS)) {
            long mode = NicRegisters.MODE_TRANSMIT | NicRegisters.MODE_RECEIVE;
            assertEquals(NicRegisters.OPENED, rig.open(0, 77, mode, 0, 0, 1, 0, 0));
            rig.supply(0, 4);
            byte[] raw = random(3, 52);
            raw[0] = (byte) 0xff;
            raw[3] = (byte) 0x06; // PTI 3
            rig.send(0, raw, 1, 0, 13);
            rig.send(0, random(1, 51), 2, 0, 51);
            rig.settle();
            assertEquals(NicRegisters.REFUSED, rig.sent.stream().filter(s -> s.cookie() == 2).findFirst().get().status());
            byte[] got = rig.arrived.poll().bytes();
            byte[] want = raw.clone();
            want[0] = 0;
            want[1] = 0;
            want[2] = 77 >> 4;
            want[3] = (byte) (77 << 4 | 6);
            assertArrayEquals(want, got);
            assertEquals(0, rig.arrived.size());
        }
    }

    @Test
    void resetForgetsAllButTheCounters() {
        try (NicRig rig = NicRig.loop(Carriage.CELLS)) {
            rig.open(0, 100);
            rig.supply(1, 4);
            rig.send(0, random(1, 100), 1, 0, 100);
            rig.settle();
            long pdus = rig.counter(NicCounters.RX_PDUS);
            rig.nic.write(NicRegisters.RESET, 1);
            rig.run(() -> rig.nic.read(NicRegisters.RESET) == 0);
            assertEquals(0, rig.nic.read(NicRegisters.CONTROL));
            assertEquals(NicRegisters.COMMAND_DONE, rig.nic.read(NicRegisters.EVENT_MASK));
            assertEquals(0, rig.nic.read(NicRegisters.RINGS + 8));
            assertEquals(NicRegisters.CLOSED, rig.slot(0, NicRegisters.SLOT_STATUS));
            assertEquals(pdus, rig.counter(NicCounters.RX_PDUS));
        }
    }

    @Test
    void raisesAgainWhatNobodyLookedAt() {
        try (NicRig rig = NicRig.loop(Carriage.CELLS)) {
            rig.poll();
            rig.loseInterrupts = true;
            rig.open(0, 100);
            rig.supply(1, 4);
            rig.send(0, random(1, 100), 1, 0, 100);
            rig.settle(5_000_000);
            rig.loseInterrupts = false;
            rig.interrupts = 0;
            rig.settle(InterruptModerator.AGAIN_NANOS);
            assertEquals(1, rig.interrupts);
            assertTrue(rig.counter(NicCounters.INTERRUPTS_AGAIN) > 0);
            rig.poll();
            long now = rig.interrupts;
            rig.settle(10 * InterruptModerator.AGAIN_NANOS);
            assertEquals(now, rig.interrupts, "raised for nothing");
        }
    }

    @Test
    void interruptsAreFewerWhenModerated() {
        int[] raised = new int[3];
        long[] moderation = {0, 1_000_000, 1_000_000 | 4L << 32};
        for (int i = 0; i < 3; i++) {
            try (NicRig rig = NicRig.loop(Carriage.CELLS)) {
                rig.open(0, 100);
                rig.supply(1, 64);
                rig.poll();
                rig.nic.write(NicRegisters.MODERATION, moderation[i]);
                rig.interrupts = 0;
                for (int k = 0; k < 40; k++) {
                    rig.send(0, random(k, 40), k, 0, 40);
                    rig.settle(50_000);
                    rig.nic.write(NicRegisters.EVENTS, NicRegisters.ALL_EVENTS);
                }
                rig.settle(1_500_000);
                raised[i] = rig.interrupts;
            }
        }
        assertTrue(raised[0] >= 40 && raised[1] >= 1 && raised[1] <= 4 && raised[2] > raised[1] && raised[2] <= 30,
            java.util.Arrays.toString(raised));
    }
}
