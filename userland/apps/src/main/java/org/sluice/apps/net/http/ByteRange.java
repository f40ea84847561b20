package org.sluice.apps.net.http;

/**
 * A part of a file (RFC 9110, section 14).
 *
 * @param first  byte
 * @param length bytes
 */
record ByteRange(long first, long length) {
    private static final String UNIT = "bytes=";

    /**
     * What a Range field asks for.
     *
     * @param field null for none
     * @param size  of the file
     * @return null if there is none, it is no single one, or is out of form: then the whole file is the answer (section 14.2)
     * @throws HttpProblem 416 if it is not inside the file
     */
    static ByteRange parse(String field, long size) throws HttpProblem {
        if (field == null || !field.startsWith(UNIT) || field.indexOf(',') >= 0) {
            return null;
        }
        String range = field.substring(UNIT.length()).strip();
        int dash = range.indexOf('-');
        if (dash < 0) {
            return null;
        }
        long first = HeadText.number(range.substring(0, dash));
        long last = HeadText.number(range.substring(dash + 1));
        boolean fromEnd = dash == 0;
        boolean toEnd = dash == range.length() - 1;
        if (first < 0 && !fromEnd || last < 0 && !toEnd || fromEnd && toEnd || !fromEnd && !toEnd && last < first) {
            return null;
        }
        if (fromEnd ? last == 0 || size == 0 : first >= size) {
            throw new HttpProblem(Status.RANGE, "The file has " + size + " bytes.");
        }
        if (fromEnd) {
            long length = Math.min(last, size);
            return new ByteRange(size - length, length);
        }
        return new ByteRange(first, (toEnd ? size : Math.min(size, last + 1)) - first);
    }

    /** As the answer names it. */
    String contentRange(long size) {
        return "bytes " + first + "-" + (first + length - 1) + "/" + size;
    }
}
