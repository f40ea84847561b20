package org.sluice.apps.net.test;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Bytes that anybody can make again: each eight of them, little end first, are a mix of a seed and of their number. */
final class DataPattern {
    private static final long STEP = 0x9e3779b97f4a7c15L;
    private static final ValueLayout.OfLong WORD = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private DataPattern() {
    }

    /** The eight bytes of a number. */
    static long word(long seed, long number) {
        long z = seed + (number + 1) * STEP;
        z = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
        z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
        return z ^ z >>> 31;
    }

    /** Fills a buffer with the bytes from a position on. */
    static void fill(byte[] buffer, int length, long seed, long position) {
        fill(MemorySegment.ofArray(buffer), length, seed, position);
    }

    /** Fills memory with the bytes from a position on. */
    static void fill(MemorySegment memory, long length, long seed, long position) {
        long at = 0;
        for (; at < length && (position + at & 7) != 0; at++) {
            memory.set(ValueLayout.JAVA_BYTE, at, oneByte(seed, position + at));
        }
        long number = position + at >>> 3;
        for (; at + 8 <= length; at += 8) {
            memory.set(WORD, at, word(seed, number++));
        }
        for (; at < length; at++) {
            memory.set(ValueLayout.JAVA_BYTE, at, oneByte(seed, position + at));
        }
    }

    private static byte oneByte(long seed, long position) {
        return (byte) (word(seed, position >>> 3) >>> 8 * (position & 7));
    }

    /** Reads every byte once. @return their sum in words, so that the reading is not for nothing */
    static long touch(MemorySegment memory, long length) {
        long sum = 0;
        long at = 0;
        for (; at + 8 <= length; at += 8) {
            sum += memory.get(WORD, at);
        }
        for (; at < length; at++) {
            sum += memory.get(ValueLayout.JAVA_BYTE, at);
        }
        return sum;
    }

    /** Reads every byte once. */
    static long touch(byte[] buffer, int length) {
        ByteBuffer view = ByteBuffer.wrap(buffer, 0, length);
        long sum = 0;
        while (view.remaining() >= 8) {
            sum += view.getLong();
        }
        while (view.hasRemaining()) {
            sum += view.get();
        }
        return sum;
    }

    static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    static String hex(byte[] bytes) {
        return java.util.HexFormat.of().formatHex(bytes);
    }
}
