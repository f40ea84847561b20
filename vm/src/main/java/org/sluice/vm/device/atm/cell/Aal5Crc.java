package org.sluice.vm.device.atm.cell;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.zip.CRC32;

/**
 * The CRC of AAL5 (ITU-T I.363.5): 0x04C11DB7, most significant bit first, from all ones, complemented.
 *
 * <p>It is the host's {@link CRC32} seen in a mirror: that one takes the bits of each byte the other way round, and has its result the
 * other way round. The host computes it with instructions no Java code reaches, so bytes are mirrored, eight at a time, into a
 * scratch that stays in the processor's cache, and computed there. Bytes that are moved as well are moved by the same loop, so that
 * memory is passed over once.
 */
public final class Aal5Crc {
    /** A PDU with its trailer leaves this, in the same order as {@link #value}. */
    public static final int RESIDUE = ~0xC704DD7B;

    private static final int SCRATCH = 2048;
    private static final VarHandle ARRAY = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong WORD = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;

    private final CRC32 mirror = new CRC32();
    private final byte[] scratch = new byte[SCRATCH];
    private int fill;

    /** Begins anew. */
    public void reset() {
        mirror.reset();
        fill = 0;
    }

    /** The CRC of all bytes since the beginning. More may follow. */
    public int value() {
        flush();
        return Integer.reverse((int) mirror.getValue());
    }

    /** Takes bytes in. */
    public void update(byte[] source, int offset, int length) {
        for (int done = 0; done < length;) {
            int part = room(length - done);
            int at = offset + done;
            int to = fill;
            int end = at + (part & -Long.BYTES);
            for (; at < end; at += Long.BYTES, to += Long.BYTES) {
                ARRAY.set(scratch, to, mirrored((long) ARRAY.get(source, at)));
            }
            for (end = offset + done + part; at < end; at++) {
                scratch[to++] = (byte) mirrored(source[at]);
            }
            fill = to;
            done += part;
        }
    }

    /** Takes bytes in. */
    public void update(MemorySegment source, long offset, int length) {
        for (int done = 0; done < length;) {
            int part = room(length - done);
            long from = offset + done;
            int words = part & -Long.BYTES;
            for (int i = 0; i < words; i += Long.BYTES) {
                ARRAY.set(scratch, fill + i, mirrored(source.get(WORD, from + i)));
            }
            for (int i = words; i < part; i++) {
                scratch[fill + i] = (byte) mirrored(source.get(BYTE, from + i));
            }
            fill += part;
            done += part;
        }
    }

    /** Takes bytes in and moves them on the way. */
    public void move(MemorySegment source, long offset, byte[] target, int targetOffset, int length) {
        for (int done = 0; done < length;) {
            int part = room(length - done);
            long from = offset + done;
            int to = targetOffset + done;
            int words = part & -Long.BYTES;
            for (int i = 0; i < words; i += Long.BYTES) {
                long word = source.get(WORD, from + i);
                ARRAY.set(target, to + i, word);
                ARRAY.set(scratch, fill + i, mirrored(word));
            }
            for (int i = words; i < part; i++) {
                byte value = source.get(BYTE, from + i);
                target[to + i] = value;
                scratch[fill + i] = (byte) mirrored(value);
            }
            fill += part;
            done += part;
        }
    }

    /** Takes bytes in and moves them on the way. */
    public void move(byte[] source, int offset, MemorySegment target, long targetOffset, int length) {
        for (int done = 0; done < length;) {
            int part = room(length - done);
            int from = offset + done;
            long to = targetOffset + done;
            int words = part & -Long.BYTES;
            for (int i = 0; i < words; i += Long.BYTES) {
                long word = (long) ARRAY.get(source, from + i);
                target.set(WORD, to + i, word);
                ARRAY.set(scratch, fill + i, mirrored(word));
            }
            for (int i = words; i < part; i++) {
                byte value = source[from + i];
                target.set(BYTE, to + i, value);
                scratch[fill + i] = (byte) mirrored(value);
            }
            fill += part;
            done += part;
        }
    }

    /** How many of the bytes the scratch takes now, at least one. */
    private int room(int wanted) {
        if (fill == SCRATCH) {
            flush();
        }
        return Math.min(wanted, SCRATCH - fill);
    }

    private void flush() {
        mirror.update(scratch, 0, fill);
        fill = 0;
    }

    /** Eight bytes with the bits of each the other way round. */
    private static long mirrored(long bytes) {
        return Long.reverseBytes(Long.reverse(bytes));
    }

    private static int mirrored(byte value) {
        return Integer.reverse(value) >>> 24;
    }
}
