package org.sluice.shell.syntax;

import java.util.ArrayList;
import java.util.List;
import org.sluice.shell.syntax.Word.Operation;
import org.sluice.shell.syntax.Word.Part;

/** Reads one word with its quotes and expansions from a lexer. */
final class WordReader {
    private static final int END = -1;

    /** What ends the run of parts being read, and what quoting means inside it. */
    private enum Context {
        /** An ordinary word. */ PLAIN,
        /** Between double quotes. */ DOUBLE,
        /** The operand of an expansion outside quotes, to the closing brace. */ BRACE,
        /** The operand of an expansion inside double quotes. */ QUOTED_BRACE,
        /** A here-document's body, to the end of the text. */ DOCUMENT
    }

    private final Lexer in;

    WordReader(Lexer in) {
        this.in = in;
    }

    Word word() {
        return new Word(parts(Context.PLAIN));
    }

    Word hereDocument() {
        return new Word(List.of(new Word.Quoted(parts(Context.DOCUMENT))));
    }

    private List<Part> parts(Context context) {
        List<Part> parts = new ArrayList<>();
        StringBuilder plain = new StringBuilder();
        boolean quotes = context == Context.DOUBLE || context == Context.DOCUMENT || context == Context.QUOTED_BRACE;
        while (true) {
            int c = in.peek();
            if (ends(context, c)) {
                flush(parts, plain);
                return parts;
            }
            if (c == END) {
                throw in.incomplete(in.line(), context == Context.DOUBLE ? "unterminated quoted string" : "missing '}'");
            }
            if (c == '\\') {
                in.next();
                backslash(context, quotes, parts, plain);
            } else if (c == '$' || c == '`') {
                Part part = c == '`' ? backquote(quotes) : dollar(context, quotes);
                if (part == null) {
                    plain.append('$');
                } else {
                    flush(parts, plain);
                    parts.add(part);
                }
            } else if (c == '\'' && !quotes) {
                in.next();
                flush(parts, plain);
                parts.add(new Word.Text(singleQuoted(), true));
            } else if (c == '"' && context != Context.DOCUMENT) {
                in.next();
                flush(parts, plain);
                in.enter();
                List<Part> inner = parts(Context.DOUBLE);
                in.leave();
                in.next();
                parts.add(new Word.Quoted(inner));
            } else {
                plain.append((char) in.next());
            }
        }
    }

    private static boolean ends(Context context, int c) {
        return switch (context) {
            case PLAIN -> Lexer.endsWord(c);
            case DOUBLE -> c == '"';
            case BRACE, QUOTED_BRACE -> c == '}';
            case DOCUMENT -> c == END;
        };
    }

    private static void flush(List<Part> parts, StringBuilder plain) {
        if (!plain.isEmpty()) {
            parts.add(new Word.Text(plain.toString(), false));
            plain.setLength(0);
        }
    }

    private void backslash(Context context, boolean quotes, List<Part> parts, StringBuilder plain) {
        int c = in.next();
        if (c == '\n') {
            return;
        }
        if (c == END) {
            plain.append('\\');
            return;
        }
        boolean special = !quotes || c == '$' || c == '`' || c == '\\' || c == '"' && context != Context.DOCUMENT
            || c == '}' && context == Context.QUOTED_BRACE;
        if (!special) {
            plain.append('\\').append((char) c);
        } else if (quotes) {
            plain.append((char) c);
        } else {
            flush(parts, plain);
            parts.add(new Word.Text(String.valueOf((char) c), true));
        }
    }

    private String singleQuoted() {
        int startLine = in.line();
        StringBuilder text = new StringBuilder();
        for (int c = in.next(); c != '\''; c = in.next()) {
            if (c == END) {
                throw in.incomplete(startLine, "unterminated quoted string");
            }
            text.append((char) c);
        }
        return text.toString();
    }

    // ------------------------------------------------------------------ expansions

    /** @return the expansion, or {@code null} when the dollar, now consumed, stands for itself */
    private Part dollar(Context context, boolean quotes) {
        in.next();
        int c = in.peek();
        if (c == '(') {
            return in.peek(1) == '(' ? arithmeticOrCommand() : commandSubstitution();
        }
        if (c == '{') {
            in.next();
            in.enter();
            Part part = braced(quotes);
            in.leave();
            return part;
        }
        if (c == '\'' && !quotes) {
            in.next();
            return new Word.Text(new Escapes(in).dollarQuoted(), true);
        }
        if (c == '"' && context == Context.PLAIN) {
            return new Word.Text("", false);
        }
        if (isNameStart(c)) {
            return new Word.Parameter(name(), Operation.VALUE, false, Word.EMPTY);
        }
        if (isSpecial(c) || c >= '0' && c <= '9') {
            in.next();
            return new Word.Parameter(String.valueOf((char) c), Operation.VALUE, false, Word.EMPTY);
        }
        return null;
    }

    private String name() {
        StringBuilder name = new StringBuilder();
        while (isNamePart(in.peek())) {
            name.append((char) in.next());
        }
        return name.toString();
    }

    private Part commandSubstitution() {
        in.next();
        in.enter();
        Ast.Sequence body = new Parser(in).substitution();
        in.leave();
        return new Word.Substitution(body);
    }

