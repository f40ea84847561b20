package org.sluice.drill.script;

/** A script uses what cannot be run: it neither passed nor failed. */
public final class Unsupported extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final int line;

    /** @param line of the script, from 1; 0 if it is not known here */
    public Unsupported(int line, String construct) {
        super(construct);
        this.line = line;
    }

    public int line() {
        return line;
    }

    /** The same with a line, if it has none. */
    public Unsupported at(int where) {
        return line != 0 ? this : new Unsupported(where, getMessage());
    }
}
