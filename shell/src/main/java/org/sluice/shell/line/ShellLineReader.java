package org.sluice.shell.line;

import java.util.HashMap;
import java.util.Map;
import org.jline.reader.Widget;
import org.jline.reader.impl.LineReaderImpl;
import org.jline.terminal.Terminal;

/**
 * JLine's reader with its editing functions found by name when a key asks for one. The original makes an object of a method
 * reference for each of its 150 functions at start, which takes most of the time to the first prompt; it still does so the
 * first time one of the rare functions is used that are not listed here.
 */
final class ShellLineReader extends LineReaderImpl {
    private static final String[] NAMES = {
        "accept-and-infer-next-history", "accept-and-hold", "accept-line", "accept-line-and-down-history", "argument-base",
        "backward-char", "backward-delete-char", "backward-delete-word", "backward-kill-line", "backward-kill-word",
        "backward-word", "beep", "beginning-of-buffer-or-history", "beginning-of-history", "beginning-of-line",
        "beginning-of-line-hist", "capitalize-word", "clear", "clear-screen", "complete-prefix", "complete-word",
        "copy-prev-word", "copy-region-as-kill", "delete-char", "delete-char-or-list", "delete-word", "digit-argument",
        "do-lowercase-version", "down-case-word", "down-line", "down-line-or-history", "down-line-or-search", "down-history",
        "emacs-editing-mode", "emacs-backward-word", "emacs-forward-word", "end-of-buffer-or-history", "end-of-history",
        "end-of-line", "end-of-line-hist", "exchange-point-and-mark", "expand-history", "expand-or-complete",
        "expand-or-complete-prefix", "expand-word", "fresh-line", "forward-char", "forward-word",
        "history-incremental-search-backward", "history-incremental-search-forward", "history-search-backward",
        "history-search-forward", "insert-close-curly", "insert-close-paren", "insert-close-square", "insert-comment",
        "interrupt", "kill-buffer", "kill-line", "kill-region", "kill-whole-line", "kill-word", "list-choices",
        "menu-complete", "menu-expand-or-complete", "neg-argument", "overwrite-mode", "quoted-insert", "redisplay",
        "redraw-line", "redo", "self-insert", "self-insert-unmeta", "abort", "set-mark-command", "transpose-chars",
        "transpose-words", "undefined-key", "universal-argument", "undo", "up-case-word", "up-history", "up-line",
        "up-line-or-history", "up-line-or-search", "what-cursor-position", "yank", "yank-pop", "begin-paste",
        "terminal-resize", "edit-and-execute-command", "vi-add-eol", "vi-add-next", "vi-backward-char",
        "vi-backward-delete-char", "vi-backward-blank-word", "vi-backward-blank-word-end", "vi-backward-kill-word",
        "vi-backward-word", "vi-backward-word-end", "vi-beginning-of-line", "vi-cmd-mode", "vi-digit-or-beginning-of-line",
        "vi-down-line-or-history", "vi-change-to", "vi-change-eol", "vi-change-whole-line", "vi-delete-char", "vi-delete",
        "vi-end-of-line", "vi-kill-eol", "vi-first-non-blank", "vi-find-next-char", "vi-find-next-char-skip",
        "vi-find-prev-char", "vi-find-prev-char-skip", "vi-forward-blank-word", "vi-forward-blank-word-end",
        "vi-forward-char", "vi-forward-word", "vi-forward-word-end", "vi-history-search-backward",
        "vi-history-search-forward", "vi-insert", "vi-insert-bol", "vi-insert-comment", "vi-join", "vi-kill-line",
        "vi-match-bracket", "vi-open-line-above", "vi-open-line-below", "vi-put-after", "vi-put-before", "vi-repeat-find",
        "vi-repeat-search", "vi-replace-chars", "vi-rev-repeat-find", "vi-rev-repeat-search", "vi-swap-case",
        "vi-up-line-or-history", "vi-yank", "vi-yank-whole-line", "visual-line-mode", "visual-mode", "mouse",
        "terminal-focus-in", "terminal-focus-out"};

    private Map<String, Widget> rest;

    ShellLineReader(Terminal terminal) {
        super(terminal, "sh", new HashMap<>());
    }

    /** Called by the superclass' constructor. */
    @Override
    protected Map<String, Widget> builtinWidgets() {
        Map<String, Widget> widgets = new HashMap<>(NAMES.length * 2);
        for (String name : NAMES) {
            widgets.put(name, new Named(name));
        }
        return widgets;
    }

    private boolean rare(String name) {
        if (rest == null) {
            rest = super.builtinWidgets();
        }
        return rest.get(name).apply();
    }

    /** One editing function. */
    private final class Named implements Widget {
        private final String name;

        Named(String name) {
            this.name = name;
        }

