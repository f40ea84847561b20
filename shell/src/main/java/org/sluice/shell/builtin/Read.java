package org.sluice.shell.builtin;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.sluice.abi.Errno;
import org.sluice.shell.run.Builtin;
import org.sluice.shell.run.Handle;
import org.sluice.shell.run.Interpreter;
import org.sluice.shell.run.LineInput;
import org.sluice.shell.run.ShellError;
import org.sluice.shell.run.State;
import org.sluice.shell.syntax.Parser;

/** {@code read [-r] [-p prompt] names}: takes one line and not a byte more, so that the rest is there for who reads next. */
final class Read implements Builtin {
    private static final int TROUBLE = 2;

    /** A character of the line that an escape took the separators' meaning from is marked in this parallel text. */
    private final StringBuilder line = new StringBuilder();
    private final StringBuilder marks = new StringBuilder();

    @Override
    public int run(Interpreter shell, String[] args) {
        boolean raw = false;
        String prompt = null;
        int i = 1;
        while (i < args.length && args[i].startsWith("-") && args[i].length() > 1) {
            String option = args[i++];
            if (option.equals("-p") && i < args.length) {
                prompt = args[i++];
            } else if (option.equals("-rp") && i < args.length) {
                raw = true;
                prompt = args[i++];
            } else if (option.equals("-r")) {
                raw = true;
            } else if (option.equals("--")) {
                break;
            } else {
                shell.error("read: " + option + ": no such option");
                return TROUBLE;
            }
        }
        for (int n = i; n < args.length; n++) {
            if (!Parser.isName(args[n])) {
                throw new ShellError("read: " + args[n] + ": bad variable name");
            }
        }
        Handle handle = shell.state().handles().get(0);
        if (handle == null || handle.isCapture()) {
            shell.error("read: " + Errno.message(Errno.EBADF));
            return TROUBLE;
        }
        if (prompt != null && LineInput.isTerminal(shell.session().sys(), handle.number())) {
            shell.prompt(prompt);
        }
        boolean complete = readLine(shell, handle.number(), raw);
        assign(shell.state(), args, i);
        return complete ? 0 : 1;
    }

    /** @return false when the input ended before the line did */
    private boolean readLine(Interpreter shell, int handle, boolean raw) {
        LineInput input = new LineInput(shell, handle);
        while (true) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            boolean newline = input.line(bytes);
            String text = bytes.toString(StandardCharsets.UTF_8);
            boolean goesOn = false;
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                if (c == '\\' && !raw) {
                    if (i + 1 < text.length()) {
                        put(text.charAt(++i), true);
                    } else {
                        goesOn = true;
                    }
                } else {
                    put(c, false);
                }
            }
            if (!newline || !goesOn) {
                return newline;
            }
        }
    }

    private void put(char c, boolean escaped) {
        line.append(c);
        marks.append(escaped ? '\\' : ' ');
    }

    private boolean separates(String separators, int i) {
        return marks.charAt(i) == ' ' && separators.indexOf(line.charAt(i)) >= 0;
    }

    private boolean blank(String separators, int i) {
        char c = line.charAt(i);
        return separates(separators, i) && (c == ' ' || c == '\t' || c == '\n');
    }

    private void assign(State state, String[] args, int first) {
        String separators = state.get("IFS", " \t\n");
        int at = skipBlanks(separators, 0);
        if (first == args.length) {
            state.set("REPLY", line.toString());
            return;
        }
        for (int n = first; n < args.length - 1; n++) {
            int end = at;
            while (end < line.length() && !separates(separators, end)) {
                end++;
            }
            state.set(args[n], line.substring(at, end));
            at = skipSeparator(separators, end);
        }
        state.set(args[args.length - 1], line.substring(at, restEnd(separators, at)));
    }

    private int skipBlanks(String separators, int from) {
        int at = from;
        while (at < line.length() && blank(separators, at)) {
            at++;
        }
        return at;
    }

    private int skipSeparator(String separators, int from) {
        int at = skipBlanks(separators, from);
        if (at < line.length() && separates(separators, at)) {
            at = skipBlanks(separators, at + 1);
        }
        return at;
    }

    /** The rest loses blanks at its end, and a single other separator that ends its only field. */
    private int restEnd(String separators, int from) {
        int end = line.length();
        while (end > from && blank(separators, end - 1)) {
            end--;
        }
        int field = from;
        while (field < end && !separates(separators, field)) {
            field++;
        }
        if (field < end && skipSeparator(separators, field) >= end) {
            return field;
        }
        return end;
    }
}
