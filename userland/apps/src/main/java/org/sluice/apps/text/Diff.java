package org.sluice.apps.text;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.sluice.apps.Command;
import org.sluice.apps.Failure;
import org.sluice.apps.LocalTime;
import org.sluice.apps.Options;
import org.sluice.apps.Reasons;

/** {@code diff}: shows by which lines files differ, in the normal or the unified form. */
public final class Diff extends Command {
    private boolean unified;
    private int context = 3;
    private boolean brief;
    private boolean reportSame;
    private boolean recursive;
    private boolean newFile;
    private boolean text;
    private final DiffText.Sameness sameness = new DiffText.Sameness();
    private String labelA;
    private String labelB;
    private int result;

    public Diff() {
        super("diff", 2);
    }

    public static void main(String[] args) {
        new Diff().start(args);
    }

    @Override
    protected int run(String[] args) throws IOException {
        Options options = new Options("u U/unified: q/brief s/report-identical-files r/recursive N/new-file a/text normal "
                + "i/ignore-case w/ignore-all-space b/ignore-space-change B/ignore-blank-lines label: L:", longUnified(args));
        while (options.next()) {
            switch (options.name()) {
                case "u" -> unified = true;
                case "U" -> {
                    unified = true;
                    context = Math.clamp(options.number("context length"), 0, Integer.MAX_VALUE / 4);
                }
                case "q" -> brief = true;
                case "s" -> reportSame = true;
                case "r" -> recursive = true;
                case "N" -> newFile = true;
                case "a" -> text = true;
                case "i" -> sameness.ignoreCase = true;
                case "w" -> sameness.ignoreAllSpace = true;
                case "b" -> sameness.ignoreSpaceChange = true;
                case "B" -> sameness.ignoreBlankLines = true;
                case "label", "L" -> {
                    if (labelA == null) {
                        labelA = options.value();
                    } else {
                        labelB = options.value();
                    }
                }
                default -> unified = false;
            }
        }
        String[] files = options.operands();
        if (files.length < 2) {
            throw new Failure.Usage(files.length == 0 ? "missing operand" : "missing operand after '" + files[0] + "'");
        }
        if (files.length > 2) {
            throw new Failure.Usage("extra operand '" + files[2] + "'");
        }
        operands(files[0], files[1], args);
        return Math.max(result, status());
    }

    /** {@code --unified} may stand without a number. */
    private static String[] longUnified(String[] args) {
        String[] changed = args.clone();
        for (int i = 0; i < changed.length; i++) {
            if (changed[i].equals("--unified")) {
                changed[i] = "-u";
            }
        }
        return changed;
    }

    private void operands(String a, String b, String[] args) throws IOException {
        boolean directoryA = !a.equals("-") && io.file(a).isDirectory();
        boolean directoryB = !b.equals("-") && io.file(b).isDirectory();
        if (directoryA && directoryB) {
            directories(a, b, args);
        } else if (directoryA) {
            compare(join(a, io.file(b).getName()), b, null);
        } else if (directoryB) {
            compare(a, join(b, io.file(a).getName()), null);
        } else {
            compare(a, b, null);
        }
    }

    private static String join(String directory, String name) {
        return directory.endsWith("/") ? directory + name : directory + "/" + name;
    }

    private void directories(String a, String b, String[] args) throws IOException {
        if (a.equals(b)) {
            return;
        }
        TreeSet<String> names = new TreeSet<>();
        String[] inA = io.file(a).list();
        String[] inB = io.file(b).list();
        if (inA == null || inB == null) {
            throw new Failure(2, (inA == null ? a : b) + ": Permission denied");
        }
        names.addAll(Arrays.asList(inA));
        names.addAll(Arrays.asList(inB));
        for (String name : names) {
            String pathA = join(a, name);
            String pathB = join(b, name);
            File fileA = io.file(pathA);
            File fileB = io.file(pathB);
            if (!newFile && (!fileA.exists() || !fileB.exists())) {
                out.println("Only in " + (fileA.exists() ? a : b) + ": " + name);
                result = Math.max(result, 1);
            } else if (fileA.isDirectory() && fileB.isDirectory()) {
                if (recursive) {
                    directories(pathA, pathB, args);
                } else {
                    out.println("Common subdirectories: " + pathA + " and " + pathB);
                }
            } else if (fileA.isDirectory() != fileB.isDirectory() && fileA.exists() && fileB.exists()) {
                String kindA = fileA.isDirectory() ? "directory" : "regular file";
                String kindB = fileB.isDirectory() ? "directory" : "regular file";
                out.println("File " + pathA + " is a " + kindA + " while file " + pathB + " is a " + kindB);
                result = Math.max(result, 1);
            } else {
                compare(pathA, pathB, heading(args, pathA, pathB));
            }
        }
    }

    /** The command that would compare just these two files. */
    private static String heading(String[] args, String pathA, String pathB) {
        StringBuilder heading = new StringBuilder("diff");
        for (int i = 0; i < args.length && args[i].startsWith("-") && args[i].length() > 1; i++) {
            heading.append(' ').append(args[i]);
        }
        return heading.append(' ').append(pathA).append(' ').append(pathB).toString();
    }

    private void compare(String a, String b, String heading) throws IOException {
        byte[] dataA = read(a);
        byte[] dataB = read(b);
        if (dataA == null || dataB == null) {
            return;
        }
        if (Arrays.equals(dataA, dataB)) {
            same(a, b);
            return;
        }
        if (!text && (DiffText.isBinary(dataA) || DiffText.isBinary(dataB))) {
            out.println((brief ? "Files " : "Binary files ") + a + " and " + b + " differ");
            result = Math.max(result, 1);
            return;
        }
        DiffText textA = new DiffText(dataA);
        DiffText textB = new DiffText(dataB);
        List<DiffText.Change> changes = DiffText.changes(textA, textB, sameness);
        if (changes.isEmpty()) {
            same(a, b);
            return;
        }
        result = Math.max(result, 1);
        if (brief) {
            out.println("Files " + a + " and " + b + " differ");
            return;
        }
        if (heading != null) {
            out.println(heading);
        }
        DiffWriter writer = new DiffWriter(out, textA, textB);
        if (unified) {
            out.println("--- " + (labelA != null ? labelA : a + "\t" + time(a)));
            out.println("+++ " + (labelB != null ? labelB : b + "\t" + time(b)));
            writer.unified(changes, context);
        } else {
            writer.normal(changes);
        }
    }

    private void same(String a, String b) {
        if (reportSame) {
            out.println("Files " + a + " and " + b + " are identical");
        }
    }

    private byte[] read(String file) throws IOException {
        try {
            InputStream in = io.open(file);
            byte[] data = in.readAllBytes();
            io.close(in);
            return data;
        } catch (IOException e) {
            if (newFile && Reasons.of(e).equals("No such file or directory")) {
                return new byte[0];
            }
            warn(file, e);
            return null;
        }
    }

    /** The time of last change as unified headers carry it. */
    private String time(String file) {
        long nanos;
        try {
            nanos = file.equals("-") ? io.now() * 1_000_000 : io.stat(file, true)[org.sluice.abi.FileFlags.ST_MTIME];
        } catch (IOException e) {
            nanos = 0; // with -N the file may be missing: the epoch stands for "not there"
        }
        return LocalTime.of(io, Math.floorDiv(nanos, 1_000_000_000)).isoWithNanos(Math.floorMod(nanos, 1_000_000_000));
    }
}
