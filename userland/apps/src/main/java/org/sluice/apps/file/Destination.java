package org.sluice.apps.file;

import java.util.Arrays;
import org.sluice.apps.Failure;
import org.sluice.apps.Io;

/** Where cp and mv put things: a single new name, or names inside a directory. */
record Destination(String[] sources, String target, boolean isDirectory) {
    static Destination of(Io io, String[] operands, String directory, boolean intoDirectory) {
        if (operands.length == 0) {
            throw new Failure.Usage("missing file operand");
        }
        if (directory != null) {
            return new Destination(operands, directory, true);
        }
        if (operands.length == 1) {
            throw new Failure.Usage("missing destination file operand after '" + operands[0] + "'");
        }
        String target = operands[operands.length - 1];
        String[] sources = Arrays.copyOf(operands, operands.length - 1);
        boolean isDirectory = intoDirectory && io.file(target).isDirectory();
        if (sources.length > 1 && !isDirectory) {
            throw new Failure(1, "target '" + target + "': "
                    + (io.file(target).exists() ? "Not a directory" : "No such file or directory"));
        }
        return new Destination(sources, target, isDirectory);
    }

    String of(String source) {
        return isDirectory ? Names.join(target, Names.base(source)) : target;
    }
}
