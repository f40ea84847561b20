package org.sluice.shell.syntax;

import java.util.ArrayList;
import java.util.List;

/**
 * Splits text into tokens. Words come out parsed down to their expansions; for {@code $( )} the lexer runs a parser of its own
 * over the same text. Text is fetched line by line as it is needed, so a command can be run before the next one is read.
 */
final class Lexer {
    private static final int END = -1;
    /** Nesting of substitutions and quotes beyond which input is refused, so that no input overflows the stack. */
    private static final int MAX_DEPTH = 100;
    private static final Source END_OF_TEXT = new EndOfText();

    private final Source source;
    private final List<Pending> pending = new ArrayList<>();
    private final List<ActiveAlias> aliases = new ArrayList<>();
    private String text;
    private int at;
    private int line;
    private int depth;
    private boolean ended;
    private boolean hereDocumentCut;
    private boolean disposable;

    /** The source of a text that is complete. */
    private static final class EndOfText implements Source {
        @Override
        public String more() {
            return null;
        }
    }

    /** A here-document whose body starts after the next newline. */
    private record Pending(Ast.HereDocument document, String delimiter, boolean quoted, boolean stripTabs) {
    }

    /** An alias whose text occupies the buffer up to an index, and which is not replaced again inside it. */
    private record ActiveAlias(String name, int end) {
    }

    /** A lexer of a complete text. */
    Lexer(String text, int firstLine) {
        this(text, END_OF_TEXT, firstLine);
    }

    Lexer(String text, Source source, int firstLine) {
        this.text = text;
        this.source = source;
        this.line = firstLine;
    }

    // ------------------------------------------------------------------ characters

    int peek() {
        return peek(0);
    }

    int peek(int ahead) {
        while (at + ahead >= text.length()) {
            String more = ended ? null : source.more();
            if (more == null) {
                ended = true;
                return END;
            }
            text = at == text.length() ? rebase(more) : text + more;
        }
        return text.charAt(at + ahead);
    }

    /** Drops consumed text when nothing refers into it, so that a long script does not pile up. */
    private String rebase(String more) {
        if (depth == 0 && aliases.isEmpty() && disposable) {
            at = 0;
            return more;
        }
        return text + more;
    }

    /** Allows or forbids dropping consumed text; forbidden while the parser holds start indexes. */
    void disposable(boolean allowed) {
        disposable = allowed;
    }

    int next() {
        int c = peek();
        if (c != END) {
            at++;
            if (c == '\n') {
                line++;
            }
        }
        return c;
    }

    int line() {
        return line;
    }

    int position() {
        return at;
    }

    String slice(int from, int to) {
        return text.substring(from, Math.max(from, to));
    }

    boolean hereDocumentCut() {
        return hereDocumentCut;
    }

    void reset(int position, int atLine) {
        at = position;
        line = atLine;
    }

    /** Skips the rest of the line, after an error. */
    void skipLine() {
        pending.clear();
        aliases.clear();
        depth = 0;
        while (at < text.length() && text.charAt(at) != '\n') {
            at++;
        }
        if (at < text.length()) {
            next();
        }
    }

    SyntaxException error(String what) {
        return new SyntaxException(line, "syntax error: " + what, false);
    }

    SyntaxException incomplete(int startLine, String what) {
        return new SyntaxException(startLine, "syntax error: " + what, true);
    }

    /** A lexer of a text that stands inside this one's. */
    Lexer inner(String body, int firstLine) {
        Lexer inner = new Lexer(body, firstLine);
        inner.depth = depth;
        return inner;
    }

    void enter() {
        if (++depth > MAX_DEPTH) {
            throw error("nested too deeply");
        }
    }

    void leave() {
        depth--;
    }

    // ------------------------------------------------------------------ tokens

    Token token() {
        skipBlanks();
        int start = at;
        int startLine = line;
        int c = peek();
        if (c == END) {
            if (!pending.isEmpty()) {
                readHereDocuments();
            }
            return new Token(Token.Kind.END, null, null, start, startLine);
        }
        if (c == '\n') {
            next();
            readHereDocuments();
            return new Token(Token.Kind.NEWLINE, "newline", null, start, startLine);
        }
        String operator = operator(c);
        if (operator != null) {
            for (int i = 0; i < operator.length(); i++) {
                next();
            }
            return new Token(Token.Kind.OPERATOR, operator, null, start, startLine);
        }
        Word word = new WordReader(this).word();
        String literal = word.literal();
        int after = peek();
        if (literal != null && (after == '<' || after == '>') && isNumber(literal)) {
            return new Token(Token.Kind.NUMBER, literal, null, start, startLine);
        }
        return new Token(Token.Kind.WORD, literal, word, start, startLine);
    }

