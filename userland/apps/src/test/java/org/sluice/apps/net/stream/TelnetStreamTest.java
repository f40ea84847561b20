package org.sluice.apps.net.stream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What TELNET's bytes mean, and the services' texts. */
class TelnetStreamTest {
    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    @Test
    void optionsAreRefusedOnce() {
        TelnetStream stream = new TelnetStream();
        byte[] offers = bytes(255, 251, 1, 255, 253, 24, 'h', 255, 250, 24, 1, 255, 255, 255, 240, 'i', 255, 251, 1, 255, 252, 1, 255, 254, 24, 255, 255);
        stream.received(offers, 0, offers.length);
        assertArrayEquals(bytes('h', 'i', 255), stream.takeData());
        assertArrayEquals(bytes(255, 254, 1, 255, 252, 24), stream.takeReplies());
    }

    @Test
    void linesAreNetworkLines() {
        TelnetStream stream = new TelnetStream();
        byte[] in = bytes('a', 13, 10, 'b', 13, 0, 'c', 13, 'd');
        for (byte b : in) {
            stream.received(new byte[] {b}, 0, 1);
        }
        assertArrayEquals(bytes('a', 10, 'b', 13, 'c', 13, 'd'), stream.takeData());
        assertArrayEquals(bytes('a', 13, 10, 13, 0, 255, 255), TelnetStream.encode(bytes('a', 10, 13, 255), 4));
    }

    @Test
    void whatIsEncodedArrives() {
        Random random = new Random(1);
        for (int run = 0; run < 1000; run++) {
            byte[] typed = new byte[50];
            random.nextBytes(typed);
            byte[] wire = TelnetStream.encode(typed, typed.length);
            TelnetStream stream = new TelnetStream();
            stream.received(wire, 0, wire.length);
            assertArrayEquals(typed, stream.takeData());
            assertEquals(0, stream.takeReplies().length);
        }
    }

    @Test
    void chargenAndDaytimeAreAsTheirRfcsHaveThem() {
        String[] lines = new String(Service.pattern(), StandardCharsets.US_ASCII).split("\r\n");
        assertEquals(95, lines.length);
        for (int i = 0; i < lines.length; i++) {
            assertEquals(72, lines[i].length());
            assertEquals(' ' + i, lines[i].charAt(0));
        }
        assertTrue(lines[94].startsWith("~ !\""));
        assertEquals("Sunday, November 6, 1994 08:49:37-UTC\r\n", new String(Service.daytime(784111777), StandardCharsets.US_ASCII));
    }
}
