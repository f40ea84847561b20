package org.sluice.apps.net.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Paths of requests as names of files below the document root, and back (RFC 3986, sections 2.1 and 5.2.4). */
final class RequestPath {
    private static final String PLAIN = "-._~!$&'()*+,;=:@";

    private RequestPath() {
    }

    /**
     * The name of the file that a path means, relative to the document root; empty for the root itself. It has no {@code .} and {@code ..},
     * is UTF-8 throughout, and ends with a slash if the path does.
     *
     * @throws HttpProblem 400 for what cannot be decoded, and for a slash or a zero byte in disguise; 403 for a path that leads out of the root
     */
    static String decode(String path) throws HttpProblem {
        List<String> names = new ArrayList<>();
        String[] parts = path.split("/", -1);
        boolean folder = false;
        for (String part : parts) {
            String name = unescape(part);
            if (name.indexOf('/') >= 0 || name.indexOf('\0') >= 0) {
                throw new HttpProblem(Status.BAD_REQUEST, "The path has a character that no name has.");
            }
            folder = name.isEmpty() || name.equals(".") || name.equals("..");
            if (name.equals("..")) {
                if (names.isEmpty()) {
                    throw new HttpProblem(Status.FORBIDDEN, "The path leads out of what is served.");
                }
                names.removeLast();
            } else if (!folder) {
                names.add(name);
            }
        }
        return String.join("/", names) + (folder && !names.isEmpty() ? "/" : "");
    }

    private static String unescape(String part) throws HttpProblem {
        byte[] bytes = new byte[part.length()];
        int count = 0;
        for (int i = 0; i < part.length(); i++) {
            char c = part.charAt(i);
            if (c == '%') {
                int high = i + 2 < part.length() ? Character.digit(part.charAt(i + 1), 16) : -1;
                int low = i + 2 < part.length() ? Character.digit(part.charAt(i + 2), 16) : -1;
                if (high < 0 || low < 0) {
                    throw new HttpProblem(Status.BAD_REQUEST, "A percent sign is not followed by two digits.");
                }
                bytes[count++] = (byte) (high << 4 | low);
                i += 2;
            } else {
                // what is no ASCII was sent as it is: the line was read byte by byte
                bytes[count++] = (byte) c;
            }
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, 0, count)).toString();
        } catch (CharacterCodingException e) {
            throw new HttpProblem(Status.BAD_REQUEST, "The path is not UTF-8.");
        }
    }

    /** A file's name as it stands in a path. */
    static String encode(String name) {
        StringBuilder text = new StringBuilder();
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 255);
            boolean plain = c < 128 && (Character.isLetterOrDigit(c) || PLAIN.indexOf(c) >= 0);
            if (plain) {
                text.append(c);
            } else {
                text.append('%').append(Character.toUpperCase(Character.forDigit(c >> 4, 16)))
                    .append(Character.toUpperCase(Character.forDigit(c & 15, 16)));
            }
        }
        return text.toString();
    }
}
