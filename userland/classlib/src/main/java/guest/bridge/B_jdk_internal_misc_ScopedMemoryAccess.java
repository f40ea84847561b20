package guest.bridge;

import guest.java.io.FileDescriptor;
import guest.rt.Paged;
import guest.rt.PagedBulk;
import guest.rt.PagedMaps;
import jdk.internal.access.foreign.MappedMemoryUtilsProxy;
import jdk.internal.foreign.MemorySessionImpl;
import jdk.internal.misc.ScopedMemoryAccess;

/**
 * Bridges of ScopedMemoryAccess, through which all buffers reach memory: paged memory is told apart here. The session of a paged
 * buffer is a constant and that of a buffer does not change in a loop over it, so that areas and arrays lose nothing. Bulk
 * operations look at the address instead, because for one they are passed no session.
 */
public final class B_jdk_internal_misc_ScopedMemoryAccess {
    private static final boolean BIG_ENDIAN = jdk.internal.misc.Unsafe.getUnsafe().isBigEndian();

    private B_jdk_internal_misc_ScopedMemoryAccess() {
    }

    // ------------------------------------------------------------------ values

    public static byte getByte(ScopedMemoryAccess memory, MemorySessionImpl session, Object base, long offset) {
        return session == Paged.SESSION ? Paged.getByte(offset) : memory.getByte(session, base, offset);
    }

    public static void putByte(ScopedMemoryAccess memory, MemorySessionImpl session, Object base, long offset, byte value) {
        if (session == Paged.SESSION) {
            Paged.putByte(offset, value);
        } else {
            memory.putByte(session, base, offset, value);
        }
    }

    public static short getShort(ScopedMemoryAccess memory, MemorySessionImpl session, Object base, long offset) {
        return session == Paged.SESSION ? Paged.getShort(offset) : memory.getShort(session, base, offset);
    }

    public static void putShort(ScopedMemoryAccess memory, MemorySessionImpl session, Object base, long offset, short value) {
        if (session == Paged.SESSION) {
            Paged.putShort(offset, value);
        } else {
            memory.putShort(session, base, offset, value);
        }
    }

    public static char getChar(ScopedMemoryAccess memory, MemorySessionImpl session, Object base, long offset) {
        return session == Paged.SESSION ? Paged.getChar(offset) : memory.getChar(session, base, offset);
    }

    public static void putChar(ScopedMemoryAccess memory, MemorySessionImpl session, Object base, long offset, char value) {
        if (session == Paged.SESSION) {
            Paged.putChar(offset, value);
        } else {
            memory.putChar(session, base, offset, value);
        }
    }

    public static int getInt(ScopedMemoryAccess memory, MemorySessionImpl session, Object base, long offset) {
        return session == Paged.SESSION ? Paged.getInt(offset) : memory.getInt(session, base, offset);
    }

    public static void putInt(ScopedMemoryAccess memory, MemorySessionImpl session, Object base, long offset, int value) {
        if (session == Paged.SESSION) {
            Paged.putInt(offset, value);
        } else {
            memory.putInt(session, base, offset, value);
        }
    }

    public static long getLong(ScopedMemoryAccess memory, MemorySessionImpl session, Object base, long offset) {
        return session == Paged.SESSION ? Paged.getLong(offset) : memory.getLong(session, base, offset);
    }

    public static void putLong(ScopedMemoryAccess memory, MemorySessionImpl session, Object base, long offset, long value) {
        if (session == Paged.SESSION) {
            Paged.putLong(offset, value);
        } else {
            memory.putLong(session, base, offset, value);
        }
    }

    public static float getFloat(ScopedMemoryAccess memory, MemorySessionImpl session, Object base, long offset) {
        return session == Paged.SESSION ? Float.intBitsToFloat(Paged.getInt(offset)) : memory.getFloat(session, base, offset);
    }

    public static void putFloat(ScopedMemoryAccess memory, MemorySessionImpl session, Object base, long offset, float value) {
        if (session == Paged.SESSION) {
            Paged.putInt(offset, Float.floatToRawIntBits(value));
        } else {
            memory.putFloat(session, base, offset, value);
        }
    }

    public static double getDouble(ScopedMemoryAccess memory, MemorySessionImpl session, Object base, long offset) {
        return session == Paged.SESSION ? Double.longBitsToDouble(Paged.getLong(offset)) : memory.getDouble(session, base, offset);
    }

    public static void putDouble(ScopedMemoryAccess memory, MemorySessionImpl session, Object base, long offset, double value) {
        if (session == Paged.SESSION) {
            Paged.putLong(offset, Double.doubleToRawLongBits(value));
        } else {
            memory.putDouble(session, base, offset, value);
        }
    }

    // ------------------------------------------------------------------ values of either byte order at any address

    private static short ordered(short value, boolean bigEndian) {
        return bigEndian == BIG_ENDIAN ? value : Short.reverseBytes(value);
    }

    private static char ordered(char value, boolean bigEndian) {
        return bigEndian == BIG_ENDIAN ? value : Character.reverseBytes(value);
    }

    private static int ordered(int value, boolean bigEndian) {
        return bigEndian == BIG_ENDIAN ? value : Integer.reverseBytes(value);
    }

    private static long ordered(long value, boolean bigEndian) {
        return bigEndian == BIG_ENDIAN ? value : Long.reverseBytes(value);
    }

    public static short getShortUnaligned(ScopedMemoryAccess memory, MemorySessionImpl session, Object base, long offset, boolean bigEndian) {
        return session == Paged.SESSION ? ordered(Paged.getShort(offset), bigEndian)
            : memory.getShortUnaligned(session, base, offset, bigEndian);
    }

