package org.sluice.vm.dma;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.ValueLayout;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.sluice.vm.memory.PhysicalMemory;

class IommuTest {
    private final PhysicalMemory memory = new PhysicalMemory(64 * 4096);
    private final Iommu iommu = new Iommu(memory, 2, 42);
    private final DmaPort port = iommu.port(0, "disk0");

    @AfterEach
    void close() {
        memory.close();
    }

    @Test
    void translatesIntoTheGrantedRun() {
        long bus = iommu.grant(0, 3 * 4096, 8192, true);
        try (DmaWindow window = port.window(bus + 5000, 100, true)) {
            window.memory().set(ValueLayout.JAVA_BYTE, 99, (byte) 7);
        }
        byte[] got = new byte[1];
        memory.read(3 * 4096 + 5099, got, 0, 1);
        assertEquals(7, got[0]);
    }

    @Test
    void busAddressesAreNeverPhysicalOnesAndNeverAdjacent() {
        Set<Long> seen = new HashSet<>();
        for (int i = 0; i < 500; i++) {
            long bus = iommu.grant(0, (i % 64) * 4096L, 4096, true);
            assertTrue(bus > memory.size());
            assertTrue(seen.add(bus));
            assertFalse(seen.contains(bus + 4096) || seen.contains(bus - 4096));
        }
        assertEquals(500, iommu.grants(0));
    }

    @Test
    void faultsOutsideTheGrant() {
        long bus = iommu.grant(0, 4096, 4096, true);
        assertFaults(bus - 1, 1);
        assertFaults(bus, 4097);
        assertFaults(bus + 4096, 1);
        assertFaults(bus + 4000, 97);
        assertFaults(bus, -1);
        assertFaults(0, 1);
        assertFaults(-1, 1);
        assertFaults(Long.MIN_VALUE, 1);
        assertEquals(8, iommu.faultCount());
    }

    @Test
    void faultsOnPhysicalAddressesOthersGrantsAndRangesAcrossTwoGrants() {
        long first = iommu.grant(0, 4096, 4096, true);
        long second = iommu.grant(0, 8192, 4096, true);
        long foreign = iommu.grant(1, 4096, 4096, true);
        assertFaults(4096, 16);
        assertFaults(foreign, 16);
        assertFaults(Math.min(first, second) + 4095, 2);
        assertFaults(Math.min(first, second), (int) Math.min(Integer.MAX_VALUE, Math.abs(second - first) + 1));
    }

    @Test
    void devicesCannotWriteWhatTheyMayOnlyRead() {
        long bus = iommu.grant(0, 4096, 4096, false);
        DmaFault fault = assertThrows(DmaFault.class, () -> port.window(bus, 8, true));
        assertTrue(fault.write());
        assertEquals("disk0", fault.device());
        try (DmaWindow window = port.window(bus, 8, false)) {
            assertThrows(RuntimeException.class, () -> window.memory().set(ValueLayout.JAVA_BYTE, 0, (byte) 1));
        }
    }

    @Test
    void faultsAfterRevocationEvenWhenTheSlotIsUsedAgain() {
        long bus = iommu.grant(0, 4096, 4096, true);
        assertTrue(iommu.revoke(0, bus));
        assertFaults(bus, 1);
        long again = iommu.grant(0, 4096, 4096, true);
        assertNotEquals(bus, again);
        assertFaults(bus, 1);
        assertFalse(iommu.revoke(0, bus));
        port.window(again, 1, true).close();
    }

    @Test
    void revocationWaitsForOpenWindows() throws InterruptedException {
        long bus = iommu.grant(0, 4096, 4096, true);
        DmaWindow window = port.window(bus, 64, true);
        AtomicBoolean closed = new AtomicBoolean();
        AtomicBoolean closedBeforeRevoked = new AtomicBoolean();
        CountDownLatch revoking = new CountDownLatch(1);
        Thread[] revokers = new Thread[2];
        for (int i = 0; i < 2; i++) {
            revokers[i] = Thread.ofPlatform().start(() -> {
                revoking.countDown();
                iommu.revoke(0, bus);
                closedBeforeRevoked.set(closed.get());
            });
        }
        revoking.await();
        while (iommu.grants(0) != 0) {
            Thread.onSpinWait();
        }
        assertFaults(bus, 1); // no new window from here on
        window.memory().set(ValueLayout.JAVA_BYTE, 0, (byte) 1); // but the old one is good
        closed.set(true);
        window.close();
        for (Thread revoker : revokers) {
            revoker.join();
        }
        assertTrue(closedBeforeRevoked.get());
        assertThrows(IllegalStateException.class, window::memory);
    }

