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

    /** What is shown of a socket. */
    interface Shown {
        long number();

        /** What follows its name: a line, and perhaps more that begin with a space. */
        String line();
    }

    private final WaitLock lock;
    private final Set<Shown> open = new LinkedHashSet<>();
    private long made;

    public Sessions(WaitLock lock) {
        this.lock = lock;
    }

    /** Adds one; returns its number. @throws CallFailed ENFILE */
    long add(Shown socket) {
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

    void remove(Shown socket) {
        lock.acquire();
        try {
            open.remove(socket);
        } finally {
            lock.release();
        }
    }

    /** A line for each. */
    public String text() {
        List<Shown> all;
        lock.acquire();
        try {
            all = new ArrayList<>(open);
        } finally {
            lock.release();
        }
        StringBuilder text = new StringBuilder();
        for (Shown socket : all) {
            text.append("socket:[").append(socket.number()).append("] ").append(socket.line()).append('\n');
        }
        return text.toString();
    }
}
