package org.sluice.vm.device.atm.cell;

/** The CRC of OAM cells (ITU-T I.610, 10.1): x^10 + x^9 + x^5 + x^4 + x + 1, from 0, over the payload but for its last ten bits. */
public final class Crc10 {
    private static final int POLYNOMIAL = 0x233;
    private static final int MASK = 0x3ff;
    private static final short[] TABLE = new short[256];

    static {
        for (int value = 0; value < 256; value++) {
            TABLE[value] = (short) zeros(value << 2, 8);
        }
    }

    private Crc10() {
    }

    private static int zeros(int crc, int bits) {
        int r = crc;
        for (int i = 0; i < bits; i++) {
            r = (r & 0x200) != 0 ? r << 1 & MASK ^ POLYNOMIAL : r << 1;
        }
        return r;
    }

    /** The remainder of bytes that come after those that left a remainder. */
    public static int update(int crc, byte[] bytes, int offset, int length) {
        int r = crc;
        for (int i = offset; i < offset + length; i++) {
            r = r << 8 & MASK ^ TABLE[r >>> 2 ^ bytes[i] & 0xff];
        }
        return r;
    }

    /** Sets the last ten bits of a payload of 48 bytes, and the six reserved ones before them to 0. */
    public static void seal(byte[] payload, int offset) {
        int crc = zeros(update(0, payload, offset, CellHeader.PAYLOAD - 2), 6);
        payload[offset + CellHeader.PAYLOAD - 2] = (byte) (crc >>> 8);
        payload[offset + CellHeader.PAYLOAD - 1] = (byte) crc;
    }

    /** Whether the last ten bits of a payload fit the others. */
    public static boolean good(byte[] payload, int offset) {
        return update(0, payload, offset, CellHeader.PAYLOAD) == 0;
    }
}
