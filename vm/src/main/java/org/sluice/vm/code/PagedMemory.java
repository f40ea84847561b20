package org.sluice.vm.code;

import org.sluice.vm.memory.PhysicalMemory;
import org.sluice.vm.mmu.Tlb;

/**
 * What translated code needs to reach the paged memory of its address space.
 *
 * @param base  where the host has the first byte of physical memory
 * @param words the words of the {@link Tlb}
 */
public record PagedMemory(long base, long[] words) {
    /** An address space of a machine. */
    public static PagedMemory of(PhysicalMemory memory, Tlb tlb) {
        return new PagedMemory(memory.window(0, memory.size()).address(), tlb.words());
    }
}
