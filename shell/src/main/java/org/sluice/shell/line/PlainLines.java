package org.sluice.shell.line;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.sluice.shell.run.Interpreter;
import org.sluice.shell.run.LineInput;
import org.sluice.shell.syntax.Parser;
import org.sluice.shell.syntax.SyntaxException;

/** Lines that are not edited here: from a terminal that can do no more than its own editing, or no terminal at all. */
final class PlainLines implements Lines {
    private final Interpreter shell;
    private final Prompt prompts;
    private final LineInput input;

    PlainLines(Interpreter shell, Prompt prompts) {
        this.shell = shell;
        this.prompts = prompts;
        this.input = new LineInput(shell, 0);
    }

    @Override
    public String read(String prompt) {
        StringBuilder text = new StringBuilder();
        shell.prompt(prompt);
        while (true) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            boolean more = input.line(bytes);
            text.append(bytes.toString(StandardCharsets.UTF_8));
            if (!more) {
                return text.isEmpty() ? null : text.toString();
            }
            text.append('\n');
            if (!isIncomplete(shell, text.toString())) {
                return text.toString();
            }
            shell.prompt(prompts.expand(shell.state().get("PS2", "> ")));
        }
    }

    /** Whether a text is the beginning of a command that goes on. */
    static boolean isIncomplete(Interpreter shell, String text) {
        Parser parser = new Parser(shell.source(text));
        try {
            while (parser.next() != null) {
                continue;
            }
            return parser.hereDocumentCut();
        } catch (SyntaxException e) {
            return e.incomplete();
        }
    }
}
