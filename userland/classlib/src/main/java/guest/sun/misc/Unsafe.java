package guest.sun.misc;

import static guest.rt.CheckedMemory.U;
import static guest.rt.CheckedMemory.at;
import static guest.rt.CheckedMemory.atAligned;
import static guest.rt.CheckedMemory.atReference;
import static guest.rt.CheckedMemory.raw;

import guest.bridge.HostTypes;
import guest.java.nio.ByteBuffer;
import guest.java.util.concurrent.locks.LockSupport;
import guest.rt.CheckedMemory;
import java.lang.reflect.Field;

/**
 * The part of the JDK's class of that name that is safe: objects without a constructor, fields of the program's own classes,
 * elements of arrays. Every access is checked; memory outside of objects is refused with an
 * {@link UnsupportedOperationException}. A field has an offset that means something to this class only.
 */
public final class Unsafe {
    private static final Unsafe theUnsafe = new Unsafe();

    public static final int INVALID_FIELD_OFFSET = -1;

    public static final int ARRAY_BOOLEAN_BASE_OFFSET = CheckedMemory.base(boolean[].class);
    public static final int ARRAY_BYTE_BASE_OFFSET = CheckedMemory.base(byte[].class);
    public static final int ARRAY_SHORT_BASE_OFFSET = CheckedMemory.base(short[].class);
    public static final int ARRAY_CHAR_BASE_OFFSET = CheckedMemory.base(char[].class);
    public static final int ARRAY_INT_BASE_OFFSET = CheckedMemory.base(int[].class);
    public static final int ARRAY_LONG_BASE_OFFSET = CheckedMemory.base(long[].class);
    public static final int ARRAY_FLOAT_BASE_OFFSET = CheckedMemory.base(float[].class);
    public static final int ARRAY_DOUBLE_BASE_OFFSET = CheckedMemory.base(double[].class);
    public static final int ARRAY_OBJECT_BASE_OFFSET = CheckedMemory.base(Object[].class);

    public static final int ARRAY_BOOLEAN_INDEX_SCALE = CheckedMemory.scale(boolean[].class);
    public static final int ARRAY_BYTE_INDEX_SCALE = CheckedMemory.scale(byte[].class);
    public static final int ARRAY_SHORT_INDEX_SCALE = CheckedMemory.scale(short[].class);
    public static final int ARRAY_CHAR_INDEX_SCALE = CheckedMemory.scale(char[].class);
    public static final int ARRAY_INT_INDEX_SCALE = CheckedMemory.scale(int[].class);
    public static final int ARRAY_LONG_INDEX_SCALE = CheckedMemory.scale(long[].class);
    public static final int ARRAY_FLOAT_INDEX_SCALE = CheckedMemory.scale(float[].class);
    public static final int ARRAY_DOUBLE_INDEX_SCALE = CheckedMemory.scale(double[].class);
    public static final int ARRAY_OBJECT_INDEX_SCALE = CheckedMemory.scale(Object[].class);

    public static final int ADDRESS_SIZE = 8;

    private static final int PAGE_SIZE = 4096;

    private Unsafe() {
    }

    /** Programs get the only instance by reflection, as on the JDK. */
    public static Unsafe getUnsafe() {
        throw new SecurityException("Unsafe");
    }

    // ------------------------------------------------------------------ objects and offsets

    public Object allocateInstance(Class<?> c) throws InstantiationException {
        return CheckedMemory.allocate(c, HostTypes.isProgram(c));
    }

    public long objectFieldOffset(Field field) {
        return CheckedMemory.offset(field, false, HostTypes.isProgram(field.getDeclaringClass()));
    }

    public long staticFieldOffset(Field field) {
        return CheckedMemory.offset(field, true, HostTypes.isProgram(field.getDeclaringClass()));
    }

    public Object staticFieldBase(Field field) {
        staticFieldOffset(field);
        return field.getDeclaringClass();
    }

    public int arrayBaseOffset(Class<?> array) {
        return CheckedMemory.base(array);
    }

    public int arrayIndexScale(Class<?> array) {
        return CheckedMemory.scale(array);
    }

    public int addressSize() {
        return ADDRESS_SIZE;
    }

    public int pageSize() {
        return PAGE_SIZE;
    }

    public void throwException(Throwable e) {
        Unsafe.<RuntimeException>raise(e);
    }

    @SuppressWarnings("unchecked")
    private static <E extends Throwable> void raise(Throwable e) throws E {
        throw (E) e;
    }

    public void park(boolean absolute, long time) {
        if (absolute) {
            LockSupport.parkUntil(time);
        } else if (time == 0) {
            LockSupport.park();
        } else {
            LockSupport.parkNanos(time);
        }
    }

    public void unpark(Object thread) {
        LockSupport.unpark((guest.java.lang.Thread) thread);
    }

    public int getLoadAverage(double[] loadavg, int nelems) {
        return -1;
    }

    public void loadFence() {
        U.loadFence();
    }

    public void storeFence() {
        U.storeFence();
    }

