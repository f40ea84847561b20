package org.sluice.apps.text;

import java.io.IOException;
import java.io.InputStream;
import org.sluice.apps.Command;
import org.sluice.apps.Failure;
import org.sluice.apps.Io;
import org.sluice.apps.Numbers;
import org.sluice.apps.Options;

/** {@code cmp}: compares two files byte by byte. */
public final class Cmp extends Command {
    private boolean silent;
    private boolean all;
    private boolean printBytes;
    private long limit = Long.MAX_VALUE;
    private int positionWidth = 1;

    public Cmp() {
        super("cmp", 2);
    }

    public static void main(String[] args) {
        new Cmp().start(args);
    }

    @Override
    protected int run(String[] args) throws IOException {
        Options options = new Options("s/quiet silent l/verbose b/print-bytes n/bytes: i/ignore-initial:", args);
        long skip = 0;
        while (options.next()) {
            switch (options.name()) {
                case "s", "silent" -> silent = true;
                case "l" -> all = true;
                case "b" -> printBytes = true;
                case "n" -> limit = Numbers.size(options.value(), "--bytes value");
                default -> skip = Numbers.size(options.value(), "--ignore-initial value");
            }
        }
        String[] files = options.operands();
        if (files.length == 0) {
            throw new Failure.Usage("missing operand");
        }
        if (files.length > 2) {
            throw new Failure.Usage("extra operand '" + files[2] + "'");
        }
        String second = files.length == 2 ? files[1] : "-";
        InputStream a = open(files[0]);
        InputStream b = a == null ? null : open(second);
        if (b == null) {
            return status();
        }
        try {
            a.skipNBytes(skip);
            b.skipNBytes(skip);
        } catch (java.io.EOFException e) {
            limit = 0;
        }
        if (io.file(files[0]).isFile() && io.file(second).isFile()) {
            long longest = Math.min(limit, Math.min(io.file(files[0]).length(), io.file(second).length()) - skip);
            positionWidth = Long.toString(Math.max(0, longest)).length();
        }
        int result = compare(files[0], a, second, b);
        io.close(a);
        io.close(b);
        return result;
    }

    private InputStream open(String file) {
        try {
            return io.open(file);
        } catch (IOException e) {
            warn(file, e);
            return null;
        }
    }

    private int compare(String nameA, InputStream a, String nameB, InputStream b) throws IOException {
        byte[] bufferA = new byte[Io.BUFFER];
        byte[] bufferB = new byte[Io.BUFFER];
        long offset = 0;
        long line = 1;
        boolean differ = false;
        boolean endsInLine = false;
        while (offset < limit) {
            int want = (int) Math.min(Io.BUFFER, limit - offset);
            int lengthA = a.readNBytes(bufferA, 0, want);
            int lengthB = b.readNBytes(bufferB, 0, want);
            int common = Math.min(lengthA, lengthB);
            for (int i = 0; i < common; i++) {
                if (bufferA[i] != bufferB[i]) {
                    differ = true;
                    if (!all) {
                        report(nameA, nameB, offset + i + 1, line, bufferA[i], bufferB[i]);
                        return 1;
                    }
                    verbose(offset + i + 1, bufferA[i], bufferB[i]);
                }
                endsInLine = bufferA[i] != '\n';
                line += endsInLine ? 0 : 1;
            }
            offset += common;
            if (lengthA != lengthB) {
                String shorter = lengthA < lengthB ? nameA : nameB;
                endOfFile(shorter, offset, line, endsInLine);
                return 1;
            }
            if (common < want) {
                break;
            }
        }
        return differ ? 1 : 0;
    }

    private void report(String nameA, String nameB, long position, long line, byte a, byte b) {
        if (silent) {
            return;
        }
        out.print(nameA + " " + nameB + " differ: " + "byte " + position + ", line " + line);
        if (printBytes) {
            out.print(" is " + octal(a) + " " + visible(a) + " " + octal(b) + " " + visible(b));
        }
        out.println();
    }

    private void verbose(long position, byte a, byte b) {
        if (!silent) {
            out.printRight(Long.toString(position), positionWidth);
            out.println(" " + octal(a) + " " + octal(b));
        }
    }

    private void endOfFile(String shorter, long offset, long line, boolean inLine) {
        if (silent) {
            return;
        }
        String where;
        if (offset == 0) {
            where = " which is empty";
        } else if (all) {
            where = " after byte " + offset;
        } else {
            where = " after byte " + offset + (inLine ? ", in line " + line : ", line " + (line - 1));
        }
        out.flush();
        io.err().println("cmp: EOF on " + shorter + where);
    }

    private static String octal(byte b) {
        String digits = Integer.toOctalString(b & 0xff);
        return "   ".substring(Math.min(3, digits.length())) + digits;
    }

    private static String visible(byte b) {
        int c = b & 0x7f;
        String mark = b < 0 ? "M-" : "";
        return mark + (c == 127 ? "^?" : c < 32 ? "^" + (char) (c + 64) : String.valueOf((char) c));
    }
}
