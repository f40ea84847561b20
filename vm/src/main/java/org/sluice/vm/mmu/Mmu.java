package org.sluice.vm.mmu;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.sluice.vm.memory.PhysicalMemory;

/**
 * Translates virtual addresses by walking page tables, and sets the accessed and dirty bits on the way. Several processors may
 * walk the same tables at once while the kernel changes them; entries are read and written whole.
 */
public final class Mmu {
    private static final VarHandle ENTRY = ValueLayout.JAVA_LONG.withOrder(ByteOrder.LITTLE_ENDIAN).varHandle();

    private final PhysicalMemory memory;
    private final MemorySegment tables;

    /** An MMU over a memory. */
    public Mmu(PhysicalMemory memory) {
        this.memory = memory;
        tables = memory.window(0, memory.size());
    }

    /**
     * Translates an address by walking the tables; what was found is remembered when guests may use it.
     *
     * @param tlb            what is remembered of the address space
     * @param root           physical address of the address space's top table
     * @param virtualAddress the address
     * @return the physical address
     * @throws PageFault if the tables do not allow the access
     */
    public long translate(Tlb tlb, long root, long virtualAddress, Access access) {
        if (virtualAddress >>> Pte.ADDRESS_BITS != 0) {
            throw new PageFault(virtualAddress, access, PageFault.Reason.BAD_ADDRESS);
        }
        long rights = Pte.WRITABLE | Pte.USER;
        long table = root;
        for (int level = Pte.LEVELS - 1; level > 0; level--) {
            long entry = visit(table + Pte.offset(virtualAddress, level), virtualAddress, access, Pte.ACCESSED);
            rights &= entry;
            table = Pte.address(entry);
        }
        long bits = access.write() ? Pte.ACCESSED | Pte.DIRTY : Pte.ACCESSED;
        long entry = visit(table + Pte.offset(virtualAddress, 0), virtualAddress, access, bits);
        rights &= entry;
        if ((rights & Pte.USER) != 0) {
            tlb.fill(virtualAddress, Pte.address(entry), (rights & Pte.WRITABLE) != 0 && (entry & Pte.DIRTY) != 0);
        }
        return Pte.address(entry) | virtualAddress & PhysicalMemory.FRAME_SIZE - 1;
    }

    /** Checks an entry and sets bits in it; a change by somebody else meanwhile is checked again. */
    private long visit(long position, long virtualAddress, Access access, long bits) {
        while (true) {
            long entry = (long) ENTRY.getVolatile(tables, position);
            if ((entry & Pte.PRESENT) == 0) {
                throw new PageFault(virtualAddress, access, PageFault.Reason.NOT_PRESENT);
            }
            long missing = access.rights() & ~entry;
            if (missing != 0) {
                throw new PageFault(virtualAddress, access,
                    (missing & Pte.USER) != 0 ? PageFault.Reason.KERNEL_ONLY : PageFault.Reason.READ_ONLY);
            }
            if ((entry & bits) == bits || ENTRY.compareAndSet(tables, position, entry, entry | bits)) {
                return entry | bits;
            }
        }
    }

    /** The memory that holds the tables. */
    public PhysicalMemory memory() {
        return memory;
    }

    /** Reads the entry at a physical address. */
    public long entry(long position) {
        return (long) ENTRY.getVolatile(tables, position);
    }

    /** Replaces the entry at a physical address and returns the former one, with the bits walks have set until then. */
    public long exchange(long position, long entry) {
        return (long) ENTRY.getAndSet(tables, position, entry);
    }
}
