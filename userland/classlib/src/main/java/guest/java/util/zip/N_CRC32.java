package guest.java.util.zip;

import guest.rt.Poll;
import java.lang.invoke.MethodHandle;

/** Natives of CRC32. */
final class N_CRC32 {
    private static final int SLICE = 1 << 20;
    private static final MethodHandle ONE = HostZip.staticMethod("CRC32", "update", int.class, int.class, int.class);
    private static final MethodHandle BYTES = HostZip.staticMethod("CRC32", "updateBytes", int.class, int.class, byte[].class,
        int.class, int.class);
    private static final MethodHandle MEMORY = HostZip.staticMethod("CRC32", "updateByteBuffer0", int.class, int.class, long.class,
        int.class, int.class);

    private N_CRC32() {
    }

    static int update(int crc, int b) {
        try {
            return (int) ONE.invokeExact(crc, b);
        } catch (Throwable e) {
            throw HostZip.unexpected(e);
        }
    }

    static int updateBytes0(int crc, byte[] bytes, int offset, int length) {
        int value = crc;
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
    static int updateByteBuffer0(int crc, long address, int offset, int length) {
        return HostZip.checksum(MEMORY, crc, address + offset, length);
    }
}
