package org.sluice.apps.text;

import org.sluice.apps.Failure;

/** Which part of a line sort compares, and how. */
final class SortKey {
    static final String ORDERS = "bdfghiMnrV";

    private boolean skipBlanksAtStart;
    private boolean skipBlanksAtEnd;
    private boolean dictionary;
    private boolean fold;
    private boolean printable;
    private boolean reverse;
    /** One of {@code n g h M V}, or 0 for the order of bytes. */
    private char order;

    private int startField;
    private int startChar;
    /** Field at which the key ends, counted from 0; -1 for the end of the line. */
    private int endField = -1;
    /** Characters of the end field that belong to the key; 0 for all. */
    private int endChar;
    private int from;
    private int to;

    /** The whole line, in an order to be set. */
    SortKey() {
    }

    /** @param text a key as {@code -k} takes it: {@code F[.C][OPTS][,F[.C][OPTS]]} */
    static SortKey parse(String text) {
        SortKey key = new SortKey();
        int comma = text.indexOf(',');
        String start = comma < 0 ? text : text.substring(0, comma);
        key.startField = key.position(text, start, true) - 1;
        if (key.startField < 0) {
            throw new Failure.Usage("field number is zero: invalid field specification '" + text + "'");
        }
        if (comma >= 0) {
            key.endField = key.position(text, text.substring(comma + 1), false) - 1;
            if (key.endField < 0) {
                throw new Failure.Usage("field number is zero: invalid field specification '" + text + "'");
            }
        }
        return key;
    }

    private int position(String whole, String text, boolean start) {
        int at = 0;
        while (at < text.length() && Character.isDigit(text.charAt(at))) {
            at++;
        }
        int field = number(whole, text.substring(0, at));
        if (at < text.length() && text.charAt(at) == '.') {
            int from = ++at;
            while (at < text.length() && Character.isDigit(text.charAt(at))) {
                at++;
            }
            int character = number(whole, text.substring(from, at));
            if (start && character == 0) {
                throw new Failure.Usage("character offset is zero: invalid field specification '" + whole + "'");
            }
            if (start) {
                startChar = character - 1;
            } else {
                endChar = character;
            }
        }
        for (; at < text.length(); at++) {
            char c = text.charAt(at);
            if (ORDERS.indexOf(c) < 0) {
                throw new Failure.Usage("stray character in field spec: invalid field specification '" + whole + "'");
            }
            if (c == 'b') {
                skipBlanksAtStart |= start;
                skipBlanksAtEnd |= !start;
            } else {
                order(c);
            }
        }
        return field;
    }

    private static int number(String whole, String digits) {
        if (digits.isEmpty() || digits.length() > 9) {
            throw new Failure.Usage("invalid number at field start: invalid field specification '" + whole + "'");
        }
        return Integer.parseInt(digits);
    }

    /** Adds an ordering option, one of {@link #ORDERS}. */
    void order(char letter) {
        switch (letter) {
            case 'b' -> {
                skipBlanksAtStart = true;
                skipBlanksAtEnd = true;
            }
            case 'd' -> dictionary = true;
            case 'f' -> fold = true;
            case 'i' -> printable = true;
            case 'r' -> reverse = true;
            default -> order = letter;
        }
    }

    /** Takes the ordering options of the whole command if the key has none of its own. */
    void inherit(SortKey global) {
        boolean own = skipBlanksAtStart || skipBlanksAtEnd || dictionary || fold || printable || reverse || order != 0;
        if (!own) {
            skipBlanksAtStart = global.skipBlanksAtStart;
            skipBlanksAtEnd = global.skipBlanksAtEnd;
            dictionary = global.dictionary;
            fold = global.fold;
            printable = global.printable;
            reverse = global.reverse;
            order = global.order;
        }
    }

    boolean isReverse() {
        return reverse;
    }

    /** Whether the key is the whole line in the order of its bytes, so that comparing it decides all. */
    boolean isPlainLine() {
        return startField == 0 && startChar == 0 && endField < 0 && order == 0 && !skipBlanksAtStart && !dictionary && !fold
                && !printable;
    }

    /**
     * Compares two lines.
     *
     * @param separator the byte between fields, or -1 for the change from non-blank to blank
     */
    int compare(byte[] a, byte[] b, int separator) {
        locate(a, separator);
        int fromA = from;
        int toA = to;
        locate(b, separator);
        int result = switch (order) {
            case 'n' -> SortOrders.numeric(a, fromA, toA, b, from, to);
            case 'h' -> SortOrders.human(a, fromA, toA, b, from, to);
            case 'g' -> SortOrders.general(a, fromA, toA, b, from, to);
            case 'M' -> SortOrders.month(a, fromA, toA, b, from, to);
            case 'V' -> SortOrders.version(a, fromA, toA, b, from, to);
            default -> SortOrders.text(a, fromA, toA, b, from, to, dictionary, fold, printable);
        };
        return reverse ? -result : result;
    }

    private void locate(byte[] line, int separator) {
        int begin = field(line, startField, separator);
        if (skipBlanksAtStart) {
            begin = skipBlanks(line, begin);
        }
        from = Math.min(line.length, begin + startChar);
        if (endField < 0) {
            to = line.length;
        } else if (endChar == 0) {
            to = fieldEnd(line, field(line, endField, separator), separator);
        } else {
            int end = field(line, endField, separator);
            if (skipBlanksAtEnd) {
                end = skipBlanks(line, end);
            }
            to = Math.min(line.length, end + endChar);
        }
        to = Math.max(from, to);
    }

    private static int field(byte[] line, int number, int separator) {
        int at = 0;
        for (int i = 0; i < number && at < line.length; i++) {
            at = fieldEnd(line, at, separator);
            if (separator >= 0 && at < line.length) {
                at++;
            }
        }
        return at;
    }

    private static int fieldEnd(byte[] line, int start, int separator) {
        int at = start;
        if (separator >= 0) {
            while (at < line.length && line[at] != separator) {
                at++;
            }
            return at;
        }
        at = skipBlanks(line, at);
        while (at < line.length && !isBlank(line[at])) {
            at++;
        }
        return at;
    }

    private static int skipBlanks(byte[] line, int start) {
        int at = start;
        while (at < line.length && isBlank(line[at])) {
            at++;
        }
        return at;
    }

    static boolean isBlank(byte b) {
        return b == ' ' || b == '\t';
    }
}
