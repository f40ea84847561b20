package org.sluice.shell.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;
import org.sluice.abi.Errno;
import org.sluice.abi.FileFlags;
import org.sluice.abi.Signals;
import org.sluice.shell.syntax.Ast;
import org.sluice.shell.syntax.Parser;
import org.sluice.shell.syntax.Source;
import org.sluice.shell.syntax.SyntaxException;
import org.sluice.shell.syntax.Word;

/** Runs the commands of one shell or subshell on its state. Used by one thread. */
public final class Interpreter {
    /** Functions, sourced files and {@code eval} inside each other beyond which a command is refused, to spare the stack. */
    private static final int MAX_DEPTH = 200;
    private static final int USAGE = 2;
    private static final int BROKEN_PIPE = 128 + Signals.PIPE;

    private final Session session;
    private final State state;
    private final Expander expander;
    private final SimpleCommands simple;
    private String currentText = "";
    /** Above zero where a failure does not end a shell with {@code set -e}. */
    private int tolerant;
    private int substituted;
    private int depth;
    private String exitTrap;

    /**
     * An interpreter of a state.
     *
     * @param session what it shares with the other shells of the process
     * @param state   its own
     */
    public Interpreter(Session session, State state) {
        this.session = session;
        this.state = state;
        this.expander = new Expander(this);
        this.simple = new SimpleCommands(this);
    }

    /**
     * The interpreter of a main shell.
     *
     * @param session   the session
     * @param name      {@code $0}
     * @param directory the working directory
     * @return an interpreter on those of the process' handles 0, 1 and 2 that are open
     */
    public static Interpreter main(Session session, String name, String directory) {
        HandleTable table = new HandleTable();
        for (int i = 0; i < 3; i++) {
            if (session.sys().fstat(i, new long[FileFlags.ST_LENGTH]) >= 0) {
                table.set(i, new Handle(session.sys(), i));
            }
        }
        return new Interpreter(session, new State(name, directory, table));
    }

    /**
     * What this shell shares with others.
     *
     * @return the session
     */
    public Session session() {
        return session;
    }

    /**
     * What is this shell's own.
     *
     * @return the state
     */
    public State state() {
        return state;
    }

    /**
     * Expands words in this shell.
     *
     * @return the expander
     */
    public Expander expander() {
        return expander;
    }

    // ------------------------------------------------------------------ output

    /**
     * Writes to the shell's standard output.
     *
     * @param text what to write
     * @return 0, or 1 when it could not be written, which has been reported
     * @throws Unwind in a subshell whose reader is gone
     */
    public int out(String text) {
        int error = write(1, text);
        if (error == Errno.EPIPE && state.subshell()) {
            throw new Unwind(Unwind.Kind.EXIT, BROKEN_PIPE);
        }
        if (error != 0) {
            error("write error: " + Errno.message(error));
            return 1;
        }
        return 0;
    }

    /**
     * Reports an error as {@code sh: message}.
     *
     * @param message the message
     */
    public void error(String message) {
        error("sh", message);
    }

    /**
     * Writes a line to the shell's standard error.
     *
     * @param who     put before the message, or {@code null}
     * @param message the message
     */
    public void error(String who, String message) {
        write(2, who == null ? message + "\n" : who + ": " + message + "\n");
    }

    /**
     * Writes a prompt to the shell's standard error.
     *
     * @param text the prompt
     */
    public void prompt(String text) {
        write(2, text);
    }

    private int write(int number, String text) {
        Handle handle = state.handles().get(number);
        if (handle == null) {
            return Errno.EBADF;
        }
        byte[] bytes = RawBytes.encode(text);
        int done = 0;
        while (done < bytes.length) {
            int n = handle.write(bytes, done, bytes.length - done);
            if (n == -Errno.EINTR) {
                session.signals().poll();
                if (session.signals().interrupted()) {
                    return Errno.EINTR;
                }
            } else if (n < 0) {
                return -n;
            } else {
                done += n;
            }
        }
        return 0;
    }

    // ------------------------------------------------------------------ entries

