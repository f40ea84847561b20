package org.sluice.apps.net.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.sluice.apps.Failure;
import org.sluice.apps.Io;
import org.sluice.apps.Options;
import org.sluice.apps.Reasons;
import org.sluice.apps.net.Ranges;
import org.sluice.apps.net.Seconds;

/** The command line of curl. */
final class CurlOptions {
    private static final String ACCEPTED = "X/request: d/data: data-ascii: data-raw: data-binary: G/get H/header: o/output: O/remote-name i/include I/head L/location "
        + "s/silent S/show-error f/fail v/verbose m/max-time: connect-timeout: w/write-out: max-redirs: A/user-agent: e/referer: u/user: "
        + "r/range: T/upload-file: 0/http1.0 url: http1.1 post301 N/no-buffer";

    final List<String> urls = new ArrayList<>();
    /** Where the bodies go, by the order of the URLs; "-" is standard output. */
    final List<String> outputs = new ArrayList<>();
    final Exchange pattern = new Exchange();
    boolean remoteName;
    boolean include;
    boolean silent;
    boolean showErrors;
    boolean failOnError;
    boolean verbose;
    String writeOut = "";
    String agent = "curl/8 (Sluice)";
    private final Io io;
    private ByteArrayOutputStream data;
    private String method;
    private boolean headOnly;
    private boolean inQuery;

    /** Reads the command line. @throws Failure.Usage @throws HttpFailure READ for a file with data that cannot be read */
    CurlOptions(Io io, String[] args) throws IOException {
        this.io = io;
        Options options = new Options(ACCEPTED, args);
        while (options.next()) {
            option(options);
        }
        urls.addAll(List.of(options.operands()));
        if (urls.isEmpty()) {
            throw new Failure.Usage("no URL specified");
        }
        if (data != null && !inQuery) {
            if (headOnly) {
                throw new Failure.Usage("-I and -d cannot go together");
            }
            pattern.body = data.toByteArray();
        }
        pattern.method = headOnly ? "HEAD" : pattern.body == null ? "GET" : pattern.method.equals("PUT") ? "PUT" : "POST";
        if (method != null) {
            pattern.method = method;
            pattern.keepMethod = true;
        }
    }

    private void option(Options options) throws IOException {
        String value = options.value();
        switch (options.name()) {
            case "X" -> {
                if (!HeadText.isToken(value)) {
                    throw new Failure.Usage("'" + value + "' is no method");
                }
                method = value;
            }
            case "d", "data-ascii" -> data(value, true);
            case "data-binary" -> data(value, false);
            case "data-raw" -> append(value.getBytes(StandardCharsets.UTF_8));
            case "G" -> inQuery = true;
            case "T" -> {
                pattern.method = "PUT";
                data = new ByteArrayOutputStream();
                data.write(read(value));
            }
            case "H" -> header(value);
            case "o" -> outputs.add(value);
            case "O" -> remoteName = true;
            case "i" -> include = true;
            case "I" -> headOnly = true;
            case "L" -> pattern.follow = true;
            case "s" -> silent = true;
            case "S" -> showErrors = true;
            case "f" -> failOnError = true;
            case "v" -> verbose = true;
            case "m" -> pattern.mostTime = time(value, "time");
            case "connect-timeout" -> pattern.mostConnectTime = time(value, "connect timeout");
            case "w" -> writeOut = value.startsWith("@") ? new String(read(value.substring(1)), StandardCharsets.UTF_8) : value;
            case "max-redirs" -> pattern.mostRedirects = (int) Ranges.number(options, "number of redirects", 0, 1000);
            case "A" -> agent = line(value);
            case "e" -> pattern.fields.put("Referer", line(value));
            case "u" -> pattern.fields.put("Authorization", "Basic "
                + java.util.Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8)));
            case "r" -> pattern.fields.put("Range", "bytes=" + line(value));
            case "0" -> pattern.http10 = true;
            case "url" -> urls.add(value);
            default -> { } // how it is anyway
        }
    }

    private static long time(String value, String what) {
        long nanos = Seconds.nanos(value, what);
        return nanos == 0 ? Long.MAX_VALUE : nanos;
    }

    private static String line(String value) {
        if (HeadText.hasControls(value)) {
            throw new Failure.Usage("'" + value.replaceAll("\\p{Cntrl}", "?") + "' has a control character");
        }
        return value;
    }

    private void header(String value) {
        int colon = value.indexOf(':');
        int semicolon = value.indexOf(';');
        boolean empty = colon < 0 && semicolon == value.length() - 1 && semicolon > 0;
        String name = empty ? value.substring(0, semicolon) : colon < 0 ? "" : value.substring(0, colon);
        if (!HeadText.isToken(name)) {
            throw new Failure.Usage("'" + value + "' is no header");
        }
        String content = empty ? "" : line(value.substring(colon + 1).strip());
        pattern.fields.put(name, !empty && content.isEmpty() ? null : content);
    }

    private void data(String value, boolean withoutLines) throws IOException {
        if (!value.startsWith("@")) {
            append(value.getBytes(StandardCharsets.UTF_8));
            return;
        }
        byte[] bytes = read(value.substring(1));
        if (withoutLines) {
            ByteArrayOutputStream kept = new ByteArrayOutputStream();
            for (byte b : bytes) {
                if (b != '\n' && b != '\r') {
                    kept.write(b);
                }
            }
            bytes = kept.toByteArray();
        }
        append(bytes);
    }

    private void append(byte[] bytes) {
        if (data == null) {
            data = new ByteArrayOutputStream();
        } else {
            data.write('&');
        }
        data.writeBytes(bytes);
    }

    private byte[] read(String name) throws IOException {
        try {
            InputStream in = io.open(name);
            try {
                return in.readAllBytes();
            } finally {
                io.close(in);
            }
        } catch (IOException e) {
            throw new HttpFailure(HttpFailure.READ, name + ": " + Reasons.of(e));
        }
    }

    /** The address of a URL with the data that go into its query. @throws Url.Unusable */
    Url url(String text) throws Url.Unusable {
        Url url = Url.parse(text);
        if (!inQuery || data == null) {
            return url;
        }
        String query = data.toString(StandardCharsets.UTF_8).replace(" ", "%20");
        return new Url(url.user(), url.host(), url.port(), url.target() + (url.target().indexOf('?') < 0 ? "?" : "&") + query);
    }

    /** A fresh exchange as the command line has it. */
    Exchange exchange() {
        Exchange fresh = new Exchange();
        fresh.method = pattern.method;
        fresh.fields.putAll(pattern.fields);
        fresh.body = pattern.body;
        fresh.http10 = pattern.http10;
        fresh.follow = pattern.follow;
        fresh.keepMethod = pattern.keepMethod;
        fresh.mostRedirects = pattern.mostRedirects;
        fresh.mostTime = pattern.mostTime;
        fresh.mostConnectTime = pattern.mostConnectTime;
        return fresh;
    }
}
