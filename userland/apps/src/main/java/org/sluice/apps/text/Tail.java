package org.sluice.apps.text;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import org.sluice.apps.Command;
import org.sluice.apps.Io;
import org.sluice.apps.Lines;
import org.sluice.apps.Numbers;
import org.sluice.apps.Options;
import org.sluice.apps.Output;
import org.sluice.apps.Reasons;

/** {@code tail}: writes the last part of files, and what is added to them later. */
public final class Tail extends Command {
    private long count = 10;
    private boolean bytes;
    /** {@link #count} is the first line or byte to write, counted from 1. */
    private boolean fromStart;
    private int separator = '\n';
    private double interval = 1;
    private String shown;

    public Tail() {
        super("tail");
    }

    public static void main(String[] args) {
        new Tail().start(args);
    }

    @Override
    protected int run(String[] args) throws IOException {
        Options options = new Options(
                "n/lines: c/bytes: f/follow F q/quiet v/verbose s/sleep-interval: z/zero-terminated #", oldStyle(args));
        boolean quiet = false;
        boolean verbose = false;
        boolean follow = false;
        while (options.next()) {
            switch (options.name()) {
                case "n", "#" -> take(options.value(), false);
                case "c" -> take(options.value(), true);
                case "f", "F" -> follow = true;
                case "q" -> quiet = true;
                case "v" -> verbose = true;
                case "s" -> interval = seconds(options.value());
                default -> separator = 0;
            }
        }
        String[] files = options.operandsOr("-");
        boolean headings = verbose || files.length > 1 && !quiet;
        InputStream[] streams = new InputStream[files.length];
        for (int i = 0; i < files.length; i++) {
            try {
                streams[i] = io.open(files[i]);
                if (headings) {
                    heading(out, files[i], shown == null);
                }
                shown = files[i];
                copy(streams[i]);
                if (!follow) {
                    io.close(streams[i]);
                }
            } catch (IOException e) {
                streams[i] = null;
                warn(openError(files[i], e));
            }
        }
        if (follow) {
            follow(files, streams, headings);
        }
        return status();
    }

    /** Turns the old form {@code +5} of the first argument into {@code -n+5}. */
    private static String[] oldStyle(String[] args) {
        if (args.length == 0 || args[0].length() < 2 || args[0].charAt(0) != '+' || !Character.isDigit(args[0].charAt(1))) {
            return args;
        }
        String[] changed = args.clone();
        changed[0] = "-n" + args[0];
        return changed;
    }

    static void heading(Output out, String file, boolean first) {
        out.print(first ? "==> " : "\n==> ");
        out.print(file.equals("-") ? "standard input" : file);
        out.println(" <==");
    }

    static String openError(String file, IOException e) {
        String reason = Reasons.of(e);
        boolean read = reason.equals("Is a directory");
        return read ? "error reading '" + file + "': " + reason : "cannot open '" + file + "' for reading: " + reason;
    }

    private static double seconds(String value) {
        try {
            return Math.max(0, Double.parseDouble(value));
        } catch (NumberFormatException e) {
            throw new org.sluice.apps.Failure.Usage("invalid number of seconds: '" + value + "'");
        }
    }

    private void take(String value, boolean asBytes) {
        bytes = asBytes;
        fromStart = value.startsWith("+");
        count = Math.abs(Numbers.size(value, asBytes ? "number of bytes" : "number of lines"));
    }

    private void copy(InputStream in) throws IOException {
        if (fromStart) {
            skip(in);
        } else if (bytes) {
            lastBytes(in);
        } else {
            lastLines(in);
        }
    }

    private void skip(InputStream in) throws IOException {
        byte[] buffer = new byte[Io.BUFFER];
        long left = Math.max(0, count - 1);
        int n;
        while ((n = in.read(buffer)) > 0) {
            int from = 0;
            if (bytes) {
                from = (int) Math.min(left, n);
                left -= from;
            } else {
                while (from < n && left > 0) {
                    if (buffer[from++] == separator) {
                        left--;
                    }
                }
            }
            out.write(buffer, from, n - from);
        }
    }

    private void lastBytes(InputStream in) throws IOException {
        skipNearEnd(in, count);
        int limit = (int) Math.min(count, Integer.MAX_VALUE / 2 - Io.BUFFER);
        byte[] held = new byte[limit + Io.BUFFER];
        int filled = 0;
        int n;
        while ((n = in.read(held, filled, held.length - filled)) > 0) {
            filled += n;
            int excess = filled - limit;
            if (excess > 0) {
                System.arraycopy(held, excess, held, 0, limit);
                filled = limit;
            }
        }
        out.write(held, 0, filled);
    }

    /** For a regular file, moves to the last bytes of it rather than reading through all. */
    private static void skipNearEnd(InputStream in, long wanted) throws IOException {
        if (in instanceof java.io.FileInputStream) {
            try {
                long excess = in.available() - wanted;
                if (excess > 0) {
                    in.skip(excess);
                }
            } catch (IOException e) {
                return; // a pipe or terminal: it is read through
            }
        }
    }

    private void lastLines(InputStream in) throws IOException {
        ArrayDeque<byte[]> held = new ArrayDeque<>();
        Lines lines = new Lines(in, separator);
        while (lines.next()) {
            byte[] line = new byte[lines.length() + (lines.terminated() ? 1 : 0)];
            System.arraycopy(lines.buffer(), lines.start(), line, 0, line.length);
            held.add(line);
            if (held.size() > count) {
                held.remove();
            }
        }
        while (!held.isEmpty()) {
            out.write(held.remove());
        }
    }

    private void follow(String[] files, InputStream[] streams, boolean headings) throws IOException {
        byte[] buffer = new byte[Io.BUFFER];
        boolean any = false;
        for (int i = 0; i < streams.length; i++) {
            any |= streams[i] != null && streams[i] != io.in();
        }
        while (any) {
            out.flush();
            io.sleep((long) (interval * 1e9));
            for (int i = 0; i < streams.length; i++) {
                int n;
                while (streams[i] != null && streams[i] != io.in() && (n = streams[i].read(buffer)) > 0) {
                    if (headings && !files[i].equals(shown)) {
                        heading(out, files[i], false);
                        shown = files[i];
                    }
                    out.write(buffer, 0, n);
                }
            }
        }
    }
}