    /**
     * Runs a line of the main shell's input. An error of expansion is reported; it ends a shell that has no prompt.
     *
     * @param line parsed commands
     * @return their status, also left in {@code $?}
     * @throws Unwind when the shell is to exit, or Ctrl-C was pressed
     */
    public int execute(Ast.Sequence line) {
        try {
            if (!state.options().noExecute || session.interactive()) {
                run(line);
            }
        } catch (ShellError e) {
            error(e.getMessage());
            state.status(USAGE);
            if (!session.interactive()) {
                throw new Unwind(Unwind.Kind.EXIT, USAGE);
            }
        }
        return state.status();
    }

    /**
     * Runs a text in this shell, as {@code eval} does.
     *
     * @param text commands
     * @return the status of the last one, 0 when there is none
     * @throws ShellError when the text is no program
     */
    public int runText(String text) {
        descend("commands");
        try {
            int status = 0;
            Parser parser = new Parser(source(text));
            for (Ast.Sequence line = parser.next(); line != null; line = parser.next()) {
                status = run(line);
            }
            return status;
        } catch (SyntaxException e) {
            throw new ShellError(e.getMessage());
        } finally {
            ascend();
        }
    }

    /**
     * A text as a source of this shell's language, with its aliases.
     *
     * @param text commands
     * @return to be given to a {@link Parser}
     */
    public Source source(String text) {
        return new Source() {
            private String rest = text;

            @Override
            public String more() {
                String all = rest == null || rest.isEmpty() ? null : rest;
                rest = null;
                return all;
            }

            @Override
            public String alias(String name) {
                return state.aliases().get(name);
            }
        };
    }

    int runSubshell(Ast.Command command) {
        return subshell(() -> command(command));
    }

    int runSubshell(Ast.Item item) {
        return subshell(() -> foreground(item));
    }

    private int subshell(IntSupplier body) {
        try {
            return guarded(() -> {
                int status;
                try {
                    status = body.getAsInt();
                } catch (Unwind u) {
                    if (u.kind() == Unwind.Kind.INTERRUPT || exitTrap == null) {
                        throw u;
                    }
                    status = u.status();
                }
                return runExitTrap(status);
            });
        } finally {
            state.handles().close();
        }
    }

    /** Runs something as a subshell's whole life: what leaves it leaves only the subshell. */
    int guarded(IntSupplier body) {
        try {
            return body.getAsInt();
        } catch (Unwind u) {
            return u.status();
        } catch (ShellError e) {
            error(e.getMessage());
            return USAGE;
        }
    }

    /**
     * Runs the trap on exit once, if there is one.
     *
     * @param status the status the shell is about to exit with
     * @return the status it exits with
     */
    public int runExitTrap(int status) {
        String action = exitTrap;
        exitTrap = null;
        if (action == null || action.isEmpty()) {
            return status;
        }
        state.status(status);
        try {
            runText(action);
        } catch (Unwind u) {
            return u.kind() == Unwind.Kind.EXIT ? u.status() : status;
        } catch (ShellError e) {
            error(e.getMessage());
        }
        return status;
    }

    /**
     * The trap on exit.
     *
     * @return commands, or {@code null}
     */
    public String exitTrap() {
        return exitTrap;
    }

    /**
     * Sets the trap on exit.
     *
     * @param action commands, or {@code null} for none
     */
    public void exitTrap(String action) {
        exitTrap = action;
    }

    // ------------------------------------------------------------------ signals

    /**
     * Lets signals take effect; called before every command and turn of a loop.
     *
     * @throws Unwind when Ctrl-C was pressed, or this background job has been killed
     */
    public void checkpoint() {
        SignalState signals = session.signals();
        signals.poll();
        Job job = state.job();
        if (job != null) {
            if (job.cancelled() != 0) {
                throw new Unwind(Unwind.Kind.EXIT, 128 + job.cancelled());
            }
        } else if (signals.interrupted()) {
            throw new Unwind(Unwind.Kind.INTERRUPT, 128 + Signals.INT);
        }
        if (!state.subshell()) {
            for (int signal = signals.takePending(); signal != 0; signal = signals.takePending()) {
                String action = signals.trap(signal);
                int status = state.status();
                if (action != null && !action.isEmpty()) {
                    runText(action);
                }
                state.status(status);
            }
        }
    }

    // ------------------------------------------------------------------ lists

