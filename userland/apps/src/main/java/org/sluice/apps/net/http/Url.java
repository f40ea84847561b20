package org.sluice.apps.net.http;

import java.util.Locale;
import org.sluice.apps.net.Hosts;

/**
 * An address of HTTP (RFC 3986, RFC 9110 section 4).
 *
 * @param user   {@code NAME:PASSWORD}, null for none
 * @param host   name or number
 * @param port   1 to 65535
 * @param target path and query, with a slash in front
 */
record Url(String user, String host, int port, String target) {
    private static final int HTTP = 80;

    /** What cannot be an address, or none of HTTP. */
    static final class Unusable extends Exception {
        private static final long serialVersionUID = 1L;
        private final boolean scheme;

        Unusable(String message, boolean scheme) {
            super(message, null, false, false);
            this.scheme = scheme;
        }

        /** Whether it is the protocol that is not known. */
        boolean ofScheme() {
            return scheme;
        }
    }

    /** Reads an address; {@code http://} may be left out. @throws Unusable */
    static Url parse(String text) throws Unusable {
        String rest = text.strip();
        int scheme = rest.indexOf("://");
        if (scheme >= 0 && rest.substring(0, scheme).chars().allMatch(c -> Character.isLetterOrDigit(c) || "+-.".indexOf(c) >= 0)) {
            String name = rest.substring(0, scheme).toLowerCase(Locale.ROOT);
            if (!name.equals("http")) {
                throw new Unusable("Protocol \"" + name + "\" not supported", true);
            }
            rest = rest.substring(scheme + 3);
        }
        int end = 0;
        while (end < rest.length() && "/?#".indexOf(rest.charAt(end)) < 0) {
            end++;
        }
        String authority = rest.substring(0, end);
        String target = rest.substring(end);
        int fragment = target.indexOf('#');
        target = fragment < 0 ? target : target.substring(0, fragment);
        int at = authority.lastIndexOf('@');
        String user = at < 0 ? null : authority.substring(0, at);
        String host = authority.substring(at + 1);
        int colon = host.indexOf(':');
        int port = HTTP;
        if (colon >= 0) {
            try {
                port = colon == host.length() - 1 ? HTTP : Hosts.port(host.substring(colon + 1), 1);
            } catch (org.sluice.apps.Failure e) {
                throw new Unusable("URL: Port number was not a decimal number between 1 and 65535", false);
            }
            host = host.substring(0, colon);
        }
        if (host.isEmpty() || !host.chars().allMatch(c -> Character.isLetterOrDigit(c) || "-._".indexOf(c) >= 0)) {
            throw new Unusable("URL: No host part in the URL", false);
        }
        if (target.chars().anyMatch(c -> c <= ' ' || c == 127)) {
            throw new Unusable("URL: Malformed input to a URL function", false);
        }
        return new Url(user, host, port, target.startsWith("/") ? target : "/" + target);
    }

    /** What a reference in an answer from here leads to (RFC 3986, section 5.2). @throws Unusable */
    Url resolve(String reference) throws Unusable {
        String to = reference.strip();
        if (to.startsWith("//")) {
            return parse(to.substring(2));
        }
        int scheme = to.indexOf("://");
        int slash = to.indexOf('/');
        if (scheme > 0 && scheme < slash) {
            return parse(to);
        }
        int fragment = to.indexOf('#');
        to = fragment < 0 ? to : to.substring(0, fragment);
        int query = target.indexOf('?');
        String path = query < 0 ? target : target.substring(0, query);
        String made = to.isEmpty() ? target : to.startsWith("?") ? path + to : to.startsWith("/") ? to
            : path.substring(0, path.lastIndexOf('/') + 1) + to;
        if (made.chars().anyMatch(c -> c <= ' ' || c == 127)) {
            throw new Unusable("URL: Malformed input to a URL function", false);
        }
        return new Url(user, host, port, normal(made));
    }

    /** Without {@code .} and {@code ..}. */
    private static String normal(String target) {
        int query = target.indexOf('?');
        String path = query < 0 ? target : target.substring(0, query);
        java.util.ArrayDeque<String> names = new java.util.ArrayDeque<>();
        String[] parts = path.substring(1).split("/", -1);
        for (int i = 0; i < parts.length; i++) {
            boolean dots = parts[i].equals(".") || parts[i].equals("..");
            if (parts[i].equals("..")) {
                names.pollLast();
            }
            if (!dots) {
                names.add(parts[i]);
            } else if (i == parts.length - 1) {
                names.add("");
            }
        }
        return "/" + String.join("/", names) + (query < 0 ? "" : target.substring(query));
    }

    /** As the Host field has it. */
    String authority() {
        return port == HTTP ? host : host + ":" + port;
    }

    /** The last name of the path, empty if it ends with a slash. */
    String fileName() {
        int query = target.indexOf('?');
        String path = query < 0 ? target : target.substring(0, query);
        return path.substring(path.lastIndexOf('/') + 1);
    }

    @Override
    public String toString() {
        return "http://" + authority() + target;
    }
}
