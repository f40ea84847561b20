package org.sluice.vm.device.atm.link;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A capture file with nanosecond time stamps and link type 123 (SunATM): each record is a PDU behind four bytes that tell direction, kind
 * of traffic, VPI and VCI. A record goes to the host at once and whole, so that the file is good whenever the machine ends. For one thread
 * at a time.
 */
final class PcapFile implements AutoCloseable {
    /** Bytes of a record before the SDU: two of time, two lengths, and the SunATM header. */
    static final int RECORD = 16;
    static final int SUNATM = 4;
    private static final int HEADER = 24;
    private static final int MAGIC_NANOS = 0xa1b23c4d;
    private static final int LINK_TYPE = 123;
    private static final int SNAP_LENGTH = 262_144;
    private static final int SENT = 0x80;
    /** Kind of traffic: LLC; left to the reader. */
    private static final int LLC = 2;
    private static final int UNKNOWN = 0;
    private static final long SECOND = 1_000_000_000L;

    private final FileChannel channel;

    /** Makes the file anew. */
    PcapFile(Path file) throws IOException {
        channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
        ByteBuffer header = ByteBuffer.allocate(HEADER).order(ByteOrder.LITTLE_ENDIAN);
        header.putInt(MAGIC_NANOS).putShort((short) 2).putShort((short) 4).putInt(0).putInt(0).putInt(SNAP_LENGTH).putInt(LINK_TYPE);
        write(header.flip());
    }

    /**
     * Writes a record.
     *
     * @param record room for the headers, then the captured bytes up to the limit; the headers are filled in here
     * @param llc    whether the bytes begin with an LLC header
     */
    void write(ByteBuffer record, long realtimeNanos, boolean sent, boolean llc, int vpi, int vci) throws IOException {
        int length = record.limit() - RECORD;
        record.order(ByteOrder.LITTLE_ENDIAN).putInt(0, (int) (realtimeNanos / SECOND)).putInt(4, (int) (realtimeNanos % SECOND))
            .putInt(8, length).putInt(12, length);
        record.order(ByteOrder.BIG_ENDIAN).put(RECORD, (byte) ((sent ? SENT : 0) | (llc ? LLC : UNKNOWN))).put(RECORD + 1, (byte) vpi)
            .putShort(RECORD + 2, (short) vci);
        write(record.position(0));
    }

    private void write(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
