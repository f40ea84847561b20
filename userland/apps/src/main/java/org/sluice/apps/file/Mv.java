package org.sluice.apps.file;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import org.sluice.abi.FileFlags;
import org.sluice.apps.Command;
import org.sluice.apps.Options;
import org.sluice.apps.Reasons;

/** {@code mv}: renames files, or copies and removes them when the new place is on another file system. */
public final class Mv extends Command implements Problems {
    private boolean interactive;
    private boolean noClobber;
    private boolean update;
    private boolean verbose;

    public Mv() {
        super("mv");
    }

    public static void main(String[] args) {
        new Mv().start(args);
    }

    @Override
    public void report(String message) {
        warn(message);
    }

    @Override
    protected int run(String[] args) throws IOException {
        Options options = new Options(
                "f/force i/interactive n/no-clobber u/update v/verbose t/target-directory: T/no-target-directory", args);
        String directory = null;
        boolean intoDirectory = true;
        while (options.next()) {
            switch (options.name()) {
                case "f" -> interactive = false;
                case "i" -> interactive = true;
                case "n" -> noClobber = true;
                case "u" -> update = true;
                case "v" -> verbose = true;
                case "t" -> directory = options.value();
                default -> intoDirectory = false;
            }
        }
        Destination destination = Destination.of(io, options.operands(), directory, intoDirectory);
        String[] sources = destination.sources();
        for (int i = 0; i < sources.length; i++) {
            move(sources[i], destination.of(sources[i]));
        }
        return status();
    }

    private void move(String from, String to) throws IOException {
        long[] stat;
        try {
            stat = io.stat(from, false);
        } catch (IOException e) {
            warn("cannot stat '" + from + "': " + Reasons.of(e));
            return;
        }
        try {
            if (!mayReplace(from, stat, to)) {
                return;
            }
            Files.move(io.path(from), io.path(to), StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            if (!copyAndRemove(from, to)) {
                return;
            }
        } catch (IOException e) {
            warn("cannot move '" + from + "' to '" + to + "': " + Reasons.of(e));
            return;
        }
        if (verbose) {
            out.println("renamed '" + from + "' -> '" + to + "'");
        }
    }

    private boolean mayReplace(String from, long[] stat, String to) throws IOException {
        long[] target;
        try {
            target = io.stat(to, false);
        } catch (IOException e) {
            return true; // nothing there to be replaced
        }
        if (stat[FileFlags.ST_INO] == target[FileFlags.ST_INO] && stat[FileFlags.ST_DEV] == target[FileFlags.ST_DEV]) {
            warn("'" + from + "' and '" + to + "' are the same file");
            return false;
        }
        boolean directory = Modes.is(stat[FileFlags.ST_MODE], FileFlags.S_IFDIR);
        boolean onto = Modes.is(target[FileFlags.ST_MODE], FileFlags.S_IFDIR);
        if (directory != onto) {
            warn(directory ? "cannot overwrite non-directory '" + to + "' with directory '" + from + "'"
                    : "cannot overwrite directory '" + to + "' with non-directory '" + from + "'");
            return false;
        }
        if (noClobber || update && target[FileFlags.ST_MTIME] >= stat[FileFlags.ST_MTIME]) {
            return false;
        }
        return !interactive || Prompt.ask(io, "mv: overwrite '" + to + "'? ");
    }

    private boolean copyAndRemove(String from, String to) throws IOException {
        Copier copier = new Copier(io, this);
        copier.recursive = true;
        copier.preserve = true;
        copier.keepLinks = true;
        return copier.copy(from, to) && new Remover(io, this).remove(from);
    }
}
