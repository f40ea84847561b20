package org.sluice.vm.device.atm.cell;

/**
 * The first four bytes of a cell at the user-network interface (ITU-T I.361), as one number: GFC 4 bits, VPI 8, VCI 16, PTI 3, CLP 1,
 * from the top. The fifth byte is the {@link Hec}.
 */
public final class CellHeader {
    /** Bytes of a cell, of its header and of its payload. */
    public static final int CELL = 53;
    public static final int BYTES = 5;
    public static final int PAYLOAD = 48;

    public static final int MAX_VPI = 255;
    public static final int MAX_VCI = 65535;

    public static final int CLP = 1;
    /** PTI bits of user cells: last cell of an AAL5 PDU, congestion experienced. */
    public static final int PTI_END = 1;
    public static final int PTI_EFCI = 2;
    /** PTI of OAM F5 cells, between two switches and between the ends. */
    public static final int PTI_SEGMENT = 4;
    public static final int PTI_END_TO_END = 5;
    /** PTI of resource management cells. */
    public static final int PTI_RESOURCE = 6;

    private static final int PTI_SHIFT = 1;
    private static final int VCI_SHIFT = 4;
    private static final int VPI_SHIFT = 20;

    private CellHeader() {
    }

    /** A header with GFC 0. Parts out of range are cut off. */
    public static int pack(int vpi, int vci, int pti, boolean clp) {
        return (vpi & MAX_VPI) << VPI_SHIFT | (vci & MAX_VCI) << VCI_SHIFT | (pti & 7) << PTI_SHIFT | (clp ? CLP : 0);
    }

    public static int gfc(int header) {
        return header >>> 28;
    }

    public static int vpi(int header) {
        return header >>> VPI_SHIFT & MAX_VPI;
    }

    public static int vci(int header) {
        return header >>> VCI_SHIFT & MAX_VCI;
    }

    /** VPI and VCI as one number of 24 bits. */
    public static int connection(int header) {
        return header >>> VCI_SHIFT & 0xffffff;
    }

    /** VPI and VCI as one number of 24 bits. */
    public static int connection(int vpi, int vci) {
        return vpi << 16 | vci;
    }

    public static int pti(int header) {
        return header >>> PTI_SHIFT & 7;
    }

    public static boolean clp(int header) {
        return (header & CLP) != 0;
    }

    /** Whether it is a user cell, neither OAM nor resource management nor reserved. */
    public static boolean user(int header) {
        return (header & 8) == 0;
    }

    /** Whether it is an unassigned or idle cell: VPI and VCI are 0 and it carries nothing. */
    public static boolean empty(int header) {
        return connection(header) == 0;
    }

    /** Reads the four bytes. */
    public static int get(byte[] cell, int offset) {
        return cell[offset] << 24 | (cell[offset + 1] & 0xff) << 16 | (cell[offset + 2] & 0xff) << 8 | cell[offset + 3] & 0xff;
    }

    /** Writes the four bytes and the HEC behind them. */
    public static void put(int header, byte[] cell, int offset) {
        cell[offset] = (byte) (header >>> 24);
        cell[offset + 1] = (byte) (header >>> 16);
        cell[offset + 2] = (byte) (header >>> 8);
        cell[offset + 3] = (byte) header;
        cell[offset + 4] = (byte) Hec.of(header);
    }
}
