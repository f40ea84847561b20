package org.sluice.kernel.ipc;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.sluice.abi.Errno;
import org.sluice.kernel.CallFailed;
import org.sluice.kernel.area.Parcel;
import org.sluice.kernel.handle.OpenObject;
import org.sluice.kernel.thread.ThreadOwner;

/** The ports of the machine and the names they can be found by. */
public final class PortNames {
    /** Longest name, in characters. */
    public static final int MAX_NAME = 255;

    private final AtomicInteger lastToken = new AtomicInteger();
    private final Map<String, Port> names = new ConcurrentHashMap<>();
    private final Set<Port> all = ConcurrentHashMap.newKeySet();
    /** Calls received and not answered: token to port. */
    private final Map<Integer, Port> unanswered = new ConcurrentHashMap<>();

    /** A token above 0 that no unanswered call has. */
    int newToken(Port port) {
        while (true) {
            int token = lastToken.incrementAndGet() & Integer.MAX_VALUE;
            if (token != 0 && unanswered.putIfAbsent(token, port) == null) {
                return token;
            }
        }
    }

    void forget(int token) {
        unanswered.remove(token);
    }

    /** Ports open now. */
    public int count() {
        return all.size();
    }

    /** Makes a port. @throws CallFailed EEXIST when the name is taken, EINVAL when it is empty or too long */
    public Port create(String name, ThreadOwner owner) {
        if (name != null && (name.isEmpty() || name.length() > MAX_NAME)) {
            throw new CallFailed(Errno.EINVAL);
        }
        Port port = new Port(this, name, owner);
        if (name != null && names.putIfAbsent(name, port) != null) {
            throw new CallFailed(Errno.EEXIST);
        }
        all.add(port);
        return port;
    }

    /** @throws CallFailed ENOENT */
    public Port find(String name) {
        Port port = name == null ? null : names.get(name);
        if (port == null) {
            throw new CallFailed(Errno.ENOENT);
        }
        return port;
    }

    /** Ends a port; called when the server's last handle to it goes, or the server. */
    public void close(Port port) {
        if (all.remove(port)) {
            if (port.name() != null) {
                names.remove(port.name(), port);
            }
            port.close();
        }
    }

    /**
     * Answers a call that the process received.
     *
     * @param handles references taken over
     * @throws CallFailed ESRCH; the references stay the caller's
     */
    public void reply(ThreadOwner server, int token, int status, long[] words, OpenObject<?>[] handles, Parcel areas) {
        Port port = unanswered.get(token);
        if (port == null || !port.reply(server, token, status, words, handles, areas)) {
            throw new CallFailed(Errno.ESRCH);
        }
    }

    /** Ends the ports of a process that is gone, and the calls it had received from others'. */
    public void closeAll(ThreadOwner owner) {
        for (Port port : all) {
            if (port.owner() == owner) {
                close(port);
            } else {
                port.receiverEnded(owner);
            }
        }
    }
}