    public static void putShortUnaligned(ScopedMemoryAccess memory, MemorySessionImpl session, Object base, long offset, short value, boolean bigEndian) {
        if (session == Paged.SESSION) {
            Paged.putShort(offset, ordered(value, bigEndian));
        } else {
            memory.putShortUnaligned(session, base, offset, value, bigEndian);
        }
    }

    public static char getCharUnaligned(ScopedMemoryAccess memory, MemorySessionImpl session, Object base, long offset, boolean bigEndian) {
        return session == Paged.SESSION ? ordered(Paged.getChar(offset), bigEndian)
            : memory.getCharUnaligned(session, base, offset, bigEndian);
    }

    public static void putCharUnaligned(ScopedMemoryAccess memory, MemorySessionImpl session, Object base, long offset, char value, boolean bigEndian) {
        if (session == Paged.SESSION) {
            Paged.putChar(offset, ordered(value, bigEndian));
        } else {
            memory.putCharUnaligned(session, base, offset, value, bigEndian);
        }
    }

    public static int getIntUnaligned(ScopedMemoryAccess memory, MemorySessionImpl session, Object base, long offset, boolean bigEndian) {
        return session == Paged.SESSION ? ordered(Paged.getInt(offset), bigEndian)
            : memory.getIntUnaligned(session, base, offset, bigEndian);
    }

    public static void putIntUnaligned(ScopedMemoryAccess memory, MemorySessionImpl session, Object base, long offset, int value, boolean bigEndian) {
        if (session == Paged.SESSION) {
            Paged.putInt(offset, ordered(value, bigEndian));
        } else {
            memory.putIntUnaligned(session, base, offset, value, bigEndian);
        }
    }

    public static long getLongUnaligned(ScopedMemoryAccess memory, MemorySessionImpl session, Object base, long offset, boolean bigEndian) {
        return session == Paged.SESSION ? ordered(Paged.getLong(offset), bigEndian)
            : memory.getLongUnaligned(session, base, offset, bigEndian);
    }

    public static void putLongUnaligned(ScopedMemoryAccess memory, MemorySessionImpl session, Object base, long offset, long value, boolean bigEndian) {
        if (session == Paged.SESSION) {
            Paged.putLong(offset, ordered(value, bigEndian));
        } else {
            memory.putLongUnaligned(session, base, offset, value, bigEndian);
        }
    }

    // ------------------------------------------------------------------ ranges

    public static void copyMemory(ScopedMemoryAccess memory, MemorySessionImpl fromSession, MemorySessionImpl toSession, Object fromBase,
        long from, Object toBase, long to, long bytes) {
        if (PagedBulk.isPaged(fromBase, from) || PagedBulk.isPaged(toBase, to)) {
            PagedBulk.copy(fromSession, toSession, fromBase, from, toBase, to, bytes);
        } else {
            memory.copyMemory(fromSession, toSession, fromBase, from, toBase, to, bytes);
        }
    }

    public static void copySwapMemory(ScopedMemoryAccess memory, MemorySessionImpl fromSession, MemorySessionImpl toSession,
        Object fromBase, long from, Object toBase, long to, long bytes, long element) {
        if (PagedBulk.isPaged(fromBase, from) || PagedBulk.isPaged(toBase, to)) {
            PagedBulk.swap(fromSession, toSession, fromBase, from, toBase, to, bytes, (int) element);
        } else {
            memory.copySwapMemory(fromSession, toSession, fromBase, from, toBase, to, bytes, element);
        }
    }

    public static void setMemory(ScopedMemoryAccess memory, MemorySessionImpl session, Object base, long offset, long bytes, byte value) {
        if (PagedBulk.isPaged(base, offset)) {
            PagedBulk.fill(offset, bytes, value);
        } else {
            memory.setMemory(session, base, offset, bytes, value);
        }
    }

    public static int vectorizedMismatch(ScopedMemoryAccess memory, MemorySessionImpl aSession, MemorySessionImpl bSession, Object aBase,
        long aOffset, Object bBase, long bOffset, int elements, int shift) {
        return PagedBulk.isPaged(aBase, aOffset) || PagedBulk.isPaged(bBase, bOffset)
            ? PagedBulk.mismatch(aSession, bSession, aBase, aOffset, bBase, bOffset, elements, shift)
            : memory.vectorizedMismatch(aSession, bSession, aBase, aOffset, bBase, bOffset, elements, shift);
    }

    // ------------------------------------------------------------------ mapped files: all of them are paged

    public static boolean isLoaded(ScopedMemoryAccess memory, MemorySessionImpl session, MappedMemoryUtilsProxy proxy, long address,
        boolean sync, long bytes) {
        return PagedMaps.isLoaded(address, bytes);
    }

    public static void load(ScopedMemoryAccess memory, MemorySessionImpl session, MappedMemoryUtilsProxy proxy, long address,
        boolean sync, long bytes) {
        PagedMaps.load(address, bytes);
    }

    public static void unload(ScopedMemoryAccess memory, MemorySessionImpl session, MappedMemoryUtilsProxy proxy, long address,
        boolean sync, long bytes) {
        PagedMaps.unload(address, bytes);
    }

    public static void force(ScopedMemoryAccess memory, MemorySessionImpl session, MappedMemoryUtilsProxy proxy, FileDescriptor file,
        long address, boolean sync, long index, long bytes) {
        PagedMaps.force(address + index, bytes);
    }
}
