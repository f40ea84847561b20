package org.sluice.kernel.net.packet;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import org.sluice.vm.memory.PhysicalMemory;

/** Main memory as protocols see it: by physical address, in network byte order. */
public final class Memory {
    private static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;
    private static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    private final PhysicalMemory physical;
    private final MemorySegment all;

    public Memory(PhysicalMemory physical) {
        this.physical = physical;
        all = physical.window(0, physical.size());
    }

    /** The memory, for what is copied. */
    public PhysicalMemory physical() {
        return physical;
    }

    public int u8(long address) {
        return all.get(BYTE, address) & 0xff;
    }

    public int u16(long address) {
        return all.get(SHORT, address) & 0xffff;
    }

    public int u32(long address) {
        return all.get(INT, address);
    }

    public void put8(long address, int value) {
        all.set(BYTE, address, (byte) value);
    }

    public void put16(long address, int value) {
        all.set(SHORT, address, (short) value);
    }

    public void put32(long address, int value) {
        all.set(INT, address, value);
    }

    /** The sum of 16-bit words of RFC 1071, not folded; an odd last byte is the upper one of its word. */
    public long sum(long address, int length) {
        long end = address + length;
        long at = address;
        long a = 0;
        long b = 0;
        long c = 0;
        long d = 0;
        for (; end - at >= 32; at += 32) {
            long w = all.get(LONG, at);
            long x = all.get(LONG, at + 8);
            long y = all.get(LONG, at + 16);
            long z = all.get(LONG, at + 24);
            a += (w >>> 32) + (w & 0xffffffffL);
            b += (x >>> 32) + (x & 0xffffffffL);
            c += (y >>> 32) + (y & 0xffffffffL);
            d += (z >>> 32) + (z & 0xffffffffL);
        }
        long sum = a + b + c + d;
        for (; end - at >= 4; at += 4) {
            sum += all.get(INT, at) & 0xffffffffL;
        }
        if (end - at >= 2) {
            sum += u16(at);
            at += 2;
        }
        if (at < end) {
            sum += u8(at) << 8;
        }
        return sum;
    }
}
