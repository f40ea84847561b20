package org.sluice.apps.text;

import java.io.IOException;
import java.io.InputStream;
import org.sluice.apps.Command;
import org.sluice.apps.Failure;
import org.sluice.apps.Lines;
import org.sluice.apps.Options;
import org.sluice.apps.Utf8;

/** {@code cut}: writes selected bytes, characters or fields of each line. */
public final class Cut extends Command {
    private char unit;
    private Ranges ranges;
    private byte[] delimiter = {'\t'};
    private byte[] outputDelimiter;
    private boolean onlyDelimited;
    private boolean complement;
    private int separator = '\n';

    public Cut() {
        super("cut");
    }

    public static void main(String[] args) {
        new Cut().start(args);
    }

    @Override
    protected int run(String[] args) throws IOException {
        Options options = new Options("b/bytes: c/characters: f/fields: d/delimiter: s/only-delimited complement "
                + "output-delimiter: z/zero-terminated n", args);
        boolean delimiterGiven = false;
        while (options.next()) {
            String value = options.value();
            switch (options.name()) {
                case "b", "c", "f" -> select(options.name().charAt(0), value);
                case "d" -> {
                    delimiter = delimiter(value);
                    delimiterGiven = true;
                }
                case "s" -> onlyDelimited = true;
                case "complement" -> complement = true;
                case "output-delimiter" -> outputDelimiter = Utf8.encode(value);
                case "z" -> separator = 0;
                default -> { } // -n: characters are never split anyway
            }
        }
        if (ranges == null) {
            throw new Failure.Usage("you must specify a list of bytes, characters, or fields");
        }
        if (unit != 'f' && (delimiterGiven || onlyDelimited)) {
            throw new Failure.Usage("a delimiter and -s make sense only with fields");
        }
        String[] files = options.operandsOr("-");
        for (int i = 0; i < files.length; i++) {
            try {
                InputStream in = io.open(files[i]);
                Lines lines = new Lines(in, separator);
                while (lines.next()) {
                    if (unit == 'f') {
                        fields(lines);
                    } else {
                        positions(lines);
                    }
                }
                io.close(in);
            } catch (IOException e) {
                warn(files[i], e);
            }
        }
        return status();
    }

    private void select(char newUnit, String list) {
        if (ranges != null) {
            throw new Failure.Usage("only one list may be specified");
        }
        unit = newUnit;
        ranges = Ranges.parse(list);
    }

    private static byte[] delimiter(String value) {
        if (value.isEmpty()) {
            return new byte[1];
        }
        if (value.codePointCount(0, value.length()) != 1) {
            throw new Failure.Usage("the delimiter must be a single character");
        }
        return Utf8.encode(value);
    }

    private void positions(Lines lines) {
        byte[] buffer = lines.buffer();
        int end = lines.start() + lines.length();
        long position = 0;
        boolean any = false;
        boolean gap = false;
        int at = lines.start();
        while (at < end) {
            int next = at + 1;
            if (unit == 'c') {
                int width = Utf8.width(buffer[at]);
                while (next < end && next < at + width && Utf8.isContinuation(buffer[next])) {
                    next++;
                }
            }
            position++;
            if (ranges.contains(position) != complement) {
                if (gap && any && outputDelimiter != null) {
                    out.write(outputDelimiter);
                }
                out.write(buffer, at, next - at);
                any = true;
                gap = false;
            } else {
                gap = true;
            }
            at = next;
        }
        out.write(separator);
    }

    private void fields(Lines lines) {
        byte[] buffer = lines.buffer();
        int end = lines.start() + lines.length();
        if (nextDelimiter(buffer, lines.start(), end) == end) {
            if (!onlyDelimited) {
                lines.writeTo(out);
            }
            return;
        }
        boolean any = false;
        int at = lines.start();
        for (long field = 1; at <= end; field++) {
            int close = nextDelimiter(buffer, at, end);
            if (ranges.contains(field) != complement) {
                if (any) {
                    out.write(outputDelimiter == null ? delimiter : outputDelimiter);
                }
                out.write(buffer, at, close - at);
                any = true;
            }
            if (close == end) {
                break;
            }
            at = close + delimiter.length;
        }
        out.write(separator);
    }

    /** Index of the next delimiter, or the end. */
    private int nextDelimiter(byte[] buffer, int from, int end) {
        for (int i = from; i + delimiter.length <= end; i++) {
            int k = 0;
            while (k < delimiter.length && buffer[i + k] == delimiter[k]) {
                k++;
            }
            if (k == delimiter.length) {
                return i;
            }
        }
        return end;
    }
}
