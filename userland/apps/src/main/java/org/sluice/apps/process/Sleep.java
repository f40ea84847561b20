package org.sluice.apps.process;

import java.io.IOException;
import org.sluice.apps.Command;
import org.sluice.apps.Failure;

/** {@code sleep}: waits. */
public final class Sleep extends Command {
    private static final String UNITS = "smhd";
    private static final long[] SECONDS = {1, 60, 3600, 86400};

    public Sleep() {
        super("sleep");
    }

    public static void main(String[] args) {
        new Sleep().start(args);
    }

    @Override
    protected int run(String[] args) throws IOException {
        String[] times = plain(args);
        if (times.length == 0) {
            throw new Failure.Usage("missing operand");
        }
        double seconds = 0;
        for (int i = 0; i < times.length; i++) {
            seconds += seconds(times[i]);
        }
        io.sleep((long) (seconds * 1e9));
        return 0;
    }

    private static double seconds(String text) {
        int last = text.length() - 1;
        int unit = last < 0 ? -1 : UNITS.indexOf(text.charAt(last));
        String number = unit < 0 ? text : text.substring(0, last);
        try {
            boolean digits = !number.isEmpty() && "0123456789.".indexOf(number.charAt(number.length() - 1)) >= 0;
            double value = digits ? Double.parseDouble(number) : -1;
            if (value >= 0) {
                return value * (unit < 0 ? 1 : SECONDS[unit]);
            }
        } catch (NumberFormatException e) {
            throw new Failure.Usage("invalid time interval '" + text + "'");
        }
        throw new Failure.Usage("invalid time interval '" + text + "'");
    }
}
