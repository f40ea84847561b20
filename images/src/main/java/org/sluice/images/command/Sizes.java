package org.sluice.images.command;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Amounts of memory as people write them. */
final class Sizes {
    private static final Pattern SIZE = Pattern.compile("(\\d{1,12})([KMGT]?)(i?B)?", Pattern.CASE_INSENSITIVE);

    private Sizes() {
    }

    /**
     * Bytes in a size such as {@code 512M}, {@code 2GiB} or {@code 1048576}; units are powers of 1024.
     *
     * @param option what to name in the complaint
     */
    static long parse(String option, String text, long least, long most) {
        Matcher m = SIZE.matcher(text);
        if (!m.matches()) {
            throw MachineOptions.usage(option + " " + text + ": expected a size such as 512M or 2G");
        }
        int shift = switch (m.group(2).toUpperCase(java.util.Locale.ROOT)) {
            case "K" -> 10;
            case "M" -> 20;
            case "G" -> 30;
            case "T" -> 40;
            default -> 0;
        };
        long value = Long.parseLong(m.group(1));
        long bytes = value > Long.MAX_VALUE >> shift ? Long.MAX_VALUE : value << shift;
        if (bytes < least || bytes > most) {
            throw MachineOptions.usage(option + " " + text + ": must be " + (least >> 20) + "M to " + (most >> 30) + "G");
        }
        return bytes;
    }
}
