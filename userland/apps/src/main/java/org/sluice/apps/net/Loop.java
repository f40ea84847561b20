package org.sluice.apps.net;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.sluice.abi.Errno;
import org.sluice.abi.Poll;
import org.sluice.abi.SystemCalls;
import org.sluice.net.Poller;
import org.sluice.sys.SysException;

/**
 * Files that one thread waits for together, each with what is done when something happens there. Handlers must not wait. What a handler throws
 * ends that handler and no other.
 */
public final class Loop {
    /** {@link Handler#deadline} of a handler that waits for no time. */
    public static final long NEVER = Long.MAX_VALUE;

    /** What is done about one file. */
    public interface Handler {
        /** The file. */
        int handle();

        /** Events of {@link Poll} to wait for now; 0 for errors only, negative for nothing at all. */
        int events();

        /** Something happened. @param events of {@link Poll} */
        void ready(int events) throws IOException;

        /** When {@link #expired} is to be called, by the monotonic clock in nanoseconds. */
        default long deadline() {
            return NEVER;
        }

        /** The deadline has come. It must be another afterwards, or the handler removed. */
        default void expired() throws IOException {
        }

        /** Ends: the handler has been removed, and closes what it has. @param cause what it has thrown, or null */
        void end(Exception cause);
    }

    private final SystemCalls calls;
    private final Poller poller;
    private final Set<Handler> handlers = new LinkedHashSet<>();
    private final List<Handler> polled = new ArrayList<>();

    public Loop(SystemCalls calls) {
        this.calls = calls;
        poller = new Poller(calls);
    }

    /** Adds a handler, which will be polled from the next turn on. */
    public void add(Handler handler) {
        handlers.add(handler);
    }

    /** Ends a handler, if it is here. */
    public void remove(Handler handler) {
        if (handlers.remove(handler)) {
            handler.end(null);
        }
    }

    /** Handlers here. */
    public int size() {
        return handlers.size();
    }

    /** The monotonic clock, in nanoseconds. */
    public long now() {
        return calls.clock(SystemCalls.CLOCK_MONOTONIC);
    }

    /**
     * Waits until something happens or an interrupt comes, and does what is to be done.
     *
     * @throws SysException if waiting itself failed
     */
    public void turn() throws SysException {
        poller.clear();
        polled.clear();
        long next = NEVER;
        for (Handler handler : handlers) {
            next = Math.min(next, handler.deadline());
            int events = handler.events();
            if (events >= 0) {
                poller.add(handler.handle(), events);
                polled.add(handler);
            }
        }
        try {
            poller.await(next == NEVER ? -1 : Math.max(0, next - now()));
        } catch (SysException e) {
            if (e.errno() == Errno.EINTR) {
                return;
            }
            throw e;
        }
        for (int i = 0; i < polled.size(); i++) {
            int ready = poller.ready(i);
            if (ready != 0 && handlers.contains(polled.get(i))) {
                step(polled.get(i), ready);
            }
        }
        if (next != NEVER && next <= now()) {
            expire();
        }
    }

    private void expire() {
        long now = now();
        for (Handler handler : new ArrayList<>(handlers)) {
            if (handler.deadline() <= now && handlers.contains(handler)) {
                step(handler, 0);
            }
        }
    }

    private void step(Handler handler, int ready) {
        try {
            if (ready != 0) {
                handler.ready(ready);
            } else {
                handler.expired();
            }
        } catch (IOException | RuntimeException e) {
            if (handlers.remove(handler)) {
                handler.end(e);
            }
        }
    }

    /** Ends all handlers. */
    public void close() {
        for (Handler handler : new ArrayList<>(handlers)) {
            remove(handler);
        }
    }
}
