package org.sluice.drill.script;

/**
 * A word of a script.
 *
 * @param text as it stands there; of strings, code and commands, what is between the delimiters
 * @param line from 1
 */
record Token(Kind kind, String text, int line) {
    /** Kinds of words; CHARACTER is any other character. */
    enum Kind { OPTION, INTEGER, HEX, FLOAT, WORD, STRING, COMMAND, CODE, ELLIPSIS, ADDRESS, CHARACTER, END }

    boolean is(String what) {
        return text.equals(what) && (kind == Kind.WORD || kind == Kind.CHARACTER || kind == Kind.ELLIPSIS);
    }

    @Override
    public String toString() {
        return kind == Kind.END ? "end of script" : "'" + text + "'";
    }
}
