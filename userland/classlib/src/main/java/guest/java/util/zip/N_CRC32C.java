package guest.java.util.zip;

import java.lang.invoke.MethodHandle;

/** Replaced methods of CRC32C. */
final class N_CRC32C {
    private static final MethodHandle MEMORY = HostZip.staticMethod("CRC32C", "updateDirectByteBuffer", int.class, int.class,
        long.class, int.class, int.class);

    private N_CRC32C() {
    }

    /** Of a direct buffer, whose session the caller has acquired. */
    static int updateDirectByteBuffer(int crc, long address, int offset, int end) {
        return HostZip.checksum(MEMORY, crc, address + offset, end - offset);
    }
}
