package org.sluice.apps.net;

import java.util.Locale;

/** Round-trip times, as ping sums them up. */
public final class Statistics {
    private static final double NANOS_PER_MILLI = 1e6;

    private long count;
    private long least = Long.MAX_VALUE;
    private long most;
    private double sum;
    private double squares;

    void add(long nanos) {
        count++;
        least = Math.min(least, nanos);
        most = Math.max(most, nanos);
        double millis = nanos / NANOS_PER_MILLI;
        sum += millis;
        squares += millis * millis;
    }

    long count() {
        return count;
    }

    /** Per cent of so many that are not counted here, rounded down. */
    long loss(long sent) {
        return sent == 0 ? 0 : Math.max(0, (sent - count) * 100 / sent);
    }

    /** A line with least, mean, most and mean deviation; empty if there is none. */
    String text() {
        if (count == 0) {
            return "";
        }
        double mean = sum / count;
        double deviation = Math.sqrt(Math.max(0, squares / count - mean * mean));
        return String.format(Locale.ROOT, "rtt min/avg/max/mdev = %.3f/%.3f/%.3f/%.3f ms%n", least / NANOS_PER_MILLI, mean,
            most / NANOS_PER_MILLI, deviation);
    }

    /** Milliseconds with three digits that mean something, as ping shows them. */
    public static String millis(long nanos) {
        double millis = nanos / NANOS_PER_MILLI;
        return String.format(Locale.ROOT, millis < 1 ? "%.3f" : millis < 10 ? "%.2f" : millis < 100 ? "%.1f" : "%.0f", millis);
    }
}
