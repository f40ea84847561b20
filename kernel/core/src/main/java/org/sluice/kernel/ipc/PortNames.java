package org.sluice.kernel.ipc;

import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.sluice.abi.Errno;
import org.sluice.kernel.CallFailed;
import org.sluice.kernel.handle.OpenObject;
import org.sluice.kernel.process.Process;

/** The ports of the machine and the names they can be found by. */
public final class PortNames {
    private static final AtomicInteger TOKENS = new AtomicInteger();

    private final Map<String, Port> names = new ConcurrentHashMap<>();
    private final Set<Port> all = ConcurrentHashMap.newKeySet();

    static int newToken() {
        return TOKENS.incrementAndGet() & Integer.MAX_VALUE;
    }

    /** Ports open now. */
    public int count() {
        return all.size();
    }

    /** Makes a port. @throws CallFailed EEXIST when the name is taken */
    public Port create(String name, Process owner) {
        Port port = new Port(name, owner);
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

    /** Answers a call that a port of the process received. @throws CallFailed ESRCH */
    public void reply(Process server, int token, int status, long[] words, OpenObject<?>[] handles) {
        for (Port port : all) {
            if (port.owner() == server && port.reply(token, status, words, handles)) {
                return;
            }
        }
        for (OpenObject<?> handle : handles) {
            if (handle != null) {
                handle.release();
            }
        }
        throw new CallFailed(Errno.ESRCH);
    }

    /** Ends the ports of a process that is gone. */
    public void closeAll(Process owner) {
        for (Iterator<Port> i = all.iterator(); i.hasNext();) {
            Port port = i.next();
            if (port.owner() == owner) {
                close(port);
            }
        }
    }
}
