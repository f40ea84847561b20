package org.sluice.apps.net.stream;

import java.io.IOException;
import org.sluice.abi.Errno;
import org.sluice.abi.Poll;
import org.sluice.abi.SystemCalls;
import org.sluice.apps.Io;
import org.sluice.net.InetEndpoint;
import org.sluice.net.Poller;
import org.sluice.net.Socket;
import org.sluice.net.UdpSocket;
import org.sluice.sys.SysException;

/** Passes datagrams: what standard input gives at once is one, and what arrives is written as it is. */
final class DatagramRelay {
    private static final int CHUNK = 16384;

    private final Io io;
    private final UserEnd user;
    private final UdpSocket socket;
    private final RelayRules rules;
    private final byte[] buffer = new byte[UdpSocket.MOST];
    private boolean inputEnded;
    private InetEndpoint peer;
    private final boolean anybody;

    /**
     * @param peer    whom to send to; null for whoever has sent
     * @param anybody whether others are heard after the first
     */
    DatagramRelay(Io io, UserEnd user, UdpSocket socket, RelayRules rules, InetEndpoint peer, boolean anybody) {
        this.io = io;
        this.user = user;
        this.socket = socket;
        this.rules = rules;
        this.peer = peer;
        this.anybody = anybody;
        inputEnded = rules.withoutInput();
    }

    private long now() {
        return io.calls().clock(SystemCalls.CLOCK_MONOTONIC);
    }

    /** Passes until the rules say so, or an error comes. @throws SysException the network's error, such as ECONNREFUSED */
    void run() throws IOException {
        socket.nonBlocking(true);
        Poller poller = new Poller(io.calls());
        long endAt = Long.MAX_VALUE;
        while (true) {
            poller.clear();
            poller.add(inputEnded || peer == null ? -1 : UserEnd.STDIN, Poll.IN);
            poller.add(socket.handle(), Poll.IN);
            long wait = rules.idle() < 0 ? Long.MAX_VALUE : rules.idle();
            wait = endAt == Long.MAX_VALUE ? wait : Math.min(wait, Math.max(0, endAt - now()));
            if (poller.await(wait == Long.MAX_VALUE ? -1 : wait) == 0) {
                return;
            }
            if (poller.ready(0) != 0) {
                input();
                if (inputEnded && rules.quitAfter() >= 0) {
                    endAt = now() + rules.quitAfter();
                }
            }
            if (poller.ready(1) != 0) {
                receive();
            }
        }
    }

    private void input() throws IOException {
        byte[] chunk = new byte[CHUNK];
        int n = user.readBytes(chunk);
        inputEnded = n == 0;
        if (n > 0) {
            socket.send(chunk, 0, n, peer);
        }
    }

    private void receive() throws IOException {
        long[] about = Socket.newMessageRecord();
        int n;
        try {
            n = socket.receive(buffer, about);
        } catch (SysException e) {
            if (e.errno() == Errno.EAGAIN) {
                return;
            }
            throw e;
        }
        InetEndpoint from = UdpSocket.sender(about);
        if (peer == null && !anybody) {
            socket.connect(from);
        }
        peer = peer == null || anybody ? from : peer;
        io.out().write(buffer, 0, n);
        io.out().flush();
    }
}
