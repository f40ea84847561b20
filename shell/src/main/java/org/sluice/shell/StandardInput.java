package org.sluice.shell;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.sluice.shell.run.Interpreter;
import org.sluice.shell.run.LineInput;
import org.sluice.shell.syntax.Source;

/** Commands from standard input when it is no terminal: one line at a time, for the commands may read the lines after. */
final class StandardInput implements Source {
    private final Interpreter shell;
    private final LineInput input;
    private boolean ended;

    StandardInput(Interpreter shell) {
        this.shell = shell;
        this.input = new LineInput(shell, 0);
    }

    @Override
    public String more() {
        if (ended) {
            return null;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ended = !input.line(bytes);
        if (ended && bytes.size() == 0) {
            return null;
        }
        String line = bytes.toString(StandardCharsets.UTF_8) + "\n";
        if (shell.state().options().get("verbose")) {
            shell.prompt(line);
        }
        return line;
    }

    @Override
    public String alias(String name) {
        return shell.state().aliases().get(name);
    }
}
