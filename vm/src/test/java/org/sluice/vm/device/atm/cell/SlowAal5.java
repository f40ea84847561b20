package org.sluice.vm.device.atm.cell;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Segmentation as the recommendation describes it, bit by bit, to compare with. */
public final class SlowAal5 {
    private SlowAal5() {
    }

    /** A PDU cut by hand, with a CRC computed bit by bit. */
    public static List<byte[]> cut(byte[] sdu, int uu, int cpi, int vci) {
        byte[] pdu = Arrays.copyOf(sdu, Math.ceilDiv(sdu.length + 8, 48) * 48);
        int n = pdu.length;
        pdu[n - 8] = (byte) uu;
        pdu[n - 7] = (byte) cpi;
        pdu[n - 6] = (byte) (sdu.length >> 8);
        pdu[n - 5] = (byte) sdu.length;
        int crc = -1;
        for (int i = 0; i < 8 * (n - 4); i++) {
            int bit = pdu[i / 8] >> 7 - i % 8 & 1;
            crc = crc << 1 ^ ((crc >>> 31 ^ bit) != 0 ? 0x04C11DB7 : 0);
        }
        for (int i = 0; i < 4; i++) {
            pdu[n - 4 + i] = (byte) (~crc >> 24 - 8 * i);
        }
        List<byte[]> cells = new ArrayList<>();
        for (int at = 0; at < n; at += 48) {
            byte[] cell = new byte[53];
            CellHeader.put(CellHeader.pack(0, vci, at + 48 == n ? 1 : 0, false), cell, 0);
            System.arraycopy(pdu, at, cell, 5, 48);
            cells.add(cell);
        }
        return cells;
    }
}
