package org.sluice.apps.text;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sluice.apps.Failure;
import org.sluice.apps.Output;
import org.sluice.apps.Utf8;

/** Runs a sed script over the lines of an input. */
final class SedMachine {
    /** What follows a command. */
    private static final int NEXT = -1;
    private static final int END_CYCLE = -2;
    private static final int RESTART = -3;

    private final List<SedCommand> commands;
    private final boolean quiet;
    private final SedInput input;
    private final Output out;
    private final List<String> appended = new ArrayList<>();

    private String pattern;
    private String hold = "";
    private long number;
    private boolean substituted;
    private Pattern lastPattern;
    private boolean quit;
    private int status;
    /** A newline owed to the line before, which had none because its input ended. */
    private boolean owesNewline;

    SedMachine(List<SedCommand> commands, boolean quiet, SedInput input, Output out) {
        this.commands = commands;
        this.quiet = quiet;
        this.input = input;
        this.out = out;
    }

    /** Runs the script for each line; returns the exit status that a q command asked for, or 0. */
    int run() {
        boolean restart = false;
        while (!quit) {
            if (!restart) {
                pattern = input.next();
                if (pattern == null) {
                    break;
                }
                number++;
            }
            substituted = false;
            restart = cycle();
        }
        return status;
    }

    /** One pass through the script; returns whether to start again without reading a line. */
    private boolean cycle() {
        int at = 0;
        while (at < commands.size()) {
            SedCommand command = commands.get(at);
            int result = NEXT;
            if (selects(command) != command.negated) {
                result = execute(command);
            } else if (command.letter == '{') {
                result = command.target;
            }
            if (result == END_CYCLE) {
                flushAppended();
                return false;
            }
            if (result == RESTART) {
                flushAppended();
                return true;
            }
            at = result == NEXT ? at + 1 : result;
        }
        endOfCycle();
        return false;
    }

    private void endOfCycle() {
        if (!quiet) {
            print(pattern);
        }
        flushAppended();
    }

    private void flushAppended() {
        for (int i = 0; i < appended.size(); i++) {
            line(appended.get(i), true);
        }
        appended.clear();
    }

    /** Writes the pattern space, with a newline unless it is the last line of an input without one. */
    private void print(String text) {
        line(text, input.terminated() || !input.isLast());
    }

    private void line(String text, boolean terminated) {
        if (owesNewline) {
            out.println();
        }
        out.print(text);
        if (terminated) {
            out.println();
        }
        owesNewline = !terminated;
    }

    private boolean selects(SedCommand command) {
        if (command.first == null) {
            return true;
        }
        if (command.second == null) {
            return matches(command.first);
        }
        if (!command.inRange) {
            boolean zero = command.first.pattern == null && command.first.line == 0 && command.first.step == 0;
            if (!zero && !matches(command.first)) {
                return false;
            }
            return beginRange(command, zero);
        }
        if (command.second.pattern != null) {
            command.inRange = !matches(command.second);
            return true;
        }
        if (command.rangeEnd == SedCommand.Address.LAST) {
            command.inRange = !input.isLast();
            return true;
        }
        command.inRange = number < command.rangeEnd;
        return number <= command.rangeEnd || beginAgain(command);
    }

    /** A range whose end was passed unseen, by n or N, is over; the line may start a new one. */
    private boolean beginAgain(SedCommand command) {
        return matches(command.first) && beginRange(command, false);
    }

    private boolean beginRange(SedCommand command, boolean zero) {
        SedCommand.Address end = command.second;
        if (end.pattern != null) {
            command.inRange = !(zero && matches(end));
            return true;
        }
        command.rangeEnd = end.more >= 0 ? number + end.more : end.line;
        boolean toLast = command.rangeEnd == SedCommand.Address.LAST;
        command.inRange = toLast ? !input.isLast() : number < command.rangeEnd;
        return true;
    }

    private boolean matches(SedCommand.Address address) {
        if (address.pattern != null) {
            return remembered(address.pattern, address.lastPattern).matcher(pattern).find();
        }
        if (address.line == SedCommand.Address.LAST) {
            return input.isLast();
        }
        if (address.step > 0) {
            return number >= address.line && (number - address.line) % address.step == 0;
        }
        return number == address.line;
    }

    private Pattern remembered(Pattern given, boolean useLast) {
        if (!useLast) {
            lastPattern = given;
        } else if (lastPattern == null) {
            throw new Failure(1, "no previous regular expression");
        }
        return lastPattern;
    }

    private int execute(SedCommand command) {
        switch (command.letter) {
            case 's' -> substitute(command);
            case 'y' -> transliterate(command);
            case 'p' -> print(pattern);
            case 'P' -> line(firstLine(), true);
            case '=' -> line(Long.toString(number), true);
            case 'l' -> line(visible(), true);
            case 'a' -> appended.add(command.text);
            case 'i' -> line(command.text, true);
            case 'g' -> pattern = hold;
            case 'G' -> pattern = pattern + "\n" + hold;
            case 'h' -> hold = pattern;
            case 'H' -> hold = hold + "\n" + pattern;
            case 'x' -> {
                String other = hold;
                hold = pattern;
                pattern = other;
            }
            default -> {
                return flow(command);
            }
        }
        return NEXT;
    }

