package org.sluice.drill.run;

import java.util.regex.Pattern;
import org.sluice.drill.script.Unsupported;

/** IPv4 addresses as text. */
final class Addresses {
    private static final Pattern IP = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");

    private Addresses() {
    }

    /** An address. @throws Unsupported if it is none of IPv4 */
    static int parse(String text) {
        if (!IP.matcher(text).matches()) {
            throw new Unsupported(0, "address '" + text + "'");
        }
        int ip = 0;
        for (String part : text.split("\\.")) {
            int value = Integer.parseInt(part);
            if (value > 255) {
                throw new Unsupported(0, "address '" + text + "'");
            }
            ip = ip << 8 | value;
        }
        return ip;
    }
}
