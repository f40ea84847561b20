package org.sluice.io;

import org.sluice.abi.IoVectors;
import org.sluice.abi.SystemCalls;
import org.sluice.sys.Sys;
import org.sluice.sys.SysException;

/** A port of this process. Several threads may receive at once. */
public final class Port implements AutoCloseable {
    private static final int WORDS = 8;

    private final SystemCalls calls;
    private final int handle;
    private final int mostAreas;

    private Port(SystemCalls calls, int handle, int mostAreas) {
        this.calls = calls;
        this.handle = handle;
        this.mostAreas = mostAreas;
    }

    /** A call that was received and is to be answered with {@link #reply}. */
    public static final class Request {
        private final SystemCalls calls;
        private final int token;
        private final Message message;

        private Request(SystemCalls calls, int token, Message message) {
            this.calls = calls;
            this.token = token;
            this.message = message;
        }

        /** 8 words, zero where the caller sent fewer. */
        public long[] words() {
            return message.words();
        }

        /** Areas that are this process' now. */
        public Area[] areas() {
            return message.areas();
        }

        /**
         * Answers.
         *
         * @param status 0 or above, the caller's result
         * @param words  up to 8
         * @param areas  areas that become the caller's; gone for this process when this returns, and still here when it throws
         * @throws SysException ESRCH when the call was answered before; EINVAL, EBADF, EPERM, EBUSY as for {@link PortClient#call}
         */
        public void reply(int status, long[] words, Area... areas) throws SysException {
            Sys.check(calls.portReply(token, status, words, null, IoVector.of(areas).array()), "port");
            for (Area area : areas) {
                area.sent();
            }
        }
    }

    /**
     * Makes a port.
     *
     * @param name      what clients connect to
     * @param mostAreas most areas of one call, 0 to {@link IoVectors#MAX_ENTRIES}
     * @throws SysException EEXIST, EINVAL for a name that is none, EMFILE
     */
    public static Port create(String name, int mostAreas) throws SysException {
        return create(Sys.calls(), name, mostAreas);
    }

    /** As {@link #create(String, int)}, over a given table. */
    public static Port create(SystemCalls calls, String name, int mostAreas) throws SysException {
        if (mostAreas < 0 || mostAreas > IoVectors.MAX_ENTRIES) {
            throw new IllegalArgumentException("most areas " + mostAreas + ": must be 0 to " + IoVectors.MAX_ENTRIES);
        }
        return new Port(calls, Sys.check(calls.portCreate(name), name), mostAreas);
    }

    /**
     * Waits for a call.
     *
     * @throws SysException E2BIG, EMFILE, ENOMEM when there is no room for the areas of the next call, which waits on; EINTR
     */
    public Request receive() throws SysException {
        long[] words = new long[WORDS];
        long[] vector = new long[IoVectors.size(mostAreas)];
        int token = Sys.check(calls.portReceive(handle, words, new int[WORDS], vector), "port");
        return new Request(calls, token, new Message(0, words, Area.of(calls, vector)));
    }

    /** Ends the port: waiting callers get EPIPE. */
    @Override
    public void close() {
        calls.close(handle);
    }
}