        @Override
        public boolean apply() {
            return call(name);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /** To the end of a word, as bash goes; the original goes on to the begin of the next. */
    @Override
    protected boolean forwardWord() {
        for (int i = 0; i < count; i++) {
            while (buf.cursor() < buf.length() && !Character.isLetterOrDigit(buf.currChar())) {
                buf.move(1);
            }
            while (buf.cursor() < buf.length() && Character.isLetterOrDigit(buf.currChar())) {
                buf.move(1);
            }
        }
        return count >= 0 || super.forwardWord();
    }

    private boolean call(String name) {
        return switch (name) {
            case "accept-and-infer-next-history" -> acceptAndInferNextHistory();
            case "accept-and-hold" -> acceptAndHold();
            case "accept-line" -> acceptLine();
            case "accept-line-and-down-history" -> acceptLineAndDownHistory();
            case "argument-base" -> argumentBase();
            case "backward-char" -> backwardChar();
            case "backward-delete-char" -> backwardDeleteChar();
            case "backward-delete-word" -> backwardDeleteWord();
            case "backward-kill-line" -> backwardKillLine();
            case "backward-kill-word" -> backwardKillWord();
            case "backward-word" -> backwardWord();
            case "beep" -> beep();
            case "beginning-of-buffer-or-history" -> beginningOfBufferOrHistory();
            case "beginning-of-history" -> beginningOfHistory();
            case "beginning-of-line" -> beginningOfLine();
            case "beginning-of-line-hist" -> beginningOfLineHist();
            case "capitalize-word" -> capitalizeWord();
            case "clear" -> clear();
            case "clear-screen" -> clearScreen();
            case "complete-prefix" -> completePrefix();
            case "complete-word" -> completeWord();
            case "copy-prev-word" -> copyPrevWord();
            case "copy-region-as-kill" -> copyRegionAsKill();
            case "delete-char" -> deleteChar();
            case "delete-char-or-list" -> deleteCharOrList();
            case "delete-word" -> deleteWord();
            case "digit-argument" -> digitArgument();
            case "do-lowercase-version" -> doLowercaseVersion();
            case "down-case-word" -> downCaseWord();
            case "down-line" -> downLine();
            case "down-line-or-history" -> downLineOrHistory();
            case "down-line-or-search" -> downLineOrSearch();
            case "down-history" -> downHistory();
            case "emacs-editing-mode" -> emacsEditingMode();
            case "emacs-backward-word" -> emacsBackwardWord();
            case "emacs-forward-word" -> emacsForwardWord();
            case "end-of-buffer-or-history" -> endOfBufferOrHistory();
            case "end-of-history" -> endOfHistory();
            case "end-of-line" -> endOfLine();
            case "end-of-line-hist" -> endOfLineHist();
            case "exchange-point-and-mark" -> exchangePointAndMark();
            case "expand-history" -> expandHistory();
            case "expand-or-complete" -> expandOrComplete();
            case "expand-or-complete-prefix" -> expandOrCompletePrefix();
            case "expand-word" -> expandWord();
            case "fresh-line" -> freshLine();
            case "forward-char" -> forwardChar();
            case "forward-word" -> forwardWord();
            case "history-incremental-search-backward" -> historyIncrementalSearchBackward();
            case "history-incremental-search-forward" -> historyIncrementalSearchForward();
            case "history-search-backward" -> historySearchBackward();
            case "history-search-forward" -> historySearchForward();
            case "insert-close-curly" -> insertCloseCurly();
            case "insert-close-paren" -> insertCloseParen();
            case "insert-close-square" -> insertCloseSquare();
            case "insert-comment" -> insertComment();
            case "interrupt" -> interrupt();
            case "kill-buffer" -> killBuffer();
            case "kill-line" -> killLine();
            case "kill-region" -> killRegion();
            case "kill-whole-line" -> killWholeLine();
            case "kill-word" -> killWord();
            case "list-choices" -> listChoices();
            case "menu-complete" -> menuComplete();
            case "menu-expand-or-complete" -> menuExpandOrComplete();
            case "neg-argument" -> negArgument();
            case "overwrite-mode" -> overwriteMode();
            case "quoted-insert" -> quotedInsert();
            case "redisplay" -> redisplay();
            case "redraw-line" -> redrawLine();
            case "redo" -> redo();
            case "self-insert" -> selfInsert();
            case "self-insert-unmeta" -> selfInsertUnmeta();
            case "abort" -> sendBreak();
            case "set-mark-command" -> setMarkCommand();
            case "transpose-chars" -> transposeChars();
            case "transpose-words" -> transposeWords();
            case "undefined-key" -> undefinedKey();
            case "universal-argument" -> universalArgument();
            case "undo" -> undo();
            case "up-case-word" -> upCaseWord();
            case "up-history" -> upHistory();
            case "up-line" -> upLine();
            case "up-line-or-history" -> upLineOrHistory();
            case "up-line-or-search" -> upLineOrSearch();
            case "what-cursor-position" -> whatCursorPosition();
            case "yank" -> yank();
            case "yank-pop" -> yankPop();
            case "begin-paste" -> beginPaste();
            case "terminal-resize" -> terminalResize();
            default -> rare(name);
        };
    }
}
