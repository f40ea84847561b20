package org.sluice.apps.file;

import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.sluice.abi.FileFlags;
import org.sluice.apps.Io;
import org.sluice.apps.Output;
import org.sluice.apps.Reasons;

/** Copies files and trees for cp, and for mv between file systems. */
final class Copier {
    private final Io io;
    private final Output out;
    private final Problems problems;
    boolean recursive;
    boolean preserve;
    boolean force;
    boolean interactive;
    boolean noClobber;
    boolean update;
    boolean verbose;
    /** Copies symbolic links as such. */
    boolean keepLinks;
    private final byte[] buffer = new byte[Io.BUFFER];

    Copier(Io io, Problems problems) {
        this.io = io;
        this.out = io.out();
        this.problems = problems;
    }

    /** Copies one operand; returns whether all of it was copied. */
    boolean copy(String from, String to) throws IOException {
        long[] stat;
        try {
            stat = io.stat(from, !keepLinks);
        } catch (IOException e) {
            problems.report("cannot stat '" + from + "': " + Reasons.of(e));
            return false;
        }
        long mode = stat[FileFlags.ST_MODE];
        long[] target = statOrNull(to);
        if (Modes.is(mode, FileFlags.S_IFDIR)) {
            return directory(from, to, stat, target);
        }
        if (target != null && target[FileFlags.ST_INO] == stat[FileFlags.ST_INO]
                && target[FileFlags.ST_DEV] == stat[FileFlags.ST_DEV]) {
            problems.report("'" + from + "' and '" + to + "' are the same file");
            return false;
        }
        if (target != null && Modes.is(target[FileFlags.ST_MODE], FileFlags.S_IFDIR)) {
            problems.report("cannot overwrite directory '" + to + "' with non-directory");
            return false;
        }
        if (target != null && !mayOverwrite(to, stat, target)) {
            return true;
        }
        try {
            if (Modes.is(mode, FileFlags.S_IFLNK)) {
                Files.deleteIfExists(io.path(to));
                Files.createSymbolicLink(io.path(to), Files.readSymbolicLink(io.path(from)));
            } else if (!contents(from, to, target == null, stat)) {
                return false;
            }
        } catch (IOException e) {
            problems.report("cannot create regular file '" + to + "': " + Reasons.of(e));
            return false;
        }
        tell(from, to);
        return true;
    }

    private long[] statOrNull(String name) {
        try {
            return io.stat(name, !keepLinks);
        } catch (IOException e) {
            return null; // not there: that is what was asked
        }
    }

    private boolean mayOverwrite(String to, long[] from, long[] target) throws IOException {
        if (noClobber || update && target[FileFlags.ST_MTIME] >= from[FileFlags.ST_MTIME]) {
            return false;
        }
        return !interactive || Prompt.ask(io, "cp: overwrite '" + to + "'? ");
    }

    private void tell(String from, String to) {
        if (verbose) {
            out.println("'" + from + "' -> '" + to + "'");
        }
    }

    private boolean contents(String from, String to, boolean isNew, long[] stat) throws IOException {
        FileInputStream in;
        try {
            in = new FileInputStream(io.file(from));
        } catch (IOException e) {
            problems.report("cannot open '" + from + "' for reading: " + Reasons.of(e));
            return false;
        }
        try (in; FileOutputStream stream = create(to)) {
            if (!pump(in, stream, from, to)) {
                return false;
            }
        }
        attributes(to, isNew, stat);
        return true;
    }

    private FileOutputStream create(String to) throws IOException {
        try {
            return new FileOutputStream(io.file(to));
        } catch (IOException e) {
            if (!force || !Files.deleteIfExists(io.path(to))) {
                throw e;
            }
            return new FileOutputStream(io.file(to));
        }
    }

    private boolean pump(InputStream in, FileOutputStream stream, String from, String to) {
        while (true) {
            int n;
            try {
                n = in.read(buffer);
            } catch (IOException e) {
                problems.report("error reading '" + from + "': " + Reasons.of(e));
                return false;
            }
            if (n <= 0) {
                return true;
            }
            try {
                stream.write(buffer, 0, n);
            } catch (IOException e) {
                problems.report("error writing '" + to + "': " + Reasons.of(e));
                return false;
            }
        }
    }

    private void attributes(String to, boolean isNew, long[] stat) {
        int mode = (int) stat[FileFlags.ST_MODE] & 0777;
        try {
            Path path = io.path(to);
            if (preserve || isNew && mode != 0644) {
                setMode(path, preserve ? mode : mode & ~022);
            }
            if (preserve) {
                FileTime modified = FileTime.from(stat[FileFlags.ST_MTIME], TimeUnit.NANOSECONDS);
                FileTime accessed = FileTime.from(stat[FileFlags.ST_ATIME], TimeUnit.NANOSECONDS);
                Files.getFileAttributeView(path, BasicFileAttributeView.class).setTimes(modified, accessed, null);
            }
        } catch (IOException e) {
            problems.report("preserving attributes for '" + to + "': " + Reasons.of(e));
        }
    }

    /** A file system without permission bits is no reason to complain about a copy that is complete. */
    private static void setMode(Path path, int mode) throws IOException {
        try {
            Modes.set(path, mode);
        } catch (UnsupportedOperationException e) {
            return;
        } catch (IOException e) {
            if (!Reasons.of(e).equals("Operation not supported")) {
                throw e;
            }
        }
    }

    private boolean directory(String from, String to, long[] stat, long[] target) throws IOException {
        if (!recursive) {
            problems.report("-r not specified; omitting directory '" + from + "'");
            return false;
        }
        if (target != null && !Modes.is(target[FileFlags.ST_MODE], FileFlags.S_IFDIR)) {
            problems.report("cannot overwrite non-directory '" + to + "' with directory '" + from + "'");
            return false;
        }
        if (isInside(from, to)) {
            problems.report("cannot copy a directory, '" + from + "', into itself, '" + to + "'");
            return false;
        }
        if (target == null) {
            try {
                Files.createDirectory(io.path(to));
            } catch (IOException e) {
                problems.report("cannot create directory '" + to + "': " + Reasons.of(e));
                return false;
            }
            tell(from, to);
        }
        String[] names = io.file(from).list();
        if (names == null) {
            problems.report("cannot access '" + from + "': Permission denied");
            return false;
        }
        Arrays.sort(names);
        boolean complete = true;
        for (int i = 0; i < names.length; i++) {
            complete &= copy(Names.join(from, names[i]), Names.join(to, names[i]));
        }
        attributes(to, target == null, stat);
        return complete;
    }

    private boolean isInside(String from, String to) throws IOException {
        String outer = io.file(from).getCanonicalPath();
        String inner = io.file(to).getCanonicalPath();
        return inner.equals(outer) || inner.startsWith(outer + "/");
    }
}
