package org.sluice.apps.net.http;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What heads of requests and answers have in common (RFC 9112, sections 2 and 5): lines, an empty one at the end, and fields in between. */
final class HeadText {
    private static final String TOKEN = "!#$%&'*+-.^_`|~";

    private HeadText() {
    }

    /**
     * Where a head ends.
     *
     * @param from where to begin to look; a call with more bytes may begin three before the end of those that were looked at
     * @return index behind the empty line, -1 if it has not come
     */
    static int end(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] == '\n') {
                int next = i + 1;
                if (next < to && bytes[next] == '\r') {
                    next++;
                }
                if (next < to && bytes[next] == '\n') {
                    return next + 1;
                }
            }
        }
        return -1;
    }

    /** The lines without their ends, the empty one left out. */
    static List<String> lines(byte[] bytes, int from, int to) {
        List<String> lines = new ArrayList<>();
        int start = from;
        for (int i = from; i < to; i++) {
            if (bytes[i] == '\n') {
                int end = i > start && bytes[i - 1] == '\r' ? i - 1 : i;
                if (end > start) {
                    lines.add(new String(bytes, start, end - start, StandardCharsets.ISO_8859_1));
                }
                start = i + 1;
            }
        }
        return lines;
    }

    /**
     * The fields of lines, by lower-case names; several of one name are joined by {@code ", "}.
     *
     * @param lines of which the first is none of a field
     * @throws IllegalArgumentException for a line out of form
     */
    static Map<String, String> fields(List<String> lines) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (int i = 1; i < lines.size(); i++) {
            String line = lines.get(i);
            int colon = line.indexOf(':');
            if (colon < 1 || !isToken(line.substring(0, colon))) {
                throw new IllegalArgumentException("a header line out of form");
            }
            String value = line.substring(colon + 1).strip();
            if (hasControls(value)) {
                throw new IllegalArgumentException("a control character in a header");
            }
            fields.merge(line.substring(0, colon).toLowerCase(Locale.ROOT), value, (a, b) -> a + ", " + b);
        }
        return fields;
    }

    /** Whether text is a token (RFC 9110, section 5.6.2). */
    static boolean isToken(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
            || TOKEN.indexOf(c) >= 0);
    }

    static boolean hasControls(String text) {
        return text.chars().anyMatch(c -> c < ' ' && c != '\t' || c == 127);
    }

    /** Whether a list of words separated by commas has one, whatever its case. @param list null for none */
    static boolean has(String list, String word) {
        if (list == null) {
            return false;
        }
        for (String part : list.split(",")) {
            if (part.strip().equalsIgnoreCase(word)) {
                return true;
            }
        }
        return false;
    }

    /** A number of digits alone, up to 18 of them; -1 for other text. */
    static long number(String text) {
        boolean digits = !text.isEmpty() && text.length() <= 18 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        return digits ? Long.parseLong(text) : -1;
    }
}
