package org.sluice.apps.net.http;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a request is answered with.
 *
 * @param status code
 * @param fields by name as it is sent; Content-Length, Date and Connection are added when it is sent
 * @param text   the body, null if it comes from a file or there is none
 * @param file   name of the file that is the body, null for none
 * @param range  of the file
 * @param size   bytes of the body; negative if an answer of this kind says nothing of a length
 */
record Answer(int status, Map<String, String> fields, byte[] text, String file, ByteRange range, long size) {
    /** A short page. */
    static Answer page(int status, String sentence) {
        String title = status + " " + Status.phrase(status);
        return text(status, "text/html; charset=utf-8", "<!DOCTYPE html>\n<title>" + title + "</title>\n<h1>" + title + "</h1>\n<p>" + escape(sentence)
            + "</p>\n");
    }

    /** A text. */
    static Answer text(int status, String type, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("Content-Type", type);
        return new Answer(status, fields, bytes, null, null, bytes.length);
    }

    /** An answer without a body. */
    static Answer empty(int status, long size) {
        return new Answer(status, new LinkedHashMap<>(), null, null, null, size);
    }

    /** A file's part. */
    static Answer file(int status, String type, String file, ByteRange range) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("Content-Type", type);
        return new Answer(status, fields, null, file, range, range.length());
    }

    /** The same with a field more. */
    Answer with(String name, String value) {
        fields.put(name, value);
        return this;
    }

    /** The status line and the fields, with the empty line at the end. */
    byte[] head(boolean keepAlive, long nowSecond) {
        StringBuilder head = new StringBuilder("HTTP/1.1 ").append(status).append(' ').append(Status.phrase(status)).append("\r\n");
        head.append("Date: ").append(HttpDate.format(nowSecond)).append("\r\nServer: Sluice\r\n");
        fields.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        if (size >= 0) {
            head.append("Content-Length: ").append(size).append("\r\n");
        }
        head.append(keepAlive ? "Connection: keep-alive\r\n" : "Connection: close\r\n").append("\r\n");
        return head.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Text as HTML. */
    static String escape(String text) {
        StringBuilder html = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '<' -> html.append("&lt;");
                case '>' -> html.append("&gt;");
                case '&' -> html.append("&amp;");
                case '"' -> html.append("&quot;");
                default -> html.append(c);
            }
        }
        return html.toString();
    }
}
