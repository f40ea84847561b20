package org.sluice.apps.net.stream;

import java.io.IOException;
import java.util.function.BiConsumer;
import org.sluice.abi.Errno;
import org.sluice.abi.Poll;
import org.sluice.apps.net.Loop;
import org.sluice.io.Area;
import org.sluice.io.AreaQueue;
import org.sluice.net.StreamSocket;
import org.sluice.sys.SysException;

/** A client of one of the services. What is echoed and generated is passed on without a copy. */
final class ServiceConnection implements Loop.Handler {
    private static final int CHUNK = 64 << 10;
    private static final long MOST_QUEUED = 256 << 10;
    private static final long CLOSING_TIME = 2_000_000_000L;

    private final Loop loop;
    private final Service service;
    private final StreamSocket socket;
    private final Area pattern;
    private final BiConsumer<String, Exception> ended;
    private final AreaQueue out = new AreaQueue();
    private boolean inputEnded;
    /** Whether the stream ends when what is queued is out. */
    private boolean closing;
    private boolean closed;
    private long deadline = Loop.NEVER;

    /**
     * @param greeting what is sent and ends the stream, null for none
     * @param pattern  what chargen repeats; shared, not taken
     */
    ServiceConnection(Loop loop, Service service, StreamSocket socket, Area greeting, Area pattern, BiConsumer<String, Exception> ended) {
        this.loop = loop;
        this.service = service;
        this.socket = socket;
        this.pattern = pattern;
        this.ended = ended;
        if (greeting != null) {
            out.add(greeting);
            closing = true;
        }
    }

    @Override
    public int handle() {
        return socket.handle();
    }

    @Override
    public int events() {
        boolean room = service != Service.ECHO || out.bytes() < MOST_QUEUED;
        boolean more = !out.isEmpty() || service == Service.CHARGEN;
        return (room && !inputEnded ? Poll.IN : 0) | (more ? Poll.OUT : 0);
    }

    @Override
    public long deadline() {
        return deadline;
    }

    @Override
    public void expired() {
        loop.remove(this);
    }

    @Override
    public void ready(int events) throws IOException {
        if ((events & (Poll.IN | Poll.HANG_UP | Poll.ERROR)) != 0 && !inputEnded) {
            receive();
        }
        if ((events & Poll.OUT) != 0 && service == Service.CHARGEN) {
            while (out.bytes() < CHUNK) {
                out.add(pattern.share(0, pattern.size()));
            }
        }
        if (!out.isEmpty()) {
            socket.send(out);
        }
        if (out.isEmpty() && closing && !closed) {
            closed = true;
            socket.shutdownOutput();
            deadline = loop.now() + CLOSING_TIME;
        }
        if (inputEnded && (closed || out.isEmpty())) {
            loop.remove(this);
        }
    }

    private void receive() throws IOException {
        Area[] areas;
        try {
            areas = socket.receive(CHUNK);
        } catch (SysException e) {
            if (e.errno() == Errno.EAGAIN || e.errno() == Errno.EINTR) {
                return;
            }
            throw e;
        }
        inputEnded = areas.length == 0;
        if (service == Service.ECHO) {
            out.add(areas);
            return;
        }
        for (Area area : areas) {
            area.close();
        }
        if (inputEnded && service == Service.CHARGEN) {
            out.close();
        }
    }

    @Override
    public void end(Exception cause) {
        try {
            out.close();
            socket.close();
        } catch (SysException e) {
            // what was left is gone with the socket
        }
        ended.accept(service + " " + socket.name(), cause);
    }
}
