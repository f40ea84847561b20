package org.sluice.apps.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;
import org.sluice.abi.FileFlags;
import org.sluice.apps.Failure;

/** Permission bits as numbers, as text, and as chmod's expressions. */
final class Modes {
    private static final PosixFilePermission[] BITS = PosixFilePermission.values();

    private Modes() {
    }

    /** Ten characters such as {@code drwxr-xr-x}. */
    static String text(long mode) {
        StringBuilder text = new StringBuilder(10);
        text.append(typeLetter(mode));
        for (int i = 8; i >= 0; i--) {
            text.append((mode >> i & 1) != 0 ? "xwr".charAt(i % 3) : '-');
        }
        return text.toString();
    }

    private static char typeLetter(long mode) {
        return switch ((int) mode & FileFlags.S_IFMT) {
            case FileFlags.S_IFDIR -> 'd';
            case FileFlags.S_IFLNK -> 'l';
            case FileFlags.S_IFCHR -> 'c';
            case FileFlags.S_IFIFO -> 'p';
            case 0x6000 -> 'b';
            case 0xc000 -> 's';
            default -> '-';
        };
    }

    static boolean is(long mode, int type) {
        return ((int) mode & FileFlags.S_IFMT) == type;
    }

    /** Sets the nine permission bits of a file. */
    static void set(Path path, int mode) throws IOException {
        Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
        for (int i = 0; i < BITS.length; i++) {
            if ((mode >> 8 - i & 1) != 0) {
                permissions.add(BITS[i]);
            }
        }
        Files.setPosixFilePermissions(path, permissions);
    }

    /**
     * Applies an expression such as {@code 755}, {@code u+x,go-w} or {@code a=rX}.
     *
     * @param old       the permission bits so far
     * @param directory whether the file is a directory, which {@code X} asks for
     * @throws Failure when the expression is malformed
     */
    static int apply(String expression, int old, boolean directory) {
        if (!expression.isEmpty() && Character.isDigit(expression.charAt(0))) {
            try {
                int mode = Integer.parseInt(expression, 8);
                if (mode <= 07777) {
                    return mode;
                }
            } catch (NumberFormatException e) {
                throw invalid(expression);
            }
            throw invalid(expression);
        }
        int mode = old;
        int at = 0;
        while (at < expression.length()) {
            int end = expression.indexOf(',', at);
            end = end < 0 ? expression.length() : end;
            mode = clause(expression, at, end, mode, directory);
            at = end + 1;
        }
        if (expression.isEmpty() || expression.endsWith(",")) {
            throw invalid(expression);
        }
        return mode;
    }

    private static Failure invalid(String expression) {
        return new Failure(1, "invalid mode: '" + expression + "'");
    }

    private static int clause(String expression, int from, int end, int old, boolean directory) {
        int at = from;
        int who = 0;
        while (at < end && "ugoa".indexOf(expression.charAt(at)) >= 0) {
            who |= switch (expression.charAt(at++)) {
                case 'u' -> 0700;
                case 'g' -> 0070;
                case 'o' -> 0007;
                default -> 0777;
            };
        }
        who = who == 0 ? 0777 : who;
        if (at == end) {
            throw invalid(expression);
        }
        int mode = old;
        while (at < end) {
            char operator = expression.charAt(at++);
            if ("+-=".indexOf(operator) < 0) {
                throw invalid(expression);
            }
            int bits = 0;
            while (at < end && "+-=".indexOf(expression.charAt(at)) < 0) {
                bits |= bits(expression, expression.charAt(at++), mode, directory);
            }
            bits &= who;
            mode = operator == '+' ? mode | bits : operator == '-' ? mode & ~bits : mode & ~who | bits;
        }
        return mode;
    }

    private static int bits(String expression, char letter, int mode, boolean directory) {
        return switch (letter) {
            case 'r' -> 0444;
            case 'w' -> 0222;
            case 'x' -> 0111;
            case 'X' -> directory || (mode & 0111) != 0 ? 0111 : 0;
            case 'u' -> (mode >> 6 & 7) * 0111;
            case 'g' -> (mode >> 3 & 7) * 0111;
            case 'o' -> (mode & 7) * 0111;
            case 's', 't' -> 0;
            default -> throw invalid(expression);
        };
    }
}
