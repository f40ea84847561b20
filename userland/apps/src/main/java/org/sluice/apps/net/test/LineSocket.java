package org.sluice.apps.net.test;

import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.sluice.net.StreamSocket;

/** Lines of text over a connection, read byte by byte so that what follows stays there. */
final class LineSocket {
    private static final int MOST = 65536;

    private LineSocket() {
    }

    static void write(StreamSocket socket, String line) throws IOException {
        byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
        socket.write(bytes, 0, bytes.length);
    }

    /** @throws EOFException if the stream ends before the line does @throws IOException for a line that is too long */
    static String read(StreamSocket socket) throws IOException {
        StringBuilder line = new StringBuilder();
        byte[] one = new byte[1];
        while (true) {
            if (socket.read(one, 0, 1) < 0) {
                throw new EOFException("the other end has closed the connection");
            }
            if (one[0] == '\n') {
                return line.toString();
            }
            if (line.length() == MOST) {
                throw new IOException("the other end is no nettest");
            }
            line.append((char) (one[0] & 255));
        }
    }
}
