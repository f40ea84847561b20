package org.sluice.apps;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Lines, text encoding and output: what every text command stands on. */
class StreamsTest extends CommandTest {
    /** Gives few bytes at a time, as a pipe may. */
    private static InputStream trickle(byte[] data, Random random) {
        return new ByteArrayInputStream(data) {
            @Override
            public synchronized int read(byte[] buffer, int offset, int length) {
                return super.read(buffer, offset, Math.min(length, 1 + random.nextInt(50)));
            }
        };
    }

    @Test
    void linesAreThoseOfTheInputHoweverItArrives() throws IOException {
        Random random = new Random(1);
        for (int round = 0; round < 20; round++) {
            ByteArrayOutputStream data = new ByteArrayOutputStream();
            List<byte[]> expected = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                byte[] line = new byte[random.nextInt(10) == 0 ? random.nextInt(200_000) : random.nextInt(80)];
                java.util.Arrays.fill(line, (byte) ('a' + i % 26));
                expected.add(line);
                data.write(line);
                data.write('\n');
            }
            Lines lines = new Lines(round % 2 == 0 ? new ByteArrayInputStream(data.toByteArray())
                    : trickle(data.toByteArray(), random));
            for (byte[] line : expected) {
                assertTrue(lines.next());
                assertArrayEquals(line, lines.bytes());
                assertTrue(lines.terminated());
            }
            assertFalse(lines.next());
        }
    }

    @Test
    void lastLineWithoutNewlineIsALine() throws IOException {
        Lines lines = new Lines(new ByteArrayInputStream("a\n\nb".getBytes()));
        assertTrue(lines.next() && lines.text().equals("a"));
        assertTrue(lines.next() && lines.text().isEmpty() && lines.terminated());
        assertTrue(lines.next() && lines.text().equals("b") && !lines.terminated());
        assertFalse(lines.next());
    }

    @Test
    void anyBytesSurviveDecodingAndEncoding() {
        Random random = new Random(2);
        for (int round = 0; round < 500; round++) {
            byte[] bytes = new byte[random.nextInt(40)];
            random.nextBytes(bytes);
            assertArrayEquals(bytes, Utf8.encode(Utf8.decode(bytes, 0, bytes.length)));
        }
        String text = "Grüße \ufffd 😀";
        byte[] bytes = Utf8.encode(text);
        assertEquals(text, Utf8.decode(bytes, 0, bytes.length));
    }

    @Test
    void outputToAPipeIsHeldBackAndToATerminalPassedOnByLines() {
        ByteArrayOutputStream sink = new ByteArrayOutputStream();
        Output pipe = new Output(sink, false);
        pipe.println("a");
        assertEquals(0, sink.size());
        pipe.flush();
        assertEquals(2, sink.size());
        Output terminal = new Output(sink, true);
        terminal.print("b");
        assertEquals(2, sink.size());
        terminal.println();
        assertEquals(4, sink.size());
    }

    private static OutputStream failing(String reason) {
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException(reason);
            }
        };
    }

    @Test
    void pipeWithoutReaderEndsACommandSilently() {
        io.output(failing("Broken pipe"));
        assertEquals(new Result(141, "", ""), run("yes"));
        io.output(failing("Broken pipe"));
        assertEquals(new Result(141, "", ""), run("cat", "text"));
    }

    @Test
    void fullDiskIsReported() {
        io.output(failing("No space left on device"));
        assertEquals(new Result(1, "", "cat: write error: No space left on device\n"), run("cat", "text"));
        io.output(failing("No space left on device"));
        assertEquals(new Result(2, "", "grep: write error: No space left on device\n"), run("grep e", "text"));
    }

    @Test
    void binaryDataPassThroughUnchanged() {
        byte[] data = new byte[300_000];
        new Random(3).nextBytes(data);
        for (String line : List.of("cat", "cat -", "head -c 300000", "tail -c 300000", "tee copy", "tr x x")) {
            run(line, data);
            assertArrayEquals(data, last.outBytes(), line);
        }
        write("data", data);
        assertEquals(0, run("cp data copy2").status());
        assertEquals(0, run("cmp data copy").status());
        assertEquals(0, run("cmp data copy2").status());
    }
}
