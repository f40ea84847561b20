package org.sluice.shell.line;

import org.jline.reader.Expander;
import org.jline.reader.History;

/**
 * {@code !!}, {@code !N}, {@code !-N} and {@code !text} at the start of a word outside quotes. What names no entry stays as
 * it is, so that {@code !} keeps its other meanings.
 */
final class HistoryEvents implements Expander {
    @Override
    public String expandHistory(History history, String line) {
        if (line.indexOf('!') < 0) {
            return line;
        }
        StringBuilder out = new StringBuilder();
        char quote = 0;
        int i = 0;
        while (i < line.length()) {
            char c = line.charAt(i);
            boolean starts = i == 0 || " \t;|&(".indexOf(line.charAt(i - 1)) >= 0;
            if (c == '!' && quote == 0 && starts) {
                int end = eventEnd(line, i + 1);
                String found = find(history, line.substring(i + 1, end));
                out.append(found != null ? found : line.substring(i, end));
                i = end;
                continue;
            }
            if (c == '\\' && quote != '\'' && i + 1 < line.length()) {
                out.append(c);
                c = line.charAt(++i);
            } else if ((c == '\'' || c == '"') && (quote == 0 || quote == c)) {
                quote = quote == 0 ? c : 0;
            }
            out.append(c);
            i++;
        }
        return out.toString();
    }

    private static int eventEnd(String line, int from) {
        if (from < line.length() && line.charAt(from) == '!') {
            return from + 1;
        }
        int end = from;
        while (end < line.length() && " \t;|&()<>\n=!".indexOf(line.charAt(end)) < 0) {
            end++;
        }
        return end;
    }

    private static String find(History history, String event) {
        if (event.isEmpty() || history.isEmpty()) {
            return null;
        }
        if (event.equals("!")) {
            return history.get(history.last());
        }
        boolean back = event.charAt(0) == '-';
        String digits = back ? event.substring(1) : event;
        boolean number = !digits.isEmpty() && digits.length() < 9;
        for (int i = 0; i < digits.length(); i++) {
            number &= digits.charAt(i) >= '0' && digits.charAt(i) <= '9';
        }
        if (number) {
            int n = Integer.parseInt(digits);
            int index = back ? history.last() + 1 - n : n - 1;
            return index >= history.first() && index <= history.last() ? history.get(index) : null;
        }
        for (int i = history.last(); i >= history.first(); i--) {
            if (history.get(i).startsWith(event)) {
                return history.get(i);
            }
        }
        return null;
    }

    @Override
    public String expandVar(String word) {
        return word;
    }
}
