package org.sluice.apps.net.stream;

import java.io.IOException;
import org.sluice.abi.Errno;
import org.sluice.abi.Poll;
import org.sluice.abi.SystemCalls;
import org.sluice.apps.Io;
import org.sluice.io.Area;
import org.sluice.io.AreaQueue;
import org.sluice.net.Poller;
import org.sluice.net.StreamSocket;
import org.sluice.sys.SysException;

/** Passes bytes between standard input and output and a connection, both ways at once. */
final class StreamRelay {
    private static final int MOST_QUEUED = 256 << 10;
    private static final int CHUNK = 64 << 10;

    private final Io io;
    private final UserEnd user;
    private final StreamSocket socket;
    private final RelayRules rules;
    private final AreaQueue out = new AreaQueue();
    private boolean inputEnded;
    private boolean peerEnded;
    private boolean endSent;
    private long endAt = Long.MAX_VALUE;

    StreamRelay(Io io, UserEnd user, StreamSocket socket, RelayRules rules) {
        this.io = io;
        this.user = user;
        this.socket = socket;
        this.rules = rules;
        inputEnded = rules.withoutInput();
    }

    private long now() {
        return io.calls().clock(SystemCalls.CLOCK_MONOTONIC);
    }

    /** Passes until the peer has ended, or the rules say so. @throws SysException the connection's error */
    void run() throws IOException {
        Poller poller = new Poller(io.calls());
        try {
            while (!peerEnded) {
                poller.clear();
                boolean read = !inputEnded && out.bytes() < MOST_QUEUED;
                poller.add(read ? UserEnd.STDIN : -1, Poll.IN);
                poller.add(socket.handle(), Poll.IN | (out.isEmpty() ? 0 : Poll.OUT));
                long wait = rules.idle() < 0 ? Long.MAX_VALUE : rules.idle();
                wait = endAt == Long.MAX_VALUE ? wait : Math.min(wait, Math.max(0, endAt - now()));
                if (poller.await(wait == Long.MAX_VALUE ? -1 : wait) == 0) {
                    return;
                }
                if (poller.ready(0) != 0) {
                    input();
                }
                if (poller.ready(1) != 0) {
                    receive();
                }
                send();
            }
        } finally {
            out.close();
        }
    }

    private void input() throws IOException {
        Area[] areas = user.read();
        if (areas != null) {
            out.add(areas);
            return;
        }
        inputEnded = true;
    }

    private void send() throws IOException {
        if (!out.isEmpty()) {
            socket.send(out);
        }
        if (inputEnded && !rules.withoutInput() && out.isEmpty() && !endSent) {
            endSent = true;
            if (rules.endWithInput()) {
                socket.shutdownOutput();
            }
            if (rules.quitAfter() >= 0) {
                endAt = now() + rules.quitAfter();
            }
        }
    }

    private void receive() throws IOException {
        Area[] areas;
        try {
            areas = socket.receive(CHUNK);
        } catch (SysException e) {
            if (e.errno() == Errno.EAGAIN) {
                return;
            }
            throw e;
        }
        peerEnded = areas.length == 0;
        user.write(areas);
    }
}
