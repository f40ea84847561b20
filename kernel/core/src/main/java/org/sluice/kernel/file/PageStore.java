package org.sluice.kernel.file;

/**
 * The bytes of a regular file, for mapping. Positions are in bytes and not negative; ranges lie inside their buffers. Errors are
 * {@link org.sluice.kernel.CallFailed}; methods may block the calling thread, but for {@link #identity}.
 */
public interface PageStore {
    /** Equal for stores of the same file, whoever opened it. */
    Object identity();

    /** The path it was opened by, for people. */
    String name();

    /** Length in bytes. */
    long size();

    /** Reads at a position; fewer bytes than asked for only at the end of the file. */
    int read(long position, byte[] buffer, int offset, int length);

    /** Writes at a position inside the file. */
    int write(long position, byte[] buffer, int offset, int length);

    /** Brings what was written to the medium. */
    void sync();
}