    int run(Ast.Sequence sequence) {
        int status = 0;
        for (Ast.Item item : sequence.items()) {
            if (item.background()) {
                checkpoint();
                state.status(0);
                new Pipelines(this).background(item);
                status = state.status();
            } else {
                status = foreground(item);
            }
        }
        return status;
    }

    private int foreground(Ast.Item item) {
        currentText = item.text();
        List<Ast.Link> rest = item.rest();
        int status = pipeline(item.first(), rest.isEmpty());
        for (int i = 0; i < rest.size(); i++) {
            Ast.Link link = rest.get(i);
            if (link.and() == (status == 0)) {
                status = pipeline(link.pipeline(), i == rest.size() - 1);
            }
        }
        return status;
    }

    private int pipeline(Ast.Pipeline pipeline, boolean last) {
        boolean forgiving = pipeline.negated() || !last;
        tolerant += forgiving ? 1 : 0;
        int status;
        Ast.Command single = pipeline.stages().size() == 1 ? pipeline.stages().get(0) : null;
        try {
            if (single != null) {
                status = command(single);
            } else {
                checkpoint();
                status = new Pipelines(this).run(pipeline.stages(), currentText);
            }
        } finally {
            tolerant -= forgiving ? 1 : 0;
        }
        if (pipeline.negated()) {
            status = status == 0 ? 1 : 0;
        }
        state.status(status);
        boolean counts = single == null || single instanceof Ast.Simple || single instanceof Ast.Subshell
            || single instanceof Ast.Redirected;
        if (status != 0 && counts && !forgiving && tolerant == 0 && state.options().exitOnError) {
            throw new Unwind(Unwind.Kind.EXIT, status);
        }
        if (session.signals().interrupted()) {
            checkpoint();
        }
        return status;
    }

    // ------------------------------------------------------------------ compound commands

    int command(Ast.Command command) {
        // not a pattern switch: its bootstrap would cost more at start than everything else here
        if (command instanceof Ast.Simple c) {
            return simple.run(c);
        }
        if (command instanceof Ast.If c) {
            return ifCommand(c);
        }
        if (command instanceof Ast.Loop c) {
            return loop(c);
        }
        if (command instanceof Ast.For c) {
            return forCommand(c);
        }
        if (command instanceof Ast.Case c) {
            return caseCommand(c);
        }
        if (command instanceof Ast.Group c) {
            return run(c.body());
        }
        if (command instanceof Ast.Subshell c) {
            return subshell(c);
        }
        if (command instanceof Ast.Redirected c) {
            return redirected(c);
        }
        Ast.Function definition = (Ast.Function) command;
        state.functions().put(definition.name(), definition.body());
        return 0;
    }

    private int redirected(Ast.Redirected c) {
        return withRedirects(c.redirects(), () -> command(c.command()));
    }

    int withRedirects(List<Ast.Redirect> redirects, IntSupplier body) {
        return withRedirects(redirects, false, body);
    }

    /** @param vital whether a shell without a prompt ends when a redirection fails, as POSIX has it for special builtins */
    int withRedirects(List<Ast.Redirect> redirects, boolean vital, IntSupplier body) {
        if (redirects.isEmpty()) {
            return body.getAsInt();
        }
        HandleTable saved = state.handles().copy();
        try {
            if (new Redirections(this).apply(redirects)) {
                return body.getAsInt();
            }
            if (vital && !session.interactive()) {
                throw new Unwind(Unwind.Kind.EXIT, 1);
            }
            return 1;
        } finally {
            state.handles().become(saved);
        }
    }

    private int subshell(Ast.Subshell c) {
        Interpreter child = new Interpreter(session, state.copy());
        child.tolerant = tolerant;
        child.depth = depth;
        int status = child.subshell(() -> child.run(c.body()));
        if (session.signals().interrupted()) {
            checkpoint();
        }
        return status;
    }

    private int condition(Ast.Sequence sequence) {
        tolerant++;
        try {
            return run(sequence);
        } finally {
            tolerant--;
        }
    }

    private int ifCommand(Ast.If c) {
        for (Ast.Branch branch : c.branches()) {
            if (condition(branch.condition()) == 0) {
                return run(branch.body());
            }
        }
        return c.otherwise() == null ? 0 : run(c.otherwise());
    }

