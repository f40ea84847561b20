package org.sluice.apps.data;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.sluice.apps.Command;
import org.sluice.apps.Failure;
import org.sluice.apps.Numbers;
import org.sluice.apps.Options;

/** {@code od}: shows bytes in octal, decimal, hexadecimal or as characters. */
public final class Od extends Command implements Concatenation.Problems {
    private static final int ROW = 16;
    private static final String[] CONTROL = {
        "nul", "soh", "stx", "etx", "eot", "enq", "ack", "bel", "bs", "ht", "nl", "vt", "ff", "cr", "so", "si", "dle", "dc1",
        "dc2", "dc3", "dc4", "nak", "syn", "etb", "can", "em", "sub", "esc", "fs", "gs", "rs", "us", "sp"};

    /** Each a letter of {@code a c d o u x}, the number of bytes it takes, and 1 if the characters are shown too. */
    private final List<int[]> types = new ArrayList<>();
    private char radix = 'o';
    private boolean all;

    public Od() {
        super("od");
    }

    public static void main(String[] args) {
        new Od().start(args);
    }

    @Override
    public void report(String file, IOException e) {
        warn(file, e);
    }

    @Override
    protected int run(String[] args) throws IOException {
        Options options = new Options("A/address-radix: t/format: a b c d o x v/output-duplicates N/read-bytes: j/skip-bytes:",
                args);
        long limit = Long.MAX_VALUE;
        long skip = 0;
        while (options.next()) {
            switch (options.name()) {
                case "A" -> radix = radix(options.value());
                case "t" -> addTypes(options.value());
                case "a", "c" -> types.add(new int[] {options.name().charAt(0), 1, 0});
                case "b" -> types.add(new int[] {'o', 1, 0});
                case "d" -> types.add(new int[] {'u', 2, 0});
                case "o" -> types.add(new int[] {'o', 2, 0});
                case "x" -> types.add(new int[] {'x', 2, 0});
                case "v" -> all = true;
                case "N" -> limit = Numbers.size(options.value(), "--read-bytes argument");
                default -> skip = Numbers.size(options.value(), "--skip-bytes argument");
            }
        }
        if (types.isEmpty()) {
            types.add(new int[] {'o', 2, 0});
        }
        Concatenation in = new Concatenation(io, options.operandsOr("-"), this);
        in.skip(skip);
        dump(in, skip, limit);
        return status();
    }

    private static char radix(String value) {
        if (value.length() != 1 || "odxn".indexOf(value) < 0) {
            throw new Failure.Usage("invalid output address radix '" + value + "'; it must be one of o, d, x, n");
        }
        return value.charAt(0);
    }

    private void addTypes(String text) {
        int at = 0;
        while (at < text.length()) {
            char letter = text.charAt(at++);
            if ("acdoux".indexOf(letter) < 0) {
                throw new Failure.Usage("invalid type string '" + text + "'");
            }
            int size = letter == 'a' || letter == 'c' ? 1 : 4;
            if (at < text.length() && "1248CSIL".indexOf(text.charAt(at)) >= 0 && size == 4) {
                int index = "1248CSIL".indexOf(text.charAt(at++));
                size = 1 << index % 4;
            }
            boolean shown = at < text.length() && text.charAt(at) == 'z';
            at += shown ? 1 : 0;
            types.add(new int[] {letter, size, shown ? 1 : 0});
        }
    }

    private void dump(Concatenation in, long start, long limit) throws IOException {
        byte[] row = new byte[ROW];
        byte[] previous = new byte[ROW];
        long offset = start;
        long left = limit;
        boolean any = false;
        boolean starred = false;
        int n;
        while ((n = in.read(row, (int) Math.min(ROW, left))) > 0) {
            if (any && !all && n == ROW && java.util.Arrays.equals(row, previous)) {
                out.print(starred ? "" : "*\n");
                starred = true;
            } else {
                starred = false;
                row(row, n, offset);
            }
            System.arraycopy(row, 0, previous, 0, ROW);
            any = true;
            offset += n;
            left -= n;
        }
        if (radix != 'n') {
            address(offset);
            out.println();
        }
    }

    private void address(long offset) {
        String digits = radix == 'o' ? Long.toOctalString(offset) : radix == 'x' ? Long.toHexString(offset)
                : Long.toString(offset);
        int width = radix == 'x' ? 6 : 7;
        for (int i = digits.length(); i < width; i++) {
            out.write('0');
        }
        out.print(digits);
    }

    private void row(byte[] row, int n, long offset) {
        int widest = 0;
        for (int i = 0; i < types.size(); i++) {
            widest = Math.max(widest, width(types.get(i)) * (ROW / types.get(i)[1]));
        }
        for (int i = 0; i < types.size(); i++) {
            int[] type = types.get(i);
            if (radix != 'n') {
                if (i == 0) {
                    address(offset);
                } else {
                    out.pad(radix == 'x' ? 6 : 7);
                }
            }
            // what a row lacks to the widest one is spread over its fields
            int fields = ROW / type[1];
            int padding = widest - width(type) * fields;
            for (int field = 0; field < fields; field++) {
                int extra = padding * (fields - field) / fields - padding * (fields - field - 1) / fields;
                if (field * type[1] < n) {
                    out.printRight(show(type, row, field * type[1], n), width(type) + extra);
                } else if (type[2] != 0) {
                    out.pad(width(type) + extra);
                }
            }
            if (type[2] != 0) {
                characters(row, n);
            }
            out.println();
        }
    }

    private void characters(byte[] row, int n) {
        out.print("  >");
        for (int i = 0; i < n; i++) {
            out.write(row[i] >= ' ' && row[i] < 127 ? row[i] : '.');
        }
        out.print("<");
    }

    /** Columns of a value with the space before it. */
    private static int width(int[] type) {
        int bits = 8 * type[1];
        return 1 + switch (type[0]) {
            case 'a', 'c' -> 3;
            case 'o' -> (bits + 2) / 3;
            case 'x' -> bits / 4;
            case 'd' -> new int[] {4, 6, 11, 20}[Integer.numberOfTrailingZeros(type[1])];
            default -> new int[] {3, 5, 10, 20}[Integer.numberOfTrailingZeros(type[1])];
        };
    }

    private static String show(int[] type, byte[] row, int at, int n) {
        long value = 0;
        for (int i = type[1] - 1; i >= 0; i--) {
            value = value << 8 | (at + i < n ? row[at + i] & 0xff : 0);
        }
        int shift = 64 - 8 * type[1];
        return switch (type[0]) {
            case 'a' -> named((int) value & 127);
            case 'c' -> character((int) value);
            case 'd' -> Long.toString(value << shift >> shift);
            case 'u' -> Long.toUnsignedString(value);
            case 'o' -> padded(Long.toOctalString(value), width(type) - 1);
            default -> padded(Long.toHexString(value), width(type) - 1);
        };
    }

    private static String padded(String digits, int width) {
        return "0".repeat(width - digits.length()) + digits;
    }

    private static String named(int c) {
        return c < CONTROL.length ? CONTROL[c] : c == 127 ? "del" : String.valueOf((char) c);
    }

    private static String character(int c) {
        return switch (c) {
            case 0 -> "\\0";
            case 7 -> "\\a";
            case '\b' -> "\\b";
            case '\f' -> "\\f";
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            case 11 -> "\\v";
            default -> c >= ' ' && c < 127 ? String.valueOf((char) c) : padded(Integer.toOctalString(c), 3);
        };
    }
}
