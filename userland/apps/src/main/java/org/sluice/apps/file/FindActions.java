package org.sluice.apps.file;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.sluice.abi.FileFlags;
import org.sluice.apps.Io;
import org.sluice.apps.LocalTime;
import org.sluice.apps.Output;
import org.sluice.apps.Reasons;

/** What find can do with files. */
final class FindActions {
    /** Characters of arguments that one program gets at most. */
    private static final int BATCH = 128 * 1024;

    private final Io io;
    private final Output out;
    private final Problems problems;
    private final List<Batch> batches = new ArrayList<>();
    boolean quit;
    boolean failed;

    FindActions(Io io, Problems problems) {
        this.io = io;
        this.out = io.out();
        this.problems = problems;
    }

    boolean print(FindFile file, char end) {
        out.print(file.path);
        out.write(end);
        return true;
    }

    boolean list(FindFile file) {
        long[] stat = file.stat;
        out.printRight(Long.toString(stat[FileFlags.ST_INO]), 9);
        out.write(' ');
        out.printRight(Long.toString((stat[FileFlags.ST_BLOCKS] + 1) / 2), 6);
        out.print(" " + Modes.text(file.mode()) + " ");
        out.printRight(Long.toString(stat[FileFlags.ST_NLINK]), 3);
        out.print(" ");
        out.printLeft(Users.name(stat[FileFlags.ST_UID]), 8);
        out.print(" ");
        out.printLeft(Users.name(stat[FileFlags.ST_GID]), 8);
        out.print(" ");
        out.printRight(Long.toString(stat[FileFlags.ST_SIZE]), 8);
        LocalTime time = LocalTime.of(io, Math.floorDiv(stat[FileFlags.ST_MTIME], 1_000_000_000L));
        out.println(" " + time.forListing(io.now() / 1000) + " " + file.path);
        return true;
    }

    boolean delete(FindFile file) {
        if (file.path.equals(".")) {
            return true;
        }
        try {
            Files.delete(io.path(file.path));
            return true;
        } catch (IOException e) {
            problems.report("cannot delete '" + file.path + "': " + Reasons.of(e));
            return false;
        }
    }

    boolean printf(String format, FindFile file) throws IOException {
        for (int i = 0; i < format.length(); i++) {
            char c = format.charAt(i);
            if (c == '\\' && i + 1 < format.length()) {
                char escaped = format.charAt(++i);
                int known = "nt0\\".indexOf(escaped);
                out.print(known < 0 ? "\\" + escaped : String.valueOf("\n\t\0\\".charAt(known)));
            } else if (c == '%' && i + 1 < format.length()) {
                out.print(directive(format.charAt(++i), file));
            } else {
                out.print(c);
            }
        }
        return true;
    }

    private String directive(char letter, FindFile file) throws IOException {
        return switch (letter) {
            case 'p' -> file.path;
            case 'f' -> file.name;
            case 'h' -> Names.directory(file.path);
            case 's' -> Long.toString(file.stat[FileFlags.ST_SIZE]);
            case 'm' -> Integer.toOctalString((int) file.mode() & 07777);
            case 'M' -> Modes.text(file.mode());
            case 'd' -> Integer.toString(file.depth);
            case 'i' -> Long.toString(file.stat[FileFlags.ST_INO]);
            case 'n' -> Long.toString(file.stat[FileFlags.ST_NLINK]);
            case 'y' -> Modes.is(file.mode(), FileFlags.S_IFREG) ? "f" : Modes.text(file.mode()).substring(0, 1);
            case 'l' -> Modes.is(file.mode(), FileFlags.S_IFLNK) ? Files.readSymbolicLink(io.path(file.path)).toString() : "";
            case '%' -> "%";
            default -> "%" + letter;
        };
    }

    /** Runs a program for one file; {@code {}} in the arguments stands for its name. */
    boolean exec(List<String> template, FindFile file) {
        String[] command = new String[template.size()];
        for (int i = 0; i < command.length; i++) {
            command[i] = template.get(i).replace("{}", file.path);
        }
        return start(command) == 0;
    }

    /** An action that runs a program for many files at once. */
    FindExpression batch(List<String> template) {
        Batch batch = new Batch(template);
        batches.add(batch);
        return batch;
    }

    /** Runs what is still waiting for more names. */
    void finish() {
        for (int i = 0; i < batches.size(); i++) {
            batches.get(i).flush();
        }
    }

    private int start(String[] command) {
        out.flush();
        try {
            return io.programs().start(command, null, 0, null, null).waitFor();
        } catch (IOException e) {
            problems.report("'" + command[0] + "': " + Reasons.of(e));
            return 127;
        }
    }

    private final class Batch implements FindExpression {
        private final List<String> template;
        private final List<String> names = new ArrayList<>();
        private int size;

        Batch(List<String> template) {
            this.template = template;
        }

        @Override
        public boolean test(FindFile file) {
            names.add(file.path);
            size += file.path.length() + 1;
            if (size > BATCH) {
                flush();
            }
            return true;
        }

        void flush() {
            if (names.isEmpty()) {
                return;
            }
            List<String> command = new ArrayList<>(template);
            command.addAll(names);
            failed |= start(command.toArray(new String[0])) != 0;
            names.clear();
            size = 0;
        }
    }
}
