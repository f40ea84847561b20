package org.sluice.apps.net;

import org.sluice.apps.Failure;

/** Times on command lines: seconds, perhaps with a fraction. */
public final class Seconds {
    private static final double NANOS = 1e9;
    private static final double MOST = 1e6;

    private Seconds() {
    }

    /** @throws Failure.Usage for what is no number from 0 to a million */
    public static long nanos(String text, String what) {
        try {
            double seconds = Double.parseDouble(text);
            if (seconds >= 0 && seconds <= MOST && Character.isDigit(text.charAt(text.length() - 1))) {
                return (long) (seconds * NANOS);
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new Failure.Usage("invalid " + what + ": '" + text + "'");
    }
}
