package org.sluice.io;

import org.sluice.abi.IoVectors;
import org.sluice.abi.SystemCalls;
import org.sluice.sys.Sys;
import org.sluice.sys.SysException;

/** The right to call a port. Several threads may call at once. */
public final class PortClient implements AutoCloseable {
    /** Areas for which a reply has room unless said otherwise. */
    private static final int REPLY_AREAS = 16;

    private final SystemCalls calls;
    private final int handle;

    private PortClient(SystemCalls calls, int handle) {
        this.calls = calls;
        this.handle = handle;
    }

    /** Opens a port by its name. @throws SysException ENOENT, EMFILE */
    public static PortClient connect(String name) throws SysException {
        return connect(Sys.calls(), name);
    }

    /** As {@link #connect(String)}, over a given table. */
    public static PortClient connect(SystemCalls calls, String name) throws SysException {
        return new PortClient(calls, Sys.check(calls.portConnect(name), name));
    }

    /**
     * Calls the port and waits for the reply.
     *
     * @param words up to 8; not changed
     * @param areas areas that become the server's, and are gone for this process when this returns. Their views are closed. If
     *              EBADF, EINVAL, EPERM or EBUSY is thrown they are still the caller's. After EPIPE and EINTR they are if the
     *              server had not received them; {@link Area#info} tells
     * @return the reply, with as many words as were sent; its areas are the caller's
     * @throws SysException EPIPE when the server is gone, EINTR when interrupted, EBADF for an area that is gone, EINVAL for one named twice,
     *                      EPERM for a view of another thread, EBUSY for an area on its way or in use inside the class library
     */
    public Message call(long[] words, Area... areas) throws SysException {
        IoVector sent = IoVector.of(areas);
        long[] vector = java.util.Arrays.copyOf(sent.array(), IoVectors.size(Math.max(areas.length, REPLY_AREAS)));
        long[] reply = words.clone();
        int status = Sys.check(calls.portCall(handle, reply, null, vector), "port");
        for (Area area : areas) {
            area.sent();
        }
        return new Message(status, reply, Area.of(calls, vector));
    }

    /** Gives the right back. */
    @Override
    public void close() {
        calls.close(handle);
    }
}
