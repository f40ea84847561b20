package org.sluice.apps.text;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.sluice.apps.Command;
import org.sluice.apps.Failure;
import org.sluice.apps.Lines;
import org.sluice.apps.Options;
import org.sluice.apps.Output;

/** {@code sort}: writes the lines of all files in order. Holds them in memory as bytes. */
public final class Sort extends Command implements Comparator<byte[]> {
    private final SortKey global = new SortKey();
    private final List<SortKey> keys = new ArrayList<>();
    private int fieldSeparator = -1;
    private int lineSeparator = '\n';
    private boolean unique;
    private boolean stable;
    private boolean check;
    private boolean checkSilently;
    private String target;

    public Sort() {
        super("sort", 2);
    }

    public static void main(String[] args) {
        new Sort().start(args);
    }

    @Override
    protected int run(String[] args) throws IOException {
        Options options = new Options("b/ignore-leading-blanks d/dictionary-order f/ignore-case g/general-numeric-sort "
                + "h/human-numeric-sort i/ignore-nonprinting M/month-sort n/numeric-sort r/reverse V/version-sort k/key: "
                + "t/field-separator: u/unique s/stable c/check C o/output: z/zero-terminated m/merge", args);
        while (options.next()) {
            option(options.name(), options.value());
        }
        for (int i = 0; i < keys.size(); i++) {
            keys.get(i).inherit(global);
        }
        if (keys.isEmpty()) {
            keys.add(global);
        }
        String[] files = options.operandsOr("-");
        if (check) {
            return check(files);
        }
        write(sorted(files));
        return status();
    }

    private void option(String option, String value) {
        switch (option) {
            case "k" -> keys.add(SortKey.parse(value));
            case "t" -> fieldSeparator = separator(value);
            case "u" -> unique = true;
            case "s" -> stable = true;
            case "c" -> check = true;
            case "C" -> {
                check = true;
                checkSilently = true;
            }
            case "o" -> target = value;
            case "z" -> lineSeparator = 0;
            case "m" -> { } // sorting sorted files gives what merging them gives
            default -> global.order(option.charAt(0));
        }
    }

    private static int separator(String value) {
        if (value.equals("\\0")) {
            return 0;
        }
        if (value.length() != 1 || value.charAt(0) > 127) {
            throw new Failure.Usage(value.isEmpty() ? "empty tab" : "multi-character tab '" + value + "'");
        }
        return value.charAt(0);
    }

    @Override
    public int compare(byte[] a, byte[] b) {
        for (int i = 0; i < keys.size(); i++) {
            int result = keys.get(i).compare(a, b, fieldSeparator);
            if (result != 0) {
                return result;
            }
        }
        if (stable || unique || keys.get(0).isPlainLine()) {
            return 0;
        }
        int last = Arrays.compareUnsigned(a, b);
        return global.isReverse() ? -last : last;
    }

    private byte[][] sorted(String[] files) {
        List<byte[]> all = new ArrayList<>();
        for (int i = 0; i < files.length; i++) {
            try {
                InputStream in = io.open(files[i]);
                try {
                    Lines lines = new Lines(in, lineSeparator);
                    while (lines.next()) {
                        all.add(lines.bytes());
                    }
                } finally {
                    io.close(in);
                }
            } catch (IOException e) {
                String reason = org.sluice.apps.Reasons.of(e);
                boolean read = reason.equals("Is a directory");
                throw new Failure(2, (read ? "read failed: " : "cannot read: ") + files[i] + ": " + reason);
            }
        }
        byte[][] lines = all.toArray(new byte[0][]);
        Arrays.sort(lines, this);
        return lines;
    }

    private void write(byte[][] lines) throws IOException {
        Output to = out;
        if (target != null) {
            try {
                to = new Output(new FileOutputStream(io.file(target)), false);
            } catch (IOException e) {
                throw new Failure(2, "open failed: " + target + ": " + org.sluice.apps.Reasons.of(e));
            }
        }
        for (int i = 0; i < lines.length; i++) {
            if (!unique || i == 0 || compare(lines[i - 1], lines[i]) != 0) {
                to.write(lines[i]);
                to.write(lineSeparator);
            }
        }
        to.flush();
    }

    private int check(String[] files) throws IOException {
        if (files.length > 1) {
            throw new Failure.Usage("extra operand '" + files[1] + "' not allowed with -c");
        }
        InputStream in = io.open(files[0]);
        Lines lines = new Lines(in, lineSeparator);
        byte[] previous = null;
        long number = 0;
        while (lines.next()) {
            byte[] line = lines.bytes();
            number++;
            int order = previous == null ? -1 : compare(previous, line);
            if (order > 0 || order == 0 && unique) {
                if (!checkSilently) {
                    io.err().print("sort: " + files[0] + ":" + number + ": disorder: ");
                    io.err().write(line);
                    io.err().println();
                }
                return 1;
            }
            previous = line;
        }
        io.close(in);
        return 0;
    }
}
