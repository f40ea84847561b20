package org.sluice.apps.file;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.sluice.apps.Command;
import org.sluice.apps.Failure;
import org.sluice.apps.Options;
import org.sluice.apps.Reasons;

/** {@code mktemp}: makes a file or directory with a new name and shows the name. */
public final class Mktemp extends Command {
    private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static final int ATTEMPTS = 100;

    public Mktemp() {
        super("mktemp");
    }

    public static void main(String[] args) {
        new Mktemp().start(args);
    }

    @Override
    protected int run(String[] args) throws IOException {
        Options options = new Options("d/directory u/dry-run q/quiet p/tmpdir: t suffix:", args);
        boolean directory = false;
        boolean dry = false;
        boolean quiet = false;
        boolean inTemporary = false;
        String parent = null;
        String suffix = "";
        while (options.next()) {
            switch (options.name()) {
                case "d" -> directory = true;
                case "u" -> dry = true;
                case "q" -> quiet = true;
                case "p" -> parent = options.value();
                case "t" -> inTemporary = true;
                default -> suffix = options.value();
            }
        }
        String[] operands = options.operands();
        if (operands.length > 1) {
            throw new Failure.Usage("too many templates");
        }
        String template = operands.length == 1 ? operands[0] : "tmp.XXXXXXXXXX";
        if (parent == null && (operands.length == 0 || inTemporary)) {
            String variable = io.variable("TMPDIR");
            parent = variable == null || variable.isEmpty() ? "/tmp" : variable;
        }
        int end = template.length();
        if (suffix.isEmpty()) {
            end = template.lastIndexOf('X') + 1;
            suffix = template.substring(end);
        }
        int start = end;
        while (start > 0 && template.charAt(start - 1) == 'X') {
            start--;
        }
        if (end - start < 3) {
            throw new Failure(1, "too few X's in template '" + template + "'");
        }
        String prefix = parent == null ? template.substring(0, start) : Names.join(parent, template.substring(0, start));
        return make(prefix, end - start, suffix, directory, dry, quiet);
    }

    private int make(String prefix, int length, String suffix, boolean directory, boolean dry, boolean quiet) throws IOException {
        SecureRandom random = new SecureRandom();
        String kind = directory ? "directory" : "file";
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            StringBuilder name = new StringBuilder(prefix);
            for (int i = 0; i < length; i++) {
                name.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
            }
            name.append(suffix);
            try {
                Path path = io.path(name.toString());
                if (dry) {
                    if (Files.exists(path)) {
                        continue;
                    }
                } else if (directory) {
                    Files.createDirectory(path);
                    Modes.set(path, 0700);
                } else {
                    Files.createFile(path);
                    Modes.set(path, 0600);
                }
                out.println(name.toString());
                return 0;
            } catch (FileAlreadyExistsException e) {
                continue;
            } catch (IOException e) {
                if (!quiet) {
                    warn("failed to create " + kind + " via template '" + prefix + "X".repeat(length) + suffix + "': "
                            + Reasons.of(e));
                }
                return 1;
            }
        }
        throw new Failure(1, "failed to create " + kind + ": no free name in " + ATTEMPTS + " attempts");
    }
}
