package org.sluice.apps.file;

import java.io.IOException;
import java.nio.file.Files;
import org.sluice.abi.FileFlags;
import org.sluice.apps.Io;

/** One line of a listing. */
final class LsEntry {
    final String name;
    /** What the stat call says, or {@code null} when only the name was asked for. */
    final long[] stat;
    /** Where a symbolic link leads, or {@code null}. */
    final String target;

    private LsEntry(String name, long[] stat, String target) {
        this.name = name;
        this.stat = stat;
        this.target = target;
    }

    static LsEntry nameOnly(String name) {
        return new LsEntry(name, null, null);
    }

    /** @param withTarget whether to read symbolic links too */
    static LsEntry read(Io io, String name, String path, boolean follow, boolean withTarget) throws IOException {
        long[] stat;
        try {
            stat = io.stat(path, follow);
        } catch (IOException e) {
            if (!follow) {
                throw e;
            }
            stat = io.stat(path, false); // a link that leads nowhere is listed itself
        }
        boolean link = Modes.is(stat[FileFlags.ST_MODE], FileFlags.S_IFLNK);
        String target = link && withTarget ? Files.readSymbolicLink(io.path(path)).toString() : null;
        return new LsEntry(name, stat, target);
    }

    boolean isDirectory() {
        return stat != null && Modes.is(mode(), FileFlags.S_IFDIR);
    }

    long mode() {
        return stat[FileFlags.ST_MODE];
    }
}
