package org.sluice.apps;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sluice.abi.Errno;

/** {@code httpd}, {@code curl} and {@code wget} over peers of the test's own. */
class HttpCommandsTest extends CommandTest {
    private FakeNetwork network;
    private final byte[] big = new byte[70_000];

    @BeforeEach
    void files() {
        network = new FakeNetwork();
        network.install(io);
        write("site/a.txt", "0123456789");
        write("site/sub/index.html", "<p>index");
        write("site/list/b c.txt", "x");
        write("secret", "secret");
        new Random(1).nextBytes(big);
        write("site/big.bin", big);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String get(String path, String... fields) {
        return "GET " + path + " HTTP/1.1\r\nHost: h\r\n" + String.join("", Arrays.stream(fields).map(f -> f + "\r\n").toList()) + "\r\n";
    }

    /** What the server sends to a peer that sends this and ends. */
    private String serve(String... pieces) {
        FakeNetwork.Peer peer = new FakeNetwork.Peer().send(Arrays.stream(pieces).map(HttpCommandsTest::bytes).toArray(byte[][]::new));
        return serve(peer);
    }

    private String serve(FakeNetwork.Peer peer) {
        network.accepts(peer);
        runWords("httpd", new byte[0], "-p", "8080", directory.resolve("site").toString());
        network.install(io);
        assertTrue(network.allClosed(), "every connection is closed");
        assertEquals(0, network.areasLeft(), "every area is sent or released");
        assertEquals(0, network.filesLeft(), "every file is closed");
        return peer.got.toString(StandardCharsets.ISO_8859_1);
    }

    private static String body(String answer) {
        return answer.substring(answer.indexOf("\r\n\r\n") + 4);
    }

    private void answers(String request, int status) {
        String answer = serve(request);
        assertTrue(answer.startsWith("HTTP/1.1 " + status + " "), request + " -> " + answer);
    }

    @Test
    void filesAreServedWholeAndInParts() {
        String answer = serve(get("/a.txt"));
        assertTrue(answer.startsWith("HTTP/1.1 200 OK\r\n"), answer);
        assertTrue(answer.contains("Content-Length: 10\r\n") && answer.contains("Content-Type: text/plain"), answer);
        assertEquals("0123456789", body(answer));
        assertEquals("345", body(serve(get("/a.txt", "Range: bytes=3-5"))));
        assertEquals("89", body(serve(get("/a.txt", "Range: bytes=-2"))));
        assertEquals("0123456789", body(serve(get("/a.txt", "Range: bytes=1-2,4-5"))), "several parts: the whole file");
        answers(get("/a.txt", "Range: bytes=10-"), 416);
        assertEquals("<p>index", body(serve(get("/sub/"))));
        assertTrue(serve(get("/sub")).contains("Location: /sub/\r\n"));
        assertTrue(serve(get("/list/")).contains("<a href=\"./b%20c.txt\">b c.txt</a>"));
        String head = serve(get("/a.txt").replace("GET", "HEAD"));
        assertTrue(head.contains("Content-Length: 10\r\n") && head.endsWith("\r\n\r\n"), head);
    }

    @Test
    void aSlowPeerGetsEveryByteOfAFile() {
        FakeNetwork.Peer peer = new FakeNetwork.Peer().send(bytes(get("/big.bin")));
        peer.most = 777;
        byte[] answer = bytes(serve(peer));
        assertArrayEquals(big, Arrays.copyOfRange(answer, answer.length - big.length, answer.length));
    }

    @Test
    void requestsFollowEachOtherWithoutWaiting() {
        String all = get("/a.txt") + get("/nothing") + get("/a.txt", "Connection: close") + get("/a.txt");
        String answer = serve(all);
        assertEquals(3, answer.split("HTTP/1.1 ", -1).length - 1, answer);
        String[] bytewise = new String[all.length()];
        for (int i = 0; i < bytewise.length; i++) {
            bytewise[i] = all.substring(i, i + 1);
        }
        assertEquals(answer, serve(bytewise), "in pieces of one byte");
    }

    @Test
    void whatIsUnchangedIsNotSentAgain() {
        String first = serve(get("/a.txt"));
        String date = first.replaceAll("(?s).*Last-Modified: ([^\r]*)\r.*", "$1");
        String tag = first.replaceAll("(?s).*ETag: ([^\r]*)\r.*", "$1");
        answers(get("/a.txt", "If-Modified-Since: " + date), 304);
        answers(get("/a.txt", "If-None-Match: " + tag), 304);
        answers(get("/a.txt", "If-None-Match: \"x\"", "If-Modified-Since: " + date), 200);
        answers(get("/a.txt", "If-Modified-Since: Thu, 01 Jan 1970 00:00:01 GMT"), 200);
    }

    @Test
    void nothingOutsideIsServed() throws Exception {
        Files.createSymbolicLink(directory.resolve("site/link"), directory.resolve("secret"));
        for (String path : new String[] {"/../secret", "/%2e%2e/secret", "/sub/../../secret", "/link", "/sub/%2e%2e/%2e%2e/secret", "//../secret"}) {
            String answer = serve(get(path));
            assertTrue(answer.startsWith("HTTP/1.1 403"), path + " -> " + answer);
            assertFalse(body(answer).contains("secret\n") || body(answer).equals("secret"), path);
        }
        answers(get("/..%2fsecret"), 400);
        answers(get("/a%00.txt"), 400);
        assertEquals("0123456789", body(serve(get("/sub/../a.txt"))));
    }

    @Test
    void badRequestsAreRefusedWithTheReason() {
        answers("GET\r\n\r\n", 400);
        answers("GET / HTTP/1.1\r\n\r\n", 400);
        answers("GET / HTTP/2.0\r\nHost: h\r\n\r\n", 505);
        answers("GET / HTTP/1.1\r\nHost: h\r\nHost: i\r\n\r\n", 400);
        answers("GET / HTTP/1.1\r\nHost: h\r\nA : b\r\n\r\n", 400);
        answers("GET / HTTP/1.1\r\nHost: h\r\n folded\r\n\r\n", 400);
        answers("GET /%zz HTTP/1.1\r\nHost: h\r\n\r\n", 400);
        answers("GET x HTTP/1.1\r\nHost: h\r\n\r\n", 400);
        answers("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nabc", 405);
        answers("FROB / HTTP/1.1\r\nHost: h\r\n\r\n", 501);
        answers("GET / HTTP/1.1\r\nHost: h\r\nContent-Length: 9999999\r\n\r\n", 413);
        answers("GET / HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n", 400);
        answers("GET / HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\n", 400);
        answers("GET /" + "x".repeat(20_000) + " HTTP/1.1\r\n", 414);
        answers("GET / HTTP/1.1\r\nHost: h\r\nA: " + "x".repeat(20_000), 431);
        answers("GET / HTTP/1.1\r\nHost: h\r\n" + "A: b\r\n".repeat(200) + "\r\n", 431);
        answers(get("/none"), 404);
    }

    @Test
    void halfARequestIsTimedOut() {
        FakeNetwork.Peer peer = new FakeNetwork.Peer().send(bytes("GET / HT"));
        peer.ends = false;
        assertTrue(serve(peer).startsWith("HTTP/1.1 408 "));
        FakeNetwork.Peer idle = new FakeNetwork.Peer();
        idle.ends = false;
        assertEquals("", serve(idle));
    }

    /** Whatever comes, the server answers with HTTP or ends the connection, and loses nothing. */
    @Test
    void hostileRequestsDoNoHarm() {
        Random random = new Random(5);
        String good = get("/a.txt", "Range: bytes=0-1") + "POST /x HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhello" + get("/sub/");
        for (int run = 0; run < 300; run++) {
            byte[] request = bytes(good);
            for (int i = random.nextInt(8); i >= 0; i--) {
                request[random.nextInt(request.length)] = (byte) (random.nextInt(3) == 0 ? " \r\n:/%".charAt(random.nextInt(6)) : random.nextInt(256));
            }
            int cut = random.nextInt(request.length);
            FakeNetwork.Peer peer = new FakeNetwork.Peer().send(Arrays.copyOf(request, cut), Arrays.copyOfRange(request, cut, request.length));
            peer.most = 1 + random.nextInt(500);
            String answer = serve(peer);
            assertTrue(answer.isEmpty() || answer.startsWith("HTTP/1.1 "), answer);
            assertFalse(answer.startsWith("HTTP/1.1 500"), new String(request, StandardCharsets.ISO_8859_1));
        }
    }

    @Test
    void aThousandConnectionsAreServedAtOnce() {
        FakeNetwork.Peer[] peers = new FakeNetwork.Peer[1000];
        for (int i = 0; i < peers.length; i++) {
            String request = get("/a.txt");
            peers[i] = new FakeNetwork.Peer().send(bytes(request.substring(0, 5 + i % 20)), bytes(request.substring(5 + i % 20)));
            network.accepts(peers[i]);
        }
        serve(get("/a.txt"));
        for (FakeNetwork.Peer peer : peers) {
            assertTrue(peer.got.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n0123456789"));
        }
    }

    // ---- the clients

    private FakeNetwork.Peer answer(String... pieces) {
        FakeNetwork.Peer peer = new FakeNetwork.Peer().send(Arrays.stream(pieces).map(HttpCommandsTest::bytes).toArray(byte[][]::new));
        network.accepts(peer);
        return peer;
    }

    private Result fetch(String line) {
        network.install(io);
        return run(line);
    }

    @Test
    void curlFetchesByLengthChunksAndEnd() {
        answer("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhel", "lo");
        assertEquals(new Result(0, "hello", ""), fetch("curl http://127.0.0.1/"));
        answer("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;x=y\r\nhe", "llo\r\n1\r\n!\r", "\n0\r\nT: r\r\n\r\n");
        assertEquals(new Result(0, "hello!", ""), fetch("curl 127.0.0.1:81/x"));
        answer("HTTP/1.0 200 OK\r\n\r\nto the", " end");
        assertEquals(new Result(0, "to the end", ""), fetch("curl 127.0.0.1"));
        FakeNetwork.Peer peer = answer("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n");
        assertEquals(new Result(0, "201 0\n", ""), fetch("curl -d a=b -d c=d -H 'X-Y: z' -H Accept: -w '%{http_code} %{size_download}\\n' 127.0.0.1/p"));
        String sent = peer.got.toString(StandardCharsets.UTF_8);
        assertTrue(sent.startsWith("POST /p HTTP/1.1\r\nHost: 127.0.0.1\r\n") && sent.endsWith("\r\n\r\na=b&c=d") && sent.contains("X-Y: z\r\n")
            && sent.contains("Content-Length: 7\r\n") && !sent.contains("Accept"), sent);
    }

    @Test
    void curlFollowsAndUsesConnectionsAgain() {
        FakeNetwork.Peer peer = answer("HTTP/1.1 302 Found\r\nLocation: ../b?q\r\nContent-Length: 2\r\n\r\nno", "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nyes");
        assertEquals(new Result(0, "yes1 1", ""), fetch("curl -L -w '%{num_redirects} %{num_connects}' http://127.0.0.1/x/a"));
        assertTrue(peer.got.toString(StandardCharsets.UTF_8).contains("GET /b?q HTTP/1.1\r\n"));
        answer("HTTP/1.1 301 M\r\nLocation: /\r\nContent-Length: 0\r\n\r\n".repeat(4));
        assertEquals(47, fetch("curl -sL --max-redirs 2 127.0.0.1").status());
    }

    @Test
    void curlSaysWhatWentWrongAsCurlDoes() {
        assertEquals(new Result(7, "", "curl: (7) Failed to connect to 127.0.0.1 port 80: Connection refused\n"), fetch("curl 127.0.0.1"));
        network.connectError = Errno.ETIMEDOUT;
        assertEquals(28, fetch("curl -s 127.0.0.1").status());
        network.connectError = 0;
        assertEquals(new Result(6, "", "curl: (6) Could not resolve host: no.such\n"), fetchNameless("curl http://no.such/"));
        assertEquals(3, fetch("curl http://127.0.0.1:99999/").status());
        assertEquals(new Result(1, "", "curl: (1) Protocol \"https\" not supported\n"), fetch("curl https://127.0.0.1/"));
        answer("");
        assertEquals(new Result(52, "", "curl: (52) Empty reply from server\n"), fetch("curl 127.0.0.1"));
        answer("SSH-2.0-x\r\n\r\n");
        assertEquals(8, fetch("curl -s 127.0.0.1").status());
        answer("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf");
        assertEquals(new Result(18, "half", "curl: (18) transfer closed with 5 bytes remaining to read\n"), fetch("curl 127.0.0.1"));
        answer("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n");
        assertEquals(56, fetch("curl -s 127.0.0.1").status());
        answer("HTTP/1.1 404 Not Found\r\nContent-Length: 4\r\n\r\nbody");
        assertEquals(new Result(22, "", "curl: (22) The requested URL returned error: 404\n"), fetch("curl -f 127.0.0.1"));
        FakeNetwork.Peer silent = answer();
        silent.ends = false;
        assertEquals(28, fetch("curl -s -m 2 127.0.0.1").status());
        assertEquals(2, fetch("curl").status());
    }

    private Result fetchNameless(String line) {
        network.connectError = Errno.ENETUNREACH;
        Result result = fetch(line);
        network.connectError = 0;
        return result;
    }

    @Test
    void wgetWritesFilesAndGoesOn() {
        answer("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nfour");
        assertEquals(0, fetch("wget -q http://127.0.0.1/dir/f.txt").status());
        assertEquals("four", read("f.txt"));
        FakeNetwork.Peer peer = answer("HTTP/1.1 206 Partial Content\r\nContent-Length: 2\r\n\r\n56");
        assertEquals(0, fetch("wget -qc http://127.0.0.1/dir/f.txt").status());
        assertEquals("four56", read("f.txt"));
        assertTrue(peer.got.toString(StandardCharsets.UTF_8).contains("Range: bytes=4-\r\n"));
        answer("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
        assertEquals(8, fetch("wget -q http://127.0.0.1/none").status());
        assertEquals(4, fetch("wget -q http://127.0.0.1/none").status());
    }
}
