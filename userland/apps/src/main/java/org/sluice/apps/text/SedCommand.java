package org.sluice.apps.text;

import java.util.regex.Pattern;

/** One command of a sed script, as parsed; ranges keep their state here while the script runs. */
final class SedCommand {
    /** One end of an address: a line number, the last line, a step, or an expression. */
    static final class Address {
        static final int LAST = -1;

        /** Line number, {@link #LAST}, or 0 when the address is an expression. */
        long line;
        /** Of {@code FIRST~STEP}: every so many lines from {@link #line} on; 0 for none. */
        long step;
        /** Of {@code ADDRESS,+N}: so many lines more; -1 for none. */
        long more = -1;
        /** {@code null} when the address is no expression; the empty one stands for the last one used. */
        Pattern pattern;
        boolean lastPattern;
    }

    Address first;
    Address second;
    boolean negated;
    char letter;
    /** Text of {@code a i c}, label of {@code b t T :}. */
    String text = "";
    /** Index of the command to go on with, for {@code b t T} and for an opening brace whose address does not match. */
    int target;
    int exitStatus;

    /** Of {@code s}. */
    Pattern pattern;
    boolean lastPattern;
    String replacement;
    boolean global;
    boolean print;
    int occurrence = 1;

    /** Of {@code y}. */
    String from;
    String to;

    /** Whether a range is open, and the line with which it ends when that is known. */
    boolean inRange;
    long rangeEnd;
}
