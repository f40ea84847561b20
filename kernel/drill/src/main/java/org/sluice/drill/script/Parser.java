package org.sluice.drill.script;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.sluice.drill.script.Token.Kind;

/** The grammar of scripts, calls and times; packets are {@link PacketParser}'s. */
final class Parser {
    private final String file;
    private final Tokens t;
    private final PacketParser packets;
    private final Map<String, Token> defines = new HashMap<>();

    Parser(String file, List<Token> tokens) {
        this.file = file;
        t = new Tokens(tokens);
        packets = new PacketParser(t);
    }

    Script script() {
        List<Script.Option> options = new ArrayList<>();
        while (t.peek().kind() == Kind.OPTION) {
            Token token = t.next();
            String[] parts = token.text().split("=", 2);
            Script.Option option = new Script.Option(token.line(), parts[0], parts.length == 2 ? parts[1] : "");
            options.add(option);
            if (option.name().equals("define")) {
                define(option);
            }
        }
        Event.Command first = t.peek().kind() == Kind.COMMAND ? new Event.Command(t.next().text()) : null;
        List<Event> events = new ArrayList<>();
        Event.Command last = null;
        while (t.peek().kind() != Kind.END && last == null) {
            if (t.peek().kind() == Kind.COMMAND) {
                last = new Event.Command(t.next().text());
            } else {
                events.add(event());
            }
        }
        if (t.peek().kind() != Kind.END) {
            throw t.wrong("something behind the last command");
        }
        if (events.isEmpty()) {
            throw t.wrong("an event");
        }
        return new Script(file, options, first, events, last);
    }

    private void define(Script.Option option) {
        String[] parts = option.value().split("=", 2);
        if (parts.length != 2) {
            throw new Unsupported(option.line(), "--define=" + option.value() + ": expected NAME=VALUE");
        }
        List<Token> value = Lexer.tokens(parts[1]);
        defines.put(parts[0], value.getFirst());
    }

    private Event event() {
        int line = t.peek().line();
        Event.Time time = time();
        Event.Action action = action();
        boolean outbound = action instanceof Event.PacketEvent packet && !packet.inbound();
        if (!outbound && time.kind() != Event.Kind.ABSOLUTE && time.kind() != Event.Kind.RELATIVE) {
            throw new Unsupported(line, "a time that is not exact is for outbound packets only");
        }
        if (time.to() < time.from()) {
            throw new Unsupported(line, "a range of times that goes backwards");
        }
        return new Event(line, time, action);
    }

    private Event.Time time() {
        if (t.take("*")) {
            return new Event.Time(Event.Kind.ANY, 0, 0);
        }
        boolean relative = t.take("+");
        long from = t.nanos();
        if (t.take("~")) {
            if (relative) {
                t.expect("+");
            }
            return new Event.Time(relative ? Event.Kind.RELATIVE_RANGE : Event.Kind.ABSOLUTE_RANGE, from, t.nanos());
        }
        return new Event.Time(relative ? Event.Kind.RELATIVE : Event.Kind.ABSOLUTE, from, from);
    }

    private Event.Action action() {
        Token token = t.peek();
        switch (token.kind()) {
            case COMMAND -> {
                return new Event.Command(t.next().text());
            }
            case CODE -> {
                return new Event.Code(t.next().text());
            }
            default -> {
                if (token.is("<") || token.is(">")) {
                    return packets.packet();
                }
                return call();
            }
        }
    }

    // ---- calls

    private Event.SystemCall call() {
        long end = -1;
        if (t.take("...")) {
            end = t.nanos();
        }
        if (t.peek().kind() != Kind.WORD) {
            throw t.wrong("an event");
        }
        String name = t.next().text();
        List<Expression> arguments = list("(", ")");
        t.expect("=");
        if (t.take("?")) {
            return new Event.SystemCall(name, arguments, end, new Expression.Any(), null);
        }
        Expression result = expression();
        String errno = null;
        if (t.peek().kind() == Kind.WORD && t.peek().text().matches("E[A-Z0-9]+") && t.peek(1).is("(")) {
            errno = t.next().text();
        }
        if (t.take("(")) {
            note();
        }
        return new Event.SystemCall(name, arguments, end, result, errno);
    }

    /** What stands in parentheses for people only. */
    private void note() {
        int depth = 1;
        while (depth > 0) {
            Token token = t.next();
            if (token.kind() == Kind.END) {
                throw t.wrong("')'");
            }
            depth += token.is("(") ? 1 : token.is(")") ? -1 : 0;
        }
    }

    private List<Expression> list(String open, String close) {
        List<Expression> items = new ArrayList<>();
        t.expect(open);
        if (!t.take(close)) {
            do {
                items.add(expression());
            } while (t.take(","));
            t.expect(close);
        }
        return items;
    }

    private Expression expression() {
        Expression left = primary();
        while (t.take("|")) {
            left = new Expression.Or(left, primary());
        }
        return left;
    }

    private Expression primary() {
        Token token = t.peek();
        if (token.is("[")) {
            return new Expression.Array(list("[", "]"));
        }
        if (token.is("{")) {
            return structure();
        }
        t.next();
        return switch (token.kind()) {
            case ELLIPSIS -> new Expression.Any();
            case INTEGER, HEX -> new Expression.Number(Tokens.number(token));
            case STRING -> {
                StringBuilder text = new StringBuilder(token.text());
                while (t.peek().kind() == Kind.STRING) {
                    text.append(t.next().text());
                }
                t.take("...");
                yield new Expression.Text(text.toString());
            }
            case WORD -> word(token);
            default -> {
                t.back();
                throw t.wrong("an argument");
            }
        };
    }

    private Expression word(Token token) {
        Token defined = defines.get(token.text());
        if (defined != null) {
            return switch (defined.kind()) {
                case INTEGER, HEX -> new Expression.Number(Tokens.number(defined));
                case STRING, COMMAND -> new Expression.Text(defined.text());
                default -> new Expression.Name(defined.text());
            };
        }
        return t.peek().is("(") ? new Expression.Call(token.text(), list("(", ")")) : new Expression.Name(token.text());
    }

    private Expression structure() {
        t.expect("{");
        List<Expression.Member> members = new ArrayList<>();
        if (t.take("}")) {
            return new Expression.Structure(members);
        }
        do {
            members.add(member());
        } while (t.take(","));
        t.expect("}");
        return new Expression.Structure(members);
    }

    private Expression.Member member() {
        if (t.peek().kind() == Kind.WORD && t.peek(1).is("=")) {
            String name = t.next().text();
            t.expect("=");
            return new Expression.Member(name, null, expression());
        }
        if (t.peek().kind() == Kind.WORD && t.peek().text().startsWith("msg_") && t.peek(1).is("(")) {
            String name = t.next().text();
            t.expect("(");
            Expression count = expression();
            t.expect(")");
            t.expect("=");
            return new Expression.Member(name, count, expression());
        }
        return new Expression.Member("", null, expression());
    }
}
