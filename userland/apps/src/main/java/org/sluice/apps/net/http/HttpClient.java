package org.sluice.apps.net.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.sluice.abi.SystemCalls;
import org.sluice.apps.Io;
import org.sluice.sys.SysException;

/** Carries exchanges out, one after another; a connection that stays is used again for the same host. */
final class HttpClient implements AutoCloseable {
    private final Io io;
    private final String agent;
    private final Exchange.Witness witness;
    private HttpSocket socket;
    private boolean reused;
    private Exchange exchange;
    private long since;

    HttpClient(Io io, String agent, Exchange.Witness witness) {
        this.io = io;
        this.agent = agent;
        this.witness = witness;
    }

    /** Carries one out, redirections included. @throws HttpFailure */
    void carryOut(Exchange wanted, Url url, Exchange.Sink sink) throws IOException {
        exchange = wanted;
        since = now();
        boolean whole = false;
        try {
            String method = wanted.method;
            byte[] body = wanted.body;
            Url next = url;
            while (true) {
                wanted.url = next;
                ResponseHead head = ask(method, next, body);
                wanted.head = head;
                boolean redirected = wanted.follow && head.redirects();
                if (!redirected) {
                    sink.head(head);
                }
                receive(method, head, redirected ? null : sink);
                if (!redirected) {
                    whole = true;
                    return;
                }
                if (wanted.redirects == wanted.mostRedirects) {
                    throw new HttpFailure(HttpFailure.REDIRECTS, "Maximum (" + wanted.mostRedirects + ") redirects followed");
                }
                wanted.redirects++;
                next = follow(next, head.field("location"));
                boolean toGet = head.status() == 303 && !method.equals("HEAD") || head.status() < 303 && method.equals("POST");
                if (toGet && !wanted.keepMethod) {
                    method = "GET";
                    body = null;
                }
            }
        } finally {
            wanted.totalTime = now() - since;
            if (!whole) {
                close();
            }
        }
    }

    private static Url follow(Url from, String location) throws HttpFailure {
        try {
            return from.resolve(location);
        } catch (Url.Unusable e) {
            throw new HttpFailure(e.ofScheme() ? HttpFailure.PROTOCOL : HttpFailure.URL, e.getMessage());
        }
    }

    private long now() {
        return io.calls().clock(SystemCalls.CLOCK_MONOTONIC);
    }

    private static long after(long start, long time) {
        return time > Long.MAX_VALUE - start ? Long.MAX_VALUE : start + time;
    }

    // ---- out

    /** Sends a request and reads the head of the answer; once more if the connection was an old one that the peer had closed. */
    private ResponseHead ask(String method, Url url, byte[] body) throws IOException {
        while (true) {
            connect(url);
            boolean old = reused;
            HttpFailure failure = null;
            ResponseHead head = null;
            try {
                send(method, url, body);
                head = head();
            } catch (HttpFailure e) {
                failure = e;
            }
            if (head != null) {
                return head;
            }
            close();
            boolean again = old && (failure == null || failure.code() == HttpFailure.RECEIVE || failure.code() == HttpFailure.SEND);
            if (!again) {
                throw failure != null ? failure : new HttpFailure(HttpFailure.EMPTY, "Empty reply from server");
            }
            witness.info("Connection died, retrying a fresh connect");
        }
    }

    private void connect(Url url) throws IOException {
        reused = socket != null && socket.leadsTo(url);
        if (reused) {
            witness.info("Re-using existing connection with host " + url.host());
            return;
        }
        close();
        socket = HttpSocket.connect(io, url, after(now(), exchange.mostConnectTime), after(since, exchange.mostTime));
        exchange.connections++;
        exchange.connectTime = now() - since;
        exchange.peer = org.sluice.net.Ipv4.format(socket.peer().ipv4());
        exchange.peerPort = socket.peer().port();
        exchange.localPort = socket.local().port();
        witness.info("Connected to " + url.host() + " (" + exchange.peer + ") port " + exchange.peerPort);
    }