    private Part arithmeticOrCommand() {
        int position = in.position();
        int line = in.line();
        in.next();
        in.next();
        in.enter();
        Word expression = arithmetic();
        in.leave();
        if (expression != null) {
            return new Word.Arithmetic(expression);
        }
        in.reset(position, line);
        return commandSubstitution();
    }

    /** @return the expression up to its closing parentheses, or {@code null} when this is a subshell in a substitution */
    private Word arithmetic() {
        int startLine = in.line();
        List<Part> parts = new ArrayList<>();
        StringBuilder plain = new StringBuilder();
        int open = 0;
        while (true) {
            int c = in.peek();
            if (c == END) {
                throw in.incomplete(startLine, "missing '))'");
            }
            if (c == '$' || c == '`') {
                Part part = c == '`' ? backquote(true) : dollar(Context.DOUBLE, true);
                if (part == null) {
                    plain.append('$');
                } else {
                    flush(parts, plain);
                    parts.add(part);
                }
                continue;
            }
            in.next();
            if (c == '(') {
                open++;
            } else if (c == ')' && open-- == 0) {
                if (in.peek() != ')') {
                    return null;
                }
                in.next();
                flush(parts, plain);
                return new Word(List.of(new Word.Quoted(parts)));
            }
            if (c == '\\' && in.peek() == '\n') {
                in.next();
            } else if (c != '"') {
                plain.append((char) c);
            }
        }
    }

    private Part backquote(boolean quotes) {
        int startLine = in.line();
        in.next();
        StringBuilder command = new StringBuilder();
        for (int c = in.next(); c != '`'; c = in.next()) {
            if (c == END) {
                throw in.incomplete(startLine, "unterminated '`'");
            }
            if (c == '\\') {
                int escaped = in.peek();
                if (escaped == '$' || escaped == '`' || escaped == '\\' || escaped == '"' && quotes) {
                    c = in.next();
                }
            }
            command.append((char) c);
        }
        in.enter();
        Ast.Sequence body = Parser.nested(command.toString(), startLine, in);
        in.leave();
        return new Word.Substitution(body);
    }

    private Part braced(boolean quotes) {
        int startLine = in.line();
        int c = in.peek();
        if (c == '#' && in.peek(1) != '}') {
            int after = in.peek(1);
            boolean operator = (after == '%' || after == ':' || after == '+' || after == '=' || after == '#' || after == '-'
                || after == '?') && in.peek(2) != '}';
            if (!operator) {
                in.next();
                String name = parameterName(startLine);
                close(startLine);
                return new Word.Parameter(name, Operation.LENGTH, false, Word.EMPTY);
            }
        }
        String name = parameterName(startLine);
        boolean colon = in.peek() == ':';
        if (colon) {
            in.next();
        }
        c = in.peek();
        if (c == '}' && !colon) {
            in.next();
            return new Word.Parameter(name, Operation.VALUE, false, Word.EMPTY);
        }
        Operation operation = operation(c, colon, startLine);
        boolean pattern = operation == Operation.CUT_PREFIX || operation == Operation.CUT_SUFFIX
            || operation == Operation.CUT_LONGEST_PREFIX || operation == Operation.CUT_LONGEST_SUFFIX;
        Word operand = new Word(parts(quotes && !pattern ? Context.QUOTED_BRACE : Context.BRACE));
        in.next();
        return new Word.Parameter(name, operation, colon, operand);
    }

    private String parameterName(int startLine) {
        int c = in.peek();
        if (isNameStart(c)) {
            return name();
        }
        StringBuilder digits = new StringBuilder();
        while (in.peek() >= '0' && in.peek() <= '9') {
            digits.append((char) in.next());
        }
        if (!digits.isEmpty()) {
            return digits.toString();
        }
        if (isSpecial(c)) {
            in.next();
            return String.valueOf((char) c);
        }
        throw bad(c, startLine);
    }

    private Operation operation(int c, boolean colon, int startLine) {
        in.next();
        switch (c) {
            case '-':
                return Operation.DEFAULT;
            case '=':
                return Operation.ASSIGN;
            case '+':
                return Operation.ALTERNATE;
            case '?':
                return Operation.REQUIRE;
            default:
                break;
        }
        if (colon || c != '#' && c != '%') {
            throw bad(c, startLine);
        }
        boolean twice = in.peek() == c;
        if (twice) {
            in.next();
        }
        if (c == '#') {
            return twice ? Operation.CUT_LONGEST_PREFIX : Operation.CUT_PREFIX;
        }
        return twice ? Operation.CUT_LONGEST_SUFFIX : Operation.CUT_SUFFIX;
    }

    private void close(int startLine) {
        int c = in.next();
        if (c != '}') {
            throw bad(c, startLine);
        }
    }

    private SyntaxException bad(int c, int startLine) {
        return c == END ? in.incomplete(startLine, "missing '}'") : in.error("bad substitution");
    }

    static boolean isNameStart(int c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_';
    }

    static boolean isNamePart(int c) {
        return isNameStart(c) || c >= '0' && c <= '9';
    }

    private static boolean isSpecial(int c) {
        return c == '?' || c == '$' || c == '!' || c == '#' || c == '*' || c == '@' || c == '-';
    }
}
