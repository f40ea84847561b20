package org.sluice.apps.file;

import org.sluice.abi.FileFlags;

/** A file that find met. */
final class FindFile {
    final String path;
    final String name;
    final int depth;
    long[] stat;
    /** Set by an expression: what is below is left out. */
    boolean prune;

    FindFile(String path, String name, int depth) {
        this.path = path;
        this.name = name;
        this.depth = depth;
    }

    long mode() {
        return stat[FileFlags.ST_MODE];
    }
}
