package org.sluice.apps.text;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import org.sluice.apps.Command;
import org.sluice.apps.Io;
import org.sluice.apps.Lines;
import org.sluice.apps.Numbers;
import org.sluice.apps.Options;

/** {@code head}: writes the first part of files. */
public final class Head extends Command {
    private long count = 10;
    private boolean bytes;
    /** Leave out the last {@link #count} instead of stopping after them. */
    private boolean allButLast;
    private int separator = '\n';

    public Head() {
        super("head");
    }

    public static void main(String[] args) {
        new Head().start(args);
    }

    @Override
    protected int run(String[] args) throws IOException {
        Options options = new Options("n/lines: c/bytes: q/quiet v/verbose z/zero-terminated #", args);
        boolean quiet = false;
        boolean verbose = false;
        while (options.next()) {
            switch (options.name()) {
                case "n", "#" -> take(options.value(), false);
                case "c" -> take(options.value(), true);
                case "q" -> quiet = true;
                case "v" -> verbose = true;
                default -> separator = 0;
            }
        }
        String[] files = options.operandsOr("-");
        boolean headings = verbose || files.length > 1 && !quiet;
        boolean first = true;
        for (int i = 0; i < files.length; i++) {
            try {
                InputStream in = io.open(files[i]);
                try {
                    if (headings) {
                        Tail.heading(out, files[i], first);
                        first = false;
                    }
                    copy(in);
                } finally {
                    io.close(in);
                }
            } catch (IOException e) {
                warn(Tail.openError(files[i], e));
            }
        }
        return status();
    }

    private void take(String value, boolean asBytes) {
        bytes = asBytes;
        count = Numbers.size(value, asBytes ? "number of bytes" : "number of lines");
        allButLast = value.startsWith("-");
        count = Math.abs(count);
    }

    private void copy(InputStream in) throws IOException {
        if (bytes && allButLast) {
            bytesButLast(in);
        } else if (bytes) {
            firstBytes(in);
        } else if (allButLast) {
            linesButLast(in);
        } else {
            firstLines(in);
        }
    }

    private void firstBytes(InputStream in) throws IOException {
        byte[] buffer = new byte[Io.BUFFER];
        long left = count;
        while (left > 0) {
            int n = in.read(buffer, 0, (int) Math.min(left, buffer.length));
            if (n < 0) {
                return;
            }
            out.write(buffer, 0, n);
            left -= n;
        }
    }

    private void firstLines(InputStream in) throws IOException {
        byte[] buffer = new byte[Io.BUFFER];
        long left = count;
        while (left > 0) {
            int n = in.read(buffer);
            if (n < 0) {
                return;
            }
            int end = 0;
            while (end < n && left > 0) {
                if (buffer[end++] == separator) {
                    left--;
                }
            }
            out.write(buffer, 0, end);
        }
    }

    private void linesButLast(InputStream in) throws IOException {
        ArrayDeque<byte[]> held = new ArrayDeque<>();
        Lines lines = new Lines(in, separator);
        while (lines.next()) {
            byte[] line = new byte[lines.length() + (lines.terminated() ? 1 : 0)];
            System.arraycopy(lines.buffer(), lines.start(), line, 0, line.length);
            held.add(line);
            if (held.size() > count) {
                out.write(held.remove());
            }
        }
    }

    private void bytesButLast(InputStream in) throws IOException {
        if (count > Integer.MAX_VALUE / 2) {
            return;
        }
        byte[] held = new byte[(int) count + Io.BUFFER];
        int filled = 0;
        int n;
        while ((n = in.read(held, filled, held.length - filled)) > 0) {
            filled += n;
            int excess = filled - (int) count;
            if (excess > 0) {
                out.write(held, 0, excess);
                System.arraycopy(held, excess, held, 0, filled - excess);
                filled -= excess;
            }
        }
    }
}
