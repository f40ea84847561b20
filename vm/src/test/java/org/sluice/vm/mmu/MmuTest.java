package org.sluice.vm.mmu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.sluice.vm.memory.PhysicalMemory;

class MmuTest {
    private static final long PAGE = 0x7f12_3456_7000L;
    private final PhysicalMemory memory = new PhysicalMemory(2048 * 4096L);
    private final Mmu mmu = new Mmu(memory);
    private final Tlb tlb = new Tlb();
    private long nextFrame = 1024;
    private final PageTable table = newTable();

    private PageTable newTable() {
        return new PageTable(mmu, () -> nextFrame++ * 4096);
    }

    @AfterEach
    void close() {
        memory.close();
    }

    /** As translated code does it: what is remembered, or a walk. */
    private long translate(long address, Access access) {
        long remembered = access == Access.USER_READ || access == Access.USER_WRITE ? tlb.find(address, access.write()) : -1;
        return remembered >= 0 ? remembered | address & 4095 : mmu.translate(tlb, table.root(), address, access);
    }

    private PageFault.Reason fault(long address, Access access) {
        PageFault fault = assertThrows(PageFault.class, () -> translate(address, access));
        assertEquals(address, fault.address());
        assertEquals(access, fault.access());
        return fault.reason();
    }

    @Test
    void translatesWithinThePage() {
        table.map(PAGE, 5 * 4096, Pte.USER);
        assertEquals(5 * 4096 + 0xabc, translate(PAGE + 0xabc, Access.USER_READ));
        assertEquals(5 * 4096 + 0xabd, translate(PAGE + 0xabd, Access.USER_READ));
        assertEquals(1, tlb.walks());
    }

    @Test
    void saysWhyAnAccessFails() {
        assertEquals(PageFault.Reason.NOT_PRESENT, fault(PAGE, Access.READ));
        table.map(PAGE, 4096, 0);
        assertEquals(PageFault.Reason.KERNEL_ONLY, fault(PAGE, Access.USER_READ));
        assertEquals(PageFault.Reason.KERNEL_ONLY, fault(PAGE, Access.USER_WRITE));
        assertEquals(PageFault.Reason.READ_ONLY, fault(PAGE, Access.WRITE));
        assertEquals(4096, translate(PAGE, Access.READ));
        assertEquals(PageFault.Reason.BAD_ADDRESS, fault(1L << 48, Access.READ));
        assertEquals(PageFault.Reason.BAD_ADDRESS, fault(-1, Access.READ));
    }

    @Test
    void setsAccessedOnReadsAndDirtyOnTheFirstWrite() {
        table.map(PAGE, 4096, Pte.WRITABLE | Pte.USER);
        assertEquals(0, table.entry(PAGE) & (Pte.ACCESSED | Pte.DIRTY));
        translate(PAGE, Access.USER_READ);
        assertEquals(Pte.ACCESSED, table.entry(PAGE) & (Pte.ACCESSED | Pte.DIRTY));
        translate(PAGE, Access.USER_WRITE); // remembered as clean: must walk again
        assertEquals(Pte.ACCESSED | Pte.DIRTY, table.entry(PAGE) & (Pte.ACCESSED | Pte.DIRTY));
        long walks = tlb.walks();
        translate(PAGE, Access.USER_WRITE);
        assertEquals(walks, tlb.walks());
        assertNotEquals(0, table.unmap(PAGE) & Pte.DIRTY);
    }

    @Test
    void aFailedWriteLeavesThePageClean() {
        table.map(PAGE, 4096, Pte.USER);
        fault(PAGE, Access.USER_WRITE);
        assertEquals(0, table.entry(PAGE) & Pte.DIRTY);
    }

    @Test
    void remembersUntilToldToForget() {
        table.map(PAGE, 4096, Pte.USER);
        translate(PAGE, Access.USER_READ);
        table.unmap(PAGE);
        assertEquals(4096, translate(PAGE, Access.USER_READ));
        tlb.invalidate(PAGE + ((long) Tlb.ENTRIES << 12)); // same place, another page
        assertEquals(4096, translate(PAGE, Access.USER_READ));
        tlb.invalidate(PAGE);
        assertEquals(PageFault.Reason.NOT_PRESENT, fault(PAGE, Access.USER_READ));
    }

    @Test
    void remembersNothingOfPagesOfTheKernel() {
        table.map(PAGE, 4096, Pte.WRITABLE);
        assertEquals(4096, translate(PAGE, Access.WRITE));
        assertEquals(-1, tlb.find(PAGE, false));
        assertEquals(PageFault.Reason.KERNEL_ONLY, fault(PAGE, Access.USER_READ));
    }

    @Test
    void forgetsEverything() {
        table.map(PAGE, 4096, Pte.USER);
        table.map(PAGE + 4096, 8192, Pte.USER);
        translate(PAGE, Access.USER_READ);
        translate(PAGE + 4096, Access.USER_READ);
        tlb.invalidateAll();
        assertEquals(-1, tlb.find(PAGE, false));
        assertEquals(-1, tlb.find(PAGE + 4096, false));
    }

