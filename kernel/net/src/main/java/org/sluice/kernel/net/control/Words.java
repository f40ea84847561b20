package org.sluice.kernel.net.control;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.sluice.abi.Errno;
import org.sluice.kernel.CallFailed;
import org.sluice.kernel.net.ip.Ip;

/** The words of a command, taken one by one. What is not as it should be is EINVAL. */
final class Words {
    private final String[] words;
    private int next;

    Words(String line) {
        words = line.trim().split("\\s+");
    }

    static CallFailed wrong() {
        return new CallFailed(Errno.EINVAL);
    }

    boolean more() {
        return next < words.length;
    }

    String word() {
        if (!more()) {
            throw wrong();
        }
        return words[next++];
    }

    void end() {
        if (more()) {
            throw wrong();
        }
    }

    /** The rest as {@code KEY=VALUE}, each key once and one of those allowed. */
    Map<String, String> options(Set<String> allowed) {
        Map<String, String> options = new HashMap<>();
        while (more()) {
            String word = word();
            int equals = word.indexOf('=');
            if (equals < 0 || !allowed.contains(word.substring(0, equals))
                || options.put(word.substring(0, equals), word.substring(equals + 1)) != null) {
                throw wrong();
            }
        }
        return options;
    }

    static long number(String text, long least, long most) {
        if (!text.matches("[0-9]{1,18}")) {
            throw wrong();
        }
        long value = Long.parseLong(text);
        if (value < least || value > most) {
            throw wrong();
        }
        return value;
    }

    static int ip(String text) {
        long ip = Ip.parse(text);
        if (ip < 0) {
            throw wrong();
        }
        return (int) ip;
    }

    /** {@code A.B.C.D/N}; without a slash the length is 32. */
    static Ip.Address prefix(String text) {
        int slash = text.indexOf('/');
        return slash < 0 ? new Ip.Address(ip(text), 32) : new Ip.Address(ip(text.substring(0, slash)),
            (int) number(text.substring(slash + 1), 0, 32));
    }

    static boolean yes(String text) {
        return switch (text) {
            case "yes" -> true;
            case "no" -> false;
            default -> throw wrong();
        };
    }

    /** VPI and VCI of {@code VPI.VCI}. */
    static int[] connection(String text) {
        int dot = text.indexOf('.');
        if (dot < 0) {
            throw wrong();
        }
        return new int[] {(int) number(text.substring(0, dot), 0, 255), (int) number(text.substring(dot + 1), 1, 65535)};
    }
}
