package org.sluice.apps.text;

import java.io.IOException;
import org.sluice.apps.Command;
import org.sluice.apps.Failure;
import org.sluice.apps.Io;
import org.sluice.apps.Options;
import org.sluice.apps.Utf8;

/**
 * {@code tr}: replaces, squeezes and deletes characters. While both sets are ASCII the data pass through as bytes; otherwise
 * they are read as UTF-8.
 */
public final class Tr extends Command {
    private boolean complement;
    private boolean delete;
    private boolean squeeze;
    private boolean truncate;
    private TrSet first;
    private TrSet second;
    /** What each character below 256 becomes; -1 when it is deleted. */
    private final int[] small = new int[256];
    private final boolean[] smallSqueezed = new boolean[256];
    private int last = -1;

    public Tr() {
        super("tr");
    }

    public static void main(String[] args) {
        new Tr().start(args);
    }

    @Override
    protected int run(String[] args) throws IOException {
        Options options = new Options("+ c/complement C d/delete s/squeeze-repeats t/truncate-set1", args);
        while (options.next()) {
            switch (options.name()) {
                case "c", "C" -> complement = true;
                case "d" -> delete = true;
                case "s" -> squeeze = true;
                default -> truncate = true;
            }
        }
        sets(options.operands());
        for (int c = 0; c < 256; c++) {
            small[c] = map(c);
            smallSqueezed[c] = isSqueezed(c);
        }
        if (first.isAscii() && (second == null || second.isAscii())) {
            bytes();
        } else {
            characters();
        }
        return 0;
    }

    private void sets(String[] operands) {
        int wanted = delete != squeeze ? 1 : 2;
        if (operands.length == 0) {
            throw new Failure.Usage("missing operand");
        }
        if (operands.length < wanted) {
            throw new Failure.Usage("missing operand after '" + operands[operands.length - 1] + "'");
        }
        int most = delete && !squeeze ? 1 : 2;
        if (operands.length > most) {
            throw new Failure.Usage("extra operand '" + operands[most] + "'");
        }
        first = TrSet.parse(operands[0]);
        if (operands.length == 2) {
            second = TrSet.parse(operands[1]);
            if (!delete) {
                second.fill(complement ? 1 : first.length());
                if (second.length() == 0 && !truncate) {
                    throw new Failure(1, "when not truncating set1, string2 must be non-empty");
                }
            }
        }
    }

    /** What a character becomes; -1 when it is deleted. */
    private int map(int c) {
        int at = first.lastIndexOf(c);
        boolean selected = at >= 0 != complement;
        if (!selected) {
            return c;
        }
        if (delete) {
            return -1;
        }
        if (second == null) {
            return c;
        }
        if (complement) {
            return second.at(second.length() - 1);
        }
        if (at < second.length()) {
            return second.at(at);
        }
        return truncate ? c : second.at(second.length() - 1);
    }

    /** Whether repetitions of a character, as it is after replacement, are squeezed. */
    private boolean isSqueezed(int c) {
        if (!squeeze) {
            return false;
        }
        return second != null ? second.lastIndexOf(c) >= 0 : first.lastIndexOf(c) >= 0 != complement;
    }

    private void bytes() throws IOException {
        byte[] buffer = new byte[Io.BUFFER];
        int n;
        while ((n = io.in().read(buffer)) > 0) {
            int kept = 0;
            for (int i = 0; i < n; i++) {
                int c = small[buffer[i] & 0xff];
                if (c >= 0 && !(c == last && smallSqueezed[c])) {
                    last = c;
                    buffer[kept++] = (byte) c;
                }
            }
            out.write(buffer, 0, kept);
        }
    }

    private void characters() throws IOException {
        byte[] buffer = new byte[Io.BUFFER];
        int filled = 0;
        int n;
        while ((n = io.in().read(buffer, filled, buffer.length - filled)) > 0) {
            filled += n;
            int whole = wholeCharacters(buffer, filled);
            text(Utf8.decode(buffer, 0, whole));
            System.arraycopy(buffer, whole, buffer, 0, filled - whole);
            filled -= whole;
        }
        text(Utf8.decode(buffer, 0, filled));
    }

    /** How many of the first bytes do not end amid a character. */
    private static int wholeCharacters(byte[] buffer, int filled) {
        int lead = filled - 1;
        while (lead > 0 && lead > filled - 4 && Utf8.isContinuation(buffer[lead])) {
            lead--;
        }
        return lead + Utf8.width(buffer[lead]) > filled ? lead : filled;
    }

    private void text(String text) {
        StringBuilder result = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); ) {
            int point = text.codePointAt(i);
            i += Character.charCount(point);
            int c = point < 256 ? small[point] : map(point);
            boolean squeezed = c == last && (c < 256 ? c >= 0 && smallSqueezed[c] : isSqueezed(c));
            if (c >= 0 && !squeezed) {
                last = c;
                result.appendCodePoint(c);
            }
        }
        out.print(result.toString());
    }
}
