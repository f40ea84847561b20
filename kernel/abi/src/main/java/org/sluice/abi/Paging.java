package org.sluice.abi;

/** Constants of the calls on paged memory. Addresses are virtual, below 2^48; the page is 4096 bytes. */
public final class Paging {
    /** Bytes in a page. */
    public static final int PAGE = 4096;

    /** Flag of {@code pageMap}: the memory may be written. */
    public static final int WRITE = 1;
    /** Flag of {@code pageMap}: writes stay in the process and never reach the file. */
    public static final int PRIVATE = 2;

    /** Handle that means memory of no file: zero at first. */
    public static final int NO_FILE = -1;

    /** Advice: the pages will be needed soon. */
    public static final int WILL_NEED = 1;
    /** Advice: the pages will not be needed soon; contents stay. */
    public static final int NOT_NEEDED = 2;

    private Paging() {
    }
}
