package org.sluice.kernel.ipc;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.sluice.abi.Errno;
import org.sluice.abi.IoVectors;
import org.sluice.kernel.CallFailed;
import org.sluice.kernel.area.AreaTable;
import org.sluice.kernel.area.Parcel;
import org.sluice.kernel.handle.OpenObject;
import org.sluice.kernel.thread.LockRank;
import org.sluice.kernel.thread.SpinLock;
import org.sluice.kernel.thread.ThreadOwner;
import org.sluice.kernel.thread.WaitQueue;

/**
 * A port of one server process. A call is a rendezvous: the caller waits until a thread of the server has received and
 * answered it, so each side's time, memory and end stay its own.
 *
 * <p>References travel with a call. They belong to the caller's side until the call is received, to the receiver from then on,
 * and to the port between an answer and the caller's waking up. They are never dropped with the port's lock held: the last
 * one closes what it leads to, which may be another port or a file.
 */
public final class Port {
    /** Words a call carries at most. */
    public static final int MAX_WORDS = 8;
    /** Handles a call carries at most. */
    public static final int MAX_HANDLES = 8;

    private static final OpenObject<?>[] NONE = {};

    /** QUEUED to RECEIVED to ANSWERED; to FAILED when the server goes; to ABANDONED when the caller goes. */
    private enum State { QUEUED, RECEIVED, ANSWERED, FAILED, ABANDONED }

    /** One call on its way. */
    private static final class PortCall {
        final WaitQueue caller = new WaitQueue();
        final long[] words;
        /** The request's references while QUEUED, the reply's once ANSWERED. */
        OpenObject<?>[] handles;
        /** Likewise the areas; the request's stay the caller's until they are received. */
        Parcel areas;
        State state = State.QUEUED;
        ThreadOwner receiver;
        int status;

        PortCall(long[] words, OpenObject<?>[] handles, Parcel areas) {
            this.words = words;
            this.handles = handles;
            this.areas = areas;
        }

        OpenObject<?>[] takeHandles() {
            OpenObject<?>[] result = handles;
            handles = NONE;
            return result;
        }
    }

    private final SpinLock lock = new SpinLock(LockRank.PORT);
    private final WaitQueue servers = new WaitQueue();
    private final ArrayDeque<PortCall> queued = new ArrayDeque<>();
    private final Map<Integer, PortCall> received = new HashMap<>();
    private final PortNames names;
    private final String name;
    private final ThreadOwner owner;
    private boolean closed;

    Port(PortNames names, String name, ThreadOwner owner) {
        this.names = names;
        this.name = name;
        this.owner = owner;
    }

    /** The registered name, or null. */
    public String name() {
        return name;
    }

    public ThreadOwner owner() {
        return owner;
    }

    /**
     * Calls the port; {@code words} and the returned handles are the reply.
     *
     * @param handles references the port takes over
     * @param areas   go to the receiver, or back to the caller if the call is not received
     * @param reply   receives the reply's handles, whose references become the caller's; those it has no room for are dropped
     * @return the server's status, and areas that are the caller's to take or give back
     * @throws CallFailed EPIPE, EINTR
     */
    public Answer call(long[] words, OpenObject<?>[] handles, Parcel areas, OpenObject<?>[] reply) {
        PortCall call = new PortCall(words.clone(), handles, areas);
        boolean answered = false;
        OpenObject<?>[] left = handles;
        lock.acquire();
        try {
            if (closed) {
                areas.giveBack();
                throw new CallFailed(Errno.EPIPE);
            }
            queued.add(call);
            left = NONE;
            servers.wakeOne();
            try {
                awaitAnswer(call);
                answered = true;
            } finally {
                if (!answered) {
                    if (queued.remove(call)) {
                        call.areas.giveBack();
                    }
                    call.state = State.ABANDONED;
                }
                left = call.takeHandles();
            }
        } finally {
            lock.release();
            if (!answered) {
                release(left, 0);
            }
        }
        System.arraycopy(call.words, 0, words, 0, words.length);
        int room = Math.min(reply.length, left.length);
        System.arraycopy(left, 0, reply, 0, room);
        release(left, room);
        return new Answer(call.status, call.areas);
    }

    /** What a call came to. @param areas the caller's to receive or drop */
    public record Answer(int status, Parcel areas) {
    }

