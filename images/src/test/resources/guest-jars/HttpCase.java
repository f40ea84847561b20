import fi.iki.elonen.NanoHTTPD;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.ConnectionSpec;
import okhttp3.FormBody;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/** OkHttp asks NanoHTTPD. */
public final class HttpCase {
    private static int number;

    private interface Body {
        Object run() throws Throwable;
    }

    private static void check(String name, Body body) {
        Object value;
        try {
            value = body.run();
        } catch (Throwable e) {
            value = e.getClass().getName() + ": " + e.getMessage();
        }
        System.out.println(++number + " " + name + ": " + value);
    }

    private static final class Server extends NanoHTTPD {
        Server() {
            super("127.0.0.1", 0);
        }

        @Override
        public Response serve(IHTTPSession session) {
            switch (session.getUri()) {
                case "/hello":
                    return newFixedLengthResponse("hello " + session.getMethod());
                case "/query":
                    return newFixedLengthResponse(new TreeMap<>(session.getParameters()).toString());
                case "/headers":
                    return newFixedLengthResponse(session.getHeaders().get("x-one") + " " + session.getHeaders().get("remote-addr"));
                case "/body":
                    try {
                        Map<String, String> files = new HashMap<>();
                        session.parseBody(files);
                        return newFixedLengthResponse(files.get("postData") + " " + new TreeMap<>(session.getParameters()));
                    } catch (IOException | ResponseException e) {
                        return newFixedLengthResponse(Response.Status.INTERNAL_ERROR, MIME_PLAINTEXT, e.toString());
                    }
                case "/chunked":
                    return newChunkedResponse(Response.Status.OK, MIME_PLAINTEXT, new ByteArrayInputStream("chunk ".repeat(10_000).getBytes()));
                case "/redirect":
                    Response r = newFixedLengthResponse(Response.Status.REDIRECT, MIME_HTML, "");
                    r.addHeader("Location", "/hello");
                    return r;
                case "/cookie":
                    session.getCookies().set("seen", "yes", 1);
                    return newFixedLengthResponse("cookie " + session.getCookies().read("c"));
                case "/slow":
                    try {
                        Thread.sleep(2000);
                    } catch (InterruptedException e) {
                        return newFixedLengthResponse("interrupted");
                    }
                    return newFixedLengthResponse("slow");
                default:
                    return newFixedLengthResponse(Response.Status.NOT_FOUND, MIME_PLAINTEXT, "no " + session.getUri());
            }
        }
    }

    public static void main(String[] args) throws Exception {
        Server server = new Server();
        server.start(5000, true);
        OkHttpClient client = new OkHttpClient.Builder().connectionSpecs(List.of(ConnectionSpec.CLEARTEXT)).build();
        HttpUrl base = HttpUrl.get("http://127.0.0.1:" + server.getListeningPort());
        check("get", () -> text(client, get(base, "/hello")));
        check("protocol and message", () -> {
            try (Response r = client.newCall(get(base, "/hello")).execute()) {
                return r.protocol() + " " + r.code() + " " + r.message() + " " + r.header("Content-Type") + " " + r.isSuccessful();
            }
        });
        check("query", () -> text(client, new Request.Builder().url(base.resolve("/query").newBuilder().addQueryParameter("a", "1 2")
            .addQueryParameter("b", "ä&=").build()).build()));
        check("headers", () -> text(client, get(base, "/headers").newBuilder().header("X-One", "eins").build()));
        check("post", () -> text(client, get(base, "/body").newBuilder().post(RequestBody.create("posted", MediaType.get("text/plain"))).build()));
        check("form", () -> text(client, get(base, "/body").newBuilder().post(new FormBody.Builder().add("k", "v w").add("l", "2").build()).build()));
        check("large post", () -> text(client, get(base, "/body").newBuilder().post(RequestBody.create("x".repeat(200_000),
            MediaType.get("text/plain"))).build()).length());
        check("chunked", () -> {
            String s = text(client, get(base, "/chunked"));
            return s.length() + " " + s.hashCode();
        });
        check("redirect", () -> {
            try (Response r = client.newCall(get(base, "/redirect")).execute()) {
                return r.body().string() + " " + r.request().url().encodedPath() + " " + r.priorResponse().code();
            }
        });
        check("no redirect", () -> {
            try (Response r = client.newBuilder().followRedirects(false).build().newCall(get(base, "/redirect")).execute()) {
                return r.code() + " " + r.header("Location");
            }
        });
        check("not found", () -> {
            try (Response r = client.newCall(get(base, "/nothing")).execute()) {
                return r.code() + " " + r.body().string();
            }
        });
        check("cookie", () -> text(client, get(base, "/cookie").newBuilder().header("Cookie", "c=crumb").build()));
        check("read timeout", () -> text(client.newBuilder().readTimeout(100, TimeUnit.MILLISECONDS).build(), get(base, "/slow")));
        check("call timeout", () -> text(client.newBuilder().callTimeout(100, TimeUnit.MILLISECONDS).build(), get(base, "/slow")));
        check("cancel", () -> {
            Call call = client.newCall(get(base, "/slow"));
            new Thread(() -> {
                try {
                    Thread.sleep(100);
                } catch (InterruptedException e) {
                    return;
                }
                call.cancel();
            }).start();
            try (Response r = call.execute()) {
                return r.code();
            } catch (IOException e) {
                return call.isCanceled();
            }
        });
        check("twenty at once", () -> {
            List<String> answers = Collections.synchronizedList(new ArrayList<>());
            CountDownLatch latch = new CountDownLatch(20);
            for (int i = 0; i < 20; i++) {
                client.newCall(new Request.Builder().url(base.resolve("/query?n=" + i)).build()).enqueue(new Callback() {
                    @Override
                    public void onFailure(Call call, IOException e) {
                        answers.add(e.toString());
                        latch.countDown();
                    }

                    @Override
                    public void onResponse(Call call, Response response) throws IOException {
                        answers.add(response.body().string());
                        latch.countDown();
                    }
                });
            }
            latch.await();
            Collections.sort(answers);
            return answers;
        });
        check("connections are kept", () -> client.connectionPool().connectionCount() > 0);
        check("interceptor", () -> text(client.newBuilder().addInterceptor(chain -> chain.proceed(chain.request().newBuilder().header("X-One",
            "intercepted").build())).build(), get(base, "/headers")));
        check("url", () -> base.resolve("/a/../b?c=d#e").newBuilder().port(80).build());
        check("malformed", () -> HttpUrl.get("htp:/x"));
        int port = server.getListeningPort();
        check("alive", server::isAlive);
        server.stop();
        check("stopped", () -> server.isAlive());
        check("refused", () -> {
            try {
                return text(client.newBuilder().connectionPool(new okhttp3.ConnectionPool()).build(), get(base, "/hello"));
            } catch (java.net.ConnectException e) {
                return e.getMessage().replace(String.valueOf(port), "PORT");
            }
        });
        System.exit(0);
    }

    private static Request get(HttpUrl base, String path) {
        return new Request.Builder().url(base.resolve(path)).build();
    }

    private static String text(OkHttpClient client, Request request) throws IOException {
        try (Response r = client.newCall(request).execute()) {
            return r.body().string();
        }
    }
}
