package org.sluice.shell.line;

import java.util.List;
import org.sluice.abi.Signals;
import org.sluice.shell.run.Interpreter;
import org.sluice.shell.run.Job;
import org.sluice.shell.run.LineInput;
import org.sluice.shell.run.Session;
import org.sluice.shell.run.Unwind;
import org.sluice.shell.syntax.Ast;
import org.sluice.shell.syntax.Parser;
import org.sluice.shell.syntax.SyntaxException;

/** The loop of an interactive shell: notices about jobs, a prompt, a command. */
public final class Prompting {
    private static final String DEFAULT_PROMPT = "\\h:\\w\\$ ";
    private static final int USAGE = 2;
    private static final int INTERRUPTED = 128 + Signals.INT;

    private final Interpreter shell;
    private final Session session;
    private final Prompt prompt;
    private boolean warned;
    /** Whether the line is shown by an editor, which also ends it on the screen. */
    private boolean edited;

    /**
     * The loop of a shell.
     *
     * @param shell an interpreter whose session is interactive
     */
    public Prompting(Interpreter shell) {
        this.shell = shell;
        this.session = shell.session();
        this.prompt = new Prompt(shell);
    }

    /**
     * Runs commands until the input ends.
     *
     * @throws Unwind of kind exit when the shell is told to
     */
    public void run() {
        boolean terminal = LineInput.isTerminal(session.sys(), 0) && LineInput.isTerminal(session.sys(), 2);
        if (shell.state().get("PS1") == null) {
            shell.state().set("PS1", DEFAULT_PROMPT);
        }
        edited = terminal && canEdit();
        Lines lines = edited ? new LineEditor(shell, prompt) : new PlainLines(shell, prompt);
        boolean more = true;
        while (more) {
            try {
                more = turn(lines);
            } catch (Unwind u) {
                if (u.kind() == Unwind.Kind.EXIT) {
                    if (maySpareJobs()) {
                        continue;
                    }
                    throw u;
                }
                if (u.kind() == Unwind.Kind.INTERRUPT) {
                    shell.prompt("\n");
                }
                shell.state().status(u.status());
            }
        }
    }

    /** Keeps {@code COLUMNS} and {@code LINES} at the size of the terminal, where it is known. */
    private void noteSize() {
        int size = session.sys().ttySize(0);
        List<String> fixed = size > 0 ? shell.state().names(false, true) : List.of();
        if (size > 0 && !fixed.contains("COLUMNS") && !fixed.contains("LINES")) {
            shell.state().set("COLUMNS", Integer.toString(size >>> 16));
            shell.state().set("LINES", Integer.toString(size & 0xffff));
        }
    }

    /** A terminal nothing is known of edits lines itself, as every terminal does for programs that do not. */
    private boolean canEdit() {
        String type = shell.state().get("TERM", "");
        return !type.isEmpty() && !type.equals("dumb") && !type.equals("unknown");
    }

    private boolean turn(Lines lines) {
        session.signals().poll();
        session.signals().clearInterrupt();
        String notices = session.jobs().notices();
        if (!notices.isEmpty()) {
            shell.prompt(notices);
        }
        String text;
        try {
            text = lines.read(prompt.expand(shell.state().get("PS1", "")));
        } catch (Unwind u) {
            if (u.kind() != Unwind.Kind.INTERRUPT) {
                throw u;
            }
            if (!edited) {
                shell.prompt("\n");
            }
            shell.state().status(u.status());
            return true;
        }
        noteSize();
        session.signals().poll();
        if (session.signals().interrupted()) {
            throw new Unwind(Unwind.Kind.INTERRUPT, INTERRUPTED);
        }
        if (text == null) {
            if (shell.state().options().get("ignoreeof")) {
                shell.error(null, "Use 'exit' to leave the shell.");
                return true;
            }
            return maySpareJobs();
        }
        prompt.ran();
        Parser parser = new Parser(shell.source(text));
        try {
            for (Ast.Sequence line = parser.next(); line != null; line = parser.next()) {
                shell.execute(line);
                warned = false;
            }
        } catch (SyntaxException e) {
            shell.error(e.getMessage());
            shell.state().status(USAGE);
        }
        return true;
    }

    /** Leaving with stopped jobs takes a second try. */
    private boolean maySpareJobs() {
        if (warned) {
            return false;
        }
        for (Job job : session.jobs().all()) {
            if (job.phase() == Job.Phase.STOPPED) {
                shell.error(null, "There are stopped jobs.");
                warned = true;
                return true;
            }
        }
        return false;
    }
}
