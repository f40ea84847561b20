package org.sluice.apps.text;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.sluice.apps.Command;
import org.sluice.apps.Failure;
import org.sluice.apps.Options;
import org.sluice.apps.Output;
import org.sluice.apps.Reasons;

/** {@code sed}: edits text line by line by a script. */
public final class Sed extends Command implements SedInput.Problems {
    public Sed() {
        super("sed", 2);
    }

    public static void main(String[] args) {
        new Sed().start(args);
    }

    @Override
    protected int run(String[] args) throws IOException {
        Options options = new Options("n/quiet silent e/expression: f/file: E/regexp-extended r s/separate i/in-place? z u",
                args);
        boolean quiet = false;
        boolean extended = false;
        boolean inPlace = false;
        boolean separate = false;
        StringBuilder script = new StringBuilder();
        boolean given = false;
        while (options.next()) {
            switch (options.name()) {
                case "n", "silent" -> quiet = true;
                case "e" -> {
                    script.append(options.value()).append('\n');
                    given = true;
                }
                case "f" -> {
                    script.append(script(options.value())).append('\n');
                    given = true;
                }
                case "E", "r" -> extended = true;
                case "i" -> inPlace = true;
                case "s" -> separate = true;
                case "z" -> throw new Failure.Usage("lines ended by NUL are not supported");
                default -> { } // -u: output is not held back on a terminal anyway
            }
        }
        String[] files = options.operands();
        if (!given) {
            if (files.length == 0) {
                throw new Failure.Usage("missing script");
            }
            script.append(files[0]);
            files = java.util.Arrays.copyOfRange(files, 1, files.length);
        }
        List<SedCommand> commands = new SedParser(script.toString(), extended).parse();
        if (inPlace) {
            for (int i = 0; i < files.length; i++) {
                edit(commands, quiet, files[i]);
            }
            return status();
        }
        if (files.length == 0) {
            files = new String[] {"-"};
        }
        int asked = 0;
        for (int i = 0; i < files.length && asked == 0; i++) {
            String[] together = separate ? new String[] {files[i]} : files;
            asked = new SedMachine(commands, quiet, new SedInput(io, together, this), out).run();
            if (!separate) {
                break;
            }
        }
        return asked != 0 ? asked : status();
    }

    @Override
    public void report(String file, IOException e) {
        warn("can't read " + file + ": " + Reasons.of(e));
    }

    private String script(String file) {
        try {
            return io.readText(file);
        } catch (IOException e) {
            throw new Failure(1, "couldn't open file " + file + ": " + Reasons.of(e));
        }
    }

    private void edit(List<SedCommand> commands, boolean quiet, String file) throws IOException {
        if (!io.file(file).isFile()) {
            warn("can't edit " + file + ": " + (io.file(file).exists() ? "not a regular file" : "No such file or directory"));
            return;
        }
        String edited = file + ".sed-new";
        try (FileOutputStream sink = new FileOutputStream(io.file(edited))) {
            Output to = new Output(sink, false);
            new SedMachine(commands, quiet, new SedInput(io, new String[] {file}, this), to).run();
            to.flush();
        } catch (IOException e) {
            Files.deleteIfExists(io.path(edited));
            warn("can't edit " + file + ": " + Reasons.of(e));
            return;
        }
        Files.move(io.path(edited), io.path(file), StandardCopyOption.REPLACE_EXISTING);
    }
}
