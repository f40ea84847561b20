package org.sluice.shell;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.sluice.abi.Errno;
import org.sluice.abi.FileFlags;
import org.sluice.abi.SystemCalls;
import org.sluice.shell.builtin.Builtins;
import org.sluice.shell.line.Prompting;
import org.sluice.shell.run.Interpreter;
import org.sluice.shell.run.LineInput;
import org.sluice.shell.run.Options;
import org.sluice.shell.run.Session;
import org.sluice.shell.run.ShellError;
import org.sluice.shell.run.State;
import org.sluice.shell.run.Unwind;
import org.sluice.shell.syntax.Ast;
import org.sluice.shell.syntax.Parser;
import org.sluice.shell.syntax.Source;
import org.sluice.shell.syntax.SyntaxException;

/** Reads the command line, sets the shell up and feeds it its input. */
final class Startup {
    private static final int USAGE = 2;
    private static final int NOT_FOUND = 127;
    private static final int NOT_EXECUTABLE = 126;
    private static final int PATH_LIMIT = 4096;
    private static final String HELP = """
        usage: sh [-aefilnuvx] [-o OPTION] [-s | SCRIPT | -c COMMANDS [NAME]] [ARGUMENT ...]
        Runs commands from a script, from its argument after -c, or from standard input; prompts on a terminal.
          -c COMMANDS  run COMMANDS; NAME becomes $0
          -s           read commands from standard input
          -i           prompt even if standard input is no terminal
          -l           read /etc/profile and ~/.profile first
          -e           exit when a command fails        -u  refuse unset variables
          -x           show commands as they are run    -n  check the syntax only
          -a -f -v     export what is set, no pathname patterns, show input as it is read
          -o OPTION    the same by name, and pipefail
          --help       show this
        """;

    private final SystemCalls sys;
    private final Map<String, String> environment;
    private final Options options = new Options();
    private boolean commandString;
    private boolean standardInput;
    private boolean forcePrompt;
    private boolean login;

    Startup(SystemCalls sys, Map<String, String> environment) {
        this.sys = sys;
        this.environment = environment;
    }

    int run(String[] args) {
        int first = 0;
        while (first < args.length && isOption(args[first])) {
            String arg = args[first++];
            if (arg.equals("--")) {
                break;
            }
            if (arg.equals("--help")) {
                write(1, HELP);
                return 0;
            }
            String bad = arg.equals("--login") ? null : letters(arg, first < args.length ? args[first] : "");
            login |= arg.equals("--login");
            if (bad != null) {
                write(2, "sh: " + bad + ": no such option (sh --help lists them)\n");
                return USAGE;
            }
            if (arg.endsWith("o") && !arg.startsWith("--")) {
                first++;
            }
        }
        if (commandString && first >= args.length) {
            write(2, "sh: -c: commands expected\n");
            return USAGE;
        }
        return start(Arrays.copyOfRange(args, Math.min(first, args.length), args.length));
    }

    private static boolean isOption(String arg) {
        return arg.length() > 1 && (arg.charAt(0) == '-' || arg.charAt(0) == '+');
    }

    /** @return what is wrong, or {@code null} */
    private String letters(String arg, String next) {
        boolean on = arg.charAt(0) == '-';
        for (int i = 1; i < arg.length(); i++) {
            char c = arg.charAt(i);
            boolean mine = on;
            switch (c) {
                case 'c' -> commandString = on;
                case 's' -> standardInput = on;
                case 'i' -> forcePrompt = on;
                case 'l' -> login = on;
                default -> mine = false;
            }
            boolean named = c == 'o' && i == arg.length() - 1;
            if (named && !options.set(next, on)) {
                return "-o " + next;
            }
            if (!mine && !named && !options.set(c, on)) {
                return arg.startsWith("--") ? arg : arg.substring(0, 1) + c;
            }
        }
        return null;
    }

    // ------------------------------------------------------------------ set-up

    private int start(String[] rest) {
        boolean script = !commandString && !standardInput && rest.length > 0;
        boolean prompts = !commandString && !script
            && (forcePrompt || LineInput.isTerminal(sys, 0) && LineInput.isTerminal(sys, 2));
        Session session = new Session(sys, new Builtins());
        String name = commandString ? rest.length > 1 ? rest[1] : "sh" : script ? rest[0] : "sh";
        Interpreter shell = Interpreter.main(session, name, directory());
        State state = shell.state();
        variables(state);
        for (String option : Options.names()) {
            state.options().set(option, options.get(option));
        }
        int used = commandString ? Math.min(2, rest.length) : script ? 1 : 0;
        state.positional(Arrays.copyOfRange(rest, used, rest.length));
        String profile = environment.get("HOME");
        try {
            if (login || rest.length == 0 && !commandString && startedAsLogin()) {
                readFile(shell, "/etc/profile");
                readFile(shell, (profile == null ? "" : profile) + "/.profile");
            }
            if (commandString) {
                input(shell, shell.source(rest[0]));
            } else if (script) {
                script(shell, rest[0]);
            } else if (prompts) {
                session.beInteractive(LineInput.isTerminal(sys, 0) ? 0 : -1);
                new Prompting(shell).run();
            } else {
                input(shell, new StandardInput(shell));
            }
        } catch (Unwind u) {
            return shell.runExitTrap(u.status());
        }
        return shell.runExitTrap(state.status());
    }

