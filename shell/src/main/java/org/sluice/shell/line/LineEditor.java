package org.sluice.shell.line;

import java.io.IOException;
import org.jline.keymap.KeyMap;
import org.jline.reader.Binding;
import org.jline.reader.EOFError;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser;
import org.jline.reader.Reference;
import org.jline.reader.UserInterruptException;
import org.sluice.abi.Signals;
import org.sluice.shell.run.Interpreter;
import org.sluice.shell.run.ShellError;
import org.sluice.shell.run.Unwind;

/** Lines from a terminal, edited with JLine. */
final class LineEditor implements Lines {
    private final Interpreter shell;
    private final Prompt prompts;
    private final ShellLineReader reader;

    LineEditor(Interpreter shell, Prompt prompts) {
        this.shell = shell;
        this.prompts = prompts;
        SluiceTerminal terminal;
        try {
            terminal = new SluiceTerminal(shell.session().sys(), shell.state().get("TERM", "dumb"), 0, 1,
                shell.session().signals());
        } catch (IOException e) {
            throw new ShellError("terminal: " + e.getMessage());
        }
        SavedHistory history = new SavedHistory(shell.session().sys(), shell.state().get("HISTFILE", shell.state().get("HOME", "/") + "/.sh_history"));
        reader = new ShellLineReader(terminal);
        reader.setParser(new CommandParser());
        reader.setCompleter(new ShellCompleter(shell));
        reader.setExpander(new HistoryEvents());
        reader.setVariable(LineReader.HISTORY_SIZE, SavedHistory.LIMIT);
        reader.setOpt(LineReader.Option.DISABLE_HIGHLIGHTER);
        reader.unsetOpt(LineReader.Option.INSERT_TAB);
        reader.unsetOpt(LineReader.Option.AUTO_MENU);
        reader.setHistory(history);
        history.attach(reader);
        bindKeys();
        history.restore();
        shell.session().history(history);
    }

    /**
     * Cursor keys in both forms, whatever mode the terminal is in, for JLine knows the one of its description; and words and
     * Ctrl-U as bash has them, where JLine follows zsh.
     */
    private void bindKeys() {
        for (String start : new String[] {"\033[", "\033O"}) {
            bind(LineReader.UP_LINE_OR_HISTORY, start + "A");
            bind(LineReader.DOWN_LINE_OR_HISTORY, start + "B");
            bind(LineReader.FORWARD_CHAR, start + "C");
            bind(LineReader.BACKWARD_CHAR, start + "D");
            bind(LineReader.BEGINNING_OF_LINE, start + "H");
            bind(LineReader.END_OF_LINE, start + "F");
        }
        bind(LineReader.BEGINNING_OF_LINE, "\033[1~", "\033[7~");
        bind(LineReader.END_OF_LINE, "\033[4~", "\033[8~");
        bind(LineReader.DELETE_CHAR, "\033[3~");
        bind(LineReader.FORWARD_WORD, "\033f", "\033[1;5C", "\033[1;3C");
        bind(LineReader.BACKWARD_WORD, "\033b", "\033[1;5D", "\033[1;3D");
        bind(LineReader.BACKWARD_KILL_LINE, "\025");
    }

    private void bind(String function, String... keys) {
        KeyMap<Binding> map = reader.getKeyMaps().get(LineReader.MAIN);
        for (String key : keys) {
            map.bind(new Reference(function), key);
        }
    }

    @Override
    public String read(String prompt) {
        // JLine's own escapes are not the shell's
        String second = prompts.expand(shell.state().get("PS2", "> ")).replace("%", "%%");
        reader.setVariable(LineReader.SECONDARY_PROMPT_PATTERN, second);
        try {
            return reader.readLine(prompt);
        } catch (EndOfFileException e) {
            return null;
        } catch (UserInterruptException e) {
            throw new Unwind(Unwind.Kind.INTERRUPT, 128 + Signals.INT);
        }
    }

    /** Decides whether Enter ends the command, and cuts the line for completion. */
    private final class CommandParser implements Parser {
        @Override
        public ParsedLine parse(String line, int cursor, ParseContext context) {
            if (context == ParseContext.ACCEPT_LINE && PlainLines.isIncomplete(shell, line + "\n")) {
                throw new EOFError(-1, -1, "incomplete command");
            }
            return new EditedLine(line, context == ParseContext.ACCEPT_LINE ? line.length() : Math.max(0, cursor));
        }

        /** Backslashes are the shell's: JLine would take them out of the accepted line. */
        @Override
        public boolean isEscapeChar(char c) {
            return false;
        }
    }
}
