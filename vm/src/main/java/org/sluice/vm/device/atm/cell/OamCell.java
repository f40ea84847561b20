package org.sluice.vm.device.atm.cell;

import java.util.Arrays;

/**
 * OAM F5 fault management cells (ITU-T I.610, clause 10) as payloads of 48 bytes: type and function, what the function needs, the
 * {@link Crc10}. Unused bytes are 0x6A.
 */
public final class OamCell {
    /** The first byte: OAM type 1, fault management, and its function. */
    public static final int AIS = 0x10;
    public static final int RDI = 0x11;
    public static final int CONTINUITY = 0x14;
    public static final int LOOPBACK = 0x18;

    /** Bytes of a location or source identifier of a loopback cell. */
    public static final int IDENTIFIER = 16;

    private static final byte UNUSED = 0x6A;
    private static final byte ALL = -1;
    private static final int INDICATION = 1;
    private static final int TAG = 2;
    private static final int LOCATION = 6;
    private static final int SOURCE = LOCATION + IDENTIFIER;

    private OamCell() {
    }

    /** Builds an AIS, RDI or continuity check cell, without a defect's type and place. @param function as above */
    public static void alarm(byte[] payload, int offset, int function) {
        payload[offset] = (byte) function;
        Arrays.fill(payload, offset + 1, offset + CellHeader.PAYLOAD - 2, UNUSED);
        Crc10.seal(payload, offset);
    }

    /**
     * Builds a loopback cell to be sent back by the end of the connection.
     *
     * @param tag    correlation tag
     * @param source tells whose it is, when it comes back
     */
    public static void loopback(byte[] payload, int offset, int tag, long source) {
        payload[offset] = LOOPBACK;
        payload[offset + INDICATION] = 1;
        putInt(payload, offset + TAG, tag);
        Arrays.fill(payload, offset + LOCATION, offset + SOURCE, ALL);
        Arrays.fill(payload, offset + SOURCE, offset + SOURCE + IDENTIFIER / 2, (byte) 0);
        putInt(payload, offset + SOURCE + IDENTIFIER / 2, (int) (source >>> 32));
        putInt(payload, offset + SOURCE + IDENTIFIER / 2 + 4, (int) source);
        Arrays.fill(payload, offset + SOURCE + IDENTIFIER, offset + CellHeader.PAYLOAD - 2, UNUSED);
        Crc10.seal(payload, offset);
    }

    /** Type and function. */
    public static int function(byte[] payload, int offset) {
        return payload[offset] & 0xff;
    }

    /** Whether a loopback cell is on its way out and not yet on its way back. */
    public static boolean outward(byte[] payload, int offset) {
        return (payload[offset + INDICATION] & 1) != 0;
    }

    /** Whether a loopback cell is for the end of the connection: its location identifier is all ones. */
    public static boolean forEnd(byte[] payload, int offset) {
        for (int i = LOCATION; i < SOURCE; i++) {
            if (payload[offset + i] != ALL) {
                return false;
            }
        }
        return true;
    }

    /** Makes the answer out of a loopback cell, in its place. */
    public static void turn(byte[] payload, int offset) {
        payload[offset + INDICATION] = 0;
        Crc10.seal(payload, offset);
    }

    /** Correlation tag of a loopback cell. */
    public static int tag(byte[] payload, int offset) {
        return CellHeader.get(payload, offset + TAG);
    }

    /** Whether a loopback cell is of that source. */
    public static boolean from(byte[] payload, int offset, long source) {
        for (int i = SOURCE; i < SOURCE + IDENTIFIER / 2; i++) {
            if (payload[offset + i] != 0) {
                return false;
            }
        }
        return CellHeader.get(payload, offset + SOURCE + IDENTIFIER / 2) == (int) (source >>> 32)
            && CellHeader.get(payload, offset + SOURCE + IDENTIFIER / 2 + 4) == (int) source;
    }

    private static void putInt(byte[] target, int offset, int value) {
        target[offset] = (byte) (value >>> 24);
        target[offset + 1] = (byte) (value >>> 16);
        target[offset + 2] = (byte) (value >>> 8);
        target[offset + 3] = (byte) value;
    }
}
