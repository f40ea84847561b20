package org.sluice.kernel.ipc;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import org.sluice.abi.Errno;
import org.sluice.kernel.CallFailed;
import org.sluice.kernel.handle.OpenObject;
import org.sluice.kernel.process.Process;
import org.sluice.kernel.thread.LockRank;
import org.sluice.kernel.thread.SpinLock;
import org.sluice.kernel.thread.WaitQueue;

/**
 * A port of one server process. A call is a rendezvous: the caller waits until a thread of the server has received and
 * answered it, so each side's time, memory and end stay its own.
 */
public final class Port {
    /** Words a call carries at most. */
    public static final int MAX_WORDS = 8;
    /** Handles a call carries at most. */
    public static final int MAX_HANDLES = 8;

    /** One call on its way. */
    private static final class PortCall {
        final long[] words;
        OpenObject<?>[] handles;
        boolean answered;
        boolean abandoned;
        int status;

        PortCall(long[] words, OpenObject<?>[] handles) {
            this.words = words;
            this.handles = handles;
        }
    }

    private final SpinLock lock = new SpinLock(LockRank.PORT);
    private final WaitQueue servers = new WaitQueue();
    private final WaitQueue callers = new WaitQueue();
    private final ArrayDeque<PortCall> queued = new ArrayDeque<>();
    private final Map<Integer, PortCall> received = new HashMap<>();
    private final String name;
    private final Process owner;
    private boolean closed;

    Port(String name, Process owner) {
        this.name = name;
        this.owner = owner;
    }

    /** The registered name, or null. */
    public String name() {
        return name;
    }

    public Process owner() {
        return owner;
    }

    /**
     * Calls the port; {@code words} and the returned handles are the reply.
     *
     * @param handles references the port takes over
     * @param reply   receives the reply's handles, whose references become the caller's
     * @return the server's status, 0 or above
     * @throws CallFailed EPIPE, EINTR
     */
    public int call(long[] words, OpenObject<?>[] handles, OpenObject<?>[] reply) {
        PortCall call = new PortCall(words.clone(), handles);
        lock.acquire();
        try {
            if (closed) {
                release(call.handles);
                throw new CallFailed(Errno.EPIPE);
            }
            queued.add(call);
            servers.wakeOne();
            boolean done = false;
            try {
                while (!call.answered) {
                    if (closed) {
                        throw new CallFailed(Errno.EPIPE);
                    }
                    if (callers.sleep(lock, "port call", WaitQueue.Mode.INTERRUPTIBLE, WaitQueue.FOREVER)
                        == WaitQueue.Wake.INTERRUPTED && !call.answered) {
                        throw new CallFailed(Errno.EINTR);
                    }
                }
                done = true;
            } finally {
                if (!done) {
                    call.abandoned = true;
                    if (queued.remove(call)) {
                        release(call.handles);
                    }
                }
            }
            System.arraycopy(call.words, 0, words, 0, words.length);
            System.arraycopy(call.handles, 0, reply, 0, Math.min(reply.length, call.handles.length));
            return call.status;
        } finally {
            lock.release();
        }
    }

    /** A received call. @param handles references that become the receiver's */
    public record Received(int token, long[] words, OpenObject<?>[] handles) {
    }

    /** Waits for a call. @throws CallFailed EINTR, EPIPE when the port is closed */
    public Received receive() {
        lock.acquire();
        try {
            while (queued.isEmpty()) {
                if (closed) {
                    throw new CallFailed(Errno.EPIPE);
                }
                if (servers.sleep(lock, "port receive", WaitQueue.Mode.INTERRUPTIBLE, WaitQueue.FOREVER)
                    == WaitQueue.Wake.INTERRUPTED) {
                    throw new CallFailed(Errno.EINTR);
                }
            }
            PortCall call = queued.poll();
            int token = PortNames.newToken();
            received.put(token, call);
            OpenObject<?>[] handles = call.handles;
            call.handles = new OpenObject<?>[0];
            return new Received(token, call.words.clone(), handles);
        } finally {
            lock.release();
        }
    }

    /**
     * Answers a call.
     *
     * @param handles references the port takes over
     * @return false when no call of that token waits on this port
     */
    boolean reply(int token, int status, long[] words, OpenObject<?>[] handles) {
        lock.acquire();
        try {
            PortCall call = received.remove(token);
            if (call == null) {
                return false;
            }
            if (call.abandoned) {
                release(handles);
                return true;
            }
            System.arraycopy(words, 0, call.words, 0, Math.min(words.length, call.words.length));
            call.handles = handles;
            call.status = status;
            call.answered = true;
            callers.wakeAll();
            return true;
        } finally {
            lock.release();
        }
    }

    /** Ends the port: waiting callers get EPIPE. */
    void close() {
        lock.acquire();
        try {
            closed = true;
            for (PortCall call : queued) {
                release(call.handles);
            }
            queued.clear();
            received.clear();
            callers.wakeAll();
            servers.wakeAll();
        } finally {
            lock.release();
        }
    }

    private static void release(OpenObject<?>[] handles) {
        for (OpenObject<?> handle : handles) {
            if (handle != null) {
                handle.release();
            }
        }
    }
}
