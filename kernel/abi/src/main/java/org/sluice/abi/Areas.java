package org.sluice.abi;

/** Constants of the calls on areas. */
public final class Areas {
    /** Flag of allocation: wait until there is memory instead of failing. */
    public static final int WAIT = 1;
    /** Flag of allocation: one area or none, never several in place of one. */
    public static final int CONTIGUOUS = 2;

    /** What allocation knows as flags: those above and a headroom. */
    public static final int ALLOCATION_FLAGS = WAIT | CONTIGUOUS | 0x7fff << 16;
    /** Most headroom in bytes. */
    public static final int MAX_HEADROOM = 0x7fff;

    /** Flag of mapping: the view may be written. Needs an area nobody else reads. */
    public static final int WRITE = 1;
    /** Flag of mapping: every thread of the process may use the view, and close it; costs more to close. */
    public static final int SHARED = 2;

    /** Flag of mapping with {@link #WRITE}: wait until nobody else reads the area, instead of failing. */
    public static final int WHEN_ALONE = 4;

    /** Longest area in bytes: 2 GiB less a page. */
    public static final long MAX_BYTES = (1L << 31) - 4096;

    /** Most areas of one process. */
    public static final int MAX_AREAS = 1 << 14;

    /** Indexes into the array of {@code areaInfo}. */
    public static final int INFO_ADDRESS = 0;
    /** Bytes. */
    public static final int INFO_LENGTH = 1;
    /** Number of the frame with the first byte. */
    public static final int INFO_FRAME = 2;
    /** Offset of the first byte in that frame. */
    public static final int INFO_FRAME_OFFSET = 3;
    /** Areas, of any process, that have memory in common with this one, itself included. */
    public static final int INFO_SHARERS = 4;
    /** 1 when the holder may write, else 0. */
    public static final int INFO_WRITABLE = 5;
    /** Views open now. */
    public static final int INFO_VIEWS = 6;
    /** Bytes by which {@code areaExtend} can extend it at its front. */
    public static final int INFO_HEADROOM = 7;
    /** Length of that array. */
    public static final int INFO_LENGTH_OF_ARRAY = 8;

    private Areas() {
    }

    /**
     * Flag of allocation: leave so many bytes before the first, to which the area can be extended later. Makes for one area or none.
     *
     * @param bytes 0 to {@link #MAX_HEADROOM}
     */
    public static int headroom(int bytes) {
        if (bytes < 0 || bytes > MAX_HEADROOM) {
            throw new IllegalArgumentException("headroom of " + bytes + " bytes: must be 0 to " + MAX_HEADROOM);
        }
        return bytes << 16;
    }

    /** The headroom in the flags of an allocation. */
    public static int headroomOf(int flags) {
        return flags >>> 16 & MAX_HEADROOM;
    }
}
