package org.sluice.apps.net.tftp;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A message (RFC 1350, section 5).
 *
 * @param opcode  what it is
 * @param block   number of DATA and ACK, code of ERROR
 * @param data    of DATA
 * @param text    file name of requests, sentence of ERROR
 * @param mode    of requests, in lower case
 * @param options of requests and OACK (RFC 2347), by lower-case names
 */
record TftpMessage(int opcode, int block, byte[] data, String text, String mode, Map<String, String> options) {
    static final int READ = 1;
    static final int WRITE = 2;
    static final int DATA = 3;
    static final int ACK = 4;
    static final int ERROR = 5;
    static final int OPTIONS = 6;
    /** Codes of ERROR. */
    static final int UNDEFINED = 0;
    static final int NOT_FOUND = 1;
    static final int ACCESS = 2;
    static final int FULL = 3;
    static final int ILLEGAL = 4;
    static final int UNKNOWN_TRANSFER = 5;
    static final int EXISTS = 6;
    static final int REFUSED_OPTIONS = 8;
    private static final int HEADER = 4;
    private static final byte[] NONE = new byte[0];

    /** Reads a message. @throws IllegalArgumentException for what is none */
    static TftpMessage parse(byte[] bytes, int length) {
        if (length < 2) {
            throw new IllegalArgumentException("shorter than 2 bytes");
        }
        int opcode = u16(bytes, 0);
        switch (opcode) {
            case READ, WRITE -> {
                List<String> words = words(bytes, 2, length);
                if (words.size() < 2 || words.get(0).isEmpty()) {
                    throw new IllegalArgumentException("a request without file name or mode");
                }
                return new TftpMessage(opcode, 0, NONE, words.get(0), words.get(1).toLowerCase(Locale.ROOT), options(words, 2));
            }
            case OPTIONS -> {
                return new TftpMessage(opcode, 0, NONE, "", "", options(words(bytes, 2, length), 0));
            }
            case DATA, ACK, ERROR -> {
                if (length < HEADER) {
                    throw new IllegalArgumentException("shorter than 4 bytes");
                }
                byte[] data = opcode == DATA ? java.util.Arrays.copyOfRange(bytes, HEADER, length) : NONE;
                String text = opcode == ERROR && length > HEADER ? words(bytes, HEADER, length).get(0) : "";
                return new TftpMessage(opcode, u16(bytes, 2), data, text, "", Map.of());
            }
            default -> throw new IllegalArgumentException("an unknown operation, " + opcode);
        }
    }

    private static int u16(byte[] bytes, int at) {
        return (bytes[at] & 255) << 8 | bytes[at + 1] & 255;
    }

    private static List<String> words(byte[] bytes, int from, int to) {
        List<String> words = new ArrayList<>();
        int start = from;
        for (int i = from; i < to; i++) {
            if (bytes[i] == 0) {
                words.add(new String(bytes, start, i - start, StandardCharsets.UTF_8));
                start = i + 1;
            }
        }
        if (start < to || words.isEmpty()) {
            throw new IllegalArgumentException("a text without an end");
        }
        return words;
    }

    private static Map<String, String> options(List<String> words, int from) {
        Map<String, String> options = new LinkedHashMap<>();
        for (int i = from; i + 1 < words.size(); i += 2) {
            options.put(words.get(i).toLowerCase(Locale.ROOT), words.get(i + 1));
        }
        return options;
    }

    static byte[] request(int opcode, String file, String mode, Map<String, String> options) {
        ByteArrayOutputStream bytes = begin(opcode);
        word(bytes, file);
        word(bytes, mode);
        options.forEach((name, value) -> {
            word(bytes, name);
            word(bytes, value);
        });
        return bytes.toByteArray();
    }

    static byte[] options(Map<String, String> options) {
        ByteArrayOutputStream bytes = begin(OPTIONS);
        options.forEach((name, value) -> {
            word(bytes, name);
            word(bytes, value);
        });
        return bytes.toByteArray();
    }

    static byte[] data(int block, byte[] data, int length) {
        byte[] bytes = new byte[HEADER + length];
        bytes[1] = DATA;
        bytes[2] = (byte) (block >>> 8);
        bytes[3] = (byte) block;
        System.arraycopy(data, 0, bytes, HEADER, length);
        return bytes;
    }

    static byte[] ack(int block) {
        return new byte[] {0, ACK, (byte) (block >>> 8), (byte) block};
    }

    static byte[] error(int code, String sentence) {
        ByteArrayOutputStream bytes = begin(ERROR);
        bytes.write(code >>> 8);
        bytes.write(code);
        word(bytes, sentence);
        return bytes.toByteArray();
    }

    private static ByteArrayOutputStream begin(int opcode) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(0);
        bytes.write(opcode);
        return bytes;
    }

    private static void word(ByteArrayOutputStream bytes, String word) {
        bytes.writeBytes(word.getBytes(StandardCharsets.UTF_8));
        bytes.write(0);
    }
}
