package org.sluice.apps.net.http;

import java.io.File;
import java.io.IOException;
import org.sluice.apps.Command;
import org.sluice.apps.Failure;
import org.sluice.apps.Options;
import org.sluice.apps.net.Ranges;
import org.sluice.apps.net.Seconds;

/** {@code wget}: fetches files by HTTP. */
public final class Wget extends Command implements Exchange.Witness {
    private static final int NETWORK = 4;
    private static final int SERVER = 8;
    private static final int FILE = 3;

    private boolean quiet;
    private boolean resume;
    private boolean spider;
    private boolean serverResponse;
    private String document;
    private String folder;
    private long timeout = 900_000_000_000L;
    private long tries = 1;

    public Wget() {
        super("wget", NETWORK);
    }

    public static void main(String[] args) {
        new Wget().start(args);
    }

    @Override
    protected int run(String[] args) throws IOException {
        Options options = new Options("O/output-document: q/quiet c/continue T/timeout: t/tries: P/directory-prefix: S/server-response spider", args);
        while (options.next()) {
            switch (options.name()) {
                case "O" -> document = options.value();
                case "q" -> quiet = true;
                case "c" -> resume = true;
                case "T" -> timeout = Seconds.nanos(options.value(), "timeout");
                case "t" -> tries = Ranges.number(options, "number of tries", 1, 1000);
                case "P" -> folder = options.value();
                case "S" -> serverResponse = true;
                default -> spider = true;
            }
        }
        String[] urls = options.operands();
        if (urls.length == 0) {
            throw new Failure.Usage("missing URL");
        }
        if (document != null && urls.length > 1) {
            throw new Failure.Usage("-O takes one URL");
        }
        int status = 0;
        try (HttpClient client = new HttpClient(io, "Wget (Sluice)", this)) {
            for (String url : urls) {
                int code = fetch(client, url);
                status = code == 0 ? status : code;
            }
        }
        return status;
    }

    private int fetch(HttpClient client, String text) throws IOException {
        Url url;
        try {
            url = Url.parse(text);
        } catch (Url.Unusable e) {
            throw new Failure(1, text + ": " + e.getMessage());
        }
        String name = document != null ? document : (folder == null ? "" : folder + "/") + (url.fileName().isEmpty() ? "index.html" : url.fileName());
        boolean toOut = name.equals("-");
        for (long attempt = 1;; attempt++) {
            try {
                return once(client, url, toOut ? null : name);
            } catch (HttpFailure e) {
                boolean again = attempt < tries && e.code() != HttpFailure.RESOLVE && e.code() != HttpFailure.WRITE;
                warn(url + ": " + e.getMessage() + (again ? "; again" : ""));
                if (!again) {
                    return e.code() == HttpFailure.WRITE ? FILE : NETWORK;
                }
            }
        }
    }

    private int once(HttpClient client, Url url, String name) throws IOException {
        Exchange exchange = new Exchange();
        exchange.follow = true;
        exchange.mostRedirects = 20;
        exchange.mostTime = timeout == 0 ? Long.MAX_VALUE : timeout;
        exchange.method = spider ? "HEAD" : "GET";
        File old = name == null ? null : io.file(name);
        boolean part = resume && old != null && old.length() > 0;
        if (part) {
            exchange.fields.put("Range", "bytes=" + old.length() + "-");
        }
        try (Download download = new Download(io, out, spider ? null : name, false, true, part)) {
            client.carryOut(exchange, url, download);
        }
        int code = exchange.head.status();
        if (code == Status.RANGE && part) {
            say(name + ": there is nothing left to fetch");
            return 0;
        }
        if (code >= 300) {
            warn(exchange.url + ": " + code + " " + Status.phrase(code));
            return SERVER;
        }
        say(spider ? exchange.url + " is there" : exchange.url + " -> " + (name == null ? "-" : name) + ", " + exchange.downloaded + " bytes"
            + (code == Status.PARTIAL ? " more" : ""));
        return 0;
    }

    private void say(String line) {
        if (!quiet) {
            io.err().println(line);
        }
    }

    @Override
    public void info(String line) {
        // of no interest here
    }

    @Override
    public void sent(String head) {
        // of no interest here
    }

    @Override
    public void received(ResponseHead head) {
        if (serverResponse) {
            io.err().println("  " + String.join("\n  ", head.lines()));
        }
    }
}
