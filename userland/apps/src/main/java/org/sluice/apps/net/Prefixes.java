package org.sluice.apps.net;

import org.sluice.apps.Failure;
import org.sluice.net.Ipv4;

/** Network prefixes on command lines. */
final class Prefixes {
    private static final int BITS = 32;

    private Prefixes() {
    }

    /** The length of the prefix a mask in dotted form or a number stands for. @throws Failure.Usage for a mask with holes */
    static int length(String mask) {
        try {
            int bits = Ipv4.parse(mask);
            int length = Integer.numberOfLeadingZeros(~bits);
            if (bits == (length == 0 ? 0 : -1 << BITS - length)) {
                return length;
            }
        } catch (IllegalArgumentException e) {
            // said below
        }
        throw new Failure.Usage("'" + mask + "' is no netmask");
    }

    /** The mask of a prefix in dotted form. */
    static String mask(int length) {
        return Ipv4.format(length == 0 ? 0 : -1 << BITS - length);
    }

    /** @throws Failure.Usage for what is no ADDRESS or ADDRESS/LENGTH */
    static void requireAddress(String text) {
        int slash = text.indexOf('/');
        try {
            Ipv4.parse(slash < 0 ? text : text.substring(0, slash));
            int length = slash < 0 ? BITS : Integer.parseInt(text.substring(slash + 1));
            if (length >= 0 && length <= BITS) {
                return;
            }
        } catch (IllegalArgumentException e) {
            // said below
        }
        throw new Failure.Usage("'" + text + "' is no ADDRESS/LENGTH");
    }
}
