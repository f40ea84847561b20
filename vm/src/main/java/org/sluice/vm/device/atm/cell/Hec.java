package org.sluice.vm.device.atm.cell;

/**
 * Header error control (ITU-T I.432.1, 4.3.2): the remainder of the header by x^8 + x^2 + x + 1, with 0x55 added, and the receiver that
 * corrects single bits. One object watches one line; its modes:
 *
 * <ul>
 * <li>correction to correction: no error;
 * <li>correction to detection: an error of one bit, which is corrected, or of several, whose cell is discarded;
 * <li>detection to detection: an error of any kind, whose cell is discarded;
 * <li>detection to correction: no error.
 * </ul>
 */
public final class Hec {
    /** What {@link #receive} found. */
    public static final int GOOD = 0;
    public static final int CORRECTED = 1;
    public static final int BAD = 2;

    private static final int POLYNOMIAL = 0x07;
    private static final int COSET = 0x55;
    /** Remainders of header bytes by their place, so that the four of a header are looked up side by side. */
    private static final byte[] TABLE = new byte[4 * 256];
    /** Number of the wrong bit, from the first one sent, by syndrome; -1 for a syndrome of several wrong bits. */
    private static final byte[] WRONG_BIT = new byte[256];

    static {
        for (int value = 0; value < 256; value++) {
            int remainder = value;
            for (int place = 3; place >= 0; place--) {
                remainder = shift8(remainder);
                TABLE[place << 8 | value] = (byte) remainder;
            }
        }
        java.util.Arrays.fill(WRONG_BIT, (byte) -1);
        for (int bit = 0; bit < 40; bit++) {
            WRONG_BIT[bit < 32 ? crc(Integer.MIN_VALUE >>> bit) : 0x80 >>> bit - 32] = (byte) bit;
        }
    }

    private boolean detection;
    private int header;

    private static int shift8(int remainder) {
        int r = remainder;
        for (int i = 0; i < 8; i++) {
            r = (r & 0x80) != 0 ? r << 1 & 0xff ^ POLYNOMIAL : r << 1;
        }
        return r;
    }

    private static int crc(int header) {
        return (TABLE[header >>> 24] ^ TABLE[256 | header >>> 16 & 0xff] ^ TABLE[512 | header >>> 8 & 0xff]
            ^ TABLE[768 | header & 0xff]) & 0xff;
    }

    /** The fifth byte for a header. */
    public static int of(int header) {
        return crc(header) ^ COSET;
    }

    /** Whether the five bytes fit together. */
    public static boolean good(byte[] cell, int offset) {
        return of(CellHeader.get(cell, offset)) == (cell[offset + 4] & 0xff);
    }

    /**
     * Checks a cell that arrived, and corrects its header in place if it may and can.
     *
     * @return {@link #GOOD}, {@link #CORRECTED}, or {@link #BAD} for a cell to be discarded
     */
    public int receive(byte[] cell, int offset) {
        int result = receive(CellHeader.get(cell, offset), cell[offset + 4]);
        if (result == CORRECTED) {
            CellHeader.put(header, cell, offset);
        }
        return result;
    }

    /**
     * Checks a header that arrived.
     *
     * @param check its fifth byte
     * @return as above; the header as it was meant is then {@link #header}
     */
    public int receive(int received, byte check) {
        header = received;
        int syndrome = of(received) ^ check & 0xff;
        if (syndrome == 0) {
            detection = false;
            return GOOD;
        }
        int bit = WRONG_BIT[syndrome];
        if (detection || bit < 0) {
            detection = true;
            return BAD;
        }
        detection = true;
        header = bit < 32 ? received ^ Integer.MIN_VALUE >>> bit : received;
        return CORRECTED;
    }

    /** The header last received, corrected unless it was bad. */
    public int header() {
        return header;
    }
}
