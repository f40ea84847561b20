package org.sluice.shell.syntax;

import java.util.ArrayList;
import java.util.List;
import org.sluice.shell.syntax.Ast.RedirectKind;

/**
 * Recursive descent over the tokens of a {@link Source}. {@link #next} gives one complete line of commands at a time, so that
 * what it defines (aliases, functions) holds for the lines after it.
 */
public final class Parser {
    private final Lexer lexer;
    private Token ahead;
    /** Whether the item parsed last was followed by {@code ;} or {@code &}. */
    private boolean separated;

    /**
     * A parser of a whole text.
     *
     * @param text the program
     */
    public Parser(String text) {
        this(new Once(text));
    }

    /**
     * A parser of a source.
     *
     * @param source asked for text as it is needed
     */
    public Parser(Source source) {
        this(new Lexer("", source, 1));
    }

    Parser(Lexer lexer) {
        this.lexer = lexer;
    }

    /** A text given in one piece. */
    private static final class Once implements Source {
        private String text;

        Once(String text) {
            this.text = text.isEmpty() ? null : text;
        }

        @Override
        public String more() {
            String all = text;
            text = null;
            return all;
        }
    }

    // ------------------------------------------------------------------ entries

    /**
     * Parses the next line with a command on it, and the lines that belong to it.
     *
     * @return the commands, or {@code null} at the end of the input
     * @throws SyntaxException when the input is no program; {@link #skipLine} goes on behind the error
     */
    public Ast.Sequence next() {
        while (true) {
            lexer.disposable(ahead == null);
            Token first = peek();
            lexer.disposable(false);
            if (first.kind() != Token.Kind.NEWLINE) {
                break;
            }
            ahead = null;
        }
        if (peek().kind() == Token.Kind.END) {
            return null;
        }
        List<Ast.Item> items = new ArrayList<>();
        while (true) {
            items.add(item());
            Token.Kind kind = peek().kind();
            if (kind == Token.Kind.NEWLINE || kind == Token.Kind.END) {
                if (kind == Token.Kind.NEWLINE) {
                    ahead = null;
                }
                return new Ast.Sequence(items);
            }
            if (!separated) {
                throw unexpected(peek());
            }
        }
    }

    /** Throws the rest of the current line away. */
    public void skipLine() {
        if (ahead == null || ahead.kind() != Token.Kind.NEWLINE) {
            lexer.skipLine();
        }
        ahead = null;
    }

    /**
     * Parses a text with expansions, in which quotes mean nothing, as the body of a here-document.
     *
     * @param text the text
     * @return the word to expand
     * @throws SyntaxException when an expansion in it is malformed
     */
    public static Word document(String text) {
        return new WordReader(new Lexer(text, 1)).hereDocument();
    }

    /**
     * Whether a here-document so far was ended by the end of the input instead of its delimiter.
     *
     * @return true when one was
     */
    public boolean hereDocumentCut() {
        return lexer.hereDocumentCut();
    }

    /** Parses what stands in {@code $( )}, the lexer being behind the opening parenthesis, up to the closing one. */
    Ast.Sequence substitution() {
        int line = lexer.line();
        Ast.Sequence body = sequence();
        Token end = peek();
        if (end.kind() == Token.Kind.END) {
            throw lexer.incomplete(line, "missing ')'");
        }
        expect(")");
        return body;
    }

    /** Parses the text of a backquoted substitution. */
    static Ast.Sequence nested(String text, int line, Lexer outer) {
        Parser parser = new Parser(outer.inner(text, line));
        Ast.Sequence body = parser.sequence();
        if (parser.peek().kind() != Token.Kind.END) {
            throw parser.unexpected(parser.peek());
        }
        return body;
    }

    // ------------------------------------------------------------------ tokens

    private Token peek() {
        if (ahead == null) {
            ahead = lexer.token();
        }
        return ahead;
    }

    private Token take() {
        Token token = peek();
        ahead = null;
        return token;
    }

