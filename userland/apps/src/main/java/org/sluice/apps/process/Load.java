package org.sluice.apps.process;

import java.io.IOException;
import org.sluice.apps.Io;
import org.sluice.apps.Numbers;

/** What uptime and top tell of the machine as a whole. */
public final class Load {
    private Load() {
    }

    /** Such as {@code 3 days,  2:05} or {@code 7 min}. */
    public static String duration(long seconds) {
        long days = seconds / 86400;
        long hours = seconds / 3600 % 24;
        long minutes = seconds / 60 % 60;
        String before = days == 0 ? "" : days + (days == 1 ? " day, " : " days, ");
        if (hours == 0) {
            return before + minutes + " min";
        }
        return before + (hours < 10 ? " " : "") + hours + ":" + Numbers.zeros(minutes, 2);
    }

    /** The three load averages, separated by commas. */
    public static String averages(Io io) throws IOException {
        String[] fields = io.readText(io.proc() + "/loadavg").trim().split(" ");
        return fields.length < 3 ? "unknown" : fields[0] + ", " + fields[1] + ", " + fields[2];
    }
}
