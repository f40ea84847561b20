package org.sluice.vm.mmu;

/** An address could not be translated. Made often and caught by the kernel, so it carries no stack trace. */
public final class PageFault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Why. */
    public enum Reason {
        /** The address has more than 48 bits. */
        BAD_ADDRESS,
        /** An entry on the way is not present. */
        NOT_PRESENT,
        /** An entry on the way forbids writing. */
        READ_ONLY,
        /** An entry on the way forbids guests. */
        KERNEL_ONLY
    }

    private final long address;
    private final Access access;
    private final Reason reason;

    PageFault(long address, Access access, Reason reason) {
        super(null, null, false, false);
        this.address = address;
        this.access = access;
        this.reason = reason;
    }

    /** The virtual address. */
    public long address() {
        return address;
    }

    public Access access() {
        return access;
    }

    public Reason reason() {
        return reason;
    }

    @Override
    public String getMessage() {
        return access + " at 0x" + Long.toHexString(address) + ": " + reason;
    }
}
