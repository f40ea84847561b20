package org.sluice.kernel.file;

import java.util.function.LongSupplier;

/**
 * Keeps files that are mapped and the same files being read and written in step, as on any Unix. The file service calls it around
 * its operations; files are known by {@link PageStore#identity}. Methods may block.
 */
public interface MappedFiles {
    /** Whether any file is mapped, and the other methods have anything to do. */
    boolean any();

    /** Before bytes are read: what was written to them through mappings is in the file when this returns. */
    void beforeRead(Object identity, long position, long length);

    /**
     * Writes to a file and brings its mapped pages up to date.
     *
     * @param length bytes that may be written
     * @param write  writes to the file and returns how many bytes it took
     * @return what it returned
     */
    long write(Object identity, long position, long length, LongSupplier write);

    /** After a file was cut or extended: mapped pages behind its end are gone. */
    void truncated(Object identity, long length);

    /** For trees whose files nobody can map. */
    MappedFiles NONE = new MappedFiles() {
        @Override
        public boolean any() {
            return false;
        }

        @Override
        public void beforeRead(Object identity, long position, long length) {
        }

        @Override
        public long write(Object identity, long position, long length, LongSupplier write) {
            return write.getAsLong();
        }

        @Override
        public void truncated(Object identity, long length) {
        }
    };
}
