package org.sluice.apps.file;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.util.concurrent.TimeUnit;
import org.sluice.abi.FileFlags;
import org.sluice.apps.Command;
import org.sluice.apps.DateText;
import org.sluice.apps.Failure;
import org.sluice.apps.Options;
import org.sluice.apps.Reasons;

/** {@code touch}: makes empty files, or sets the times of those that exist. */
public final class Touch extends Command {
    private boolean create = true;
    private boolean access;
    private boolean modification;

    public Touch() {
        super("touch");
    }

    public static void main(String[] args) {
        new Touch().start(args);
    }

    @Override
    protected int run(String[] args) throws IOException {
        Options options = new Options("a m c/no-create d/date: t: r/reference: f", args);
        long accessTime = io.now() * 1_000_000;
        long modifyTime = accessTime;
        while (options.next()) {
            switch (options.name()) {
                case "a" -> access = true;
                case "m" -> modification = true;
                case "c" -> create = false;
                case "d" -> {
                    accessTime = DateText.parse(options.value(), DateText.zone(io), io.now());
                    modifyTime = accessTime;
                }
                case "t" -> {
                    accessTime = stamp(options.value());
                    modifyTime = accessTime;
                }
                case "r" -> {
                    long[] reference = reference(options.value());
                    accessTime = reference[FileFlags.ST_ATIME];
                    modifyTime = reference[FileFlags.ST_MTIME];
                }
                default -> { } // -f: ignored, as everywhere
            }
        }
        String[] operands = options.operands();
        if (operands.length == 0) {
            throw new Failure.Usage("missing file operand");
        }
        boolean both = access == modification;
        FileTime accessed = both || access ? FileTime.from(accessTime, TimeUnit.NANOSECONDS) : null;
        FileTime modified = both || modification ? FileTime.from(modifyTime, TimeUnit.NANOSECONDS) : null;
        for (int i = 0; i < operands.length; i++) {
            touch(operands[i], accessed, modified);
        }
        return status();
    }

    private void touch(String name, FileTime accessed, FileTime modified) {
        try {
            if (!io.file(name).exists()) {
                if (!create) {
                    return;
                }
                new FileOutputStream(io.file(name), true).close();
            }
            Files.getFileAttributeView(io.path(name), BasicFileAttributeView.class).setTimes(modified, accessed, null);
        } catch (IOException e) {
            warn("cannot touch '" + name + "': " + Reasons.of(e));
        }
    }

    private long[] reference(String name) {
        try {
            return io.stat(name, true);
        } catch (IOException e) {
            throw new Failure(1, "failed to get attributes of '" + name + "': " + Reasons.of(e));
        }
    }

    /** A time as {@code [[CC]YY]MMDDhhmm[.ss]}. */
    private long stamp(String text) {
        int dot = text.indexOf('.');
        String digits = dot < 0 ? text : text.substring(0, dot);
        String seconds = dot < 0 ? "00" : text.substring(dot + 1);
        if (digits.length() == 8) {
            digits = org.sluice.apps.LocalTime.of(io, io.now() / 1000).year() + digits;
        } else if (digits.length() == 10) {
            digits = (digits.compareTo("69") < 0 ? "20" : "19") + digits;
        }
        if (digits.length() != 12 || seconds.length() != 2) {
            throw new Failure(1, "invalid date format '" + text + "'");
        }
        String iso = digits.substring(0, 4) + "-" + digits.substring(4, 6) + "-" + digits.substring(6, 8) + "T"
                + digits.substring(8, 10) + ":" + digits.substring(10, 12) + ":" + seconds;
        return DateText.parse(iso, DateText.zone(io), io.now());
    }
}
