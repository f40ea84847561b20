package org.sluice.drill.run;

import java.util.Locale;
import org.sluice.drill.script.Event;

/** Times of a script on the world's clock. */
final class Timing {
    private static final double SECOND = 1e9;

    private final Settings settings;
    private final long start;
    /** What relative times count from, and what tolerance grows with. */
    private long last;

    Timing(Settings settings, long start) {
        this.settings = settings;
        this.start = start;
        last = start;
    }

    /** What happened last happened at a time. */
    void happened(long at) {
        last = at;
    }

    /** When an event is to happen, or the earliest of a range. */
    long from(Event.Time time) {
        return (time.relative() ? last : start) + time.from();
    }

    long to(Event.Time time) {
        return (time.relative() ? last : start) + time.to();
    }

    /** When a call that blocks is to return. */
    long end(Event.Time time, long end) {
        return (time.relative() ? last : start) + end;
    }

    /** How far something may be from its time. */
    long tolerance(long expected) {
        return Math.max(settings.tolerance, (long) (settings.tolerancePercent / 100 * (expected - last)));
    }

    /** Why something did not happen at its time, or null. */
    String difference(Event.Time time, long actual) {
        if (time.kind() == Event.Kind.ANY) {
            return null;
        }
        long from = from(time);
        long to = to(time);
        long tolerance = tolerance(from);
        if (actual >= from - tolerance && actual <= to + tolerance) {
            return null;
        }
        return "expected at " + show(from) + (to == from ? "" : " to " + show(to)) + ", actual " + show(actual) + " (tolerance "
            + String.format(Locale.ROOT, "%.6f", tolerance / SECOND) + ")";
    }

    /** A time as seconds since the script began. */
    String show(long at) {
        return String.format(Locale.ROOT, "%.6f", (at - start) / SECOND);
    }
}
