package org.sluice.drill.code;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.sluice.drill.script.Unsupported;

/** What code blocks of one script share: names and where output goes. */
public final class Code {
    /** A line of a block: how far it is indented, and what it says. */
    private record Line(int indent, String text) {
    }

    private final Map<String, Object> names = new HashMap<>();
    private final Consumer<String> output;

    public Code(Consumer<String> output) {
        this.output = output;
    }

    /** Gives a name a value: a Long, Double, Boolean or String. */
    public void set(String name, Object value) {
        names.put(name, value);
    }

    /**
     * Carries out a block.
     *
     * @throws CodeFailure if an assertion does not hold, or something goes wrong in the block
     * @throws Unsupported if it is more of Python than there is here
     */
    public void run(String block) {
        List<Line> lines = lines(block);
        int[] at = {0};
        while (at[0] < lines.size()) {
            block(lines, at, lines.get(at[0]).indent, true);
        }
    }

    private static List<Line> lines(String block) {
        List<Line> lines = new ArrayList<>();
        StringBuilder joined = new StringBuilder();
        int indent = -1;
        int open = 0;
        for (String raw : block.split("\n")) {
            String text = withoutComment(raw);
            if (text.isBlank()) {
                continue;
            }
            if (indent < 0) {
                indent = text.length() - text.stripLeading().length();
            }
            boolean goesOn = text.stripTrailing().endsWith("\\");
            joined.append(goesOn ? text.stripTrailing().replaceAll("\\\\$", " ") : text).append(' ');
            open += depth(text);
            if (open <= 0 && !goesOn) {
                lines.add(new Line(indent, joined.toString().strip()));
                joined.setLength(0);
                indent = -1;
                open = 0;
            }
        }
        if (!joined.isEmpty()) {
            lines.add(new Line(indent, joined.toString().strip()));
        }
        return lines;
    }

    /** Brackets that are opened and not closed, outside of strings. */
    private static int depth(String text) {
        int depth = 0;
        char quote = 0;
        for (char c : text.toCharArray()) {
            if (quote != 0) {
                quote = c == quote ? 0 : quote;
            } else if (c == '"' || c == '\'') {
                quote = c;
            } else {
                depth += c == '(' || c == '[' ? 1 : c == ')' || c == ']' ? -1 : 0;
            }
        }
        return depth;
    }

    private static String withoutComment(String text) {
        char quote = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quote != 0) {
                quote = c == quote ? 0 : quote;
            } else if (c == '"' || c == '\'') {
                quote = c;
            } else if (c == '#') {
                return text.substring(0, i);
            }
        }
        return text;
    }

    /** Lines of one indentation, and those below them; carried out only if wanted. */
    private void block(List<Line> lines, int[] at, int indent, boolean wanted) {
        boolean decided = true;
        while (at[0] < lines.size() && lines.get(at[0]).indent >= indent) {
            Line line = lines.get(at[0]);
            if (line.indent > indent) {
                throw new CodeFailure("IndentationError: " + line.text);
            }
            at[0]++;
            String text = line.text;
            boolean condition;
            if (text.startsWith("if ") || text.startsWith("if(")) {
                condition = wanted && condition(text.substring(2));
                decided = condition;
            } else if (text.startsWith("elif ")) {
                condition = wanted && !decided && condition(text.substring(4));
                decided |= condition;
            } else if (text.matches("else\\s*:.*")) {
                condition = wanted && !decided;
            } else {
                if (wanted) {
                    statements(text);
                }
                continue;
            }
            String behind = text.substring(colon(text) + 1).strip();
            if (!behind.isEmpty()) {
                if (condition) {
                    statements(behind);
                }
            } else if (at[0] < lines.size() && lines.get(at[0]).indent > indent) {
                block(lines, at, lines.get(at[0]).indent, condition);
            } else {
                throw new CodeFailure("IndentationError: nothing behind '" + text + "'");
            }
        }
    }

    private static int colon(String text) {
        int depth = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            depth += c == '(' || c == '[' ? 1 : c == ')' || c == ']' ? -1 : 0;
            if (c == ':' && depth == 0) {
                return i;
            }
        }
        throw new CodeFailure("SyntaxError: no colon in '" + text + "'");
    }

    private boolean condition(String text) {
        Words words = new Words(text.substring(0, colon(text)));
        boolean result = Evaluator.truth(new Evaluator(words, names).expression());
        words.end();
        return result;
    }

    private void statements(String text) {
        char quote = 0;
        int from = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quote != 0) {
                quote = c == quote ? 0 : quote;
            } else if (c == '"' || c == '\'') {
                quote = c;
            } else if (c == ';') {
                statement(text.substring(from, i));
                from = i + 1;
            }
        }
        statement(text.substring(from));
    }

    private void statement(String text) {
        if (text.isBlank() || text.strip().equals("pass") || text.strip().startsWith("import ")) {
            return;
        }
        Words w = new Words(text);
        Evaluator e = new Evaluator(w, names);
        if (w.take("assert")) {
            Object value = e.expression();
            String message = w.take(",") ? ": " + Evaluator.show(e.expression()) : "";
            w.end();
            if (!Evaluator.truth(value)) {
                throw new CodeFailure("assertion does not hold: " + text.strip() + message + values(text));
            }
        } else if (w.take("print")) {
            Object value = w.peek().kind().equals("end") ? "" : e.tuple();
            w.end();
            output.accept(value instanceof List<?> list ? list.stream().map(Evaluator::show).collect(Collectors.joining(" "))
                : Evaluator.show(value));
        } else if (w.peek().kind().equals("name") && w.peek(1).text().matches("[-+*]?=")) {
            String name = w.next().text();
            String operator = w.next().text();
            Object value = e.tuple();
            w.end();
            names.put(name, operator.equals("=") ? value : Evaluator.binary(operator.substring(0, 1), names.get(name), value));
        } else {
            if (w.peek().kind().equals("name") && java.util.Set.of("for", "while", "def", "class", "from", "try", "with", "del", "raise", "global",
                "return", "exec", "lambda").contains(w.peek().text())) {
                throw w.wrong();
            }
            e.tuple();
            w.end();
        }
    }

    /** The names in an assertion with what they stand for, so that one need not run it again to know. */
    private String values(String text) {
        Words w = new Words(text);
        Map<String, String> shown = new java.util.LinkedHashMap<>();
        while (!w.peek().kind().equals("end")) {
            Words.Word word = w.next();
            if (word.kind().equals("name") && names.containsKey(word.text())) {
                shown.put(word.text(), Evaluator.show(names.get(word.text())));
            }
        }
        return shown.isEmpty() ? "" : " (" + shown.entrySet().stream().map(x -> x.getKey() + " is " + x.getValue())
            .collect(Collectors.joining(", ")) + ")";
    }
}