    private int loop(Ast.Loop c) {
        int status = 0;
        state.loops(state.loops() + 1);
        try {
            boolean more = true;
            while (more) {
                checkpoint();
                try {
                    if (condition(c.condition()) == 0 == c.until()) {
                        break;
                    }
                    status = run(c.body());
                } catch (Unwind u) {
                    more = goesOn(u);
                    status = u.status();
                }
            }
        } finally {
            state.loops(state.loops() - 1);
        }
        return status;
    }

    /** Whether a loop left by {@code break} or {@code continue} goes on; passes on what is for outer loops. */
    private static boolean goesOn(Unwind u) {
        if (u.kind() != Unwind.Kind.BREAK && u.kind() != Unwind.Kind.CONTINUE) {
            throw u;
        }
        if (u.levels() > 1) {
            throw new Unwind(u.kind(), u.status(), u.levels() - 1);
        }
        return u.kind() == Unwind.Kind.CONTINUE;
    }

    private int forCommand(Ast.For c) {
        List<String> values = c.words() == null ? List.of(state.positional()) : expander.fields(c.words());
        int status = 0;
        state.loops(state.loops() + 1);
        try {
            for (String value : values) {
                checkpoint();
                state.set(c.name(), value);
                try {
                    status = run(c.body());
                } catch (Unwind u) {
                    status = u.status();
                    if (!goesOn(u)) {
                        break;
                    }
                }
            }
        } finally {
            state.loops(state.loops() - 1);
        }
        return status;
    }

    private int caseCommand(Ast.Case c) {
        String subject = expander.text(c.subject());
        for (Ast.Arm arm : c.arms()) {
            for (Word pattern : arm.patterns()) {
                if (Pattern.matches(expander.pattern(pattern), subject)) {
                    return run(arm.body());
                }
            }
        }
        return 0;
    }

    // ------------------------------------------------------------------ simple commands

    /**
     * Runs a command that is not to be looked for among the functions.
     *
     * @param args its name and arguments
     * @return its status
     */
    public int runCommand(String[] args) {
        Builtin builtin = session.builtins().find(args[0]);
        return builtin != null ? builtin.run(this, args) : new Pipelines(this).program(args, Map.of(), currentText);
    }

    /**
     * Counts a level of functions, sourced files and {@code eval}.
     *
     * @param what named when there are too many
     */
    void descend(String what) {
        if (depth >= MAX_DEPTH) {
            throw new ShellError(what + " nested too deeply");
        }
        depth++;
    }

    void ascend() {
        depth--;
    }

    String currentText() {
        return currentText;
    }

    /** The status of the last command substitution since {@link #forgetSubstitution}. */
    int substituted() {
        return substituted;
    }

    void forgetSubstitution() {
        substituted = 0;
    }

    // ------------------------------------------------------------------ command substitution

    String substitute(Ast.Sequence body) {
        Capture capture = new Capture(session);
        State copy = state.copy();
        copy.handles().set(1, new Handle(session.sys(), capture));
        Interpreter child = new Interpreter(session, copy);
        child.depth = depth;
        int status = child.subshell(() -> child.run(body));
        capture.close();
        substituted = status;
        state.status(status);
        if (session.signals().interrupted()) {
            checkpoint();
        }
        return capture.text();
    }

    /**
     * The names of all commands that start with a text, for completion.
     *
     * @param prefix how they start
     * @return unsorted, may hold doubles
     */
    public List<String> commandNames(String prefix) {
        List<String> names = new ArrayList<>();
        for (String name : session.builtins().names()) {
            add(names, name, prefix);
        }
        for (String name : state.functions().keySet()) {
            add(names, name, prefix);
        }
        for (String name : state.aliases().keySet()) {
            add(names, name, prefix);
        }
        Glob glob = new Glob(session.sys(), state);
        for (String folder : state.get("PATH", "/bin").split(":")) {
            for (String name : glob.list(folder)) {
                add(names, name, prefix);
            }
        }
        return names;
    }

    private static void add(List<String> names, String name, String prefix) {
        if (name.startsWith(prefix)) {
            names.add(name);
        }
    }
}