    public void fullFence() {
        U.fullFence();
    }

    // ------------------------------------------------------------------ fields and elements

    public int getInt(Object object, long offset) {
        return U.getIntUnaligned(object, at(object, offset, 'I', 4));
    }

    public void putInt(Object object, long offset, int value) {
        U.putIntUnaligned(object, at(object, offset, 'I', 4), value);
    }

    public int getIntVolatile(Object object, long offset) {
        return U.getIntVolatile(object, atAligned(object, offset, 'I', 4));
    }

    public void putIntVolatile(Object object, long offset, int value) {
        U.putIntVolatile(object, atAligned(object, offset, 'I', 4), value);
    }

    public boolean getBoolean(Object object, long offset) {
        return U.getBoolean(object, at(object, offset, 'Z', 1));
    }

    public void putBoolean(Object object, long offset, boolean value) {
        U.putBoolean(object, at(object, offset, 'Z', 1), value);
    }

    public boolean getBooleanVolatile(Object object, long offset) {
        return U.getBooleanVolatile(object, atAligned(object, offset, 'Z', 1));
    }

    public void putBooleanVolatile(Object object, long offset, boolean value) {
        U.putBooleanVolatile(object, atAligned(object, offset, 'Z', 1), value);
    }

    public byte getByte(Object object, long offset) {
        return U.getByte(object, at(object, offset, 'B', 1));
    }

    public void putByte(Object object, long offset, byte value) {
        U.putByte(object, at(object, offset, 'B', 1), value);
    }

    public byte getByteVolatile(Object object, long offset) {
        return U.getByteVolatile(object, atAligned(object, offset, 'B', 1));
    }

    public void putByteVolatile(Object object, long offset, byte value) {
        U.putByteVolatile(object, atAligned(object, offset, 'B', 1), value);
    }

    public short getShort(Object object, long offset) {
        return U.getShortUnaligned(object, at(object, offset, 'S', 2));
    }

    public void putShort(Object object, long offset, short value) {
        U.putShortUnaligned(object, at(object, offset, 'S', 2), value);
    }

    public short getShortVolatile(Object object, long offset) {
        return U.getShortVolatile(object, atAligned(object, offset, 'S', 2));
    }

    public void putShortVolatile(Object object, long offset, short value) {
        U.putShortVolatile(object, atAligned(object, offset, 'S', 2), value);
    }

    public char getChar(Object object, long offset) {
        return U.getCharUnaligned(object, at(object, offset, 'C', 2));
    }

    public void putChar(Object object, long offset, char value) {
        U.putCharUnaligned(object, at(object, offset, 'C', 2), value);
    }

    public char getCharVolatile(Object object, long offset) {
        return U.getCharVolatile(object, atAligned(object, offset, 'C', 2));
    }

    public void putCharVolatile(Object object, long offset, char value) {
        U.putCharVolatile(object, atAligned(object, offset, 'C', 2), value);
    }

    public long getLong(Object object, long offset) {
        return U.getLongUnaligned(object, at(object, offset, 'J', 8));
    }

    public void putLong(Object object, long offset, long value) {
        U.putLongUnaligned(object, at(object, offset, 'J', 8), value);
    }

    public long getLongVolatile(Object object, long offset) {
        return U.getLongVolatile(object, atAligned(object, offset, 'J', 8));
    }

    public void putLongVolatile(Object object, long offset, long value) {
        U.putLongVolatile(object, atAligned(object, offset, 'J', 8), value);
    }

    public float getFloat(Object object, long offset) {
        return Float.intBitsToFloat(U.getIntUnaligned(object, at(object, offset, 'F', 4)));
    }

    public void putFloat(Object object, long offset, float value) {
        U.putIntUnaligned(object, at(object, offset, 'F', 4), Float.floatToRawIntBits(value));
    }

    public float getFloatVolatile(Object object, long offset) {
        return U.getFloatVolatile(object, atAligned(object, offset, 'F', 4));
    }

    public void putFloatVolatile(Object object, long offset, float value) {
        U.putFloatVolatile(object, atAligned(object, offset, 'F', 4), value);
    }

    public double getDouble(Object object, long offset) {
        return Double.longBitsToDouble(U.getLongUnaligned(object, at(object, offset, 'D', 8)));
    }

    public void putDouble(Object object, long offset, double value) {
        U.putLongUnaligned(object, at(object, offset, 'D', 8), Double.doubleToRawLongBits(value));
    }

    public double getDoubleVolatile(Object object, long offset) {
        return U.getDoubleVolatile(object, atAligned(object, offset, 'D', 8));
    }

    public void putDoubleVolatile(Object object, long offset, double value) {
        U.putDoubleVolatile(object, atAligned(object, offset, 'D', 8), value);
    }

    public Object getObject(Object object, long offset) {
        return U.getReference(object, at(object, offset, 'L', CheckedMemory.REFERENCE));
    }

    public void putObject(Object object, long offset, Object value) {
        U.putReference(object, atReference(object, offset, value), value);
    }

