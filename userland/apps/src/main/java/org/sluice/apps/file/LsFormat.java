package org.sluice.apps.file;

import java.util.List;
import org.sluice.abi.FileFlags;
import org.sluice.apps.Io;
import org.sluice.apps.LocalTime;
import org.sluice.apps.Numbers;
import org.sluice.apps.Output;

/** How ls shows files. */
final class LsFormat {
    private static final String RESET = "\u001b[0m";

    boolean longForm;
    boolean columns;
    boolean commas;
    boolean human;
    boolean classify;
    boolean slashes;
    boolean inodes;
    boolean blocks;
    boolean numericIds;
    boolean owner = true;
    boolean group = true;
    boolean fullTime;
    boolean color;
    boolean follow;
    /** Columns of the terminal; 0 to ask it. */
    int width;

    private Io io;
    private Output out;
    private long now;

    void begin(Io system, Output output) {
        io = system;
        out = output;
        now = system.now() / 1000;
    }

    boolean needsStat() {
        return longForm || classify || slashes || inodes || blocks || color;
    }

    /** @param total whether the listing of a directory begins with its size in blocks */
    void print(List<LsEntry> entries, boolean total) {
        if (total && (longForm || blocks)) {
            long sum = 0;
            for (int i = 0; i < entries.size(); i++) {
                sum += entries.get(i).stat[FileFlags.ST_BLOCKS];
            }
            out.println("total " + size(sum));
        }
        if (longForm) {
            printLong(entries);
        } else if (commas) {
            printCommas(entries);
        } else if (columns) {
            printColumns(entries);
        } else {
            int[] widths = prefixWidths(entries);
            for (int i = 0; i < entries.size(); i++) {
                prefix(entries.get(i), widths);
                out.println(decorated(entries.get(i)));
            }
        }
    }

    /** Blocks of 512 bytes in the unit of the listing. */
    private String size(long halfKibs) {
        return human ? Numbers.human(halfKibs * 512) : Long.toString((halfKibs + 1) / 2);
    }

    private int[] prefixWidths(List<LsEntry> entries) {
        int[] widths = new int[2];
        for (int i = 0; i < entries.size() && (inodes || blocks); i++) {
            long[] stat = entries.get(i).stat;
            widths[0] = Math.max(widths[0], Long.toString(stat[FileFlags.ST_INO]).length());
            widths[1] = Math.max(widths[1], size(stat[FileFlags.ST_BLOCKS]).length());
        }
        return widths;
    }

    private void prefix(LsEntry entry, int[] widths) {
        if (inodes) {
            out.printRight(Long.toString(entry.stat[FileFlags.ST_INO]), widths[0]);
            out.write(' ');
        }
        if (blocks) {
            out.printRight(size(entry.stat[FileFlags.ST_BLOCKS]), widths[1]);
            out.write(' ');
        }
    }

    private void printLong(List<LsEntry> entries) {
        int n = entries.size();
        String[][] cells = new String[n][];
        int[] widths = new int[4];
        for (int i = 0; i < n; i++) {
            long[] stat = entries.get(i).stat;
            cells[i] = new String[] {
                Long.toString(stat[FileFlags.ST_NLINK]), user(stat[FileFlags.ST_UID]), user(stat[FileFlags.ST_GID]),
                        sizeOrDevice(stat)};
            for (int k = 0; k < 4; k++) {
                widths[k] = Math.max(widths[k], cells[i][k].length());
            }
        }
        int[] prefixWidths = prefixWidths(entries);
        for (int i = 0; i < n; i++) {
            LsEntry entry = entries.get(i);
            prefix(entry, prefixWidths);
            out.print(Modes.text(entry.mode()));
            out.write(' ');
            out.printRight(cells[i][0], widths[0]);
            if (owner) {
                out.write(' ');
                out.printLeft(cells[i][1], widths[1]);
            }
            if (group) {
                out.write(' ');
                out.printLeft(cells[i][2], widths[2]);
            }
            out.write(' ');
            out.printRight(cells[i][3], widths[3]);
            out.write(' ');
            out.print(time(entry.stat[FileFlags.ST_MTIME]));
            out.write(' ');
            out.print(decorated(entry));
            out.println(entry.target == null ? "" : " -> " + entry.target);
        }
    }

    private String user(long id) {
        return numericIds ? Long.toString(id) : Users.name(id);
    }

    private String sizeOrDevice(long[] stat) {
        int type = (int) stat[FileFlags.ST_MODE] & FileFlags.S_IFMT;
        if (type == FileFlags.S_IFCHR || type == 0x6000) {
            long device = stat[FileFlags.ST_RDEV];
            return (device >> 8 & 0xfff) + ", " + (device & 0xff | device >> 12 & 0xfff00);
        }
        return human ? Numbers.human(stat[FileFlags.ST_SIZE]) : Long.toString(stat[FileFlags.ST_SIZE]);
    }

