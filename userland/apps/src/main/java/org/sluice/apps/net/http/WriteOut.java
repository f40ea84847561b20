package org.sluice.apps.net.http;

import java.util.Locale;

/** What curl writes after a transfer: a text with {@code %{name}} in it. */
final class WriteOut {
    private static final double NANOS = 1e9;

    private WriteOut() {
    }

    /** The text. @param code exit status of the transfer */
    static String format(String pattern, Exchange exchange, String given, int code) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            int end = pattern.startsWith("%{", i) ? pattern.indexOf('}', i) : -1;
            if (end > 0) {
                text.append(value(pattern.substring(i + 2, end), exchange, given, code));
                i = end;
            } else if (pattern.startsWith("%%", i)) {
                text.append('%');
                i++;
            } else if (c == '\\' && i + 1 < pattern.length()) {
                i++;
                switch (pattern.charAt(i)) {
                    case 'n' -> text.append('\n');
                    case 't' -> text.append('\t');
                    case 'r' -> text.append('\r');
                    default -> text.append(c).append(pattern.charAt(i));
                }
            } else {
                text.append(c);
            }
        }
        return text.toString();
    }

    private static String value(String name, Exchange e, String given, int code) {
        return switch (name) {
            case "http_code", "response_code" -> String.format(Locale.ROOT, "%03d", e.head == null ? 0 : e.head.status());
            case "http_version" -> e.head == null ? "0" : "1." + e.head.minor();
            case "size_download" -> Long.toString(e.downloaded);
            case "size_upload" -> Long.toString(e.uploaded);
            case "size_header" -> Long.toString(e.headBytes);
            case "time_total" -> seconds(e.totalTime);
            case "time_connect" -> seconds(e.connectTime);
            case "time_starttransfer" -> seconds(e.startTime);
            case "speed_download" -> Long.toString(e.totalTime == 0 ? 0 : (long) (e.downloaded * NANOS / e.totalTime));
            case "speed_upload" -> Long.toString(e.totalTime == 0 ? 0 : (long) (e.uploaded * NANOS / e.totalTime));
            case "content_type" -> e.head == null || e.head.field("content-type") == null ? "" : e.head.field("content-type");
            case "redirect_url" -> redirect(e);
            case "num_redirects" -> Integer.toString(e.redirects);
            case "num_connects" -> Integer.toString(e.connections);
            case "url_effective" -> e.url == null ? given : e.url.toString();
            case "url" -> given;
            case "method" -> e.method;
            case "scheme" -> "http";
            case "remote_ip" -> e.peer;
            case "remote_port" -> Integer.toString(e.peerPort);
            case "local_port" -> Integer.toString(e.localPort);
            case "exitcode" -> Integer.toString(code);
            default -> ""; // as curl has it for what it does not know
        };
    }

    private static String redirect(Exchange e) {
        try {
            return e.head == null || !e.head.redirects() ? "" : e.url.resolve(e.head.field("location")).toString();
        } catch (Url.Unusable unusable) {
            return "";
        }
    }

    private static String seconds(long nanos) {
        return String.format(Locale.ROOT, "%.6f", nanos / NANOS);
    }
}
