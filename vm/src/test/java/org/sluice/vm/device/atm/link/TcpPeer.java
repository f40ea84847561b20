package org.sluice.vm.device.atm.link;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;

/** The other end of a TCP link: a plain socket, every wait of which is bounded. */
final class TcpPeer implements AutoCloseable {
    private static final int LIMIT_MILLIS = 60_000;

    private final Socket socket;
    private final DataInputStream in;

    private TcpPeer(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(LIMIT_MILLIS);
        socket.setTcpNoDelay(true);
        in = new DataInputStream(socket.getInputStream());
    }

    /** A place for links to connect to. */
    static ServerSocket server() throws IOException {
        ServerSocket server = new ServerSocket(0, 4, InetAddress.getLoopbackAddress());
        server.setSoTimeout(LIMIT_MILLIS);
        return server;
    }

    static TcpPeer accept(ServerSocket server) throws IOException {
        return new TcpPeer(server.accept());
    }

    static TcpPeer connect(int port) throws IOException {
        return new TcpPeer(new Socket(InetAddress.getLoopbackAddress(), port));
    }

    void send(byte[]... parts) throws IOException {
        for (byte[] part : parts) {
            socket.getOutputStream().write(part);
        }
        socket.getOutputStream().flush();
    }

    /** Sends what the other end may have had enough of. */
    void sendAnyway(byte[] bytes) {
        try {
            send(bytes);
        } catch (IOException e) {
            // it has closed the connection
        }
    }

    void expect(byte[] bytes) throws IOException {
        byte[] got = new byte[bytes.length];
        in.readFully(got);
        assertArrayEquals(bytes, got);
    }

    /** Waits until the other end has closed the connection. */
    void expectEnd() throws IOException {
        try {
            while (true) {
                in.readByte();
            }
        } catch (EOFException | SocketException e) {
            // that is what was waited for; a timeout is another exception
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