    private void skipBlanks() {
        while (true) {
            int c = peek();
            if (c == ' ' || c == '\t' || c == '\r') {
                next();
            } else if (c == '\\' && peek(1) == '\n') {
                next();
                next();
            } else if (c == '#') {
                while (peek() != '\n' && peek() != END) {
                    next();
                }
            } else {
                return;
            }
        }
    }

    private String operator(int c) {
        return switch (c) {
            case '&' -> peek(1) == '&' ? "&&" : "&";
            case '|' -> peek(1) == '|' ? "||" : "|";
            case ';' -> peek(1) == ';' ? ";;" : ";";
            case '(' -> "(";
            case ')' -> ")";
            case '<' -> switch (peek(1)) {
                case '<' -> peek(2) == '-' ? "<<-" : peek(2) == '<' ? "<<<" : "<<";
                case '&' -> "<&";
                case '>' -> "<>";
                default -> "<";
            };
            case '>' -> switch (peek(1)) {
                case '>' -> ">>";
                case '&' -> ">&";
                case '|' -> ">|";
                default -> ">";
            };
            default -> null;
        };
    }

    static boolean endsWord(int c) {
        return switch (c) {
            case END, ' ', '\t', '\r', '\n', '&', '|', ';', '(', ')', '<', '>' -> true;
            default -> false;
        };
    }

    private static boolean isNumber(String s) {
        for (int i = 0; i < s.length(); i++) {
            if (s.charAt(i) < '0' || s.charAt(i) > '9') {
                return false;
            }
        }
        return s.length() <= 3;
    }

    // ------------------------------------------------------------------ aliases

    /**
     * Puts an alias' text in place of the token just read.
     *
     * @return true when the token was an alias and the next token is to be read in its place
     */
    boolean replaceAlias(Token token) {
        for (int i = aliases.size() - 1; i >= 0; i--) {
            if (at > aliases.get(i).end()) {
                aliases.remove(i);
            } else if (aliases.get(i).name().equals(token.text())) {
                return false;
            }
        }
        String value = source.alias(token.text());
        if (value == null) {
            return false;
        }
        int removed = at - token.start();
        int grown = value.length() - removed;
        text = text.substring(0, token.start()) + value + text.substring(at);
        at = token.start();
        for (int i = 0; i < aliases.size(); i++) {
            aliases.set(i, new ActiveAlias(aliases.get(i).name(), aliases.get(i).end() + grown));
        }
        aliases.add(new ActiveAlias(token.text(), at + value.length()));
        return true;
    }

    // ------------------------------------------------------------------ here-documents

    Ast.HereDocument expectHereDocument(Word delimiter, boolean stripTabs) {
        Ast.HereDocument document = new Ast.HereDocument();
        pending.add(new Pending(document, delimiter.plainText(), delimiter.hasQuotes(), stripTabs));
        return document;
    }

    private void readHereDocuments() {
        List<Pending> due = new ArrayList<>(pending);
        pending.clear();
        for (Pending p : due) {
            int firstLine = line;
            String body = hereDocument(p);
            if (p.quoted()) {
                p.document().fill(new Word(List.of(new Word.Text(body, true))));
            } else {
                p.document().fill(new WordReader(inner(body, firstLine)).hereDocument());
            }
        }
    }

    private String hereDocument(Pending p) {
        StringBuilder body = new StringBuilder();
        while (true) {
            StringBuilder one = new StringBuilder();
            int c = next();
            while (c != '\n' && c != END) {
                one.append((char) c);
                c = next();
            }
            int tabs = 0;
            while (p.stripTabs() && tabs < one.length() && one.charAt(tabs) == '\t') {
                tabs++;
            }
            String content = one.substring(tabs);
            if (content.equals(p.delimiter())) {
                return body.toString();
            }
            if (c == END) {
                hereDocumentCut = true;
                return body.append(content).toString();
            }
            body.append(content).append('\n');
        }
    }
}
