package org.sluice.abi;

/** Constants of the calls that transfer I/O vectors: flags, and the report of what was copied and why. */
public final class Transfers {
    /** Flag: copy nothing; where a byte would have to be copied the call ends, with ENOTSUP if it is the first. */
    public static final int ZERO_COPY = 1;
    /** Flag: where the call would wait for the other end of a pipe it ends, with EAGAIN if nothing is done. */
    public static final int NO_WAIT = 2;

    /** Indexes into the report. Bytes the kernel copied. */
    public static final int COPIED = 0;
    /** Bytes that changed their holder, or got a further one, without being copied. */
    public static final int MOVED = 1;
    /** Bytes that a device moved by DMA. */
    public static final int BY_DEVICE = 2;
    /** Why bytes were copied: bits as below, 0 when none were. */
    public static final int REASONS = 3;
    /** Length of the report. */
    public static final int REPORT_LENGTH = 4;

    /** The caller keeps its memory: {@code readv}, {@code writev} and their kin. */
    public static final int KEPT = 1;
    /** Given to a file, but no whole page at a page's place. */
    public static final int UNALIGNED = 2;
    /** The bytes were written into the pipe by copying, and lay in its buffer. */
    public static final int NOT_AREA_SOURCE = 4;
    /** The file is one that has no areas: a terminal, a device, generated text. */
    public static final int NO_AREAS = 8;
    /** A page of a file that others have shares of was copied before it changed. */
    public static final int COPY_ON_WRITE = 16;
    /** So much of the cache is shared out that no more may be. */
    public static final int CACHE_LENT = 32;
    /** Given to a file, which cannot keep it, since others read it too. */
    public static final int SHARED = 64;

    private static final String[] NAMES = {"KEPT", "UNALIGNED", "NOT_AREA_SOURCE", "NO_AREAS", "COPY_ON_WRITE", "CACHE_LENT",
        "SHARED"};

    private Transfers() {
    }

    /** The names of some reasons, with commas between; {@code "-"} for none. */
    public static String names(long reasons) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < NAMES.length; i++) {
            if ((reasons & 1L << i) != 0) {
                text.append(text.isEmpty() ? "" : ",").append(NAMES[i]);
            }
        }
        return text.isEmpty() ? "-" : text.toString();
    }
}