    @Test
    void tablesThatMapNothingAnyMoreAreHandedOver() {
        long far = PAGE + (1L << 30);
        table.map(PAGE, 4096, Pte.USER);
        table.map(PAGE + 4096, 4096, Pte.USER);
        table.map(far, 4096, Pte.USER);
        long made = nextFrame - 1024;
        assertEquals(6, made); // top, one of level 2, two each of levels 1 and 0
        List<Long> released = new ArrayList<>();
        table.unmap(PAGE);
        table.trim(PAGE, PAGE + 4096, released::add);
        assertEquals(List.of(), released); // a neighbour is in the same table
        table.unmap(PAGE + 4096);
        table.trim(PAGE + 4096, PAGE + 8192, released::add);
        assertEquals(2, released.size());
        assertEquals(4096, translate(far, Access.USER_READ));
        table.map(PAGE, 8192, Pte.USER);
        assertEquals(8192, translate(PAGE, Access.USER_READ));
        table.destroy(released::add);
        assertEquals(2 + 6, released.size());
        assertEquals(8, nextFrame - 1024);
        assertEquals(8, new HashSet<>(released).size());
    }

    @Test
    void bitsAreTakenAwayOneByOne() {
        table.map(PAGE, 4096, Pte.USER | Pte.WRITABLE);
        translate(PAGE, Access.USER_WRITE);
        assertEquals(Pte.DIRTY | Pte.ACCESSED, table.clear(PAGE, Pte.DIRTY) & (Pte.DIRTY | Pte.ACCESSED));
        assertEquals(Pte.ACCESSED, table.entry(PAGE) & (Pte.DIRTY | Pte.ACCESSED));
    }

    /** What code translated by the machine computes with: the word of the last page with the last frame. */
    @Test
    void aWordHoldsTheWholeAddressSpaceAndAllOfMemory() {
        Tlb big = new Tlb();
        long page = (1L << Pte.ADDRESS_BITS) - 4096;
        long frame = (long) Integer.MAX_VALUE - 1 << 12;
        big.fill(page, frame, true);
        long word = big.words()[(int) (page >>> 12) & Tlb.ENTRIES - 1];
        assertEquals(frame, (word & Tlb.FRAME_MASK) << Tlb.FRAME_SHIFT);
        assertEquals(page >>> 24, word >>> Tlb.TAG_SHIFT);
        assertEquals(Tlb.VALID | Tlb.WRITABLE, word & 3);
        assertEquals(frame, big.find(page, true));
        assertEquals(-1, big.find(page ^ 1L << 24, false));
    }

    @Test
    void mapsOnlyWholePages() {
        assertThrows(IllegalArgumentException.class, () -> table.map(PAGE + 1, 4096, 0));
        assertThrows(IllegalArgumentException.class, () -> table.map(1L << 48, 4096, 0));
        assertThrows(IllegalArgumentException.class, () -> table.map(PAGE, 4097, 0));
    }

    /** Against a map from page to entry; the TLB is small against the pages used, so that replacement is exercised. */
    @Test
    void behavesAsAMapOfPages() {
        Random random = new Random(11);
        long[] pages = new long[600];
        for (int i = 0; i < pages.length; i++) {
            // clusters in far apart places, so that all four levels differ
            pages[i] = ((long) random.nextInt(3) << 39 | (long) random.nextInt(3) << 30 | (long) random.nextInt(2) << 21
                | (long) random.nextInt(512) << 12);
        }
        Map<Long, Long> model = new HashMap<>();
        for (int step = 0; step < 60_000; step++) {
            long page = pages[random.nextInt(pages.length)];
            switch (random.nextInt(8)) {
                case 0 -> {
                    long entry = random.nextInt(1000) * 4096L | (random.nextBoolean() ? Pte.WRITABLE : 0)
                        | (random.nextBoolean() ? Pte.USER : 0);
                    table.map(page, Pte.address(entry), entry & (Pte.WRITABLE | Pte.USER));
                    tlb.invalidate(page);
                    model.put(page, entry);
                }
                case 1 -> {
                    table.unmap(page);
                    tlb.invalidate(page);
                    model.remove(page);
                }
                default -> {
                    Access access = Access.values()[random.nextInt(4)];
                    int offset = random.nextInt(4096);
                    Long entry = model.get(page);
                    boolean allowed = entry != null && (!access.write() || (entry & Pte.WRITABLE) != 0)
                        && (access == Access.READ || access == Access.WRITE || (entry & Pte.USER) != 0);
                    long got;
                    try {
                        got = translate(page + offset, access);
                    } catch (PageFault fault) {
                        got = -1;
                    }
                    assertEquals(allowed ? Pte.address(entry) + offset : -1, got, access + " in step " + step);
                }
            }
        }
        for (long page : pages) {
            long entry = table.entry(page);
            assertEquals(model.getOrDefault(page, -1L), entry == 0 ? -1L
                : entry & ~(Pte.PRESENT | Pte.ACCESSED | Pte.DIRTY));
        }
    }
}
