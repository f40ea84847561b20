package org.sluice.apps.net.tftp;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What both sides have agreed on.
 *
 * @param blockSize bytes of a block, 8 to 65464 (RFC 2348)
 * @param timeout   seconds until something is sent again, 1 to 255 (RFC 2349)
 * @param size      of the file, -1 if nobody has said it (RFC 2349)
 */
record TftpOptions(int blockSize, int timeout, long size) {
    static final int LEAST_BLOCK = 8;
    static final int MOST_BLOCK = 65464;
    static final int MOST_TIMEOUT = 255;
    static final TftpOptions USUAL = new TftpOptions(512, 1, -1);

    /**
     * What a server agrees to of what is asked for; what it does not know or cannot do it leaves out (RFC 2347).
     *
     * @param size of the file that is read; -1 when one is written, then the client tells
     */
    static Map<String, String> agreed(Map<String, String> asked, long size) {
        Map<String, String> agreed = new LinkedHashMap<>();
        asked.forEach((name, value) -> {
            long number = number(value);
            switch (name) {
                case "blksize" -> {
                    if (number >= LEAST_BLOCK) {
                        agreed.put(name, Long.toString(Math.min(MOST_BLOCK, number)));
                    }
                }
                case "timeout" -> {
                    if (number >= 1 && number <= MOST_TIMEOUT) {
                        agreed.put(name, value);
                    }
                }
                case "tsize" -> {
                    if (number >= 0) {
                        agreed.put(name, size < 0 ? value : Long.toString(size));
                    }
                }
                default -> { } // not known
            }
        });
        return agreed;
    }

    /**
     * The options that a server's acknowledgement means.
     *
     * @param asked what the client has asked for
     * @throws IllegalArgumentException for what was not asked for, or is more than was
     */
    static TftpOptions of(Map<String, String> agreed, Map<String, String> asked) {
        TftpOptions options = USUAL;
        for (Map.Entry<String, String> option : agreed.entrySet()) {
            String wanted = asked.get(option.getKey());
            long number = number(option.getValue());
            boolean fits = wanted != null && number >= 0 && switch (option.getKey()) {
                case "blksize" -> number >= LEAST_BLOCK && number <= number(wanted);
                case "timeout" -> number == number(wanted);
                default -> true;
            };
            if (!fits) {
                throw new IllegalArgumentException("option " + option.getKey() + "=" + option.getValue() + " was not asked for");
            }
            options = switch (option.getKey()) {
                case "blksize" -> new TftpOptions((int) number, options.timeout, options.size);
                case "timeout" -> new TftpOptions(options.blockSize, (int) number, options.size);
                default -> new TftpOptions(options.blockSize, options.timeout, number);
            };
        }
        return options;
    }

    private static long number(String text) {
        boolean digits = !text.isEmpty() && text.length() <= 18 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        return digits ? Long.parseLong(text) : -1;
    }
}
