package org.sluice.apps.text;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import org.sluice.abi.FileFlags;
import org.sluice.apps.Command;
import org.sluice.apps.Io;
import org.sluice.apps.Options;
import org.sluice.apps.Utf8;
import org.sluice.io.Area;
import org.sluice.io.AreaChannel;

/** {@code wc}: counts lines, words, characters and bytes. */
public final class Wc extends Command {
    private static final int BATCH = 1 << 20;

    private boolean lines;
    private boolean words;
    private boolean chars;
    private boolean bytes;
    private boolean longest;

    /** Counts in the order in which they are printed: lines, words, characters, bytes, longest line. */
    private final long[] total = new long[5];

    public Wc() {
        super("wc");
    }

    public static void main(String[] args) {
        new Wc().start(args);
    }

    @Override
    protected int run(String[] args) throws IOException {
        Options options = new Options("l/lines w/words m/chars c/bytes L/max-line-length", args);
        while (options.next()) {
            switch (options.name()) {
                case "l" -> lines = true;
                case "w" -> words = true;
                case "m" -> chars = true;
                case "c" -> bytes = true;
                default -> longest = true;
            }
        }
        if (!(lines || words || chars || bytes || longest)) {
            lines = true;
            words = true;
            bytes = true;
        }
        String[] files = options.operands();
        boolean stdin = files.length == 0;
        if (stdin) {
            files = new String[] {"-"};
        }
        long[][] counts = new long[files.length][];
        for (int i = 0; i < files.length; i++) {
            try {
                counts[i] = count(files[i]);
            } catch (IOException e) {
                warn(files[i], e);
                counts[i] = org.sluice.apps.Reasons.of(e).equals("Is a directory") ? new long[5] : null;
            }
        }
        int width = width(files, counts);
        for (int i = 0; i < files.length; i++) {
            if (counts[i] != null) {
                print(counts[i], stdin ? null : files[i], width);
            }
        }
        if (files.length > 1) {
            print(total, "total", width);
        }
        return status();
    }

    /** The counts of one file, as its bytes come by. */
    private static final class Counter {
        final long[] counts = new long[5];
        private boolean inWord;
        private long column;

        void add(ByteBuffer bytes) {
            int end = bytes.limit();
            for (int i = bytes.position(); i < end; i++) {
                byte b = bytes.get(i);
                boolean starts = !Utf8.isContinuation(b);
                if (starts) {
                    counts[2]++;
                }
                if (b == '\n') {
                    counts[0]++;
                }
                if (b == '\n' || b == '\r' || b == '\f') {
                    endLine();
                } else if (b == '\t') {
                    column += 8 - column % 8;
                } else if (starts && (b < 0 || b >= ' ' && b != 127)) {
                    column++;
                }
                boolean space = b == ' ' || b >= '\t' && b <= '\r';
                if (!space && !inWord) {
                    counts[1]++;
                }
                inWord = !space;
            }
        }

        void endLine() {
            counts[4] = Math.max(counts[4], column);
            column = 0;
        }
    }

    private long[] count(String file) throws IOException {
        Counter counter = new Counter();
        AreaChannel areas = io.areas(file);
        if (areas != null) {
            countAreas(areas, counter);
        } else {
            countStream(file, counter);
        }
        counter.endLine();
        for (int i = 0; i < 4; i++) {
            total[i] += counter.counts[i];
        }
        total[4] = Math.max(total[4], counter.counts[4]);
        return counter.counts;
    }

    private void countStream(String file, Counter counter) throws IOException {
        InputStream in = io.open(file);
        try {
            byte[] buffer = new byte[Io.BUFFER];
            int n;
            while ((n = in.read(buffer)) > 0) {
                counter.add(ByteBuffer.wrap(buffer, 0, n));
                counter.counts[3] += n;
            }
        } finally {
            io.close(in);
        }
    }

    /** Takes over the memory the bytes lie in, and looks at it only if more is wanted than their number. */
    private void countAreas(AreaChannel from, Counter counter) throws IOException {
        boolean look = lines || words || chars || longest;
        try {
            Area[] areas;
            while ((areas = from.readAreas(BATCH)).length > 0) {
                try {
                    for (Area area : areas) {
                        if (look) {
                            counter.add(area.mapReadOnly().asByteBuffer());
                        }
                        counter.counts[3] += area.size();
                    }
                } finally {
                    for (Area area : areas) {
                        area.close();
                    }
                }
            }
        } finally {
            from.close();
        }
    }

    /** As GNU wc: as wide as the sum of the sizes, but 7 when an input is no regular file, and 1 for a single count. */
    private int width(String[] files, long[][] counts) {
        int shown = (lines ? 1 : 0) + (words ? 1 : 0) + (chars ? 1 : 0) + (bytes ? 1 : 0) + (longest ? 1 : 0);
        if (shown == 1 && files.length == 1) {
            return 1;
        }
        int least = 1;
        for (int i = 0; i < files.length; i++) {
            boolean regular = files[i].equals("-") ? isRegularInput() : counts[i] == null || io.file(files[i]).isFile();
            if (!regular) {
                least = 7;
            }
        }
        return Math.max(least, Long.toString(total[3]).length());
    }

    private boolean isRegularInput() {
        long[] stat = new long[FileFlags.ST_LENGTH];
        return io.calls().fstat(0, stat) >= 0 && (stat[FileFlags.ST_MODE] & FileFlags.S_IFMT) == FileFlags.S_IFREG;
    }

    private void print(long[] counts, String name, int width) {
        boolean[] shown = {lines, words, chars, bytes, longest};
        boolean first = true;
        for (int i = 0; i < shown.length; i++) {
            if (shown[i]) {
                if (!first) {
                    out.write(' ');
                }
                out.printRight(Long.toString(counts[i]), width);
                first = false;
            }
        }
        if (name != null) {
            out.write(' ');
            out.print(name);
        }
        out.println();
    }
}
