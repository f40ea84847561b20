package org.sluice.apps.text;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.sluice.apps.Failure;

/** Turns a sed script into commands. Blocks and labels become indexes. */
final class SedParser {
    private static final String COMMANDS = "sydDpPnNgGhHxlqQ=aicbtT:{}";

    private final String script;
    private final boolean extended;
    private final List<SedCommand> commands = new ArrayList<>();
    private int at;

    SedParser(String script, boolean extended) {
        this.script = script;
        this.extended = extended;
    }

    List<SedCommand> parse() {
        ArrayDeque<Integer> open = new ArrayDeque<>();
        Map<String, Integer> labels = new HashMap<>();
        while (skipToCommand()) {
            SedCommand command = command();
            switch (command.letter) {
                case '{' -> open.push(commands.size());
                case '}' -> {
                    if (open.isEmpty()) {
                        throw error("unexpected '}'");
                    }
                    commands.get(open.pop()).target = commands.size();
                }
                case ':' -> labels.put(command.text, commands.size());
                default -> { }
            }
            commands.add(command);
        }
        if (!open.isEmpty()) {
            throw error("unmatched '{'");
        }
        for (int i = 0; i < commands.size(); i++) {
            SedCommand command = commands.get(i);
            if ("btT".indexOf(command.letter) >= 0) {
                Integer target = command.text.isEmpty() ? Integer.valueOf(commands.size()) : labels.get(command.text);
                if (target == null) {
                    throw error("can't find label for jump to '" + command.text + "'");
                }
                command.target = target;
            }
        }
        return commands;
    }

    private Failure error(String message) {
        return new Failure(1, "-e expression, char " + at + ": " + message);
    }

    private boolean skipToCommand() {
        while (at < script.length() && (Character.isWhitespace(script.charAt(at)) || script.charAt(at) == ';')) {
            at++;
        }
        if (at < script.length() && script.charAt(at) == '#') {
            int end = script.indexOf('\n', at);
            at = end < 0 ? script.length() : end;
            return skipToCommand();
        }
        return at < script.length();
    }

    private void skipBlanks() {
        while (at < script.length() && (script.charAt(at) == ' ' || script.charAt(at) == '\t')) {
            at++;
        }
    }

    private SedCommand command() {
        SedCommand command = new SedCommand();
        command.first = address();
        if (command.first != null) {
            skipBlanks();
            if (peek() == ',') {
                at++;
                skipBlanks();
                command.second = address();
                if (command.second == null) {
                    throw error("unexpected ','");
                }
            }
        }
        skipBlanks();
        while (peek() == '!') {
            at++;
            command.negated = true;
            skipBlanks();
        }
        if (at == script.length()) {
            throw error("missing command");
        }
        command.letter = script.charAt(at++);
        if (COMMANDS.indexOf(command.letter) < 0) {
            throw error("unknown command: '" + command.letter + "'");
        }
        arguments(command);
        return command;
    }

    private char peek() {
        return at < script.length() ? script.charAt(at) : 0;
    }

    private SedCommand.Address address() {
        SedCommand.Address address = new SedCommand.Address();
        char c = peek();
        if (c >= '0' && c <= '9') {
            address.line = number();
            if (peek() == '~') {
                at++;
                address.step = number();
            }
            return address;
        }
        if (c == '+') {
            at++;
            address.more = number();
            return address;
        }
        if (c == '$') {
            at++;
            address.line = SedCommand.Address.LAST;
            return address;
        }
        if (c != '/' && c != '\\') {
            return null;
        }
        at++;
        char delimiter = c == '\\' ? script.charAt(at++) : c;
        String expression = delimited(delimiter, true);
        boolean ignoreCase = peek() == 'I';
        at += ignoreCase ? 1 : 0;
        address.lastPattern = expression.isEmpty();
        address.pattern = address.lastPattern ? Pattern.compile("") : Regex.compile(expression, extended, ignoreCase);
        return address;
    }

    private long number() {
        int from = at;
        while (at < script.length() && Character.isDigit(script.charAt(at)) && at - from < 18) {
            at++;
        }
        if (at == from) {
            throw error("expected a number");
        }
        return Long.parseLong(script.substring(from, at));
    }

