package org.sluice.shell.line;

import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;
import org.sluice.abi.FileFlags;
import org.sluice.abi.SystemCalls;
import org.sluice.shell.run.Glob;
import org.sluice.shell.run.Interpreter;
import org.sluice.shell.run.Job;
import org.sluice.shell.run.State;

/** Completes command names, options, variables, jobs and paths. */
final class ShellCompleter implements Completer {
    private final Interpreter shell;
    private final State state;
    private final SystemCalls sys;

    ShellCompleter(Interpreter shell) {
        this.shell = shell;
        this.state = shell.state();
        this.sys = shell.session().sys();
    }

    @Override
    public void complete(LineReader reader, ParsedLine parsed, List<Candidate> candidates) {
        EditedLine line = (EditedLine) parsed;
        String word = line.word();
        int dollar = word.lastIndexOf('$');
        String command = line.words().get(0);
        if (dollar >= 0 && word.indexOf('/', dollar) < 0) {
            variables(word.substring(0, dollar + 1), word.substring(dollar + 1), candidates);
        } else if (line.atCommand() && word.indexOf('/') < 0 && !word.startsWith("~")) {
            commands(word, candidates);
        } else if (word.startsWith("-") && !line.redirected()) {
            options(command, word, candidates);
        } else if (isJobCommand(command) && (word.isEmpty() || word.startsWith("%")) && !line.redirected()) {
            jobs(candidates);
        } else {
            boolean directories = command.equals("cd") && !line.redirected();
            paths(word, directories, line.atCommand(), candidates);
        }
    }

    private static boolean isJobCommand(String command) {
        return command.equals("fg") || command.equals("bg") || command.equals("kill") || command.equals("wait");
    }

    private static Candidate candidate(String value, String shown, String description, boolean complete) {
        return new Candidate(value, shown, null, description, null, null, complete);
    }

    private void variables(String before, String prefix, List<Candidate> to) {
        for (String name : state.names(false, false)) {
            if (name.startsWith(prefix)) {
                to.add(candidate(before + name, name, null, true));
            }
        }
    }

    private void commands(String prefix, List<Candidate> to) {
        for (String name : new TreeSet<>(shell.commandNames(prefix))) {
            to.add(candidate(name, name, null, true));
        }
        if (!prefix.isEmpty()) {
            for (String name : new Glob(sys, state).list("")) {
                if (name.startsWith(prefix) && isDirectory(name)) {
                    to.add(candidate(name + "/", name + "/", null, false));
                }
            }
        }
    }

    private void options(String command, String prefix, List<Candidate> to) {
        for (Map.Entry<String, String> e : new Manual(sys).options(command).entrySet()) {
            if (e.getKey().startsWith(prefix)) {
                to.add(candidate(e.getKey(), e.getKey(), e.getValue().isEmpty() ? null : e.getValue(), true));
            }
        }
    }

    private void jobs(List<Candidate> to) {
        for (Job job : shell.session().jobs().all()) {
            String id = "%" + job.number();
            to.add(candidate(id, id, job.text(), true));
        }
    }

    private void paths(String word, boolean directoriesOnly, boolean programsOnly, List<Candidate> to) {
        int slash = word.lastIndexOf('/');
        String folder = word.substring(0, slash + 1);
        String prefix = word.substring(slash + 1);
        String real = folder;
        if (folder.startsWith("~/")) {
            real = state.get("HOME", "") + folder.substring(1);
        }
        for (String name : new Glob(sys, state).list(real)) {
            if (!name.startsWith(prefix) || name.startsWith(".") && !prefix.startsWith(".")) {
                continue;
            }
            boolean directory = isDirectory(real + name);
            boolean usable = directory || !directoriesOnly
                && (!programsOnly || sys.access(state.resolve(real + name), FileFlags.X_OK) >= 0);
            if (usable) {
                String tail = directory ? "/" : "";
                to.add(candidate(folder + name + tail, name + tail, null, !directory));
            }
        }
    }

    private boolean isDirectory(String path) {
        long[] stat = new long[FileFlags.ST_LENGTH];
        return sys.stat(state.resolve(path), stat, 0) >= 0
            && (stat[FileFlags.ST_MODE] & FileFlags.S_IFMT) == FileFlags.S_IFDIR;
    }
}
