package org.sluice.apps.net.tftp;

import java.io.IOException;

/**
 * One side of a transfer, in lock step: what it has sent last is sent again until the other side has gone on. Numbers of blocks begin again at 0
 * after 65535.
 */
interface TftpSide {
    /**
     * Goes on with what the other side has sent.
     *
     * @return what is to be sent next, null for nothing: then the message was an old one
     * @throws IOException the file's error
     */
    byte[] received(TftpMessage message) throws IOException;

    /** Whether everything has been sent or received. The receiver's last acknowledgement may still be wanted again. */
    boolean done();

    /** Bytes of the file that have passed. */
    long bytes();
}
