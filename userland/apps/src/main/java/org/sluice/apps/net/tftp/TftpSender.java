package org.sluice.apps.net.tftp;

import java.io.IOException;
import java.io.InputStream;

/** The side that has the file. An acknowledgement of an old block is not answered, or each would be from then on (RFC 1123, section 4.2.3.1). */
final class TftpSender implements TftpSide {
    private static final int NUMBERS = 0xffff;

    private final InputStream in;
    private final byte[] buffer;
    private int block;
    private boolean last;
    private boolean done;
    private long bytes;

    TftpSender(InputStream in, int blockSize) {
        this.in = in;
        buffer = new byte[blockSize];
    }

    /** The first block: what answers a request, or the acknowledgement of options. */
    byte[] first() throws IOException {
        return next();
    }

    private byte[] next() throws IOException {
        int n = in.readNBytes(buffer, 0, buffer.length);
        block = block + 1 & NUMBERS;
        last = n < buffer.length;
        bytes += n;
        return TftpMessage.data(block, buffer, n);
    }

    @Override
    public byte[] received(TftpMessage message) throws IOException {
        if (message.opcode() != TftpMessage.ACK || message.block() != block || done) {
            return null;
        }
        done = last;
        return done ? null : next();
    }

    @Override
    public boolean done() {
        return done;
    }

    @Override
    public long bytes() {
        return bytes;
    }
}
