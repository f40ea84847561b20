package org.sluice.apps.net.http;

import java.io.IOException;
import org.sluice.abi.Errno;
import org.sluice.abi.FileFlags;
import org.sluice.abi.Poll;
import org.sluice.apps.Io;
import org.sluice.apps.net.Loop;
import org.sluice.io.Area;
import org.sluice.io.AreaChannel;
import org.sluice.io.AreaQueue;
import org.sluice.net.StreamSocket;
import org.sluice.sys.Sys;
import org.sluice.sys.SysException;

/**
 * One connection of the server: requests are read, and answered one after another, each before the next is looked at.
 *
 * <ul>
 * <li>READING → ANSWERING with a whole head, or with an error in it, or when half of one was there for too long
 * <li>ANSWERING → READING after the last byte, if the connection stays
 * <li>ANSWERING → CLOSING after the last byte otherwise: what the client still sends is thrown away for a while, since a reset would take the answer
 * from it (RFC 9112, section 9.6)
 * </ul>
 */
final class HttpConnection implements Loop.Handler {
    private enum State { READING, ANSWERING, CLOSING }

    private static final long SECOND = 1_000_000_000L;
    /** Longest time for a head from its first byte. */
    static final long HEAD_TIME = 10 * SECOND;
    /** Longest time without a request. */
    static final long IDLE_TIME = 15 * SECOND;
    /** Longest time in which a client takes nothing. */
    static final long STUCK_TIME = 60 * SECOND;
    private static final long CLOSING_TIME = 2 * SECOND;
    /** Time until a file that had no room in memory is tried again. */
    private static final long RETRY_TIME = 20_000_000L;
    /** Longest body of a request that is thrown away so that the connection can stay. */
    private static final long MOST_BODY = 1 << 20;
    /** Bytes of a file that are held for the socket at once. */
    private static final int CHUNK = 256 << 10;
    /** Bytes sent before others have their turn. */
    private static final long TURN = 4 << 20;

    private final Io io;
    private final Loop loop;
    private final Site site;
    private final HttpLog log;
    private final StreamSocket socket;
    private final String peer;
    private final byte[] buffer = new byte[Request.MOST_HEAD];
    private int start;
    private int end;
    /** Bytes of the buffer that were searched for the end of a head. */
    private int searched;
    /** Bytes of a request's body still to be thrown away. */
    private long skip;
    private final AreaQueue out = new AreaQueue();
    private AreaChannel file;
    private long left;
    private long copiedBefore;
    private boolean last;
    private String what = "";
    private int status;
    private long body;
    private State state = State.READING;
    private boolean retry;
    private long deadline;

    HttpConnection(Io io, Loop loop, Site site, HttpLog log, StreamSocket socket, String peer) {
        this.io = io;
        this.loop = loop;
        this.site = site;
        this.log = log;
        this.socket = socket;
        this.peer = peer;
        deadline = loop.now() + IDLE_TIME;
    }

    @Override
    public int handle() {
        return socket.handle();
    }

    @Override
    public int events() {
        return state != State.ANSWERING ? Poll.IN : retry ? 0 : Poll.OUT;
    }

    @Override
    public long deadline() {
        return deadline;
    }

    @Override
    public void ready(int events) throws IOException {
        switch (state) {
            case CLOSING -> drain();
            case READING -> {
                if (fill()) {
                    advance();
                }
            }
            default -> {
                if ((events & (Poll.ERROR | Poll.HANG_UP)) != 0 && (events & Poll.OUT) == 0) {
                    Sys.check(-(int) Math.max(Errno.EPIPE, socket.option(org.sluice.abi.Sockets.ERROR)), peer);
                }
                advance();
            }
        }
    }

    @Override
    public void expired() throws IOException {
        if (state == State.ANSWERING && retry) {
            retry = false;
            deadline = loop.now() + STUCK_TIME;
            advance();
        } else if (state == State.READING && end > start && skip == 0) {
            fail(new HttpProblem(Status.TIMEOUT, "The request was not complete in time."));
            advance();
        } else {
            loop.remove(this);
        }
    }

    @Override
    public void end(Exception cause) {
        try {
            if (cause != null) {
                log.failed(peer, what, cause);
            }
            out.close();
            closeFile();
        } catch (SysException e) {
            log.failed(peer, what, e);
        } finally {
            try {
                socket.close();
            } catch (SysException e) {
                log.failed(peer, what, e);
            }
        }
    }

    /** Goes on until there is something to wait for. */
    private void advance() throws IOException {
        while (state == State.READING ? next() : state == State.ANSWERING && pump()) {
            // the one or the other has made progress
        }
    }

    // ---- in

    /** Reads what is there. @return false if nothing was, or the connection is over */
    private boolean fill() throws IOException {
        if (start > 0) {
            System.arraycopy(buffer, start, buffer, 0, end - start);
            end -= start;
            searched = Math.max(0, searched - start);
            start = 0;
        }
        boolean fresh = end == 0;
        int n;
        try {
            n = socket.read(buffer, end, buffer.length - end);
        } catch (SysException e) {
            if (e.errno() == Errno.EAGAIN || e.errno() == Errno.EINTR) {
                return false;
            }
            throw e;
        }
        if (n < 0) {
            loop.remove(this);
            return false;
        }
        end += n;
        if (fresh) {
            deadline = loop.now() + HEAD_TIME;
        }
        return true;
    }

