package org.sluice.abi;

/** Signal numbers, as Linux numbers them, and what a process can ask to happen when one arrives. */
public final class Signals {
    public static final int HUP = 1;
    public static final int INT = 2;
    public static final int QUIT = 3;
    public static final int KILL = 9;
    public static final int USR1 = 10;
    public static final int USR2 = 12;
    public static final int PIPE = 13;
    public static final int ALRM = 14;
    public static final int TERM = 15;
    public static final int CHLD = 17;
    public static final int CONT = 18;
    public static final int STOP = 19;
    public static final int TSTP = 20;
    public static final int TTIN = 21;
    public static final int TTOU = 22;
    public static final int WINCH = 28;
    /** One more than the largest signal number. */
    public static final int COUNT = 32;

    /** Disposition: terminate, stop, continue or nothing, as the signal's default says. */
    public static final int DEFAULT = 0;
    /** Disposition: the signal is dropped. */
    public static final int IGNORE = 1;
    /** Disposition: the signal is queued for {@link SystemCalls#signalWait}. */
    public static final int CATCH = 2;

    private Signals() {
    }

    /**
     * The name of a signal without its {@code SIG} prefix.
     *
     * @param signal a signal number
     * @return for example {@code "INT"}, or the number in decimal when it has no name here
     */
    public static String name(int signal) {
        return switch (signal) {
            case HUP -> "HUP";
            case INT -> "INT";
            case QUIT -> "QUIT";
            case KILL -> "KILL";
            case USR1 -> "USR1";
            case USR2 -> "USR2";
            case PIPE -> "PIPE";
            case ALRM -> "ALRM";
            case TERM -> "TERM";
            case CHLD -> "CHLD";
            case CONT -> "CONT";
            case STOP -> "STOP";
            case TSTP -> "TSTP";
            case TTIN -> "TTIN";
            case TTOU -> "TTOU";
            case WINCH -> "WINCH";
            default -> Integer.toString(signal);
        };
    }

    /**
     * The signal of a name.
     *
     * @param name a name with or without {@code SIG}, in either case, or a decimal number
     * @return the signal number, or -1 when there is none of that name
     */
    public static int number(String name) {
        String n = name.startsWith("SIG") || name.startsWith("sig") ? name.substring(3) : name;
        for (int s = 0; s < COUNT; s++) {
            if (name(s).equalsIgnoreCase(n) || Integer.toString(s).equals(n)) {
                return s;
            }
        }
        return -1;
    }
}
