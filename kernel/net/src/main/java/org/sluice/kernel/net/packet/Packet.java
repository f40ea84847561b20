package org.sluice.kernel.net.packet;

import org.sluice.kernel.memory.FramePart;

/**
 * Bytes that lie in parts, read in place wherever the borders are. Used by one thread, which owns the holds until it takes or drops
 * them. Reading beyond the length throws {@link IndexOutOfBoundsException}: who parses checks the length once.
 */
public final class Packet {
    private final Memory memory;
    private FramePart[] parts;
    private int length;

    public Packet(Memory memory, FramePart[] parts) {
        this.memory = memory;
        this.parts = parts;
        length = Parts.bytes(parts);
    }

    public Memory memory() {
        return memory;
    }

    public int length() {
        return length;
    }

    public int u8(int at) {
        return memory.u8(address(at));
    }

    public int u16(int at) {
        FramePart first = first();
        if (at >= 0 && first != null && at + 2 <= first.length()) {
            return memory.u16(first.address() + at);
        }
        return u8(at) << 8 | u8(at + 1);
    }

    public int u32(int at) {
        FramePart first = first();
        if (at >= 0 && first != null && at + 4 <= first.length()) {
            return memory.u32(first.address() + at);
        }
        return u16(at) << 16 | u16(at + 2);
    }

    public long u48(int at) {
        return (long) u16(at) << 32 | u32(at + 2) & 0xffffffffL;
    }

    public long u64(int at) {
        return (long) u32(at) << 32 | u32(at + 4) & 0xffffffffL;
    }

    private FramePart first() {
        return parts.length == 0 ? null : parts[0];
    }

    private long address(int at) {
        if (at >= 0) {
            int rest = at;
            for (FramePart part : parts) {
                if (rest < part.length()) {
                    return part.address() + rest;
                }
                rest -= part.length();
            }
        }
        throw new IndexOutOfBoundsException("byte " + at + " of " + length);
    }

    /** The checksum's sum over a range. */
    public int sum(int from, int bytes) {
        if (from == 0 && bytes == length) {
            return Checksum.sum(memory, parts);
        }
        long sum = 0;
        int at = 0;
        for (FramePart part : parts) {
            int first = Math.max(from, at);
            int end = Math.min(from + bytes, at + part.length());
            if (first < end) {
                int s = Checksum.fold(memory.sum(part.address() + first - at, end - first));
                sum += (first - from & 1) != 0 ? (s & 0xff) << 8 | s >>> 8 : s;
            }
            at += part.length();
        }
        return Checksum.fold(sum);
    }

    /** Forgets all bytes but a range. */
    public void clip(int from, int bytes) {
        if (from != 0 || bytes != length) {
            parts = Parts.clip(parts, from, bytes);
            length = bytes;
        }
    }

    /** Where the bytes lie; the holds stay the packet's. */
    public FramePart[] parts() {
        return parts;
    }

    /** Further holds on a range. */
    public FramePart[] share(int from, int bytes) {
        return Parts.share(parts, from, bytes);
    }

    /** Hands the holds over; the packet is empty. */
    public FramePart[] take() {
        FramePart[] taken = parts;
        parts = Parts.NONE;
        length = 0;
        return taken;
    }

    /** Ends the holds; the packet is empty. */
    public void drop() {
        Parts.drop(take());
    }
}
