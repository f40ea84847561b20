package org.sluice.kernel.net.socket;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.sluice.abi.Errno;
import org.sluice.kernel.CallFailed;
import org.sluice.kernel.network.WaitLock;

/** The open sockets. */
public final class Sessions {
    private static final int MOST = 4096;

    private final WaitLock lock;
    private final Set<MessageSocket> open = new LinkedHashSet<>();
    private long made;

    public Sessions(WaitLock lock) {
        this.lock = lock;
    }

    /** Adds one; returns its number. @throws CallFailed ENFILE */
    long add(MessageSocket socket) {
        lock.acquire();
        try {
            if (open.size() == MOST) {
                throw new CallFailed(Errno.ENFILE);
            }
            open.add(socket);
            return ++made;
        } finally {
            lock.release();
        }
    }

    void remove(MessageSocket socket) {
        lock.acquire();
        try {
            open.remove(socket);
        } finally {
            lock.release();
        }
    }

    /** A line for each. */
    public String text() {
        List<MessageSocket> all;
        lock.acquire();
        try {
            all = new ArrayList<>(open);
        } finally {
            lock.release();
        }
        StringBuilder text = new StringBuilder();
        for (MessageSocket socket : all) {
            long[] dropped = new long[1];
            socket.option(org.sluice.abi.Sockets.DROPPED, dropped);
            text.append("socket:[").append(socket.number()).append("] ").append(socket.describe()).append(" queued=").append(socket.queued())
                .append(" dropped=").append(dropped[0]).append('\n');
        }
        return text.toString();
    }
}