    private int flow(SedCommand command) {
        switch (command.letter) {
            case 'd' -> {
                return END_CYCLE;
            }
            case 'D' -> {
                int newline = pattern.indexOf('\n');
                if (newline < 0) {
                    return END_CYCLE;
                }
                pattern = pattern.substring(newline + 1);
                return RESTART;
            }
            case 'c' -> {
                if (command.second == null || command.negated || !command.inRange) {
                    line(command.text, true);
                }
                return END_CYCLE;
            }
            case 'n' -> {
                return nextLine(false);
            }
            case 'N' -> {
                return nextLine(true);
            }
            case 'q', 'Q' -> {
                quit = true;
                status = command.exitStatus;
                if (command.letter == 'q' && !quiet) {
                    print(pattern);
                }
                return END_CYCLE;
            }
            case 'b' -> {
                return command.target;
            }
            case 't', 'T' -> {
                boolean jump = substituted == (command.letter == 't');
                substituted = false;
                return jump ? command.target : NEXT;
            }
            default -> {
                return NEXT; // braces and labels
            }
        }
    }

    private int nextLine(boolean append) {
        if (input.isLast()) {
            quit = true;
            if (!quiet) {
                print(pattern);
            }
            return END_CYCLE;
        }
        if (!append && !quiet) {
            print(pattern);
        }
        flushAppended();
        String line = input.next();
        pattern = append ? pattern + "\n" + line : line;
        number++;
        return NEXT;
    }

    private String firstLine() {
        int newline = pattern.indexOf('\n');
        return newline < 0 ? pattern : pattern.substring(0, newline);
    }

    private void substitute(SedCommand command) {
        Matcher matcher = remembered(command.pattern, command.lastPattern).matcher(pattern);
        StringBuilder result = null;
        int copied = 0;
        int seen = 0;
        int end = -1;
        while (matcher.find()) {
            boolean emptyBehindMatch = matcher.end() == matcher.start() && matcher.start() == end;
            end = matcher.end();
            if (emptyBehindMatch) {
                continue;
            }
            seen++;
            if (seen < command.occurrence) {
                continue;
            }
            if (result == null) {
                result = new StringBuilder();
            }
            result.append(pattern, copied, matcher.start());
            replace(command.replacement, matcher, result);
            copied = matcher.end();
            if (!command.global) {
                break;
            }
        }
        if (result == null) {
            return;
        }
        pattern = result.append(pattern, copied, pattern.length()).toString();
        substituted = true;
        if (command.print) {
            print(pattern);
        }
    }

    /** Appends the replacement: {@code &}, groups, and case changes {@code \\U \\L \\u \\l \\E}. */
    private static void replace(String replacement, Matcher matcher, StringBuilder result) {
        char mode = 'E';
        char once = 0;
        for (int i = 0; i < replacement.length(); i++) {
            char c = replacement.charAt(i);
            String piece;
            if (c == '&') {
                piece = matcher.group();
            } else if (c == '\\' && i + 1 < replacement.length()) {
                char escaped = replacement.charAt(++i);
                if (escaped == 'U' || escaped == 'L' || escaped == 'E') {
                    mode = escaped;
                    continue;
                }
                if (escaped == 'u' || escaped == 'l') {
                    once = escaped;
                    continue;
                }
                if (escaped >= '0' && escaped <= '9') {
                    String group = matcher.group(escaped - '0');
                    piece = group == null ? "" : group;
                } else {
                    piece = escaped == 'n' ? "\n" : escaped == 't' ? "\t" : String.valueOf(escaped);
                }
            } else {
                piece = String.valueOf(c);
            }
            if (!piece.isEmpty()) {
                result.append(cased(piece, mode, once));
                once = 0;
            }
        }
    }

    private static String cased(String piece, char mode, char once) {
        java.util.Locale root = java.util.Locale.ROOT;
        String text = mode == 'U' ? piece.toUpperCase(root) : mode == 'L' ? piece.toLowerCase(root) : piece;
        if (once != 0) {
            String first = text.substring(0, 1);
            text = (once == 'u' ? first.toUpperCase(root) : first.toLowerCase(root)) + text.substring(1);
        }
        return text;
    }

    private void transliterate(SedCommand command) {
        StringBuilder result = new StringBuilder(pattern.length());
        for (int i = 0; i < pattern.length(); i++) {
            int at = command.from.indexOf(pattern.charAt(i));
            result.append(at < 0 ? pattern.charAt(i) : command.to.charAt(at));
        }
        pattern = result.toString();
    }

    /** The pattern space with everything invisible as an escape, broken into lines of 69 characters. */
    private String visible() {
        StringBuilder text = new StringBuilder();
        StringBuilder row = new StringBuilder();
        byte[] bytes = Utf8.encode(pattern);
        for (int i = 0; i < bytes.length; i++) {
            String shown = visible(bytes[i] & 0xff);
            if (row.length() + shown.length() > 69) {
                text.append(row).append("\\\n");
                row.setLength(0);
            }
            row.append(shown);
        }
        return text.append(row).append('$').toString();
    }

    private static String visible(int b) {
        int known = "\u0007\b\f\n\r\t\u000b\\".indexOf(b);
        if (known >= 0) {
            return "\\" + "abfnrtv\\".charAt(known);
        }
        if (b >= ' ' && b < 127) {
            return String.valueOf((char) b);
        }
        return "\\" + (char) ('0' + (b >> 6)) + (char) ('0' + (b >> 3 & 7)) + (char) ('0' + (b & 7));
    }
}
