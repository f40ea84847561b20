package org.sluice.kernel.fs.node;

/**
 * The bytes of a regular file somebody has open. Positions are in bytes and not negative; ranges lie inside their buffers.
 * Whether the session may read or write has been checked. Safe for use by several threads.
 */
public interface OpenFile {
    /** Position of {@link #write} that means: at the end, as one step with finding the end. */
    long END = -1;

    /** Reads at a position; fewer bytes than asked for only at the end of the file, 0 there. */
    int read(long position, byte[] buffer, int offset, int length);

    /**
     * Writes at a position or at {@link #END}. A gap before it reads as zeros.
     *
     * @return bytes written, fewer than asked for when space or the largest size is reached on the way
     * @throws org.sluice.kernel.CallFailed ENOSPC or EFBIG when not even one byte fits
     */
    int write(long position, byte[] buffer, int offset, int length);

    /** Length in bytes. */
    long size();

    /** Equal for open files of the same bytes, whoever opened them by whatever name. */
    default Object identity() {
        return this;
    }

    /** Cuts or extends with zeros. @throws org.sluice.kernel.CallFailed EINVAL beyond the largest size */
    void truncate(long length);

    /** Brings data and length to the medium. */
    default void sync() {
    }

    void stat(long[] stat);

    /** Called once, when no session uses it any more. */
    default void close() {
    }
}
