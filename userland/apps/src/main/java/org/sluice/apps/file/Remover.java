package org.sluice.apps.file;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import org.sluice.abi.FileFlags;
import org.sluice.apps.Io;
import org.sluice.apps.Reasons;

/** Removes files and trees for rm, and for mv between file systems. Does not follow symbolic links. */
final class Remover {
    private final Io io;
    private final Problems problems;
    boolean recursive = true;
    boolean emptyDirectories;
    boolean force;
    boolean interactive;
    boolean verbose;

    Remover(Io io, Problems problems) {
        this.io = io;
        this.problems = problems;
    }

    /** Removes one operand; returns whether it is gone. */
    boolean remove(String name) throws IOException {
        long[] stat;
        try {
            stat = io.stat(name, false);
        } catch (IOException e) {
            String reason = Reasons.of(e);
            if (force && (reason.equals("No such file or directory") || reason.equals("Not a directory"))) {
                return true;
            }
            problems.report("cannot remove '" + name + "': " + reason);
            return false;
        }
        boolean directory = Modes.is(stat[FileFlags.ST_MODE], FileFlags.S_IFDIR);
        if (directory && !recursive && !emptyDirectories) {
            problems.report("cannot remove '" + name + "': Is a directory");
            return false;
        }
        boolean complete = true;
        if (directory && recursive) {
            complete = contents(name);
        }
        String kind = directory ? "directory" : stat[FileFlags.ST_SIZE] == 0 ? "regular empty file" : "regular file";
        if (!complete || interactive && !Prompt.ask(io, "rm: remove " + kind + " '" + name + "'? ")) {
            return false;
        }
        try {
            Files.delete(io.path(name));
        } catch (IOException e) {
            problems.report("cannot remove '" + name + "': " + Reasons.of(e));
            return false;
        }
        if (verbose) {
            io.out().println("removed " + (directory ? "directory " : "") + "'" + name + "'");
        }
        return true;
    }

    private boolean contents(String directory) throws IOException {
        String[] names = io.file(directory).list();
        if (names == null) {
            problems.report("cannot remove '" + directory + "': Permission denied");
            return false;
        }
        if (names.length > 0 && interactive && !Prompt.ask(io, "rm: descend into directory '" + directory + "'? ")) {
            return false;
        }
        Arrays.sort(names);
        boolean complete = true;
        for (int i = 0; i < names.length; i++) {
            complete &= remove(Names.join(directory, names[i]));
        }
        return complete;
    }
}
