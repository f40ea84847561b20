package guest.sun.nio.ch;

import guest.java.nio.channels.FileChannel;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Replaced methods of FileChannelImpl. */
final class N_FileChannelImpl {
    private N_FileChannelImpl() {
    }

    /** Segments are of memory that does not move. */
    static MemorySegment map(FileChannelImpl self, FileChannel.MapMode mode, long offset, long size, Arena arena) {
        throw new UnsupportedOperationException("a mapped file is paged memory, of which there are no segments");
    }
}
