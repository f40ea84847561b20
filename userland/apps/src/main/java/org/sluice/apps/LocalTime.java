package org.sluice.apps;

/**
 * A point in time as the calendar and the clock on the wall show it. Without a {@code TZ} variable, or with one that names
 * UTC, this is plain arithmetic; only other zones load the time-zone rules.
 */
public final class LocalTime {
    private static final String MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";

    private final long epochSecond;
    private final int offset;
    private final int year;
    private final int month;
    private final int day;
    private final int secondOfDay;

    private LocalTime(long epochSecond, int offset) {
        this.epochSecond = epochSecond;
        this.offset = offset;
        long local = epochSecond + offset;
        secondOfDay = (int) Math.floorMod(local, 86400L);
        // days are counted from 0000-03-01, so that a leap day is the last of its year; an era has 400 years
        long days = Math.floorDiv(local, 86400L) + 719468;
        long era = Math.floorDiv(days, 146097L);
        int dayOfEra = (int) Math.floorMod(days, 146097L);
        int yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146096) / 365;
        int dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        int marchMonth = (5 * dayOfYear + 2) / 153;
        day = dayOfYear - (153 * marchMonth + 2) / 5 + 1;
        month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
        year = (int) (yearOfEra + era * 400) + (month <= 2 ? 1 : 0);
    }

    /** A time in the zone of the {@code TZ} variable. */
    public static LocalTime of(Io io, long epochSecond) {
        String zone = io.variable("TZ");
        boolean utc = zone == null || zone.isEmpty() || zone.startsWith("UTC") && zone.length() == 3 || zone.equals("UTC0");
        return new LocalTime(epochSecond, utc ? 0 : Zones.offset(zone, epochSecond));
    }

    /** A time in UTC. */
    public static LocalTime utc(long epochSecond) {
        return new LocalTime(epochSecond, 0);
    }

    public int year() {
        return year;
    }

    /** 1 to 12. */
    public int month() {
        return month;
    }

    /** 1 to 31. */
    public int day() {
        return day;
    }

    public int hour() {
        return secondOfDay / 3600;
    }

    public int minute() {
        return secondOfDay / 60 % 60;
    }

    public int second() {
        return secondOfDay % 60;
    }

    /** English abbreviation of the month. */
    public String monthName() {
        return MONTHS.substring(3 * month - 3, 3 * month);
    }

    /** {@code 2026-01-31}. */
    public String date() {
        return Numbers.zeros(year, 4) + "-" + Numbers.zeros(month, 2) + "-" + Numbers.zeros(day, 2);
    }

    /** {@code 23:59}. */
    public String clock() {
        return Numbers.zeros(hour(), 2) + ":" + Numbers.zeros(minute(), 2);
    }

    /** {@code 23:59:58}. */
    public String clockWithSeconds() {
        return clock() + ":" + Numbers.zeros(second(), 2);
    }

    /** {@code +0100}. */
    public String zone() {
        int minutes = Math.abs(offset) / 60;
        return (offset < 0 ? "-" : "+") + Numbers.zeros(minutes / 60, 2) + Numbers.zeros(minutes % 60, 2);
    }

    /** {@code 2026-01-31 23:59:58.000000001 +0100}. */
    public String isoWithNanos(int nanos) {
        return date() + " " + clockWithSeconds() + "." + Numbers.zeros(nanos, 9) + " " + zone();
    }

    /** The time as ls shows it: with the clock when it is less than half a year ago, else with the year. */
    public String forListing(long nowSecond) {
        boolean recent = epochSecond <= nowSecond && nowSecond - epochSecond < 31556952 / 2;
        String dayText = day < 10 ? " " + day : Integer.toString(day);
        return monthName() + " " + dayText + " " + (recent ? clock() : " " + year);
    }

    /** Kept apart so that java.time is loaded only where a zone needs it. */
    private static final class Zones {
        static int offset(String zone, long epochSecond) {
            try {
                java.time.Instant instant = java.time.Instant.ofEpochSecond(epochSecond);
                return java.time.ZoneId.of(zone).getRules().getOffset(instant).getTotalSeconds();
            } catch (java.time.DateTimeException e) {
                return 0; // an unknown zone counts as UTC, as it does for the C library
            }
        }
    }
}
