package org.sluice.apps.net.http;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A request's head (RFC 9112, sections 3 and 5). What is ambiguous is refused: who stands between may have taken it otherwise (section 11.2).
 *
 * @param method as sent
 * @param target path as sent, with a slash in front, without scheme, host and query
 * @param minor  of the version: HTTP/1.minor
 * @param fields by lower-case names
 */
record Request(String method, String target, int minor, Map<String, String> fields) {
    /** Longest request line in bytes. */
    static final int MOST_LINE = 8000;
    /** Longest head in bytes. */
    static final int MOST_HEAD = 16384;
    /** Most fields of a head. */
    static final int MOST_FIELDS = 100;
    private static final String VERSION = "HTTP/";

    /** Reads a head, its empty line included. @throws HttpProblem 400, 414, 431, 505 */
    static Request parse(byte[] bytes, int from, int to) throws HttpProblem {
        List<String> lines = HeadText.lines(bytes, from, to);
        if (lines.isEmpty()) {
            throw new HttpProblem(Status.BAD_REQUEST, "There is no request line.");
        }
        if (lines.get(0).length() > MOST_LINE) {
            throw new HttpProblem(Status.URI_TOO_LONG, "The request line is longer than " + MOST_LINE + " bytes.");
        }
        if (lines.size() > MOST_FIELDS + 1) {
            throw new HttpProblem(Status.HEAD_TOO_LARGE, "There are more than " + MOST_FIELDS + " header lines.");
        }
        String[] words = lines.get(0).split(" ", -1);
        if (words.length != 3 || !HeadText.isToken(words[0]) || HeadText.hasControls(lines.get(0))) {
            throw new HttpProblem(Status.BAD_REQUEST, "The request line is out of form.");
        }
        int minor = minor(words[2]);
        Map<String, String> fields;
        try {
            fields = HeadText.fields(lines);
        } catch (IllegalArgumentException e) {
            throw new HttpProblem(Status.BAD_REQUEST, "There is " + e.getMessage() + ".");
        }
        String host = fields.get("host");
        if (host == null && minor > 0 || host != null && (host.indexOf(',') >= 0 || host.indexOf(' ') >= 0)) {
            throw new HttpProblem(Status.BAD_REQUEST, "There must be one Host.");
        }
        Request request = new Request(words[0], target(words[1], words[0]), minor, fields);
        request.bodyLength();
        return request;
    }

    private static int minor(String version) throws HttpProblem {
        boolean form = version.length() == VERSION.length() + 3 && version.startsWith(VERSION) && version.charAt(6) == '.'
            && Character.isDigit(version.charAt(5)) && Character.isDigit(version.charAt(7));
        if (!form) {
            throw new HttpProblem(Status.BAD_REQUEST, "The request line is out of form.");
        }
        if (version.charAt(5) != '1') {
            throw new HttpProblem(Status.VERSION, "This is an HTTP/1.1 server.");
        }
        return Math.min(1, version.charAt(7) - '0');
    }

    private static String target(String raw, String method) throws HttpProblem {
        String path = raw;
        int scheme = raw.indexOf("://");
        if (scheme > 0 && raw.substring(0, scheme).toLowerCase(Locale.ROOT).matches("https?")) {
            int slash = raw.indexOf('/', scheme + 3);
            path = slash < 0 ? "/" : raw.substring(slash);
        }
        if (path.equals("*") && method.equals("OPTIONS")) {
            return "/";
        }
        int end = path.indexOf('?');
        path = end < 0 ? path : path.substring(0, end);
        if (!path.startsWith("/") || path.indexOf('#') >= 0) {
            throw new HttpProblem(Status.BAD_REQUEST, "The target must be a path.");
        }
        return path;
    }

    /** A field's value, null if it is missing. @param name in lower case */
    String field(String name) {
        return fields.get(name);
    }

    /** Whether more requests may follow on the connection (RFC 9112, section 9.3). */
    boolean keepsAlive() {
        String connection = field("connection");
        return minor > 0 ? !HeadText.has(connection, "close") : HeadText.has(connection, "keep-alive");
    }

    /**
     * Bytes of the body that follows (RFC 9112, section 6.3).
     *
     * @return -1 if only its chunks tell
     * @throws HttpProblem 400 if there are two answers to that, 501 for a transfer coding that is not known
     */
    long bodyLength() throws HttpProblem {
        String coding = field("transfer-encoding");
        String length = field("content-length");
        if (coding != null) {
            if (length != null || minor == 0) {
                throw new HttpProblem(Status.BAD_REQUEST, "The body's length is ambiguous.");
            }
            if (!coding.equalsIgnoreCase("chunked")) {
                throw new HttpProblem(Status.NOT_IMPLEMENTED, "The transfer coding is not known.");
            }
            return -1;
        }
        if (length == null) {
            return 0;
        }
        long bytes = HeadText.number(length);
        if (bytes < 0) {
            throw new HttpProblem(Status.BAD_REQUEST, "The body's length is no number.");
        }
        return bytes;
    }
}
