package org.sluice.shell.run;

/** The options of {@code set}. */
public final class Options {
    /** Letters of the options that have one, in the order {@code $-} shows them, and their long names. */
    private static final String LETTERS = "aefnuvxC";
    private static final String[] NAMES = {
        "allexport", "errexit", "noglob", "noexec", "nounset", "verbose", "xtrace", "noclobber",
        "pipefail", "ignoreeof"};

    boolean allExport;
    boolean exitOnError;
    boolean noGlob;
    boolean noExecute;
    boolean noUnset;
    boolean verbose;
    boolean trace;
    boolean noClobber;
    boolean pipeFail;
    boolean ignoreEof;

    Options copy() {
        Options o = new Options();
        for (String name : NAMES) {
            o.set(name, get(name));
        }
        return o;
    }

    /**
     * Sets an option by its long name.
     *
     * @param name a long name
     * @param on   its value
     * @return false when there is no such option
     */
    public boolean set(String name, boolean on) {
        switch (name) {
            case "allexport" -> allExport = on;
            case "errexit" -> exitOnError = on;
            case "noglob" -> noGlob = on;
            case "noexec" -> noExecute = on;
            case "nounset" -> noUnset = on;
            case "verbose" -> verbose = on;
            case "xtrace" -> trace = on;
            case "noclobber" -> noClobber = on;
            case "pipefail" -> pipeFail = on;
            case "ignoreeof" -> ignoreEof = on;
            default -> {
                return false;
            }
        }
        return true;
    }

    /**
     * An option's value.
     *
     * @param name a long name
     * @return whether it is on
     */
    public boolean get(String name) {
        return switch (name) {
            case "allexport" -> allExport;
            case "errexit" -> exitOnError;
            case "noglob" -> noGlob;
            case "noexec" -> noExecute;
            case "nounset" -> noUnset;
            case "verbose" -> verbose;
            case "xtrace" -> trace;
            case "noclobber" -> noClobber;
            case "pipefail" -> pipeFail;
            case "ignoreeof" -> ignoreEof;
            default -> false;
        };
    }

    /**
     * Sets an option by its letter.
     *
     * @param letter the letter
     * @param on     its value
     * @return false when there is no such option
     */
    public boolean set(char letter, boolean on) {
        int i = LETTERS.indexOf(letter);
        return i >= 0 && set(NAMES[i], on);
    }

    /**
     * The long names.
     *
     * @return the caller's
     */
    public static String[] names() {
        return NAMES.clone();
    }

    /**
     * The letters of the options that are on.
     *
     * @return the value of {@code $-} but for the interactive flag
     */
    public String letters() {
        StringBuilder on = new StringBuilder();
        for (int i = 0; i < LETTERS.length(); i++) {
            if (get(NAMES[i])) {
                on.append(LETTERS.charAt(i));
            }
        }
        return on.toString();
    }
}
