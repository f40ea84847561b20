package org.sluice.kernel.net;

import java.util.Arrays;
import org.sluice.abi.Sockets;
import org.sluice.kernel.net.ip.Ip;
import org.sluice.kernel.network.SocketSession;

/** What tests of TCP have in common. */
final class TcpRig {
    private TcpRig() {
    }

    static long[] at(String ip, int port) {
        return new long[] {Sockets.INET, port, 0, Ip.parse(ip) & 0xffffffffL};
    }

    static SocketSession tcp(Rig rig) {
        return rig.socket(Sockets.INET, Sockets.STREAM, 0);
    }

    static SocketSession listen(Rig rig, int port) {
        SocketSession s = tcp(rig);
        Rig.set(s, Sockets.REUSE_ADDRESS, 1);
        s.bind(at("0.0.0.0", port));
        s.listen(16);
        return s;
    }

    static SocketSession connect(Rig rig, String ip, int port) {
        SocketSession s = tcp(rig);
        s.connect(at(ip, port));
        return s;
    }

    static byte[] read(SocketSession s, int bytes) {
        byte[] all = new byte[bytes];
        int done = 0;
        while (done < bytes) {
            int n = s.read(all, done, bytes - done);
            if (n == 0) {
                return Arrays.copyOf(all, done);
            }
            done += n;
        }
        return all;
    }

    /** Two sockets with a connection between them. */
    static SocketSession[] pair(Rig from, Rig to, String ip, int port) {
        SocketSession listener = listen(to, port);
        SocketSession a = connect(from, ip, port);
        SocketSession b = listener.accept(0, null);
        listener.close();
        return new SocketSession[] {a, b};
    }

    static long info(SocketSession s, int field) {
        long[] info = new long[org.sluice.abi.TcpInfo.LENGTH];
        s.option(Sockets.TCP_INFO, info);
        return info[field];
    }

    static void nonBlocking(SocketSession... sockets) {
        for (SocketSession s : sockets) {
            Rig.set(s, Sockets.NON_BLOCKING, 1);
        }
    }
}
