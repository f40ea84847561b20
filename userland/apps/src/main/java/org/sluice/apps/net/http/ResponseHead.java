package org.sluice.apps.net.http;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * The head of an answer (RFC 9112, section 4).
 *
 * @param status 100 to 999
 * @param minor  of the version: HTTP/1.minor
 * @param lines  as they came, the status line first
 * @param fields by lower-case names
 */
record ResponseHead(int status, int minor, List<String> lines, Map<String, String> fields) {
    /** Longest head in bytes. */
    static final int MOST = 256 << 10;
    private static final String VERSION = "HTTP/1.";

    /** Reads a head, its empty line included. @throws IOException for what is none */
    static ResponseHead parse(byte[] bytes, int from, int to) throws IOException {
        List<String> lines = HeadText.lines(bytes, from, to);
        String first = lines.isEmpty() ? "" : lines.get(0);
        String code = first.length() < 12 ? "" : first.substring(9, 12);
        boolean form = first.startsWith(VERSION) && first.length() >= 12 && first.charAt(8) == ' ' && HeadText.number(code) >= 100
            && (first.length() == 12 || first.charAt(12) == ' ') && Character.isDigit(first.charAt(7));
        if (!form) {
            throw new IOException("the answer is not HTTP/1");
        }
        try {
            return new ResponseHead(Integer.parseInt(code), first.charAt(7) - '0', lines, HeadText.fields(lines));
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage());
        }
    }

    /** A field's value, null if it is missing. @param name in lower case */
    String field(String name) {
        return fields.get(name);
    }

    /** Whether the connection stays. */
    boolean keepsAlive() {
        String connection = field("connection");
        return minor > 0 ? !HeadText.has(connection, "close") : HeadText.has(connection, "keep-alive");
    }

    /** Whether a body follows (RFC 9112, section 6.3). */
    boolean hasBody(String method) {
        return !method.equals("HEAD") && status >= 200 && status != 204 && status != Status.NOT_MODIFIED;
    }

    boolean chunked() {
        return HeadText.has(field("transfer-encoding"), "chunked");
    }

    /** Bytes of the body; -1 if the end of the connection tells. @throws IOException for what is no length */
    long length() throws IOException {
        String text = field("content-length");
        if (text == null || chunked()) {
            return -1;
        }
        // several that agree are one
        String[] all = text.split(",");
        long bytes = HeadText.number(all[0].strip());
        for (String other : all) {
            if (HeadText.number(other.strip()) != bytes || bytes < 0) {
                throw new IOException("the answer's length is no number");
            }
        }
        return bytes;
    }

    boolean redirects() {
        return field("location") != null && (status == 301 || status == 302 || status == 303 || status == 307 || status == 308);
    }
}
