package org.sluice.vm.mmu;

/** How memory is accessed. */
public enum Access {
    /** A read by the kernel. */
    READ(0),
    /** A write by the kernel. */
    WRITE(Pte.WRITABLE),
    /** A read by a guest. */
    USER_READ(Pte.USER),
    /** A write by a guest. */
    USER_WRITE(Pte.USER | Pte.WRITABLE);

    private final long rights;

    Access(long rights) {
        this.rights = rights;
    }

    /** Whether it changes memory. */
    public boolean write() {
        return (rights & Pte.WRITABLE) != 0;
    }

    /** The bits a page-table entry must have at every level. */
    long rights() {
        return rights;
    }
}
