package org.sluice.kernel.file;

import java.util.function.IntSupplier;

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
     * Writes bytes to the file and to its mapped pages.
     *
     * @param write writes to the file and returns how many bytes it took
     * @return what it returned
     */
    int write(Object identity, long position, byte[] buffer, int offset, int length, IntSupplier write);

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
        public int write(Object identity, long position, byte[] buffer, int offset, int length, IntSupplier write) {
            return write.getAsInt();
        }

        @Override
        public void truncated(Object identity, long length) {
        }
    };
}