    private void send(String method, Url url, byte[] body) throws IOException {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("Host", url.authority());
        if (url.user() != null) {
            fields.put("Authorization", "Basic " + Base64.getEncoder().encodeToString(url.user().getBytes(StandardCharsets.UTF_8)));
        }
        fields.put("User-Agent", agent);
        fields.put("Accept", "*/*");
        if (body != null) {
            fields.put("Content-Length", Integer.toString(body.length));
            if (method.equals("POST")) {
                fields.put("Content-Type", "application/x-www-form-urlencoded");
            }
        }
        fields.keySet().removeIf(exchange::names);
        fields.putAll(exchange.fields);
        StringBuilder head = new StringBuilder(method).append(' ').append(url.target()).append(exchange.http10 ? " HTTP/1.0\r\n" : " HTTP/1.1\r\n");
        fields.forEach((name, value) -> {
            if (value != null) {
                head.append(name).append(": ").append(value).append("\r\n");
            }
        });
        head.append("\r\n");
        witness.sent(head.toString());
        byte[] bytes = head.toString().getBytes(StandardCharsets.UTF_8);
        if (body != null && body.length <= 65536) {
            byte[] both = java.util.Arrays.copyOf(bytes, bytes.length + body.length);
            System.arraycopy(body, 0, both, bytes.length, body.length);
            socket.send(both, both.length);
        } else {
            socket.send(bytes, bytes.length);
            if (body != null) {
                socket.send(body, body.length);
            }
        }
        exchange.uploaded += body == null ? 0 : body.length;
    }

    // ---- in

    private ResponseHead head() throws IOException {
        while (true) {
            ResponseHead head = socket.head();
            if (head == null) {
                return null;
            }
            exchange.startTime = now() - since;
            exchange.headBytes += head.lines().stream().mapToInt(line -> line.length() + 2).sum() + 2;
            witness.received(head);
            if (head.status() >= 200) {
                return head;
            }
        }
    }

    private void receive(String method, ResponseHead head, Exchange.Sink sink) throws IOException {
        boolean stays = head.keepsAlive() && !exchange.http10;
        if (head.hasBody(method)) {
            long length;
            try {
                length = head.length();
            } catch (IOException e) {
                throw new HttpFailure(HttpFailure.WEIRD, e.getMessage());
            }
            if (head.chunked()) {
                chunks(sink);
            } else {
                plain(length, sink);
                stays &= length >= 0;
            }
        }
        if (!stays) {
            close();
        }
    }

    private void plain(long length, Exchange.Sink sink) throws IOException {
        long left = length < 0 ? Long.MAX_VALUE : length;
        while (left > 0) {
            if (socket.available() == 0 && !socket.fill()) {
                if (length >= 0) {
                    throw partial(left);
                }
                return;
            }
            int n = (int) Math.min(left, socket.available());
            pass(sink, n);
            socket.consume(n);
            left -= n;
        }
    }

    private void chunks(Exchange.Sink sink) throws IOException {
        Chunks chunks = new Chunks();
        int[] used = new int[1];
        while (!chunks.done()) {
            if (socket.available() == 0 && !socket.fill()) {
                throw partial(-1);
            }
            int n;
            try {
                n = chunks.decode(socket.buffer(), socket.start(), socket.available(), used);
            } catch (IOException e) {
                throw new HttpFailure(HttpFailure.RECEIVE, e.getMessage());
            }
            pass(sink, n);
            socket.consume(used[0]);
        }
    }

    private void pass(Exchange.Sink sink, int n) throws IOException {
        exchange.downloaded += sink == null ? 0 : n;
        if (sink != null && n > 0) {
            sink.body(socket.buffer(), socket.start(), n);
        }
    }

    private static HttpFailure partial(long left) {
        return new HttpFailure(HttpFailure.PARTIAL, left < 0 ? "transfer closed with outstanding read data remaining"
            : "transfer closed with " + left + " bytes remaining to read");
    }

    @Override
    public void close() throws SysException {
        if (socket != null) {
            HttpSocket old = socket;
            socket = null;
            old.close();
        }
    }
}