    private String directory() {
        byte[] buffer = new byte[PATH_LIMIT];
        int length = sys.getcwd(buffer);
        String physical = length > 0 ? new String(buffer, 0, length, StandardCharsets.UTF_8) : "/";
        String logical = environment.get("PWD");
        if (logical != null && logical.startsWith("/") && !logical.equals(physical)) {
            long[] a = new long[FileFlags.ST_LENGTH];
            long[] b = new long[FileFlags.ST_LENGTH];
            boolean same = !logical.contains("/.") && sys.stat(logical, a, 0) >= 0 && sys.stat(physical, b, 0) >= 0
                && a[FileFlags.ST_INO] == b[FileFlags.ST_INO] && a[FileFlags.ST_DEV] == b[FileFlags.ST_DEV];
            return same ? logical : physical;
        }
        return physical;
    }

    private void variables(State state) {
        for (Map.Entry<String, String> e : environment.entrySet()) {
            if (Parser.isName(e.getKey())) {
                state.set(e.getKey(), e.getValue());
                state.export(e.getKey(), true);
            }
        }
        state.set("PWD", state.directory());
        state.export("PWD", true);
        state.set("IFS", " \t\n");
        state.set("OPTIND", "1");
        state.set("PPID", Integer.toString(sys.getppid()));
        if (state.get("PATH") == null) {
            state.set("PATH", "/bin");
            state.export("PATH", true);
        }
    }

    /** Whether {@code argv[0]} starts with a dash, which only the process file system can tell a Java program. */
    private boolean startedAsLogin() {
        int handle = sys.open("/proc/self/cmdline", FileFlags.O_RDONLY, 0);
        if (handle < 0) {
            return false;
        }
        byte[] first = new byte[1];
        boolean dash = sys.read(handle, first, 0, 1) == 1 && first[0] == '-';
        sys.close(handle);
        return dash;
    }

    private static void readFile(Interpreter shell, String path) {
        if (shell.session().sys().access(path, FileFlags.R_OK) >= 0) {
            try {
                shell.runCommand(new String[] {".", path});
            } catch (ShellError e) {
                shell.error(e.getMessage());
            }
        }
    }

    // ------------------------------------------------------------------ input

    private void script(Interpreter shell, String name) {
        String path = shell.state().resolve(name);
        int handle = sys.open(path, FileFlags.O_RDONLY, 0);
        byte[] bytes = new byte[8192];
        int length = 0;
        int got = handle < 0 ? handle : sys.read(handle, bytes, 0, bytes.length);
        while (got > 0) {
            length += got;
            if (length == bytes.length) {
                bytes = Arrays.copyOf(bytes, length * 2);
            }
            got = sys.read(handle, bytes, length, bytes.length - length);
        }
        if (handle >= 0) {
            sys.close(handle);
        }
        if (got < 0) {
            shell.error(name + ": " + Errno.message(-got));
            throw new Unwind(Unwind.Kind.EXIT, got == -Errno.ENOENT ? NOT_FOUND : NOT_EXECUTABLE);
        }
        for (int i = 0; i < Math.min(length, 512); i++) {
            if (bytes[i] == 0) {
                shell.error(name + ": cannot execute binary file");
                throw new Unwind(Unwind.Kind.EXIT, NOT_EXECUTABLE);
            }
        }
        String text = new String(bytes, 0, length, StandardCharsets.UTF_8);
        if (shell.state().options().get("verbose")) {
            shell.prompt(text);
        }
        input(shell, shell.source(text));
    }

    /** Runs line after line; {@code break}, {@code return} and the like outside of what they leave just end the line. */
    private static void input(Interpreter shell, Source source) {
        Parser parser = new Parser(source);
        while (true) {
            Ast.Sequence line;
            try {
                line = parser.next();
            } catch (SyntaxException e) {
                shell.error(e.getMessage());
                throw new Unwind(Unwind.Kind.EXIT, USAGE);
            }
            if (line == null) {
                return;
            }
            shell.execute(line);
        }
    }

    private void write(int handle, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        sys.write(handle, bytes, 0, bytes.length);
    }
}
