package guest.rt;

import java.lang.invoke.MethodHandle;
import jdk.internal.foreign.MemorySessionImpl;
import jdk.internal.misc.ScopedMemoryAccess;
import jdk.internal.misc.Unsafe;

/**
 * Operations on ranges of which one or both are in paged memory: page by page, each with translations that were found without a
 * poll or system call between the first of them and the operation. Polls lie between the pieces, at least one a MiB.
 *
 * <p>A range is a base and an offset, as the host's {@link ScopedMemoryAccess} has it: an array and an offset in it, or no base and
 * an address. The session of a paged range is not looked at.
 */
public final class PagedBulk {
    private static final ScopedMemoryAccess SCOPED = ScopedMemoryAccess.getScopedMemoryAccess();
    private static final Unsafe U = Paged.U;
    /** Most bytes between two polls. */
    private static final long SLICE = 1 << 20;

    private PagedBulk() {
    }

    /** Whether a range is in paged memory. */
    public static boolean isPaged(Object base, long offset) {
        return base == null && Paged.is(offset);
    }

    private static long toPageEnd(long address) {
        return Paged.PAGE - (address & Paged.OFFSET);
    }

    private static long fromPageStart(long end) {
        return (end - 1 & Paged.OFFSET) + 1;
    }

    /** Bytes from two places on, or before them, that are in one page each. */
    private static long piece(boolean backward, boolean fromPaged, long from, boolean toPaged, long to, long left) {
        long n = Math.min(left, SLICE);
        if (fromPaged) {
            n = Math.min(n, backward ? fromPageStart(from) : toPageEnd(from));
        }
        return toPaged ? Math.min(n, backward ? fromPageStart(to) : toPageEnd(to)) : n;
    }

    /** Whether copying from the first byte on would overwrite what is still to be read. */
    private static boolean isBehind(boolean bothPaged, long from, long to, long bytes) {
        return bothPaged && from < to && to < from + bytes;
    }

    // ------------------------------------------------------------------ copying

    /** As {@link ScopedMemoryAccess#copyMemory}. */
    public static void copy(MemorySessionImpl fromSession, MemorySessionImpl toSession, Object fromBase, long from, Object toBase,
        long to, long bytes) {
        swap(fromSession, toSession, fromBase, from, toBase, to, bytes, 1);
    }

    /** As {@link ScopedMemoryAccess#copySwapMemory}; elements of one byte are copied as they are. */
    public static void swap(MemorySessionImpl fromSession, MemorySessionImpl toSession, Object fromBase, long from, Object toBase,
        long to, long bytes, int element) {
        boolean fromPaged = isPaged(fromBase, from);
        boolean toPaged = isPaged(toBase, to);
        MemorySessionImpl source = fromPaged ? null : fromSession;
        MemorySessionImpl target = toPaged ? null : toSession;
        boolean backward = isBehind(fromPaged && toPaged, from, to, bytes);
        long done = 0;
        long unpolled = 0;
        while (done < bytes) {
            long left = bytes - done;
            long f = backward ? from + left : from + done;
            long t = backward ? to + left : to + done;
            long n = piece(backward, fromPaged, f, toPaged, t, left);
            n &= -element; // a power of two
            if (n == 0) {
                n = element;
                long start = backward ? n : 0;
                swapOne(source, target, fromBase, f - start, toBase, t - start, element);
            } else {
                long start = backward ? n : 0;
                swapPiece(source, target, fromBase, fromPaged, f - start, toBase, toPaged, t - start, n, element);
            }
            done += n;
            unpolled += n;
            if (unpolled >= SLICE) {
                unpolled = 0;
                Poll.poll();
            }
        }
    }

    private static void swapPiece(MemorySessionImpl source, MemorySessionImpl target, Object fromBase, boolean fromPaged, long from,
        Object toBase, boolean toPaged, long to, long bytes, int element) {
        Object base = fromBase;
        long offset = from;
        boolean translated = fromPaged;
        if (fromPaged && toPaged && Paged.collide(from, to)) {
            byte[] between = new byte[(int) bytes];
            SCOPED.copyMemory(null, null, null, Paged.translate(from, Paged.READ), between, Unsafe.ARRAY_BYTE_BASE_OFFSET, bytes);
            base = between;
            offset = Unsafe.ARRAY_BYTE_BASE_OFFSET;
            translated = false;
        }
        while (true) {
            long f = translated ? Paged.find(offset, Paged.READ) : offset;
            if (translated && f == Paged.NONE) {
                Paged.fault(offset, Paged.READ);
                continue;
            }
            long t = toPaged ? Paged.find(to, Paged.WRITE) : to;
            if (toPaged && t == Paged.NONE) {
                Paged.fault(to, Paged.WRITE);
                continue;
            }
            if (element == 1) {
                SCOPED.copyMemory(source, target, base, f, toBase, t, bytes);
            } else {
                SCOPED.copySwapMemory(source, target, base, f, toBase, t, bytes, element);
            }
            return;
        }
    }

