package org.sluice.apps;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** Reads dates as people give them to {@code date -d} and {@code touch -d}. */
public final class DateText {
    private DateText() {
    }

    /** The zone of the {@code TZ} variable, or UTC. */
    public static ZoneId zone(Io io) {
        String name = io.variable("TZ");
        try {
            return name == null || name.isEmpty() ? ZoneOffset.UTC : ZoneId.of(name);
        } catch (DateTimeException e) {
            return ZoneOffset.UTC;
        }
    }

    /**
     * Reads a date: {@code @SECONDS}, {@code now}, {@code today}, {@code yesterday}, {@code tomorrow}, or ISO 8601 with or
     * without time and zone, with a space or a T between date and time.
     *
     * @param nowMillis the present, in milliseconds since 1970
     * @return nanoseconds since 1970
     * @throws Failure with status 1 when it is no date
     */
    public static long parse(String text, ZoneId zone, long nowMillis) {
        String date = text.trim();
        try {
            if (date.startsWith("@")) {
                return new java.math.BigDecimal(date.substring(1)).movePointRight(9).longValue();
            }
            long now = nowMillis * 1_000_000;
            switch (date) {
                case "now", "today", "" -> {
                    return now;
                }
                case "yesterday" -> {
                    return now - 86_400_000_000_000L;
                }
                case "tomorrow" -> {
                    return now + 86_400_000_000_000L;
                }
                default -> {
                    return iso(date, zone);
                }
            }
        } catch (DateTimeException | NumberFormatException e) {
            throw new Failure(1, "invalid date '" + text + "'");
        }
    }

    private static long iso(String text, ZoneId zone) {
        String date = text;
        ZoneId in = zone;
        if (date.endsWith("Z") || date.endsWith(" UTC")) {
            date = date.substring(0, date.length() - (date.endsWith("Z") ? 1 : 4));
            in = ZoneOffset.UTC;
        }
        if (date.indexOf(':') < 0 && date.length() <= 10) {
            return nanos(LocalDate.parse(date).atStartOfDay(in).toOffsetDateTime());
        }
        if (date.indexOf('T') < 0 && date.indexOf(' ') > 0) {
            date = date.substring(0, date.indexOf(' ')) + "T" + date.substring(date.indexOf(' ') + 1);
        }
        int space = date.indexOf(' ');
        int sign = Math.max(date.lastIndexOf('+'), date.lastIndexOf('-'));
        if (sign > date.indexOf('T')) {
            String offset = date.substring(sign);
            String local = date.substring(0, space > 0 ? space : sign);
            return nanos(LocalDateTime.parse(local).atOffset(ZoneOffset.of(offset)));
        }
        return nanos(LocalDateTime.parse(date).atZone(in).toOffsetDateTime());
    }

    private static long nanos(OffsetDateTime time) {
        return Math.addExact(Math.multiplyExact(time.toEpochSecond(), 1_000_000_000L), time.getNano());
    }
}
