package org.sluice.vm.device.atm.cell;

/**
 * The CPCS of AAL5 (ITU-T I.363.5): an SDU, 0 to 47 bytes of padding, and a trailer that ends the last cell: user-to-user indication,
 * common part indicator, length in two bytes, CRC in four.
 */
public final class Aal5 {
    public static final int MAX_SDU = 65535;
    public static final int TRAILER = 8;

    private static final int UU = 0;
    private static final int CPI = 1;
    private static final int LENGTH = 2;
    private static final int CRC = 4;

    private Aal5() {
    }

    /** Cells a PDU is cut into. @param length of the SDU */
    public static int cells(int length) {
        return (length + TRAILER + CellHeader.PAYLOAD - 1) / CellHeader.PAYLOAD;
    }

    /** Whether an SDU of that length makes that many cells. */
    public static boolean fits(int length, int cells) {
        return cells(length) == cells;
    }

    /** Writes the trailer but for the CRC, into the last eight bytes of a cell's payload. */
    public static void putTrailer(byte[] payload, int offset, int uu, int cpi, int length) {
        int at = offset + CellHeader.PAYLOAD - TRAILER;
        payload[at + UU] = (byte) uu;
        payload[at + CPI] = (byte) cpi;
        payload[at + LENGTH] = (byte) (length >>> 8);
        payload[at + LENGTH + 1] = (byte) length;
    }

    /** Writes the CRC of all that comes before it. */
    public static void putCrc(byte[] payload, int offset, int crc) {
        int at = offset + CellHeader.PAYLOAD - TRAILER + CRC;
        payload[at] = (byte) (crc >>> 24);
        payload[at + 1] = (byte) (crc >>> 16);
        payload[at + 2] = (byte) (crc >>> 8);
        payload[at + 3] = (byte) crc;
    }

    public static int uu(byte[] payload, int offset) {
        return payload[offset + CellHeader.PAYLOAD - TRAILER + UU] & 0xff;
    }

    public static int cpi(byte[] payload, int offset) {
        return payload[offset + CellHeader.PAYLOAD - TRAILER + CPI] & 0xff;
    }

    public static int length(byte[] payload, int offset) {
        int at = offset + CellHeader.PAYLOAD - TRAILER + LENGTH;
        return (payload[at] & 0xff) << 8 | payload[at + 1] & 0xff;
    }

    public static int crc(byte[] payload, int offset) {
        return CellHeader.get(payload, offset + CellHeader.PAYLOAD - TRAILER + CRC);
    }
}
