package org.sluice.apps.system;

import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.IsoFields;

/** Formats times as strftime does, with English names. */
final class DateFormat {
    private static final String[] DAYS = {"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"};
    private static final String[] MONTHS = {
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"};

    private DateFormat() {
    }

    static String format(String format, ZonedDateTime time) {
        StringBuilder text = new StringBuilder();
        int at = 0;
        while (at < format.length()) {
            char c = format.charAt(at++);
            if (c != '%' || at == format.length()) {
                text.append(c);
                continue;
            }
            int start = at - 1;
            char flag = 0;
            while (at < format.length() && "-_0^#".indexOf(format.charAt(at)) >= 0) {
                flag = format.charAt(at++);
            }
            int width = 0;
            while (at < format.length() && Character.isDigit(format.charAt(at))) {
                width = Math.min(1000, width * 10 + format.charAt(at++) - '0');
            }
            int colons = 0;
            while (at < format.length() && format.charAt(at) == ':') {
                colons++;
                at++;
            }
            String value = at < format.length() ? directive(format.charAt(at++), flag, width, colons, time) : null;
            text.append(value == null ? format.substring(start, at) : flag == '^' ? value.toUpperCase(java.util.Locale.ROOT)
                    : value);
        }
        return text.toString();
    }

    private static String directive(char letter, char flag, int width, int colons, ZonedDateTime t) {
        int hour12 = t.getHour() % 12 == 0 ? 12 : t.getHour() % 12;
        int sunday = t.getDayOfWeek().getValue() % 7;
        return switch (letter) {
            case '%' -> "%";
            case 'n' -> "\n";
            case 't' -> "\t";
            case 'a' -> DAYS[t.getDayOfWeek().getValue() - 1].substring(0, 3);
            case 'A' -> DAYS[t.getDayOfWeek().getValue() - 1];
            case 'b', 'h' -> MONTHS[t.getMonthValue() - 1].substring(0, 3);
            case 'B' -> MONTHS[t.getMonthValue() - 1];
            case 'c' -> format("%a %b %e %H:%M:%S %Y", t);
            case 'C' -> number(t.getYear() / 100, 2, '0', flag, width);
            case 'd' -> number(t.getDayOfMonth(), 2, '0', flag, width);
            case 'D', 'x' -> format("%m/%d/%y", t);
            case 'e' -> number(t.getDayOfMonth(), 2, ' ', flag, width);
            case 'F' -> format("%Y-%m-%d", t);
            case 'g' -> number(t.get(IsoFields.WEEK_BASED_YEAR) % 100, 2, '0', flag, width);
            case 'G' -> number(t.get(IsoFields.WEEK_BASED_YEAR), 4, '0', flag, width);
            case 'H' -> number(t.getHour(), 2, '0', flag, width);
            case 'I' -> number(hour12, 2, '0', flag, width);
            case 'j' -> number(t.getDayOfYear(), 3, '0', flag, width);
            case 'k' -> number(t.getHour(), 2, ' ', flag, width);
            case 'l' -> number(hour12, 2, ' ', flag, width);
            case 'm' -> number(t.getMonthValue(), 2, '0', flag, width);
            case 'M' -> number(t.getMinute(), 2, '0', flag, width);
            case 'N' -> number(t.getNano(), 9, '0', '0', 9).substring(0, width == 0 ? 9 : Math.min(9, width));
            case 'p' -> flag == '#' ? half(t).toLowerCase(java.util.Locale.ROOT) : half(t);
            case 'P' -> half(t).toLowerCase(java.util.Locale.ROOT);
            case 'q' -> Integer.toString(t.get(IsoFields.QUARTER_OF_YEAR));
            case 'r' -> format("%I:%M:%S %p", t);
            case 'R' -> format("%H:%M", t);
            case 's' -> Long.toString(t.toEpochSecond());
            case 'S' -> number(t.getSecond(), 2, '0', flag, width);
            case 'T', 'X' -> format("%H:%M:%S", t);
            case 'u' -> Integer.toString(t.getDayOfWeek().getValue());
            case 'U' -> number((t.getDayOfYear() + 6 - sunday) / 7, 2, '0', flag, width);
            case 'V' -> number(t.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR), 2, '0', flag, width);
            case 'w' -> Integer.toString(sunday);
            case 'W' -> number((t.getDayOfYear() + 6 - (sunday + 6) % 7) / 7, 2, '0', flag, width);
            case 'y' -> number(Math.floorMod(t.getYear(), 100), 2, '0', flag, width);
            case 'Y' -> number(t.getYear(), 4, '0', flag, width);
            case 'z' -> offset(t, colons);
            case 'Z' -> zone(t);
            default -> null;
        };
    }

    private static String half(ZonedDateTime t) {
        return t.getHour() < 12 ? "AM" : "PM";
    }

    private static String number(long value, int digits, char padding, char flag, int width) {
        if (flag == '-') {
            return Long.toString(value);
        }
        char fill = flag == '_' ? ' ' : flag == '0' ? '0' : padding;
        String text = Long.toString(value);
        int missing = (width > 0 ? width : digits) - text.length();
        return missing > 0 ? String.valueOf(fill).repeat(missing) + text : text;
    }

    private static String offset(ZonedDateTime t, int colons) {
        int seconds = t.getOffset().getTotalSeconds();
        int minutes = Math.abs(seconds) / 60;
        String sign = seconds < 0 ? "-" : "+";
        String hour = number(minutes / 60, 2, '0', '0', 2);
        String minute = number(minutes % 60, 2, '0', '0', 2);
        return sign + hour + (colons > 0 ? ":" : "") + minute + (colons > 1 ? ":00" : "");
    }

    /** The zone's abbreviation, for which the class library's names are loaded only when it is not UTC. */
    private static String zone(ZonedDateTime t) {
        if (t.getZone().equals(ZoneOffset.UTC) || t.getZone().getId().equals("UTC")) {
            return "UTC";
        }
        return java.time.format.DateTimeFormatter.ofPattern("zzz", java.util.Locale.ENGLISH).format(t);
    }
}