    private void awaitAnswer(PortCall call) {
        while (call.state != State.ANSWERED) {
            if (call.state == State.FAILED) {
                throw new CallFailed(Errno.EPIPE);
            }
            if (call.caller.sleep(lock, "port call", WaitQueue.Mode.INTERRUPTIBLE, WaitQueue.FOREVER)
                == WaitQueue.Wake.INTERRUPTED) {
                throw new CallFailed(Errno.EINTR);
            }
        }
    }

    /** A received call. @param handles references that become the receiver's */
    public record Received(int token, long[] words, OpenObject<?>[] handles) {
    }

    /**
     * Waits for a call.
     *
     * @param receiver who is to answer it; if it ends first, the caller gets EPIPE
     * @param table    the receiver's, which gets the areas
     * @param areas    filled with the areas; may be null when none are expected
     * @throws CallFailed EINTR, EPIPE when the port is closed; E2BIG, EMFILE and ENOMEM when the receiver has no room for the areas
     *     of the next call, which then waits on
     */
    public Received receive(ThreadOwner receiver, AreaTable table, long[] areas) {
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
            PortCall call = queued.peek();
            try {
                if (call.areas.count() > 0) {
                    table.receive(call.areas, areas);
                } else if (areas != null && areas.length > 0) {
                    IoVectors.header(areas, 0, 0);
                }
            } catch (CallFailed e) {
                servers.wakeOne();
                throw e;
            }
            call.areas = Parcel.empty();
            int token = names.newToken(this);
            received.put(token, call);
            queued.poll();
            call.state = State.RECEIVED;
            call.receiver = receiver;
            return new Received(token, call.words.clone(), call.takeHandles());
        } finally {
            lock.release();
        }
    }

    /**
     * Answers a call. One whose caller has gone meanwhile is answered to nobody.
     *
     * @param handles references the port takes over, unless this returns false
     * @param areas   likewise
     * @return false when the server has received no call of that token
     */
    boolean reply(ThreadOwner server, int token, int status, long[] words, OpenObject<?>[] handles, Parcel areas) {
        OpenObject<?>[] left = NONE;
        lock.acquire();
        try {
            PortCall call = received.get(token);
            if (call == null || call.receiver != server) {
                return false;
            }
            received.remove(token);
            names.forget(token);
            areas.detach();
            if (call.state == State.ABANDONED) {
                areas.giveBack();
                left = handles;
                return true;
            }
            System.arraycopy(words, 0, call.words, 0, Math.min(words.length, call.words.length));
            call.handles = handles;
            call.areas = areas;
            call.status = status;
            call.state = State.ANSWERED;
            call.caller.wakeAll();
            return true;
        } finally {
            lock.release();
            release(left, 0);
        }
    }

    /** Ends the port: waiting callers get EPIPE. */
    void close() {
        List<PortCall> dropped = new ArrayList<>();
        lock.acquire();
        try {
            closed = true;
            dropped.addAll(queued);
            queued.clear();
            dropped.forEach(Port::fail);
            failReceived(null);
            servers.wakeAll();
        } finally {
            lock.release();
        }
        for (PortCall call : dropped) {
            call.areas.giveBack();
            release(call.takeHandles(), 0);
        }
    }

    /** A process that may have received calls is gone: their callers get EPIPE. */
    void receiverEnded(ThreadOwner receiver) {
        lock.acquire();
        try {
            failReceived(receiver);
        } finally {
            lock.release();
        }
    }

    /** @param receiver whose calls to fail, or null for all */
    private void failReceived(ThreadOwner receiver) {
        for (Iterator<Map.Entry<Integer, PortCall>> i = received.entrySet().iterator(); i.hasNext();) {
            Map.Entry<Integer, PortCall> entry = i.next();
            if (receiver == null || entry.getValue().receiver == receiver) {
                i.remove();
                names.forget(entry.getKey());
                fail(entry.getValue());
            }
        }
    }

    private static void fail(PortCall call) {
        if (call.state != State.ABANDONED) {
            call.state = State.FAILED;
            call.caller.wakeAll();
        }
    }

    private static void release(OpenObject<?>[] handles, int from) {
        for (int i = from; i < handles.length; i++) {
            if (handles[i] != null) {
                handles[i].release();
            }
        }
    }
}
