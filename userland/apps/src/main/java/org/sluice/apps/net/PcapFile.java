package org.sluice.apps.net;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Capture files: the classic pcap format with LINKTYPE_SUNATM (123), whose records begin with four bytes: direction and kind of traffic,
 * VPI, VCI.
 */
final class PcapFile {
    private static final int MICROSECONDS = 0xa1b2c3d4;
    private static final int NANOSECONDS = 0xa1b23c4d;
    private static final int SUNATM = 123;
    private static final int HEADER = 24;
    private static final int RECORD = 16;
    private static final int PSEUDO = 4;
    private static final int SENT = 0x80;
    private static final int LLC = 2;
    private static final int MOST = 1 << 18;
    private static final long NANOS = 1_000_000_000L;

    private final InputStream in;
    private final ByteOrder order;
    private final int unit;

    private PcapFile(InputStream in, ByteOrder order, int unit) {
        this.in = in;
        this.order = order;
        this.unit = unit;
    }

    /** Begins a file. */
    static void begin(OutputStream out) throws IOException {
        ByteBuffer b = ByteBuffer.allocate(HEADER).order(ByteOrder.LITTLE_ENDIAN);
        b.putInt(NANOSECONDS).putShort((short) 2).putShort((short) 4).putInt(0).putInt(0).putInt(MOST).putInt(SUNATM);
        out.write(b.array());
    }

    /** Adds a record. */
    static void write(OutputStream out, Packet packet) throws IOException {
        Frame f = packet.frame;
        ByteBuffer b = ByteBuffer.allocate(RECORD + PSEUDO).order(ByteOrder.LITTLE_ENDIAN);
        b.putInt((int) (f.nanos() / NANOS)).putInt((int) (f.nanos() % NANOS)).putInt(PSEUDO + f.bytes().length).putInt(PSEUDO + f.length());
        boolean llc = packet.encapsulation == org.sluice.abi.Sockets.ENCAPSULATION_LLC
            || packet.encapsulation == org.sluice.abi.Sockets.ENCAPSULATION_LLC_BRIDGED;
        b.put((byte) ((f.sent() ? SENT : 0) | (llc ? LLC : 0))).put((byte) f.vpi()).order(ByteOrder.BIG_ENDIAN).putShort((short) f.vci());
        out.write(b.array());
        out.write(f.bytes());
    }

    /** Opens a file. @throws IOException naming what is wrong with it */
    static PcapFile open(InputStream in) throws IOException {
        byte[] header = in.readNBytes(HEADER);
        if (header.length < HEADER) {
            throw new IOException("no capture file: too short");
        }
        for (ByteOrder order : new ByteOrder[] {ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN}) {
            ByteBuffer b = ByteBuffer.wrap(header).order(order);
            int magic = b.getInt(0);
            if (magic == MICROSECONDS || magic == NANOSECONDS) {
                if ((b.getInt(20) & 0xffff) != SUNATM) {
                    throw new IOException("link type " + (b.getInt(20) & 0xffff) + ", not " + SUNATM + " (SunATM)");
                }
                return new PcapFile(in, order, magic == NANOSECONDS ? 1 : 1000);
            }
        }
        throw new IOException("no capture file");
    }

    /** The next record, null at the end. @throws IOException for a record out of form */
    Frame next() throws IOException {
        byte[] head = in.readNBytes(RECORD);
        if (head.length == 0) {
            return null;
        }
        if (head.length < RECORD) {
            throw new EOFException("cut off in a record");
        }
        ByteBuffer b = ByteBuffer.wrap(head).order(order);
        int kept = b.getInt(8);
        int length = b.getInt(12);
        if (kept < PSEUDO || kept > MOST || length < kept) {
            throw new IOException("a record is damaged: it says that it has " + Integer.toUnsignedString(kept) + " bytes of "
                + Integer.toUnsignedString(length));
        }
        byte[] record = in.readNBytes(kept);
        if (record.length < kept) {
            throw new EOFException("cut off in a record");
        }
        long nanos = (b.getInt(0) & 0xffffffffL) * NANOS + (b.getInt(4) & 0xffffffffL) * unit;
        byte[] bytes = java.util.Arrays.copyOfRange(record, PSEUDO, kept);
        return new Frame(nanos, (record[0] & SENT) != 0, -1, record[1] & 255, (record[2] & 255) << 8 | record[3] & 255, -1, length - PSEUDO,
            bytes);
    }
}
