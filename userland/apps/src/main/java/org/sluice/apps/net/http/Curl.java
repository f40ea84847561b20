package org.sluice.apps.net.http;

import java.io.IOException;
import org.sluice.apps.Command;
import org.sluice.apps.Failure;

/** {@code curl}: fetches and sends by HTTP. Its exit statuses are curl's. */
public final class Curl extends Command implements Exchange.Witness {
    private CurlOptions options;

    public Curl() {
        super("curl", HttpFailure.RECEIVE);
    }

    public static void main(String[] args) {
        new Curl().start(args);
    }

    @Override
    protected int run(String[] args) throws IOException {
        try {
            options = new CurlOptions(io, args);
        } catch (HttpFailure e) {
            throw new Failure(e.code(), "(" + e.code() + ") " + e.getMessage());
        }
        int status = 0;
        try (HttpClient client = new HttpClient(io, options.agent, this)) {
            for (int i = 0; i < options.urls.size(); i++) {
                int code = fetch(client, options.urls.get(i), i);
                status = code == 0 ? status : code;
            }
        }
        return status;
    }

    private int fetch(HttpClient client, String text, int index) throws IOException {
        Exchange exchange = options.exchange();
        int code = 0;
        try {
            Url url = options.url(text);
            String name = output(url, index);
            try (Download download = new Download(io, out, name, options.include || exchange.method.equals("HEAD"), options.failOnError, false)) {
                client.carryOut(exchange, url, download);
            }
            if (options.failOnError && exchange.head.status() >= Status.BAD_REQUEST) {
                code = complain(HttpFailure.RETURNED_ERROR, "The requested URL returned error: " + exchange.head.status());
            }
        } catch (HttpFailure e) {
            code = complain(e.code(), e.getMessage());
        } catch (Url.Unusable e) {
            code = complain(e.ofScheme() ? HttpFailure.PROTOCOL : HttpFailure.URL, e.getMessage());
        }
        out.print(WriteOut.format(options.writeOut, exchange, text, code));
        out.flush();
        return code;
    }

    private String output(Url url, int index) throws HttpFailure {
        if (options.remoteName) {
            if (url.fileName().isEmpty()) {
                throw new HttpFailure(HttpFailure.WRITE, "Remote file name has no length");
            }
            return url.fileName();
        }
        String name = index < options.outputs.size() ? options.outputs.get(index) : "-";
        return name.equals("-") ? null : name;
    }

    private int complain(int code, String message) {
        out.flush();
        if (!options.silent || options.showErrors) {
            io.err().println("curl: (" + code + ") " + message);
        }
        return code;
    }

    @Override
    public void info(String line) {
        if (options.verbose) {
            io.err().println("* " + line);
        }
    }

    @Override
    public void sent(String head) {
        if (options.verbose) {
            io.err().print("> " + head.strip().replace("\r\n", "\n> ") + "\n>\n");
        }
    }

    @Override
    public void received(ResponseHead head) {
        if (options.verbose) {
            io.err().print("< " + String.join("\n< ", head.lines()) + "\n<\n");
        }
    }
}
