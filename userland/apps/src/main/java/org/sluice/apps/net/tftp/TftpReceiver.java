package org.sluice.apps.net.tftp;

import java.io.IOException;
import java.io.OutputStream;

/** The side that gets the file. A block that came again is acknowledged again. */
final class TftpReceiver implements TftpSide {
    private static final int NUMBERS = 0xffff;

    private final OutputStream out;
    private final int blockSize;
    private int block;
    private boolean done;
    private long bytes;

    TftpReceiver(OutputStream out, int blockSize) {
        this.out = out;
        this.blockSize = blockSize;
    }

    @Override
    public byte[] received(TftpMessage message) throws IOException {
        if (message.opcode() != TftpMessage.DATA) {
            return null;
        }
        if (message.block() == block && (bytes > 0 || done)) {
            return TftpMessage.ack(block);
        }
        if (message.block() != (block + 1 & NUMBERS) || done) {
            return null;
        }
        if (message.data().length > blockSize) {
            throw new IOException("a block of " + message.data().length + " bytes, longer than agreed");
        }
        out.write(message.data());
        bytes += message.data().length;
        block = message.block();
        done = message.data().length < blockSize;
        if (done) {
            // who sees the acknowledgement may look at the file
            out.flush();
        }
        return TftpMessage.ack(block);
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
