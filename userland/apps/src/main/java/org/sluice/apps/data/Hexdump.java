package org.sluice.apps.data;

import java.io.IOException;
import org.sluice.apps.Command;
import org.sluice.apps.Failure;
import org.sluice.apps.Numbers;
import org.sluice.apps.Options;

/** {@code hexdump}: shows bytes as hexadecimal numbers, and with {@code -C} as characters too. */
public final class Hexdump extends Command implements Concatenation.Problems {
    private static final String DIGITS = "0123456789abcdef";
    private static final int ROW = 16;

    private boolean canonical;
    private boolean all;

    public Hexdump() {
        super("hexdump");
    }

    public static void main(String[] args) {
        new Hexdump().start(args);
    }

    @Override
    public void report(String file, IOException e) {
        warn(file, e);
    }

    @Override
    protected int run(String[] args) throws IOException {
        Options options = new Options("C/canonical v/no-squeezing n/length: s/skip: x", args);
        long limit = Long.MAX_VALUE;
        long skip = 0;
        while (options.next()) {
            switch (options.name()) {
                case "C" -> canonical = true;
                case "v" -> all = true;
                case "n" -> limit = Numbers.size(options.value(), "length");
                case "s" -> skip = Numbers.size(options.value(), "offset");
                default -> canonical = false;
            }
        }
        if (limit < 0 || skip < 0) {
            throw new Failure.Usage("a length or offset cannot be negative");
        }
        Concatenation in = new Concatenation(io, options.operandsOr("-"), this);
        in.skip(skip);
        dump(in, skip, limit);
        return in.opened() == 0 ? 1 : status();
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
                if (!starred) {
                    out.println("*");
                }
                starred = true;
            } else {
                starred = false;
                address(offset);
                if (canonical) {
                    canonicalRow(row, n);
                } else {
                    wordRow(row, n);
                }
            }
            System.arraycopy(row, 0, previous, 0, ROW);
            any = true;
            offset += n;
            left -= n;
        }
        if (any) {
            address(offset);
            out.println();
        }
    }

    private void address(long offset) {
        for (int shift = (canonical ? 28 : 24); shift >= 0; shift -= 4) {
            out.write(DIGITS.charAt((int) (offset >> shift & 15)));
        }
    }

    private void hex(int b) {
        out.write(DIGITS.charAt(b >> 4 & 15));
        out.write(DIGITS.charAt(b & 15));
    }

    private void canonicalRow(byte[] row, int n) {
        out.write(' ');
        for (int i = 0; i < ROW; i++) {
            out.print(i == 8 ? "  " : " ");
            if (i < n) {
                hex(row[i]);
            } else {
                out.print("  ");
            }
        }
        out.print("  |");
        for (int i = 0; i < n; i++) {
            out.write(row[i] >= ' ' && row[i] < 127 ? row[i] : '.');
        }
        out.println("|");
    }

    /** Two-byte words with the low byte first. */
    private void wordRow(byte[] row, int n) {
        for (int i = 0; i < ROW; i += 2) {
            if (i < n) {
                out.write(' ');
                hex(i + 1 < n ? row[i + 1] : 0);
                hex(row[i]);
            } else {
                out.print("     ");
            }
        }
        out.println();
    }
}
