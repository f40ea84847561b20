package guest.sun.nio.ch;

import guest.java.io.FileDescriptor;
import guest.rt.Files;
import org.sluice.abi.FileFlags;

/** Natives of FileKey. */
final class N_FileKey {
    private N_FileKey() {
    }

    static void init(FileDescriptor fd, long[] finfo) {
        long[] stat = new long[FileFlags.ST_LENGTH];
        Files.fstat(IOUtil.fdVal(fd), stat);
        finfo[0] = stat[FileFlags.ST_DEV];
        finfo[1] = stat[FileFlags.ST_INO];
    }
}
