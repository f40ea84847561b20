package org.sluice.net.dns;

import java.util.Locale;

/** Types of records by number (RFC 1035, 3.2.2; RFC 3596; RFC 2782; RFC 6891), and what else DNS numbers. */
public final class DnsType {
    public static final int A = 1;
    public static final int NS = 2;
    public static final int CNAME = 5;
    public static final int SOA = 6;
    public static final int PTR = 12;
    public static final int MX = 15;
    public static final int TXT = 16;
    public static final int AAAA = 28;
    public static final int SRV = 33;
    /** The pseudo record of EDNS. */
    public static final int OPT = 41;
    /** A question for all types. */
    public static final int ANY = 255;

    /** The class of the Internet. */
    public static final int INTERNET = 1;

    /** Response codes. */
    public static final int NO_ERROR = 0;
    public static final int FORMAT_ERROR = 1;
    public static final int SERVER_FAILURE = 2;
    public static final int NAME_ERROR = 3;
    public static final int NOT_IMPLEMENTED = 4;
    public static final int REFUSED = 5;

    private static final String[] NAMES = {"A", "NS", "CNAME", "SOA", "PTR", "MX", "TXT", "AAAA", "SRV", "OPT", "ANY"};
    private static final int[] NUMBERS = {A, NS, CNAME, SOA, PTR, MX, TXT, AAAA, SRV, OPT, ANY};
    private static final String GENERIC = "TYPE";
    private static final int MAX = 65535;

    private DnsType() {
    }

    /** The type's name, {@code TYPE65280} for one without (RFC 3597, 5). */
    public static String name(int type) {
        for (int i = 0; i < NUMBERS.length; i++) {
            if (NUMBERS[i] == type) {
                return NAMES[i];
            }
        }
        return GENERIC + type;
    }

    /** The type of a name in any case, or of {@code TYPE}N; -1 for another text. */
    public static int of(String name) {
        String upper = name.toUpperCase(Locale.ROOT);
        for (int i = 0; i < NUMBERS.length; i++) {
            if (NAMES[i].equals(upper)) {
                return NUMBERS[i];
            }
        }
        if (upper.startsWith(GENERIC) && upper.length() <= GENERIC.length() + 5) {
            String digits = upper.substring(GENERIC.length());
            if (!digits.isEmpty() && digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
                int number = Integer.parseInt(digits);
                return number <= MAX ? number : -1;
            }
        }
        return -1;
    }

    /** The name of a response code. */
    public static String responseName(int code) {
        return switch (code) {
            case NO_ERROR -> "NOERROR";
            case FORMAT_ERROR -> "FORMERR";
            case SERVER_FAILURE -> "SERVFAIL";
            case NAME_ERROR -> "NXDOMAIN";
            case NOT_IMPLEMENTED -> "NOTIMP";
            case REFUSED -> "REFUSED";
            default -> "RCODE" + code;
        };
    }
}
