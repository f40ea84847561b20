package org.sluice.apps.net.tftp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** TFTP's messages and both sides of a transfer. */
class TftpTest {
    /** A transfer in which messages are lost, doubled and sent again, as the two sides' timers would have it. */
    private static byte[] carry(byte[] file, int blockSize, Random random, double loss) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        TftpSender sender = new TftpSender(new ByteArrayInputStream(file), blockSize);
        TftpReceiver receiver = new TftpReceiver(out, blockSize);
        byte[] data = sender.first();
        while (!sender.done()) {
            for (int copies = random.nextDouble() < loss ? 0 : random.nextDouble() < loss ? 2 : 1; copies > 0; copies--) {
                byte[] ack = receiver.received(TftpMessage.parse(data, data.length));
                if (ack != null && random.nextDouble() >= loss) {
                    byte[] next = sender.received(TftpMessage.parse(ack, ack.length));
                    data = next == null ? data : next;
                }
            }
        }
        assertTrue(receiver.done());
        assertEquals(file.length, sender.bytes());
        return out.toByteArray();
    }

    @Test
    void filesOfAllLengthsArriveWhole() throws IOException {
        Random random = new Random(1);
        for (int length : new int[] {0, 1, 511, 512, 513, 1024, 5000}) {
            byte[] file = new byte[length];
            random.nextBytes(file);
            assertArrayEquals(file, carry(file, 512, random, 0));
            assertArrayEquals(file, carry(file, 512, random, 0.3));
        }
    }

    @Test
    void numbersOfBlocksBeginAgain() throws IOException {
        byte[] file = new byte[8 * 70_000 + 3];
        new Random(2).nextBytes(file);
        assertArrayEquals(file, carry(file, 8, new Random(3), 0.01));
    }

    @Test
    void anOldAcknowledgementIsNotAnswered() throws IOException {
        TftpSender sender = new TftpSender(new ByteArrayInputStream(new byte[2000]), 512);
        sender.first();
        TftpMessage ack = TftpMessage.parse(TftpMessage.ack(1), 4);
        assertEquals(2, TftpMessage.parse(sender.received(ack), 516).block());
        assertEquals(null, sender.received(ack));
    }

    @Test
    void optionsAreAgreedOn() {
        Map<String, String> asked = Map.of("blksize", "70000", "timeout", "0", "tsize", "0", "windowsize", "4");
        assertEquals(Map.of("blksize", "65464", "tsize", "77"), TftpOptions.agreed(asked, 77));
        assertEquals(new TftpOptions(1024, 1, 77), TftpOptions.of(Map.of("blksize", "1024", "tsize", "77"), Map.of("blksize", "2048", "tsize", "0")));
        assertThrows(IllegalArgumentException.class, () -> TftpOptions.of(Map.of("blksize", "4096"), Map.of("blksize", "2048")));
        assertThrows(IllegalArgumentException.class, () -> TftpOptions.of(Map.of("timeout", "2"), Map.of("blksize", "2048")));
    }

    @Test
    void messagesOfChanceAreParsedOrRefused() {
        Random random = new Random(4);
        byte[] request = TftpMessage.request(TftpMessage.READ, "f", "octet", Map.of("blksize", "1024"));
        TftpMessage parsed = TftpMessage.parse(request, request.length);
        assertEquals("f", parsed.text());
        assertEquals(Map.of("blksize", "1024"), parsed.options());
        for (int run = 0; run < 100_000; run++) {
            byte[] bytes = request.clone();
            for (int i = random.nextInt(5); i > 0; i--) {
                bytes[random.nextInt(bytes.length)] = (byte) (random.nextBoolean() ? random.nextInt(8) : random.nextInt(256));
            }
            try {
                TftpMessage.parse(bytes, random.nextInt(bytes.length + 1));
            } catch (IllegalArgumentException e) {
                assertTrue(!e.getMessage().isEmpty());
            }
        }
    }

    @Test
    void netasciiIsUndoneByItself() throws IOException {
        byte[] text = "a\nb\r\nc\r\r\n\n\rd\r".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        byte[] wire = Netascii.encoding(new ByteArrayInputStream(text)).readAllBytes();
        assertEquals("a\r\nb\r\0\r\n", new String(wire, 0, 8, java.nio.charset.StandardCharsets.US_ASCII));
        ByteArrayOutputStream back = new ByteArrayOutputStream();
        try (var out = Netascii.decoding(back)) {
            out.write(wire);
        }
        assertArrayEquals(text, back.toByteArray());
    }
}