    private String time(long nanos) {
        LocalTime time = LocalTime.of(io, Math.floorDiv(nanos, 1_000_000_000));
        return fullTime ? time.isoWithNanos(Math.floorMod(nanos, 1_000_000_000)) : time.forListing(now);
    }

    private void printCommas(List<LsEntry> entries) {
        int limit = lineWidth();
        int column = 0;
        for (int i = 0; i < entries.size(); i++) {
            String text = decorated(entries.get(i));
            int length = shownLength(entries.get(i));
            boolean last = i == entries.size() - 1;
            if (column > 0 && column + length + (last ? 0 : 1) > limit) {
                out.println();
                column = 0;
            } else if (column > 0) {
                out.write(' ');
                column++;
            }
            out.print(text);
            out.print(last ? "" : ",");
            column += length + 1;
        }
        if (!entries.isEmpty()) {
            out.println();
        }
    }

    /** Down the columns, as many as fit. */
    private void printColumns(List<LsEntry> entries) {
        int n = entries.size();
        int[] prefixWidths = prefixWidths(entries);
        int extra = (inodes ? prefixWidths[0] + 1 : 0) + (blocks ? prefixWidths[1] + 1 : 0);
        int[] lengths = new int[n];
        for (int i = 0; i < n; i++) {
            lengths[i] = shownLength(entries.get(i)) + extra;
        }
        int rows = 1;
        while (rows < n && !fits(lengths, rows)) {
            rows++;
        }
        for (int row = 0; row < rows && n > 0; row++) {
            int column = 0;
            for (int i = row; i < n; i += rows) {
                prefix(entries.get(i), prefixWidths);
                out.print(decorated(entries.get(i)));
                if (i + rows < n) {
                    column = indent(column + lengths[i], columnStart(lengths, i / rows + 1, rows));
                }
            }
            out.println();
        }
    }

    private boolean fits(int[] lengths, int rows) {
        int limit = lineWidth();
        int total = -2;
        for (int column = 0; column * rows < lengths.length; column++) {
            total += columnWidth(lengths, column, rows) + 2;
        }
        return total < limit;
    }

    private static int columnStart(int[] lengths, int column, int rows) {
        int start = 0;
        for (int i = 0; i < column; i++) {
            start += columnWidth(lengths, i, rows) + 2;
        }
        return start;
    }

    /** Moves on to a column, with tabs where they reach it sooner; returns it. */
    private int indent(int from, int to) {
        int at = from;
        while (at < to) {
            boolean tab = to / 8 > (at + 1) / 8;
            out.write(tab ? '\t' : ' ');
            at += tab ? 8 - at % 8 : 1;
        }
        return to;
    }

    private static int columnWidth(int[] lengths, int column, int rows) {
        int width = 0;
        for (int i = column * rows; i < lengths.length && i < (column + 1) * rows; i++) {
            width = Math.max(width, lengths[i]);
        }
        return width;
    }

    private int lineWidth() {
        if (width == 0) {
            int size = io.isTerminal(1) ? io.calls().ttySize(1) : 0;
            width = size > 0xffff ? size >>> 16 : 80;
        }
        return width;
    }

    private int shownLength(LsEntry entry) {
        return entry.name.codePointCount(0, entry.name.length()) + mark(entry).length();
    }

    private String decorated(LsEntry entry) {
        String shade = color ? shade(entry) : "";
        String name = shade.isEmpty() ? entry.name : shade + entry.name + RESET;
        return name + mark(entry);
    }

    private String mark(LsEntry entry) {
        if (!classify && !slashes) {
            return "";
        }
        if (entry.isDirectory()) {
            return "/";
        }
        if (!classify) {
            return "";
        }
        long mode = entry.mode();
        if (Modes.is(mode, FileFlags.S_IFLNK)) {
            return longForm ? "" : "@";
        }
        return Modes.is(mode, FileFlags.S_IFIFO) ? "|" : Ls.isExecutable(mode) ? "*" : "";
    }

    private static String shade(LsEntry entry) {
        long mode = entry.mode();
        if (entry.isDirectory()) {
            return "\u001b[01;34m";
        }
        if (Modes.is(mode, FileFlags.S_IFLNK)) {
            return "\u001b[01;36m";
        }
        if (Modes.is(mode, FileFlags.S_IFCHR) || Modes.is(mode, FileFlags.S_IFIFO)) {
            return "\u001b[33m";
        }
        return Ls.isExecutable(mode) ? "\u001b[01;32m" : "";
    }
}