    /** Text up to a delimiter, which may be quoted by a backslash; in an expression a bracket protects it too. */
    private String delimited(char delimiter, boolean expression) {
        StringBuilder text = new StringBuilder();
        boolean bracket = false;
        while (true) {
            if (at >= script.length()) {
                throw error("unterminated address or command");
            }
            char c = script.charAt(at++);
            if (c == '\\' && at < script.length() && !bracket) {
                char next = script.charAt(at++);
                if (next == delimiter) {
                    text.append(delimiter);
                } else if (next == 'n' && expression) {
                    text.append('\n');
                } else {
                    text.append('\\').append(next);
                }
                continue;
            }
            if (c == delimiter && !bracket) {
                return text.toString();
            }
            if (expression && c == '[' && !bracket) {
                bracket = true;
                text.append(c);
                // a closing bracket that comes first is a member
                while (at < script.length() && (script.charAt(at) == '^' || script.charAt(at) == ']')
                        && text.charAt(text.length() - 1) != ']') {
                    text.append(script.charAt(at++));
                }
                continue;
            }
            if (c == ']' && bracket) {
                bracket = false;
            }
            text.append(c);
        }
    }

    private void arguments(SedCommand command) {
        switch (command.letter) {
            case 's' -> substitution(command);
            case 'y' -> transliteration(command);
            case 'a', 'i', 'c' -> command.text = textArgument();
            case 'b', 't', 'T', ':' -> {
                skipBlanks();
                int from = at;
                while (at < script.length() && script.charAt(at) != '\n' && script.charAt(at) != ';'
                        && script.charAt(at) != '}') {
                    at++;
                }
                command.text = script.substring(from, at).trim();
                if (command.letter == ':' && command.text.isEmpty()) {
                    throw error("\":\" lacks a label");
                }
            }
            case 'q', 'Q' -> {
                skipBlanks();
                command.exitStatus = Character.isDigit(peek()) ? (int) number() & 0xff : 0;
                end();
            }
            case '{' -> { }
            default -> end();
        }
    }

    private void end() {
        skipBlanks();
        char c = peek();
        if (c != 0 && c != '\n' && c != ';' && c != '}' && c != '#') {
            throw error("extra characters after command");
        }
    }

    private void substitution(SedCommand command) {
        if (at == script.length()) {
            throw error("unterminated 's' command");
        }
        char delimiter = script.charAt(at++);
        String expression = delimited(delimiter, true);
        command.replacement = delimited(delimiter, false);
        boolean ignoreCase = false;
        while ("gpiIm0123456789".indexOf(peek()) >= 0 && peek() != 0) {
            char flag = peek();
            if (Character.isDigit(flag)) {
                command.occurrence = (int) Math.min(number(), Integer.MAX_VALUE);
                if (command.occurrence == 0) {
                    throw error("number option to 's' command may not be zero");
                }
                continue;
            }
            at++;
            command.global |= flag == 'g';
            command.print |= flag == 'p';
            ignoreCase |= flag == 'i' || flag == 'I';
        }
        command.lastPattern = expression.isEmpty();
        command.pattern = command.lastPattern ? Pattern.compile("") : Regex.compile(expression, extended, ignoreCase);
        if (!command.lastPattern) {
            checkGroups(command);
        }
        end();
    }

    private void checkGroups(SedCommand command) {
        int groups = command.pattern.matcher("").groupCount();
        String text = command.replacement;
        for (int i = 0; i + 1 < text.length(); i++) {
            if (text.charAt(i) == '\\') {
                char c = text.charAt(++i);
                if (c >= '1' && c <= '9' && c - '0' > groups) {
                    throw error("invalid reference \\" + c + " on 's' command's RHS");
                }
            }
        }
    }

    private void transliteration(SedCommand command) {
        char delimiter = script.charAt(at++);
        command.from = unescaped(delimited(delimiter, false));
        command.to = unescaped(delimited(delimiter, false));
        if (command.from.length() != command.to.length()) {
            throw error("strings for 'y' command are different lengths");
        }
        end();
    }

    private static String unescaped(String text) {
        return text.replace("\\n", "\n").replace("\\\\", "\\");
    }

    /** Text of a, i and c: the rest of the line, or the lines after a backslash. */
    private String textArgument() {
        skipBlanks();
        if (peek() == '\\') {
            at++;
            skipBlanks();
            if (peek() == '\n') {
                at++;
            }
        }
        StringBuilder text = new StringBuilder();
        while (at < script.length() && script.charAt(at) != '\n') {
            char c = script.charAt(at++);
            if (c == '\\' && at < script.length()) {
                c = script.charAt(at++);
            }
            text.append(c);
        }
        if (text.isEmpty() && at >= script.length()) {
            throw error("expected \\ after 'a', 'c' or 'i'");
        }
        return text.toString();
    }
}