    private boolean takeIf(String operator) {
        if (peek().is(operator)) {
            ahead = null;
            return true;
        }
        return false;
    }

    private void expect(String operator) {
        if (!takeIf(operator)) {
            throw unexpected(peek());
        }
    }

    private void expectKeyword(String keyword) {
        if (!peek().isKeyword(keyword)) {
            throw unexpected(peek());
        }
        ahead = null;
    }

    private void skipNewlines() {
        while (peek().kind() == Token.Kind.NEWLINE) {
            ahead = null;
        }
    }

    private SyntaxException unexpected(Token token) {
        if (token.kind() == Token.Kind.END) {
            return new SyntaxException(token.line(), "syntax error: unexpected end of file", true);
        }
        String shown = token.text() != null ? token.text() : token.word().plainText();
        return new SyntaxException(token.line(), "syntax error near unexpected token '" + shown + "'", false);
    }

    // ------------------------------------------------------------------ lists

    /** Items up to a token that cannot start one; what that token must be is for the caller to check. */
    private Ast.Sequence sequence() {
        List<Ast.Item> items = new ArrayList<>();
        skipNewlines();
        boolean more = true;
        while (more && startsCommand(peek())) {
            items.add(item());
            more = separated;
            if (peek().kind() == Token.Kind.NEWLINE) {
                skipNewlines();
                more = true;
            }
        }
        return new Ast.Sequence(items);
    }

    private Ast.Sequence filledSequence() {
        Ast.Sequence body = sequence();
        if (body.items().isEmpty()) {
            throw unexpected(peek());
        }
        return body;
    }

    private static boolean startsCommand(Token token) {
        return switch (token.kind()) {
            case NEWLINE, END -> false;
            case NUMBER -> true;
            case OPERATOR -> token.is("(") || token.text().charAt(0) == '<' || token.text().charAt(0) == '>';
            case WORD -> !isClosing(token.text());
        };
    }

    private static boolean isClosing(String word) {
        if (word == null) {
            return false;
        }
        return switch (word) {
            case "then", "else", "elif", "fi", "do", "done", "esac", "}" -> true;
            default -> false;
        };
    }

    private Ast.Item item() {
        Token first = peek();
        Ast.Pipeline pipeline = pipeline();
        List<Ast.Link> rest = new ArrayList<>(0);
        while (peek().is("&&") || peek().is("||")) {
            boolean and = take().is("&&");
            skipNewlines();
            rest.add(new Ast.Link(and, pipeline()));
        }
        Token after = peek();
        String text = lexer.slice(first.start(), after.start()).strip();
        boolean background = takeIf("&");
        separated = background || takeIf(";");
        return new Ast.Item(pipeline, rest, background, text);
    }

    private Ast.Pipeline pipeline() {
        boolean negated = false;
        while (peek().isKeyword("!")) {
            ahead = null;
            negated = !negated;
        }
        List<Ast.Command> stages = new ArrayList<>(1);
        stages.add(command());
        while (takeIf("|")) {
            skipNewlines();
            stages.add(command());
        }
        return new Ast.Pipeline(negated, stages);
    }

    // ------------------------------------------------------------------ commands

    private Ast.Command command() {
        Token token = peek();
        while (token.kind() == Token.Kind.WORD && token.text() != null && !isReserved(token.text())
            && lexer.replaceAlias(token)) {
            ahead = null;
            token = peek();
        }
        if (!startsCommand(token)) {
            throw unexpected(token);
        }
        lexer.enter();
        Ast.Command compound = compound(token);
        Ast.Command result = compound == null ? simple() : compound;
        if (compound != null && !(compound instanceof Ast.Function)) {
            List<Ast.Redirect> redirects = new ArrayList<>(0);
            while (isRedirect(peek())) {
                redirects.add(redirect());
            }
            result = redirects.isEmpty() ? compound : new Ast.Redirected(compound, redirects);
        }
        lexer.leave();
        return result;
    }

