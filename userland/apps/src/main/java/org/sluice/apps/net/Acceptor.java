package org.sluice.apps.net;

import java.io.IOException;
import java.util.function.BiFunction;
import org.sluice.abi.Errno;
import org.sluice.abi.Poll;
import org.sluice.net.StreamServer;
import org.sluice.net.StreamSocket;
import org.sluice.sys.SysException;

/** Takes connections and puts a handler for each into the loop. When there is no room for one it waits a while. */
public final class Acceptor implements Loop.Handler {
    private static final long PAUSE = 50_000_000L;
    private static final int TURN = 64;

    private final Loop loop;
    private final StreamServer server;
    private final BiFunction<StreamSocket, String, Loop.Handler> handlers;
    private long until = Loop.NEVER;

    /** @param server is closed with this @param handlers makes a handler of a socket and its peer's name */
    public Acceptor(Loop loop, StreamServer server, BiFunction<StreamSocket, String, Loop.Handler> handlers) {
        this.loop = loop;
        this.server = server;
        this.handlers = handlers;
    }

    @Override
    public int handle() {
        return server.handle();
    }

    @Override
    public int events() {
        return until == Loop.NEVER ? Poll.IN : -1;
    }

    @Override
    public long deadline() {
        return until;
    }

    @Override
    public void expired() {
        until = Loop.NEVER;
    }

    @Override
    public void ready(int events) throws IOException {
        for (int i = 0; i < TURN; i++) {
            StreamSocket socket;
            try {
                socket = server.acceptNow();
            } catch (SysException e) {
                if (e.errno() == Errno.EMFILE || e.errno() == Errno.ENFILE || e.errno() == Errno.ENOMEM) {
                    until = loop.now() + PAUSE;
                    return;
                }
                if (e.errno() == Errno.EINTR || e.errno() == Errno.ECONNABORTED) {
                    return;
                }
                throw e;
            }
            if (socket == null) {
                return;
            }
            loop.add(handlers.apply(socket, socket.name()));
        }
    }

    @Override
    public void end(Exception cause) {
        try {
            server.close();
        } catch (SysException e) {
            // it is closed
        }
    }
}