    public Object getObjectVolatile(Object object, long offset) {
        return U.getReferenceVolatile(object, at(object, offset, 'L', CheckedMemory.REFERENCE));
    }

    public void putObjectVolatile(Object object, long offset, Object value) {
        U.putReferenceVolatile(object, atReference(object, offset, value), value);
    }

    public void putOrderedObject(Object object, long offset, Object value) {
        U.putReferenceRelease(object, atReference(object, offset, value), value);
    }

    public void putOrderedInt(Object object, long offset, int value) {
        U.putIntRelease(object, atAligned(object, offset, 'I', 4), value);
    }

    public void putOrderedLong(Object object, long offset, long value) {
        U.putLongRelease(object, atAligned(object, offset, 'J', 8), value);
    }

    public boolean compareAndSwapObject(Object object, long offset, Object expected, Object value) {
        return U.compareAndSetReference(object, atReference(object, offset, value), expected, value);
    }

    public boolean compareAndSwapInt(Object object, long offset, int expected, int value) {
        return U.compareAndSetInt(object, atAligned(object, offset, 'I', 4), expected, value);
    }

    public boolean compareAndSwapLong(Object object, long offset, long expected, long value) {
        return U.compareAndSetLong(object, atAligned(object, offset, 'J', 8), expected, value);
    }

    public int getAndAddInt(Object object, long offset, int delta) {
        return U.getAndAddInt(object, atAligned(object, offset, 'I', 4), delta);
    }

    public long getAndAddLong(Object object, long offset, long delta) {
        return U.getAndAddLong(object, atAligned(object, offset, 'J', 8), delta);
    }

    public int getAndSetInt(Object object, long offset, int value) {
        return U.getAndSetInt(object, atAligned(object, offset, 'I', 4), value);
    }

    public long getAndSetLong(Object object, long offset, long value) {
        return U.getAndSetLong(object, atAligned(object, offset, 'J', 8), value);
    }

    public Object getAndSetObject(Object object, long offset, Object value) {
        return U.getAndSetReference(object, atReference(object, offset, value), value);
    }

    /** Longest stretch moved or filled at once, so that a kill is not kept waiting, in bytes. */
    private static final long SLICE = 1 << 20;

    public void setMemory(Object array, long offset, long bytes, byte value) {
        CheckedMemory.range(array, offset, bytes);
        for (long done = 0; done < bytes; done += SLICE) {
            U.setMemory(array, offset + done, Math.min(SLICE, bytes - done), value);
        }
    }

    public void copyMemory(Object from, long fromOffset, Object to, long toOffset, long bytes) {
        CheckedMemory.range(from, fromOffset, bytes);
        CheckedMemory.range(to, toOffset, bytes);
        if (from == to && fromOffset < toOffset) {
            for (long left = bytes; left > 0; left -= SLICE) {
                long at = Math.max(0, left - SLICE);
                U.copyMemory(from, fromOffset + at, to, toOffset + at, left - at);
            }
        } else {
            for (long done = 0; done < bytes; done += SLICE) {
                U.copyMemory(from, fromOffset + done, to, toOffset + done, Math.min(SLICE, bytes - done));
            }
        }
    }

    // ------------------------------------------------------------------ raw memory: refused

    public int getInt(long address) {
        throw raw("getInt");
    }

    public void putInt(long address, int value) {
        throw raw("putInt");
    }

    public byte getByte(long address) {
        throw raw("getByte");
    }

    public void putByte(long address, byte value) {
        throw raw("putByte");
    }

    public short getShort(long address) {
        throw raw("getShort");
    }

    public void putShort(long address, short value) {
        throw raw("putShort");
    }

    public char getChar(long address) {
        throw raw("getChar");
    }

    public void putChar(long address, char value) {
        throw raw("putChar");
    }

    public long getLong(long address) {
        throw raw("getLong");
    }

    public void putLong(long address, long value) {
        throw raw("putLong");
    }

    public float getFloat(long address) {
        throw raw("getFloat");
    }

    public void putFloat(long address, float value) {
        throw raw("putFloat");
    }

    public double getDouble(long address) {
        throw raw("getDouble");
    }

    public void putDouble(long address, double value) {
        throw raw("putDouble");
    }

    public long getAddress(long address) {
        throw raw("getAddress");
    }

    public void putAddress(long address, long value) {
        throw raw("putAddress");
    }

    public long allocateMemory(long bytes) {
        throw raw("allocateMemory");
    }

    public long reallocateMemory(long address, long bytes) {
        throw raw("reallocateMemory");
    }

    public void setMemory(long address, long bytes, byte value) {
        throw raw("setMemory");
    }

    public void copyMemory(long from, long to, long bytes) {
        throw raw("copyMemory");
    }

    public void freeMemory(long address) {
        throw raw("freeMemory");
    }

    public void invokeCleaner(ByteBuffer buffer) {
        guest.java.nio.PagedBuffers.clean(buffer);
    }
}