    private static boolean isReserved(String word) {
        return isClosing(word) || switch (word) {
            case "if", "while", "until", "for", "case", "{", "!", "in" -> true;
            default -> false;
        };
    }

    private Ast.Command compound(Token token) {
        if (token.is("(")) {
            take();
            Ast.Sequence body = filledSequence();
            expect(")");
            return new Ast.Subshell(body);
        }
        if (token.kind() != Token.Kind.WORD || token.text() == null) {
            return null;
        }
        switch (token.text()) {
            case "{":
                take();
                Ast.Sequence body = filledSequence();
                expectKeyword("}");
                return new Ast.Group(body);
            case "if":
                return ifCommand();
            case "while", "until":
                take();
                Ast.Sequence condition = filledSequence();
                return new Ast.Loop(token.text().equals("until"), condition, doGroup());
            case "for":
                return forCommand();
            case "case":
                return caseCommand();
            default:
                return null;
        }
    }

    private Ast.Command ifCommand() {
        take();
        List<Ast.Branch> branches = new ArrayList<>(1);
        do {
            Ast.Sequence condition = filledSequence();
            expectKeyword("then");
            branches.add(new Ast.Branch(condition, filledSequence()));
        } while (takeKeyword("elif"));
        Ast.Sequence otherwise = takeKeyword("else") ? filledSequence() : null;
        expectKeyword("fi");
        return new Ast.If(branches, otherwise);
    }

    private boolean takeKeyword(String keyword) {
        if (peek().isKeyword(keyword)) {
            ahead = null;
            return true;
        }
        return false;
    }

    private Ast.Sequence doGroup() {
        skipNewlines();
        expectKeyword("do");
        Ast.Sequence body = filledSequence();
        expectKeyword("done");
        return body;
    }

    private Ast.Command forCommand() {
        take();
        Token name = take();
        if (name.kind() != Token.Kind.WORD || name.text() == null || !isName(name.text())) {
            throw unexpected(name);
        }
        skipNewlines();
        List<Word> words = null;
        if (takeKeyword("in")) {
            words = new ArrayList<>();
            while (isWord(peek())) {
                words.add(wordOf(take()));
            }
            if (!takeIf(";") && peek().kind() != Token.Kind.NEWLINE) {
                throw unexpected(peek());
            }
        } else {
            takeIf(";");
        }
        return new Ast.For(name.text(), words, doGroup());
    }

    private Ast.Command caseCommand() {
        take();
        if (!isWord(peek())) {
            throw unexpected(peek());
        }
        Word subject = wordOf(take());
        skipNewlines();
        expectKeyword("in");
        skipNewlines();
        List<Ast.Arm> arms = new ArrayList<>();
        while (!peek().isKeyword("esac")) {
            takeIf("(");
            List<Word> patterns = new ArrayList<>(1);
            do {
                if (!isWord(peek())) {
                    throw unexpected(peek());
                }
                patterns.add(wordOf(take()));
            } while (takeIf("|"));
            expect(")");
            arms.add(new Ast.Arm(patterns, sequence()));
            if (!takeIf(";;")) {
                break;
            }
            skipNewlines();
        }
        expectKeyword("esac");
        return new Ast.Case(subject, arms);
    }

    private static boolean isWord(Token token) {
        return token.kind() == Token.Kind.WORD || token.kind() == Token.Kind.NUMBER;
    }

    private static Word wordOf(Token token) {
        return token.word() != null ? token.word() : new Word(List.of(new Word.Text(token.text(), false)));
    }