    /** An element that one of the two has in two pages. */
    private static void swapOne(MemorySessionImpl source, MemorySessionImpl target, Object fromBase, long from, Object toBase, long to,
        int element) {
        long bytes = 0;
        for (int i = 0; i < element; i++) {
            bytes |= (getByte(source, fromBase, from + i) & 0xffL) << i * Byte.SIZE;
        }
        for (int i = 0; i < element; i++) {
            putByte(target, toBase, to + i, (byte) (bytes >>> (element - 1 - i) * Byte.SIZE));
        }
    }

    private static byte getByte(MemorySessionImpl session, Object base, long offset) {
        return isPaged(base, offset) ? Paged.getByte(offset) : SCOPED.getByte(session, base, offset);
    }

    private static void putByte(MemorySessionImpl session, Object base, long offset, byte value) {
        if (isPaged(base, offset)) {
            Paged.putByte(offset, value);
        } else {
            SCOPED.putByte(session, base, offset, value);
        }
    }

    /** Copies from paged memory into an array. */
    public static void read(long from, byte[] to, int offset, int bytes) {
        copy(null, null, null, from, to, Unsafe.ARRAY_BYTE_BASE_OFFSET + offset, bytes);
    }

    /** Copies from an array into paged memory. */
    public static void write(byte[] from, int offset, long to, int bytes) {
        copy(null, null, from, Unsafe.ARRAY_BYTE_BASE_OFFSET + offset, null, to, bytes);
    }

    // ------------------------------------------------------------------ others

    /** Sets bytes of paged memory. */
    public static void fill(long address, long bytes, byte value) {
        long unpolled = 0;
        for (long done = 0; done < bytes;) {
            long n = Math.min(bytes - done, toPageEnd(address + done));
            U.setMemory(Paged.translate(address + done, Paged.WRITE), n, value);
            done += n;
            unpolled += n;
            if (unpolled >= SLICE) {
                unpolled = 0;
                Poll.poll();
            }
        }
    }

    /**
     * As {@link ScopedMemoryAccess#vectorizedMismatch}, but that nothing is left to be looked at.
     *
     * @param shift logarithm of the size of an element
     * @return the first element that differs, or -1, the complement of no elements left
     */
    public static int mismatch(MemorySessionImpl aSession, MemorySessionImpl bSession, Object aBase, long aOffset, Object bBase,
        long bOffset, int elements, int shift) {
        boolean aPaged = isPaged(aBase, aOffset);
        boolean bPaged = isPaged(bBase, bOffset);
        long bytes = (long) elements << shift;
        long unpolled = 0;
        for (long done = 0; done < bytes;) {
            int n = (int) piece(false, aPaged, aOffset + done, bPaged, bOffset + done, bytes - done);
            int found = mismatchPiece(aPaged ? null : aSession, bPaged ? null : bSession, aBase, aPaged, aOffset + done, bBase, bPaged,
                bOffset + done, n);
            if (found >= 0) {
                return (int) (done + found >> shift);
            }
            done += n;
            unpolled += n;
            if (unpolled >= SLICE) {
                unpolled = 0;
                Poll.poll();
            }
        }
        return -1;
    }

    private static int mismatchPiece(MemorySessionImpl aSession, MemorySessionImpl bSession, Object aBase, boolean aPaged, long aOffset,
        Object bBase, boolean bPaged, long bOffset, int bytes) {
        int found;
        if (aPaged && bPaged && Paged.collide(aOffset, bOffset)) {
            byte[] copy = new byte[bytes];
            SCOPED.copyMemory(null, null, null, Paged.translate(bOffset, Paged.READ), copy, Unsafe.ARRAY_BYTE_BASE_OFFSET, bytes);
            found = SCOPED.vectorizedMismatch(null, null, null, Paged.translate(aOffset, Paged.READ), copy,
                Unsafe.ARRAY_BYTE_BASE_OFFSET, bytes, 0);
        } else {
            while (true) {
                long a = aPaged ? Paged.find(aOffset, Paged.READ) : aOffset;
                if (aPaged && a == Paged.NONE) {
                    Paged.fault(aOffset, Paged.READ);
                    continue;
                }
                long b = bPaged ? Paged.find(bOffset, Paged.READ) : bOffset;
                if (bPaged && b == Paged.NONE) {
                    Paged.fault(bOffset, Paged.READ);
                    continue;
                }
                found = SCOPED.vectorizedMismatch(aSession, bSession, aBase, a, bBase, b, bytes, 0);
                break;
            }
        }
        if (found >= 0) {
            return found;
        }
        for (int i = bytes - ~found; i < bytes; i++) {
            if (getByte(aSession, aBase, aOffset + i) != getByte(bSession, bBase, bOffset + i)) {
                return i;
            }
        }
        return -1;
    }

    /**
     * A checksum of paged memory by the host's native method for it.
     *
     * @param sum (value so far, address, offset, length) to the value; neither blocks nor calls back
     */
    public static int checksum(MethodHandle sum, int before, long address, int bytes) throws Throwable {
        int value = before;
        long unpolled = 0;
        for (int done = 0; done < bytes;) {
            int n = (int) Math.min(bytes - done, toPageEnd(address + done));
            value = (int) sum.invokeExact(value, Paged.translate(address + done, Paged.READ), 0, n);
            done += n;
            unpolled += n;
            if (unpolled >= SLICE) {
                unpolled = 0;
                Poll.poll();
            }
        }
        return value;
    }
}
