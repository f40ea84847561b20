package org.sluice.shell.run;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.sluice.abi.SystemCalls;

/**
 * Collects the output of a command substitution. Builtins write into memory; only when a child needs a real handle is a pipe
 * made, with a thread that empties it.
 */
final class Capture {
    private final Session session;
    private final SystemCalls sys;
    private final int[] ends = {-1, -1};
    private Worker drain;
    private byte[] bytes = new byte[256];
    private int length;
    private int failure;

    Capture(Session session) {
        this.session = session;
        this.sys = session.sys();
    }

    synchronized int pipe() {
        if (drain == null && failure == 0) {
            int result = sys.pipe(ends);
            if (result < 0) {
                failure = result;
                return failure;
            }
            drain = new Worker(session, "substitution", this::drain);
            if (!drain.start()) {
                sys.close(ends[0]);
                sys.close(ends[1]);
                drain = null;
                failure = -org.sluice.abi.Errno.EAGAIN;
            }
        }
        return failure != 0 ? failure : ends[1];
    }

    int write(byte[] from, int offset, int count) {
        int out;
        synchronized (this) {
            if (drain == null) {
                append(from, offset, count);
                return count;
            }
            out = ends[1];
        }
        return sys.write(out, from, offset, count);
    }

    private void drain() {
        byte[] block = new byte[8192];
        int got = sys.read(ends[0], block, 0, block.length);
        while (got > 0) {
            synchronized (this) {
                append(block, 0, got);
            }
            got = sys.read(ends[0], block, 0, block.length);
        }
        sys.close(ends[0]);
    }

    private void append(byte[] from, int offset, int count) {
        if (length + count > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(length + count, bytes.length * 2));
        }
        System.arraycopy(from, offset, bytes, length, count);
        length += count;
    }

    /** Waits until all writers have closed. */
    void close() {
        if (drain != null) {
            sys.close(ends[1]);
            drain.join();
        }
    }

    /** The output without its trailing newlines; call after {@link #close}. */
    String text() {
        int end = length;
        while (end > 0 && bytes[end - 1] == '\n') {
            end--;
        }
        return new String(bytes, 0, end, StandardCharsets.UTF_8);
    }
}
