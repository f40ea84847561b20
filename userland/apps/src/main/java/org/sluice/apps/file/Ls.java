package org.sluice.apps.file;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.sluice.abi.FileFlags;
import org.sluice.apps.Command;
import org.sluice.apps.Failure;
import org.sluice.apps.Options;
import org.sluice.apps.Reasons;

/** {@code ls}: lists directories. */
public final class Ls extends Command {
    private boolean all;
    private boolean almostAll;
    private boolean recursive;
    private boolean directoryItself;
    private final LsOrder order = new LsOrder();
    private final LsFormat format = new LsFormat();
    private boolean headings;
    private boolean printed;

    public Ls() {
        super("ls", 2);
    }

    public static void main(String[] args) {
        new Ls().start(args);
    }

    @Override
    protected int run(String[] args) throws IOException {
        boolean terminal = io.isTerminal(1);
        format.columns = terminal;
        Options options = new Options("a/all A/almost-all l 1 C m R/recursive t S r/reverse h/human-readable d/directory "
                + "F/classify p i/inode n/numeric-uid-gid g o G/no-group s/size U f X c u color? full-time w/width: k L/dereference", args);
        while (options.next()) {
            option(options, terminal);
        }
        String[] operands = options.operandsOr(".");
        format.begin(io, out);
        List<LsEntry> files = new ArrayList<>();
        List<LsEntry> directories = new ArrayList<>();
        for (int i = 0; i < operands.length; i++) {
            LsEntry entry = operand(operands[i]);
            if (entry != null) {
                (entry.isDirectory() && !directoryItself ? directories : files).add(entry);
            }
        }
        headings = operands.length > 1 || recursive;
        if (!files.isEmpty()) {
            order.sort(files);
            format.print(files, false);
            printed = true;
        }
        order.sort(directories);
        for (int i = 0; i < directories.size(); i++) {
            list(directories.get(i).name);
        }
        return status();
    }

    private void option(Options options, boolean terminal) {
        switch (options.name()) {
            case "a" -> all = true;
            case "A" -> almostAll = true;
            case "l" -> format.longForm = true;
            case "1" -> format.columns = false;
            case "C" -> format.columns = true;
            case "m" -> format.commas = true;
            case "R" -> recursive = true;
            case "d" -> directoryItself = true;
            case "t", "S", "X", "U", "c", "u" -> order.by = options.name().charAt(0);
            case "f" -> {
                order.by = 'U';
                all = true;
            }
            case "r" -> order.reverse = true;
            case "h" -> format.human = true;
            case "F" -> format.classify = true;
            case "p" -> format.slashes = true;
            case "i" -> format.inodes = true;
            case "s" -> format.blocks = true;
            case "n" -> {
                format.longForm = true;
                format.numericIds = true;
            }
            case "g" -> {
                format.longForm = true;
                format.owner = false;
            }
            case "o" -> {
                format.longForm = true;
                format.group = false;
            }
            case "G" -> format.group = false;
            case "L" -> format.follow = true;
            case "full-time" -> {
                format.longForm = true;
                format.fullTime = true;
            }
            case "w" -> format.width = (int) Math.min(options.number("line width"), 100_000);
            case "color" -> format.color = color(options.value(), terminal);
            default -> { } // -k: blocks are counted in KiB anyway
        }
    }

    private static boolean color(String when, boolean terminal) {
        return switch (when == null ? "always" : when) {
            case "always", "yes", "force" -> true;
            case "auto", "tty", "if-tty" -> terminal;
            case "never", "no", "none" -> false;
            default -> throw new Failure.Usage("invalid argument '" + when + "' for '--color': use always, auto or never");
        };
    }

    private LsEntry operand(String name) {
        boolean follow = format.follow || !format.longForm && !format.classify && !directoryItself;
        try {
            return LsEntry.read(io, name, name, follow, format.longForm);
        } catch (IOException e) {
            warn("cannot access '" + name + "': " + Reasons.of(e));
            return null;
        }
    }

    private void list(String directory) {
        String[] names = io.file(directory).list();
        if (names == null) {
            warn("cannot open directory '" + directory + "': Permission denied");
            return;
        }
        List<LsEntry> entries = new ArrayList<>();
        if (all) {
            add(entries, directory, ".");
            add(entries, directory, "..");
        }
        for (int i = 0; i < names.length; i++) {
            if (all || almostAll || !names[i].startsWith(".")) {
                add(entries, directory, names[i]);
            }
        }
        order.sort(entries);
        if (headings) {
            out.println((printed ? "\n" : "") + directory + ":");
        }
        printed = true;
        format.print(entries, true);
        for (int i = 0; recursive && i < entries.size(); i++) {
            LsEntry entry = entries.get(i);
            if (entry.isDirectory() && !entry.name.equals(".") && !entry.name.equals("..")) {
                list(Names.join(directory, entry.name));
            }
        }
    }

    private void add(List<LsEntry> entries, String directory, String name) {
        boolean detailed = format.needsStat() || order.needsStat() || recursive;
        String path = Names.join(directory, name);
        try {
            entries.add(detailed ? LsEntry.read(io, name, path, format.follow, format.longForm) : LsEntry.nameOnly(name));
        } catch (IOException e) {
            warn("cannot access '" + path + "': " + Reasons.of(e));
        }
    }

    /** Whether a mode is that of a program, for {@code -F} and colours. */
    static boolean isExecutable(long mode) {
        return Modes.is(mode, FileFlags.S_IFREG) && (mode & 0111) != 0;
    }
}
