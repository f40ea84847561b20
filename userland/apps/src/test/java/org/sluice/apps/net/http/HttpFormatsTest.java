package org.sluice.apps.net.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What HTTP's texts mean. */
class HttpFormatsTest {
    @Test
    void datesOfAllThreeForms() {
        assertEquals("Sun, 06 Nov 1994 08:49:37 GMT", HttpDate.format(784111777));
        assertEquals(784111777, HttpDate.parse("Sun, 06 Nov 1994 08:49:37 GMT"));
        assertEquals(784111777, HttpDate.parse("Sunday, 06-Nov-94 08:49:37 GMT"));
        assertEquals(784111777, HttpDate.parse("Sun Nov  6 08:49:37 1994"));
        for (String bad : new String[] {"", "yesterday", "Sun, 06 Nov 1994 08:49:37", "Sun, 06 Xxx 1994 08:49:37 GMT", "Sun, 32 Nov 1994 08:49:37 GMT"}) {
            assertEquals(-1, HttpDate.parse(bad), bad);
        }
        for (long second = 0; second < 4_000_000_000L; second += 12_345_678) {
            assertEquals(second, HttpDate.parse(HttpDate.format(second)));
        }
    }

    @Test
    void rangesAreCutToTheFile() throws HttpProblem {
        assertEquals(new ByteRange(2, 3), ByteRange.parse("bytes=2-4", 10));
        assertEquals(new ByteRange(2, 8), ByteRange.parse("bytes=2-", 10));
        assertEquals(new ByteRange(2, 8), ByteRange.parse("bytes=2-99", 10));
        assertEquals(new ByteRange(0, 10), ByteRange.parse("bytes=-99", 10));
        for (String none : new String[] {"bytes=4-2", "bytes=-", "bytes=", "lines=1-2", "bytes=1-2,3-4", "bytes=a-b", "bytes=1"}) {
            assertNull(ByteRange.parse(none, 10), none);
        }
        assertThrows(HttpProblem.class, () -> ByteRange.parse("bytes=10-", 10));
        assertThrows(HttpProblem.class, () -> ByteRange.parse("bytes=-0", 10));
        assertThrows(HttpProblem.class, () -> ByteRange.parse("bytes=0-", 0));
    }

    /** Whatever the path, what it is decoded to has no way up. */
    @Test
    void pathsNeverLeadOut() {
        Random random = new Random(3);
        String[] parts = {"a", ".", "..", "%2e", "%2E%2e", "%2f", "%5c", "%00", "", "%c3%a4", "b%20c", "%"};
        for (int run = 0; run < 20_000; run++) {
            StringBuilder path = new StringBuilder();
            for (int i = random.nextInt(6); i >= 0; i--) {
                path.append('/').append(parts[random.nextInt(parts.length)]).append(random.nextInt(4) == 0 ? parts[random.nextInt(parts.length)] : "");
            }
            try {
                for (String name : RequestPath.decode(path.toString()).split("/")) {
                    assertTrue(!name.equals("..") && !name.equals(".") && name.indexOf('\0') < 0, path + " -> " + name);
                }
            } catch (HttpProblem e) {
                assertTrue(e.status() == 400 || e.status() == 403, path.toString());
            }
        }
    }

    @Test
    void namesSurviveEncoding() throws HttpProblem {
        for (String name : new String[] {"a b", "ä€😀", "100%", "x?y#z", "<&>\"", "+;"}) {
            assertEquals(name, RequestPath.decode("/" + RequestPath.encode(name)));
        }
    }

    @Test
    void requestsOfChanceAreParsedOrRefused() {
        Random random = new Random(4);
        byte[] good = "GET /a?b HTTP/1.1\r\nHost: h\r\nX: y\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        int parsed = 0;
        for (int run = 0; run < 50_000; run++) {
            byte[] bytes = good.clone();
            for (int i = random.nextInt(4); i > 0; i--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            try {
                Request request = Request.parse(bytes, 0, bytes.length);
                assertTrue(request.target().startsWith("/"));
                parsed++;
            } catch (HttpProblem e) {
                assertTrue(e.status() >= 400 && e.status() < 600);
            }
        }
        assertTrue(parsed > 10_000, parsed + " parsed");
    }

    @Test
    void chunksInPiecesOfAnySize() throws IOException {
        byte[] data = new byte[5000];
        Random random = new Random(6);
        random.nextBytes(data);
        for (int run = 0; run < 200; run++) {
            ByteArrayOutputStream wire = new ByteArrayOutputStream();
            for (int at = 0; at < data.length;) {
                int n = Math.min(data.length - at, 1 + random.nextInt(900));
                wire.writeBytes((Integer.toHexString(n) + (random.nextBoolean() ? ";e=\"x\"" : "") + "\r\n").getBytes(StandardCharsets.US_ASCII));
                wire.write(data, at, n);
                wire.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
                at += n;
            }
            wire.writeBytes("0\r\nTrailer: x\r\n\r\nNEXT".getBytes(StandardCharsets.US_ASCII));
            byte[] all = wire.toByteArray();
            Chunks chunks = new Chunks();
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            int[] used = new int[1];
            int at = 0;
            while (!chunks.done()) {
                byte[] piece = Arrays.copyOfRange(all, at, Math.min(all.length, at + 1 + random.nextInt(300)));
                out.write(piece, 0, chunks.decode(piece, 0, piece.length, used));
                at += used[0];
            }
            assertArrayEquals(data, out.toByteArray());
            assertEquals("NEXT", new String(all, at, all.length - at, StandardCharsets.US_ASCII));
        }
        for (String bad : new String[] {"g\r\n", "\r\n", "1\r\nab", "ffffffffffffffffff\r\n", "1\rx"}) {
            byte[] bytes = bad.getBytes(StandardCharsets.US_ASCII);
            assertThrows(IOException.class, () -> new Chunks().decode(bytes, 0, bytes.length, new int[1]), bad);
        }
    }

    @Test
    void urlsAndReferences() throws Url.Unusable {
        assertEquals(new Url(null, "h", 80, "/"), Url.parse("h"));
        assertEquals(new Url("u:p", "h", 8080, "/a?b"), Url.parse("http://u:p@h:8080/a?b#c"));
        assertEquals(new Url(null, "h", 80, "/?q"), Url.parse("HTTP://h?q"));
        Url base = Url.parse("http://h/a/b?c");
        assertEquals("http://h/a/d", base.resolve("d").toString());
        assertEquals("http://h/d", base.resolve("../d").toString());
        assertEquals("http://h/d", base.resolve("../../../d").toString());
        assertEquals("http://h/a/b?x", base.resolve("?x").toString());
        assertEquals("http://i/", base.resolve("//i").toString());
        assertEquals("http://i:1/x", base.resolve("http://i:1/x").toString());
        assertEquals("http://h/a/", base.resolve(".").toString());
        for (String bad : new String[] {"", "http://", "http://h:0/", "http://h:x/", "http://h/a b", "ftp://h/", "http://h\r\n/"}) {
            assertThrows(Url.Unusable.class, () -> Url.parse(bad), bad);
        }
    }

    @Test
    void writeOutKnowsItsNames() {
        Exchange exchange = new Exchange();
        exchange.downloaded = 7;
        exchange.totalTime = 1_500_000_000L;
        assertEquals("000 7 1.500000 100% \n", WriteOut.format("%{http_code} %{size_download} %{time_total} 100%% \\n", exchange, "u", 0));
    }
}