    @Test
    void revokesAllGrantsOfOneDomainOnly() {
        long mine = iommu.grant(0, 4096, 4096, true);
        long other = iommu.grant(1, 4096, 4096, true);
        assertEquals(1, iommu.revokeAll(0));
        assertFaults(mine, 1);
        iommu.port(1, "console0").window(other, 1, true).close();
    }

    @Test
    void remembersTheLatestFaultsOnly() {
        for (int i = 0; i < Iommu.LOG_LENGTH + 10; i++) {
            assertFaults(i, 1);
        }
        assertEquals(Iommu.LOG_LENGTH + 10, iommu.faultCount());
        assertEquals(Iommu.LOG_LENGTH, iommu.faults().size());
        assertEquals(10, iommu.faults().get(0).busAddress());
        assertEquals(Iommu.LOG_LENGTH + 9, iommu.faults().get(Iommu.LOG_LENGTH - 1).busAddress());
    }

    @Test
    void refusesGrantsOutsideMemory() {
        assertThrows(IndexOutOfBoundsException.class, () -> iommu.grant(0, memory.size() - 4096, 8192, true));
        assertThrows(IllegalArgumentException.class, () -> iommu.grant(0, 0, 0, true));
        assertEquals(0, iommu.grants(0));
    }

    @Test
    void onlyGrantedBytesAreReachableUnderRandomUse() {
        Random random = new Random(7);
        record Live(long bus, long physical, int length, boolean write) {
        }
        java.util.List<Live> live = new java.util.ArrayList<>();
        for (int step = 0; step < 20_000; step++) {
            if (live.size() < 40 && random.nextInt(3) == 0) {
                long physical = random.nextInt(60) * 4096L;
                int length = 1 + random.nextInt(3 * 4096);
                boolean write = random.nextBoolean();
                live.add(new Live(iommu.grant(0, physical, length, write), physical, length, write));
            } else if (!live.isEmpty() && random.nextInt(4) == 0) {
                assertTrue(iommu.revoke(0, live.remove(random.nextInt(live.size())).bus));
            } else if (!live.isEmpty()) {
                Live grant = live.get(random.nextInt(live.size()));
                int offset = random.nextInt(4 * 4096) - 2048;
                int length = random.nextInt(4096);
                boolean write = random.nextBoolean();
                boolean allowed = offset >= 0 && offset + length <= grant.length && (!write || grant.write);
                try (DmaWindow window = port.window(grant.bus + offset, length, write)) {
                    assertTrue(allowed);
                    assertEquals(length, window.memory().byteSize());
                    assertEquals(memory.window(grant.physical + offset, length).address(), window.memory().address());
                } catch (DmaFault fault) {
                    assertFalse(allowed);
                }
            }
        }
    }