    /** Looks for the next request. @return false if it has not come whole */
    private boolean next() throws IOException {
        int thrown = (int) Math.min(skip, end - start);
        start += thrown;
        skip -= thrown;
        while (skip == 0 && start < end && (buffer[start] == '\r' || buffer[start] == '\n')) {
            start++; // RFC 9112, section 2.2
        }
        if (start == end) {
            start = 0;
            end = 0;
            searched = 0;
            deadline = loop.now() + IDLE_TIME;
            return false;
        }
        int from = Math.max(start, searched - 2);
        int headEnd = HeadText.end(buffer, from, end);
        searched = end;
        if (headEnd < 0) {
            if (end - start < buffer.length) {
                return false;
            }
            boolean line = true;
            for (int i = start; i < end; i++) {
                line &= buffer[i] != '\n';
            }
            fail(new HttpProblem(line ? Status.URI_TOO_LONG : Status.HEAD_TOO_LARGE, "The request's head is longer than " + buffer.length + " bytes."));
            return true;
        }
        int headStart = start;
        start = headEnd;
        searched = start;
        try {
            request(Request.parse(buffer, headStart, headEnd));
        } catch (HttpProblem e) {
            fail(e);
        }
        return true;
    }

    private void request(Request request) throws IOException, HttpProblem {
        what = request.method() + " " + request.target();
        long body = request.bodyLength();
        if (body > MOST_BODY) {
            throw new HttpProblem(Status.TOO_LARGE, "The request's body is longer than " + MOST_BODY + " bytes.");
        }
        last = !request.keepsAlive() || body < 0 || body > 0 && request.field("expect") != null;
        skip = Math.max(0, body);
        Answer made;
        try {
            made = site.answer(request);
            if (made.file() != null && !request.method().equals("HEAD")) {
                open(made);
            }
        } catch (HttpProblem e) {
            made = Answer.page(e.status(), e.getMessage());
        }
        begin(made, request.method().equals("HEAD"));
    }

    private void fail(HttpProblem problem) throws IOException {
        last = true;
        what = what.isEmpty() ? "-" : what;
        begin(Answer.page(problem.status(), problem.getMessage()), false);
    }

    // ---- out

    private void open(Answer made) throws HttpProblem {
        try {
            file = AreaChannel.open(io.calls(), io.file(made.file()).getPath(), FileFlags.O_RDONLY);
            if (made.range().first() > 0) {
                Sys.check(io.calls().seek(file.handle(), made.range().first(), FileFlags.SEEK_SET), made.file());
            }
            left = made.range().length();
        } catch (IOException e) {
            closeFile();
            throw Site.problem(e);
        }
    }

    /** The head, with a short body behind it, goes in an area of its own before those of the file. */
    private void begin(Answer made, boolean headOnly) throws IOException {
        status = made.status();
        byte[] head = made.head(!last, io.now() / 1000);
        byte[] text = headOnly || made.text() == null ? new byte[0] : made.text();
        body = file == null ? text.length : left;
        Area area = Area.allocate(io.calls(), head.length + text.length, false);
        area.buffer().put(head).put(text);
        area.unmap();
        out.add(area);
        copiedBefore = socket.totalSent().copied();
        state = State.ANSWERING;
        deadline = loop.now() + STUCK_TIME;
    }

    /** Sends what there is room for. @return whether the answer is out */
    private boolean pump() throws IOException {
        long sent = 0;
        while (sent < TURN) {
            while (left > 0 && out.bytes() < CHUNK && load()) {
                // until there is enough
            }
            if (out.isEmpty()) {
                if (left == 0) {
                    finished();
                    return true;
                }
                retry = true;
                deadline = loop.now() + RETRY_TIME;
                return false;
            }
            long n = socket.send(out);
            if (n > 0) {
                sent += n;
                deadline = loop.now() + STUCK_TIME;
            }
            if (!out.isEmpty()) {
                return false;
            }
        }
        return false;
    }

    /** Fetches a part of the file. @return false if there is no room for it now */
    private boolean load() throws IOException {
        Area[] areas;
        try {
            areas = file.readAreas(Math.min(left, CHUNK));
        } catch (SysException e) {
            if (e.errno() == Errno.ENOMEM || e.errno() == Errno.EMFILE || e.errno() == Errno.EAGAIN) {
                return false;
            }
            throw e;
        }
        out.add(areas);
        if (areas.length == 0) {
            throw new IOException("the file became shorter");
        }
        for (Area area : areas) {
            left -= area.size();
        }
        return true;
    }

    private void finished() throws IOException {
        long copied = socket.totalSent().copied() - copiedBefore + (file == null ? 0 : file.total().copied());
        log.answered(peer, what, status, body, copied);
        closeFile();
        what = "";
        if (last) {
            state = State.CLOSING;
            deadline = loop.now() + CLOSING_TIME;
            socket.shutdownOutput();
        } else {
            state = State.READING;
            deadline = loop.now() + (end > start ? HEAD_TIME : IDLE_TIME);
        }
    }

    private void closeFile() {
        if (file != null) {
            io.calls().close(file.handle());
            file = null;
        }
        left = 0;
    }

    private void drain() throws IOException {
        try {
            if (socket.read(buffer, 0, buffer.length) < 0) {
                loop.remove(this);
            }
        } catch (SysException e) {
            if (e.errno() != Errno.EAGAIN && e.errno() != Errno.EINTR) {
                loop.remove(this);
            }
        }
    }
}
