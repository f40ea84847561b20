package org.sluice.apps.file;

import java.io.IOException;
import java.nio.file.Files;
import org.sluice.abi.FileFlags;
import org.sluice.apps.Command;
import org.sluice.apps.Failure;
import org.sluice.apps.LocalTime;
import org.sluice.apps.Numbers;
import org.sluice.apps.Options;
import org.sluice.apps.Reasons;

/** {@code stat}: shows what the system knows about files. */
public final class Stat extends Command {
    public Stat() {
        super("stat");
    }

    public static void main(String[] args) {
        new Stat().start(args);
    }

    @Override
    protected int run(String[] args) throws IOException {
        Options options = new Options("c/format: L/dereference t/terse", args);
        String format = null;
        boolean follow = false;
        while (options.next()) {
            switch (options.name()) {
                case "c" -> format = options.value();
                case "t" -> format = "%n %s %b %f %u %g %D %i %h %X %Y %Z";
                default -> follow = true;
            }
        }
        String[] operands = options.operands();
        if (operands.length == 0) {
            throw new Failure.Usage("missing operand");
        }
        for (int i = 0; i < operands.length; i++) {
            try {
                long[] stat = io.stat(operands[i], follow);
                if (format == null) {
                    full(operands[i], stat);
                } else {
                    formatted(format, operands[i], stat);
                    out.println();
                }
            } catch (IOException e) {
                warn("cannot stat '" + operands[i] + "': " + Reasons.of(e));
            }
        }
        return status();
    }

    private void full(String name, long[] stat) throws IOException {
        formatted("  File: ", name, stat);
        boolean link = Modes.is(stat[FileFlags.ST_MODE], FileFlags.S_IFLNK);
        out.println(link ? name + " -> " + Files.readSymbolicLink(io.path(name)) : name);
        out.print("  Size: ");
        out.printLeft(Long.toString(stat[FileFlags.ST_SIZE]), 10);
        out.print("\tBlocks: ");
        out.printLeft(Long.toString(stat[FileFlags.ST_BLOCKS]), 10);
        out.println(" " + type(stat));
        formatted("Device: %D\tInode: %i\tLinks: %h\nAccess: (%a/%A)  Uid: (%u/%U)   Gid: (%g/%G)\n", name, stat);
        formatted("Access: %x\nModify: %y\nChange: %z\n", name, stat);
    }

    private void formatted(String format, String name, long[] stat) throws IOException {
        for (int i = 0; i < format.length(); i++) {
            char c = format.charAt(i);
            if (c == '%' && i + 1 < format.length()) {
                out.print(directive(format.charAt(++i), name, stat));
            } else {
                out.print(c);
            }
        }
    }

    private String directive(char letter, String name, long[] stat) throws IOException {
        int mode = (int) stat[FileFlags.ST_MODE];
        return switch (letter) {
            case 'n' -> name;
            case 'N' -> "'" + name + "'" + (Modes.is(mode, FileFlags.S_IFLNK) ? " -> '" + Files.readSymbolicLink(io.path(name))
                    + "'" : "");
            case 's' -> Long.toString(stat[FileFlags.ST_SIZE]);
            case 'b' -> Long.toString(stat[FileFlags.ST_BLOCKS]);
            case 'B' -> "512";
            case 'f' -> Integer.toHexString(mode);
            case 'a' -> Integer.toOctalString(mode & 07777);
            case 'A' -> Modes.text(mode);
            case 'F' -> type(stat);
            case 'u' -> Long.toString(stat[FileFlags.ST_UID]);
            case 'U' -> Users.name(stat[FileFlags.ST_UID]);
            case 'g' -> Long.toString(stat[FileFlags.ST_GID]);
            case 'G' -> Users.name(stat[FileFlags.ST_GID]);
            case 'd' -> Long.toString(stat[FileFlags.ST_DEV]);
            case 'D' -> Long.toHexString(stat[FileFlags.ST_DEV]);
            case 'i' -> Long.toString(stat[FileFlags.ST_INO]);
            case 'h' -> Long.toString(stat[FileFlags.ST_NLINK]);
            case 'x' -> time(stat[FileFlags.ST_ATIME]);
            case 'y' -> time(stat[FileFlags.ST_MTIME]);
            case 'z' -> time(stat[FileFlags.ST_CTIME]);
            case 'X' -> seconds(stat[FileFlags.ST_ATIME]);
            case 'Y' -> seconds(stat[FileFlags.ST_MTIME]);
            case 'Z' -> seconds(stat[FileFlags.ST_CTIME]);
            case '%' -> "%";
            default -> "?";
        };
    }

    private String time(long nanos) {
        return LocalTime.of(io, Math.floorDiv(nanos, 1_000_000_000)).isoWithNanos(Math.floorMod(nanos, 1_000_000_000));
    }

    private static String seconds(long nanos) {
        return Numbers.zeros(Math.floorDiv(nanos, 1_000_000_000L), 1);
    }

    private static String type(long[] stat) {
        return switch ((int) stat[FileFlags.ST_MODE] & FileFlags.S_IFMT) {
            case FileFlags.S_IFDIR -> "directory";
            case FileFlags.S_IFLNK -> "symbolic link";
            case FileFlags.S_IFCHR -> "character special file";
            case FileFlags.S_IFIFO -> "fifo";
            case FileFlags.S_IFREG -> stat[FileFlags.ST_SIZE] == 0 ? "regular empty file" : "regular file";
            default -> "weird file";
        };
    }
}
