package guest.java.util.zip;

import guest.rt.Poll;
import java.lang.invoke.MethodHandle;

/** Natives of Adler32. */
final class N_Adler32 {
    private static final int SLICE = 1 << 20;
    private static final MethodHandle ONE = HostZip.staticMethod("Adler32", "update", int.class, int.class, int.class);
    private static final MethodHandle BYTES = HostZip.staticMethod("Adler32", "updateBytes", int.class, int.class, byte[].class,
        int.class, int.class);
    private static final MethodHandle MEMORY = HostZip.staticMethod("Adler32", "updateByteBuffer", int.class, int.class, long.class,
        int.class, int.class);

    private N_Adler32() {
    }

    static int update(int sum, int b) {
        try {
            return (int) ONE.invokeExact(sum, b);
        } catch (Throwable e) {
            throw HostZip.unexpected(e);
        }
    }

    static int updateBytes(int sum, byte[] bytes, int offset, int length) {
        int value = sum;
        try {
            for (int done = 0; done < length; done += SLICE) {
                value = (int) BYTES.invokeExact(value, bytes, offset + done, Math.min(SLICE, length - done));
                Poll.poll();
            }
            return value;
        } catch (Throwable e) {
            throw HostZip.unexpected(e);
        }
    }

    /** Of a direct buffer, whose session the caller has acquired. */
    static int updateByteBuffer(int sum, long address, int offset, int length) {
        return HostZip.checksum(MEMORY, sum, address + offset, length);
    }
}
