package guest.bridge;

import guest.java.lang.Thread;
import guest.java.nio.PagedBuffers;
import guest.java.util.concurrent.locks.LockSupport;
import guest.rt.Paged;
import guest.rt.PagedBulk;
import guest.rt.PagedMaps;
import jdk.internal.misc.Unsafe;
import org.sluice.abi.Paging;

/**
 * Bridges of Unsafe, which the library's own code uses: its threads are not the host's, arrays are charged, and memory that is not
 * the heap's is paged. The library has no memory of the host, so that no address it could have is the host's; the link check sees to it
 * that no method that takes an address is used without a bridge.
 */
public final class B_jdk_internal_misc_Unsafe {
    private B_jdk_internal_misc_Unsafe() {
    }

    public static void unpark(Unsafe unsafe, Object thread) {
        LockSupport.unpark((Thread) thread);
    }

    public static void park(Unsafe unsafe, boolean absolute, long time) {
        if (absolute) {
            LockSupport.parkUntil(time);
        } else if (time == 0) {
            LockSupport.park();
        } else {
            LockSupport.parkNanos(time);
        }
    }

    public static void invokeCleaner(Unsafe unsafe, guest.java.nio.ByteBuffer buffer) {
        PagedBuffers.clean(buffer);
    }

    public static Object allocateUninitializedArray(Unsafe unsafe, Class<?> component, int length) {
        return B_java_lang_reflect_Array.newInstance(component, length);
    }

    // ------------------------------------------------------------------ memory by address

    private static long paged(long address) {
        if (!Paged.is(address)) {
            throw new UnsupportedOperationException("memory of the host by its address");
        }
        return address;
    }

    public static long allocateMemory(Unsafe unsafe, long bytes) {
        if (bytes == 0) {
            return 0;
        }
        long address = PagedBuffers.map(Paging.NO_FILE, 0, bytes, Paging.WRITE);
        if (PagedBuffers.isError(address)) {
            throw new OutOfMemoryError("Unable to allocate " + bytes + " bytes");
        }
        return address;
    }

    public static void freeMemory(Unsafe unsafe, long address) {
        if (address != 0) {
            PagedMaps.unmap(paged(address));
        }
    }

    public static void writebackMemory(Unsafe unsafe, long address, long bytes) {
        throw new UnsupportedOperationException("memory that is written back by the processor");
    }

    public static void setMemory(Unsafe unsafe, long address, long bytes, byte value) {
        PagedBulk.fill(paged(address), bytes, value);
    }

    public static void copyMemory(Unsafe unsafe, long from, long to, long bytes) {
        PagedBulk.copy(null, null, null, paged(from), null, paged(to), bytes);
    }

    public static void setMemory(Unsafe unsafe, Object base, long offset, long bytes, byte value) {
        if (base == null) {
            setMemory(unsafe, offset, bytes, value);
        } else {
            unsafe.setMemory(base, offset, bytes, value);
        }
    }

    public static void copyMemory(Unsafe unsafe, Object fromBase, long from, Object toBase, long to, long bytes) {
        if (fromBase == null || toBase == null) {
            PagedBulk.copy(null, null, fromBase, fromBase == null ? paged(from) : from, toBase, toBase == null ? paged(to) : to, bytes);
        } else {
            unsafe.copyMemory(fromBase, from, toBase, to, bytes);
        }
    }

    public static byte getByte(Unsafe unsafe, long address) {
        return Paged.getByte(paged(address));
    }

    public static void putByte(Unsafe unsafe, long address, byte value) {
        Paged.putByte(paged(address), value);
    }

    public static short getShort(Unsafe unsafe, long address) {
        return Paged.getShort(paged(address));
    }

    public static void putShort(Unsafe unsafe, long address, short value) {
        Paged.putShort(paged(address), value);
    }

    public static char getChar(Unsafe unsafe, long address) {
        return Paged.getChar(paged(address));
    }

    public static void putChar(Unsafe unsafe, long address, char value) {
        Paged.putChar(paged(address), value);
    }

    public static int getInt(Unsafe unsafe, long address) {
        return Paged.getInt(paged(address));
    }

    public static void putInt(Unsafe unsafe, long address, int value) {
        Paged.putInt(paged(address), value);
    }

    public static long getLong(Unsafe unsafe, long address) {
        return Paged.getLong(paged(address));
    }

    public static void putLong(Unsafe unsafe, long address, long value) {
        Paged.putLong(paged(address), value);
    }

    public static float getFloat(Unsafe unsafe, long address) {
        return Float.intBitsToFloat(Paged.getInt(paged(address)));
    }

    public static void putFloat(Unsafe unsafe, long address, float value) {
        Paged.putInt(paged(address), Float.floatToRawIntBits(value));
    }

    public static double getDouble(Unsafe unsafe, long address) {
        return Double.longBitsToDouble(Paged.getLong(paged(address)));
    }

    public static void putDouble(Unsafe unsafe, long address, double value) {
        Paged.putLong(paged(address), Double.doubleToRawLongBits(value));
    }
}