    private Ast.Command simple() {
        int line = peek().line();
        List<Ast.Assignment> assignments = new ArrayList<>(0);
        List<Word> words = new ArrayList<>(4);
        List<Ast.Redirect> redirects = new ArrayList<>(0);
        while (true) {
            Token token = peek();
            if (isRedirect(token)) {
                redirects.add(redirect());
            } else if (token.kind() == Token.Kind.WORD) {
                take();
                Ast.Assignment assignment = words.isEmpty() ? assignment(token.word()) : null;
                if (assignment != null) {
                    assignments.add(assignment);
                } else if (words.isEmpty() && !assignments.isEmpty() && token.text() != null && lexer.replaceAlias(token)) {
                    continue;
                } else {
                    words.add(token.word());
                }
            } else if (token.is("(") && words.size() == 1 && assignments.isEmpty() && redirects.isEmpty()) {
                return function(words.get(0), token);
            } else {
                return new Ast.Simple(assignments, words, redirects, line);
            }
        }
    }

    private Ast.Command function(Word name, Token parenthesis) {
        String text = name.literal();
        if (text == null || !isFunctionName(text)) {
            throw unexpected(parenthesis);
        }
        take();
        expect(")");
        skipNewlines();
        lexer.enter();
        Ast.Command body = compound(peek());
        lexer.leave();
        if (body == null) {
            throw unexpected(peek());
        }
        List<Ast.Redirect> redirects = new ArrayList<>(0);
        while (isRedirect(peek())) {
            redirects.add(redirect());
        }
        return new Ast.Function(text, redirects.isEmpty() ? body : new Ast.Redirected(body, redirects));
    }

    private static boolean isFunctionName(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!WordReader.isNamePart(c) && c != '-' && c != '.' && c != '+' && c != ':') {
                return false;
            }
        }
        return true;
    }

    /**
     * Whether a text is a variable's name.
     *
     * @param text any text
     * @return true for a letter or underscore followed by letters, digits and underscores
     */
    public static boolean isName(String text) {
        if (text.isEmpty() || !WordReader.isNameStart(text.charAt(0))) {
            return false;
        }
        for (int i = 1; i < text.length(); i++) {
            if (!WordReader.isNamePart(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static Ast.Assignment assignment(Word word) {
        if (word.parts().isEmpty() || !(word.parts().get(0) instanceof Word.Text first) || first.quoted()) {
            return null;
        }
        int equals = first.text().indexOf('=');
        if (equals <= 0 || !isName(first.text().substring(0, equals))) {
            return null;
        }
        List<Word.Part> value = new ArrayList<>(word.parts().size());
        if (equals + 1 < first.text().length()) {
            value.add(new Word.Text(first.text().substring(equals + 1), false));
        }
        value.addAll(word.parts().subList(1, word.parts().size()));
        return new Ast.Assignment(first.text().substring(0, equals), new Word(value));
    }

    // ------------------------------------------------------------------ redirections

    private static boolean isRedirect(Token token) {
        return token.kind() == Token.Kind.NUMBER
            || token.kind() == Token.Kind.OPERATOR && (token.text().charAt(0) == '<' || token.text().charAt(0) == '>');
    }

    private Ast.Redirect redirect() {
        int handle = -1;
        if (peek().kind() == Token.Kind.NUMBER) {
            handle = Integer.parseInt(take().text());
        }
        Token operator = take();
        if (!isWord(peek())) {
            throw unexpected(peek());
        }
        boolean reads = operator.text().charAt(0) == '<';
        int target = handle >= 0 ? handle : reads ? 0 : 1;
        Word word = wordOf(take());
        RedirectKind kind = switch (operator.text()) {
            case "<" -> RedirectKind.READ;
            case ">" -> RedirectKind.WRITE;
            case ">|" -> RedirectKind.CLOBBER;
            case ">>" -> RedirectKind.APPEND;
            case "<>" -> RedirectKind.READ_WRITE;
            case "<<<" -> RedirectKind.HERE_STRING;
            case "<<", "<<-" -> RedirectKind.HERE_DOCUMENT;
            default -> RedirectKind.DUPLICATE;
        };
        Ast.HereDocument document = kind == RedirectKind.HERE_DOCUMENT
            ? lexer.expectHereDocument(word, operator.text().equals("<<-")) : null;
        return new Ast.Redirect(target, kind, word, document);
    }
}
