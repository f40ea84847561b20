package org.sluice.apps.net.http;

import org.sluice.apps.LocalTime;
import org.sluice.apps.Numbers;

/** Dates of HTTP (RFC 9110, section 5.6.7). */
final class HttpDate {
    private static final String DAYS = "ThuFriSatSunMonTueWed";
    private static final String MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";
    private static final int DAY = 86_400;

    private HttpDate() {
    }

    /** A date. @param second since 1970 */
    static String format(long second) {
        LocalTime time = LocalTime.utc(second);
        int weekday = (int) Math.floorMod(Math.floorDiv(second, DAY), 7L);
        return DAYS.substring(3 * weekday, 3 * weekday + 3) + ", " + Numbers.zeros(time.day(), 2) + " " + time.monthName() + " " + time.year() + " "
            + time.clockWithSeconds() + " GMT";
    }

    /** Seconds since 1970 of a date in one of the three forms; -1 for other text. */
    static long parse(String text) {
        String[] words = text.strip().replace(",", " ").replace("-", " ").split(" +");
        if (words.length == 6 && words[5].equals("GMT")) {
            return of(words[3], words[2], words[1], words[4]);
        }
        return words.length == 5 ? of(words[4], words[1], words[2], words[3]) : -1;
    }

    private static long of(String yearText, String monthText, String dayText, String clock) {
        long year = HeadText.number(yearText);
        int month = monthText.length() == 3 ? MONTHS.indexOf(monthText) : -1;
        long day = HeadText.number(dayText);
        if (clock.length() != 8 || clock.charAt(2) != ':' || clock.charAt(5) != ':') {
            return -1;
        }
        long hour = HeadText.number(clock.substring(0, 2));
        long minute = HeadText.number(clock.substring(3, 5));
        long second = HeadText.number(clock.substring(6));
        if (year >= 0 && yearText.length() == 2) {
            year += year < 70 ? 2000 : 1900;
        }
        if (year < 1970 || year > 9999 || month < 0 || month % 3 != 0 || day < 1 || day > 31 || hour < 0 || hour > 23 || minute < 0 || minute > 59
                || second < 0 || second > 60) {
            return -1;
        }
        return days(year, month / 3 + 1, day) * DAY + hour * 3600 + minute * 60 + second;
    }

    /** Days since 1970 of a day of the Gregorian calendar: years that begin in March have their leap day last. */
    private static long days(long year, int month, long day) {
        long y = month <= 2 ? year - 1 : year;
        long m = month <= 2 ? month + 9 : month - 3;
        return 365 * y + y / 4 - y / 100 + y / 400 + (153 * m + 2) / 5 + day - 1 - 719_468;
    }
}
