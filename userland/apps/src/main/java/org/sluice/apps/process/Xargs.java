package org.sluice.apps.process;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.sluice.apps.Command;
import org.sluice.apps.Failure;
import org.sluice.apps.Options;
import org.sluice.apps.Output;
import org.sluice.apps.Programs;

/** {@code xargs}: runs a program with arguments read from standard input. */
public final class Xargs extends Command {
    private static final int NONZERO = 123;
    private static final int GAVE_UP = 124;

    private final List<String> initial = new ArrayList<>();
    private final List<String> pending = new ArrayList<>();
    private final ArrayDeque<Programs.Running> running = new ArrayDeque<>();
    private String placeholder;
    private long maxArguments = Long.MAX_VALUE;
    private long maxLines = Long.MAX_VALUE;
    private long maxChars = 128 * 1024;
    private long parallel = 1;
    private boolean noRunIfEmpty;
    private boolean verbose;
    private int size;
    private boolean ranAny;
    private int result;

    public Xargs() {
        super("xargs");
    }

    public static void main(String[] args) {
        new Xargs().start(args);
    }

    @Override
    protected int run(String[] args) throws IOException {
        Options options = new Options("+ 0/null d/delimiter: n/max-args: L/max-lines: I/replace: P/max-procs: r/no-run-if-empty "
                + "t/verbose s/max-chars: a/arg-file: x/exit E:", args);
        int delimiter = -1;
        String file = null;
        while (options.next()) {
            String value = options.value();
            switch (options.name()) {
                case "0" -> delimiter = 0;
                case "d" -> delimiter = delimiter(value);
                case "n" -> maxArguments = positive(options, "number of arguments");
                case "L" -> maxLines = positive(options, "number of lines");
                case "I" -> placeholder = value;
                case "P" -> parallel = options.number("number of processes");
                case "r" -> noRunIfEmpty = true;
                case "t" -> verbose = true;
                case "s" -> maxChars = positive(options, "number of characters");
                case "a" -> file = value;
                default -> { } // -x: always so; -E: there is no end-of-file word
            }
        }
        initial.addAll(java.util.Arrays.asList(options.operands()));
        if (initial.isEmpty()) {
            initial.add("echo");
        }
        parallel = parallel == 0 ? Integer.MAX_VALUE : parallel;
        try (InputStream in = file == null ? null : new FileInputStream(io.file(file))) {
            ArgumentReader reader = new ArgumentReader(in == null ? io.in() : in, delimiter, placeholder != null);
            feed(reader);
        }
        if (!pending.isEmpty() || !ranAny && !noRunIfEmpty && placeholder == null) {
            flush();
        }
        while (!running.isEmpty()) {
            await();
        }
        return result;
    }

    private static int delimiter(String value) {
        if (value.length() == 2 && value.charAt(0) == '\\') {
            int known = "nt0\\".indexOf(value.charAt(1));
            if (known >= 0) {
                return "\n\t\0\\".charAt(known);
            }
        }
        if (value.length() != 1 || value.charAt(0) > 127) {
            throw new Failure.Usage("invalid input delimiter '" + value + "': it must be a single character");
        }
        return value.charAt(0);
    }

    private static long positive(Options options, String what) {
        long value = options.number(what);
        if (value < 1) {
            throw new Failure.Usage("invalid " + what + ": '" + value + "'");
        }
        return value;
    }

    private void feed(ArgumentReader reader) throws IOException {
        String argument;
        long lines = 0;
        while (result != GAVE_UP && (argument = reader.next()) != null) {
            if (placeholder != null) {
                String[] command = new String[initial.size()];
                for (int i = 0; i < command.length; i++) {
                    command[i] = initial.get(i).replace(placeholder, argument);
                }
                launch(command);
                continue;
            }
            if (size + argument.length() + 1 > maxChars && !pending.isEmpty()) {
                flush();
            }
            pending.add(argument);
            size += argument.length() + 1;
            lines += reader.endedLine() ? 1 : 0;
            if (pending.size() >= maxArguments || lines >= maxLines) {
                flush();
                lines = 0;
            }
        }
    }

    private void flush() throws IOException {
        List<String> command = new ArrayList<>(initial);
        command.addAll(pending);
        pending.clear();
        size = 0;
        launch(command.toArray(new String[0]));
    }

    private void launch(String[] command) throws IOException {
        ranAny = true;
        if (verbose) {
            Output err = io.err();
            err.println(String.join(" ", command));
        }
        while (running.size() >= parallel) {
            await();
        }
        if (result == GAVE_UP) {
            return;
        }
        String nothing = io.file("/dev/null").exists() ? "/dev/null" : null;
        running.add(Runner.start(io, command, null, 0, nothing, null));
        if (parallel == 1) {
            await();
        }
    }

    private void await() throws IOException {
        int status = running.remove().waitFor();
        if (status == 255) {
            warn(initial.get(0) + ": exited with status 255; aborting");
            result = GAVE_UP;
        } else if (status > 128) {
            warn(initial.get(0) + ": terminated by signal " + (status - 128));
            result = 125;
        } else if (status != 0 && result == 0) {
            result = NONZERO;
        }
    }
}
