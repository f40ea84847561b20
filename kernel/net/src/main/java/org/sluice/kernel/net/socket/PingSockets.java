package org.sluice.kernel.net.socket;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.sluice.abi.Errno;
import org.sluice.kernel.CallFailed;
import org.sluice.kernel.net.icmp.EchoReceiver;
import org.sluice.kernel.net.ip.Ipv4Header;
import org.sluice.kernel.net.ip.Protocol;
import org.sluice.kernel.net.packet.Packet;
import org.sluice.kernel.network.WaitLock;

/** Who has which identifier of echo requests. */
public final class PingSockets implements EchoReceiver {
    private static final int MOST = 0xffff;

    private final WaitLock lock;
    private final LongAdder unwanted;
    private final Map<Integer, PingSocket> sockets = new HashMap<>();
    private int next;

    /** @param first the identifier to begin with, from entropy; @param unwanted counts answers nobody waits for */
    public PingSockets(WaitLock lock, int first, LongAdder unwanted) {
        this.lock = lock;
        this.unwanted = unwanted;
        next = first & MOST;
    }

    /** A socket's identifier, which is given to it here, changed under this lock only, and never given twice. */
    static final class Claim {
        private volatile int identifier;
        private boolean ended;

        /** 0 if it has none yet. */
        int identifier() {
            return identifier;
        }
    }

    /** Gives a socket an identifier. @throws CallFailed EINVAL if it has one; EADDRINUSE; EBADF if it is closed */
    void choose(PingSocket socket, Claim claim, int wanted) {
        lock.acquire();
        try {
            if (claim.identifier != 0) {
                throw new CallFailed(Errno.EINVAL);
            }
            claim.identifier = add(socket, claim, wanted);
        } finally {
            lock.release();
        }
    }

    /** Gives a socket any identifier if it has none; returns the one it has. @throws CallFailed EADDRINUSE; EBADF if it is closed */
    int ensure(PingSocket socket, Claim claim) {
        int now = claim.identifier;
        if (now != 0) {
            return now;
        }
        lock.acquire();
        try {
            if (claim.identifier == 0) {
                claim.identifier = add(socket, claim, 0);
            }
            return claim.identifier;
        } finally {
            lock.release();
        }
    }

    /** Lock held. @param wanted 0 for any */
    private int add(PingSocket socket, Claim claim, int wanted) {
        if (claim.ended) {
            throw new CallFailed(Errno.EBADF);
        }
        if (wanted != 0) {
            if (sockets.putIfAbsent(wanted, socket) != null) {
                throw new CallFailed(Errno.EADDRINUSE);
            }
            return wanted;
        }
        for (int i = 0; i < MOST; i++) {
            next = next % MOST + 1;
            if (sockets.putIfAbsent(next, socket) == null) {
                return next;
            }
        }
        throw new CallFailed(Errno.EADDRINUSE);
    }

    /** Takes the identifier back, and gives the socket none any more. */
    void end(Claim claim) {
        lock.acquire();
        try {
            claim.ended = true;
            sockets.remove(claim.identifier);
            claim.identifier = 0;
        } finally {
            lock.release();
        }
    }

    private PingSocket find(int identifier) {
        lock.acquire();
        try {
            return sockets.get(identifier);
        } finally {
            lock.release();
        }
    }

    @Override
    public void reply(Protocol.Arrival arrival, Ipv4Header header, int identifier, Packet packet) {
        PingSocket socket = find(identifier);
        if (socket == null || !socket.wants(arrival, header)) {
            unwanted.increment();
            packet.drop();
        } else {
            socket.replied(arrival, header, packet);
        }
    }

    @Override
    public void failed(Protocol.Failure failure, Ipv4Header quoted, int identifier) {
        PingSocket socket = find(identifier);
        if (socket != null) {
            socket.failed(failure, quoted);
        }
    }
}
