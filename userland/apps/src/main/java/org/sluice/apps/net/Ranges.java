package org.sluice.apps.net;

import org.sluice.apps.Failure;
import org.sluice.apps.Numbers;
import org.sluice.apps.Options;

/** Numbers on command lines that have bounds. */
public final class Ranges {
    private Ranges() {
    }

    /** An option's value. @param most {@code Long.MAX_VALUE} if there is no bound @throws Failure.Usage */
    public static long number(Options options, String what, long least, long most) {
        return within(options.number(what), what, least, most);
    }

    /** An option's value with K, M and so on behind it. @throws Failure.Usage */
    public static long size(Options options, String what, long least, long most) {
        return within(Numbers.size(options.value(), what), what, least, most);
    }

    private static long within(long value, String what, long least, long most) {
        if (value < least || value > most) {
            throw new Failure.Usage(what + " " + value + ": must be from " + least + (most == Long.MAX_VALUE ? "" : " to " + most));
        }
        return value;
    }
}