    @Test
    void scatteredRunsLieTogetherForTheDevice() {
        long[] runs = {5 * 4096, 2 * 4096, 9 * 4096};
        long[] lengths = {4096, 8192, 100};
        long bus = iommu.grant(0, runs, lengths, true);
        assertEquals(4096, port.contiguous(bus, 4096 + 8192, true));
        assertEquals(1, port.contiguous(bus + 4095, 8, true));
        assertEquals(8192, port.contiguous(bus + 4096, 8192 + 100, true));
        assertEquals(60, port.contiguous(bus + 4096 + 8192 + 40, 60, true));
        long at = 0;
        for (int i = 0; i < runs.length; i++) {
            try (DmaWindow window = port.window(bus + at, (int) lengths[i], true)) {
                assertEquals(memory.window(runs[i], 1).address(), window.memory().address());
            }
            at += lengths[i];
        }
        assertThrows(DmaFault.class, () -> port.window(bus + 4000, 200, true), "across two runs");
        assertThrows(DmaFault.class, () -> port.contiguous(bus + 4096 + 8192, 101, true), "past the end");
        assertThrows(DmaFault.class, () -> port.contiguous(bus - 1, 10, true));
        assertTrue(iommu.revoke(0, bus));
        assertFaults(bus, 1);
        assertThrows(DmaFault.class, () -> port.contiguous(bus, 1, false));
        assertThrows(IllegalArgumentException.class, () -> iommu.grant(0, new long[0], new long[0], true));
        assertThrows(IllegalArgumentException.class, () -> iommu.grant(0, new long[] {4096}, new long[] {0}, true));
        assertThrows(IllegalArgumentException.class,
            () -> iommu.grant(0, new long[] {4096, 4096}, new long[] {4096, 1L << 31}, true));
        assertThrows(IndexOutOfBoundsException.class,
            () -> iommu.grant(0, new long[] {4096, memory.size()}, new long[] {4096, 1}, true));
    }

    @Test
    void wordsOfControlAreCheckedLikeDataAndNotCounted() {
        long bus = iommu.grant(0, 4096, 4096, true);
        long[] words = {1, 2, 3};
        port.store(bus + 8, words);
        long[] back = new long[3];
        port.load(bus + 8, back);
        assertEquals(2, back[1]);
        port.store(bus + 8, 9);
        port.load(bus + 8, back);
        assertEquals(9, back[0]);
        assertEquals(9, memory.getLongAcquire(4096 + 8));
        long readOnly = iommu.grant(0, 8192, 4096, false);
        for (long bad : new long[] {bus + 4, bus + 4096 - 16, bus - 8, 8}) {
            assertThrows(DmaFault.class, () -> port.load(bad, back));
            assertThrows(DmaFault.class, () -> port.store(bad, back));
        }
        assertThrows(DmaFault.class, () -> port.store(readOnly, 1));
        assertThrows(DmaFault.class, () -> port.load(iommu.grant(0, 4, 64, true), back), "not aligned in memory");
        assertEquals(0, iommu.dmaBytes(0, true));
        port.window(bus, 100, true).close();
        port.window(bus, 7, false).close();
        assertEquals(100, iommu.dmaBytes(0, true));
        assertEquals(7, iommu.dmaBytes(0, false));
        assertEquals(0, iommu.dmaBytes(1, false));
        assertTrue(iommu.revoke(0, bus), "no window is left open");
    }

    /** Do lookups beside grants that come and go find theirs or nothing, while the table grows? */
    @Test
    void lookupsBesideGrantsThatComeAndGo() throws InterruptedException {
        AtomicBoolean stop = new AtomicBoolean();
        long fixed = iommu.grant(0, 4096, 8, true);
        memory.putLong(4096, 77);
        Throwable[] failure = new Throwable[1];
        Thread reader = Thread.ofPlatform().start(() -> {
            try {
                long[] word = new long[1];
                while (!stop.get()) {
                    port.load(fixed, word);
                    assertEquals(77, word[0]);
                }
            } catch (Throwable e) {
                failure[0] = e;
            }
        });
        Random random = new Random(3);
        java.util.ArrayDeque<Long> live = new java.util.ArrayDeque<>();
        for (int i = 0; i < 200_000; i++) {
            if (live.size() < i / 100 && random.nextInt(3) != 0) {
                live.add(iommu.grant(0, 8192, 64, false));
            } else if (!live.isEmpty()) {
                long gone = live.poll();
                assertTrue(iommu.revoke(0, gone));
                assertThrows(DmaFault.class, () -> port.window(gone, 1, false));
            }
        }
        stop.set(true);
        reader.join();
        assertEquals(null, failure[0]);
        assertEquals(live.size() + 1, iommu.grants(0));
    }

    private void assertFaults(long busAddress, int length) {
        assertThrows(DmaFault.class, () -> port.window(busAddress, length, false));
    }
}
