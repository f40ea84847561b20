package org.sluice.apps.text;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.sluice.apps.Command;
import org.sluice.apps.Failure;
import org.sluice.apps.Lines;
import org.sluice.apps.Options;
import org.sluice.apps.Output;
import org.sluice.apps.Utf8;

/** {@code uniq}: leaves out or reports repeated lines that follow each other. */
public final class Uniq extends Command {
    private boolean count;
    private boolean repeatedOnly;
    private boolean allRepeated;
    private boolean uniqueOnly;
    private boolean ignoreCase;
    private long skipFields;
    private long skipChars;
    private long compareChars = Long.MAX_VALUE;
    private int separator = '\n';

    public Uniq() {
        super("uniq");
    }

    public static void main(String[] args) {
        new Uniq().start(args);
    }

    @Override
    protected int run(String[] args) throws IOException {
        Options options = new Options("c/count d/repeated D/all-repeated u/unique i/ignore-case f/skip-fields: s/skip-chars: "
                + "w/check-chars: z/zero-terminated", args);
        while (options.next()) {
            switch (options.name()) {
                case "c" -> count = true;
                case "d" -> repeatedOnly = true;
                case "D" -> allRepeated = true;
                case "u" -> uniqueOnly = true;
                case "i" -> ignoreCase = true;
                case "f" -> skipFields = options.number("number of fields to skip");
                case "s" -> skipChars = options.number("number of bytes to skip");
                case "w" -> compareChars = options.number("number of bytes to compare");
                default -> separator = 0;
            }
        }
        if (allRepeated && count) {
            throw new Failure.Usage("printing all duplicated lines and repeat counts is meaningless");
        }
        String[] operands = options.operandsOr("-");
        if (operands.length > 2) {
            throw new Failure.Usage("extra operand '" + operands[2] + "'");
        }
        InputStream in;
        Output to = out;
        try {
            in = io.open(operands[0]);
            if (operands.length == 2) {
                to = new Output(new FileOutputStream(io.file(operands[1])), false);
            }
        } catch (IOException e) {
            warn(operands[0], e);
            return status();
        }
        filter(new Lines(in, separator), to);
        to.flush();
        io.close(in);
        return status();
    }

    private void filter(Lines lines, Output to) throws IOException {
        byte[] first = null;
        byte[] firstKey = null;
        long seen = 0;
        while (lines.next()) {
            byte[] line = lines.bytes();
            byte[] key = key(line);
            if (first != null && Arrays.equals(key, firstKey)) {
                seen++;
                if (allRepeated) {
                    if (seen == 2) {
                        print(to, first, 0);
                    }
                    print(to, line, 0);
                }
                continue;
            }
            group(to, first, seen);
            first = line;
            firstKey = key;
            seen = 1;
        }
        group(to, first, seen);
    }

    private void group(Output to, byte[] first, long seen) {
        if (first == null || allRepeated || repeatedOnly && seen == 1 || uniqueOnly && seen > 1) {
            return;
        }
        print(to, first, seen);
    }

    private void print(Output to, byte[] line, long seen) {
        if (count) {
            to.printRight(Long.toString(seen), 7);
            to.write(' ');
        }
        to.write(line);
        to.write(separator);
    }

    private byte[] key(byte[] line) {
        int at = 0;
        for (long i = 0; i < skipFields; i++) {
            while (at < line.length && SortKey.isBlank(line[at])) {
                at++;
            }
            while (at < line.length && !SortKey.isBlank(line[at])) {
                at++;
            }
        }
        at = (int) Math.min(line.length, at + skipChars);
        int end = (int) Math.min(line.length, at + Math.min(compareChars, line.length));
        if (ignoreCase) {
            String text = Utf8.decode(line, at, end - at).toUpperCase(java.util.Locale.ROOT);
            return Utf8.encode(text.toLowerCase(java.util.Locale.ROOT));
        }
        return at == 0 && end == line.length ? line : Arrays.copyOfRange(line, at, end);
    }
}
