package org.sluice.apps.file;

import java.util.Comparator;
import java.util.List;
import org.sluice.abi.FileFlags;

/** In which order ls shows files. */
final class LsOrder implements Comparator<LsEntry> {
    /**
     * 0 by name, {@code t} by change, {@code u} by access, {@code c} by change of state, {@code S} by size, {@code X} by
     * extension, {@code U} not at all.
     */
    char by;
    boolean reverse;

    boolean needsStat() {
        return by == 't' || by == 'S' || by == 'c' || by == 'u';
    }

    void sort(List<LsEntry> entries) {
        if (by != 'U') {
            entries.sort(this);
        }
    }

    @Override
    public int compare(LsEntry a, LsEntry b) {
        int result = switch (by) {
            case 't' -> Long.compare(b.stat[FileFlags.ST_MTIME], a.stat[FileFlags.ST_MTIME]);
            case 'c' -> Long.compare(b.stat[FileFlags.ST_CTIME], a.stat[FileFlags.ST_CTIME]);
            case 'u' -> Long.compare(b.stat[FileFlags.ST_ATIME], a.stat[FileFlags.ST_ATIME]);
            case 'S' -> Long.compare(b.stat[FileFlags.ST_SIZE], a.stat[FileFlags.ST_SIZE]);
            case 'X' -> extension(a.name).compareTo(extension(b.name));
            default -> 0;
        };
        result = result == 0 ? a.name.compareTo(b.name) : result;
        return reverse ? -result : result;
    }

    private static String extension(String name) {
        int dot = name.lastIndexOf('.');
        return dot < 0 ? "" : name.substring(dot);
    }
}
