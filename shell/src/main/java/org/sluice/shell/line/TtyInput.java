package org.sluice.shell.line;

import java.io.IOException;
import java.io.InterruptedIOException;
import org.jline.utils.NonBlockingInputStream;
import org.sluice.abi.Errno;
import org.sluice.abi.SystemCalls;
import org.sluice.abi.Tty;
import org.sluice.sys.SysException;

/**
 * Bytes of the terminal without a pump thread: a read with a limit uses the terminal's own timer. While line editing has the
 * terminal, Ctrl-C arrives as a byte and ends the read.
 */
final class TtyInput extends NonBlockingInputStream {
    private static final int NOTHING = -3;
    private static final int CTRL_C = 3;
    private static final long MILLIS_PER_TICK = 100;

    private final SystemCalls sys;
    private final int handle;
    private final Runnable afterSignal;
    /** One byte: what is behind the end of the line belongs to the program that the line starts. */
    private final byte[] buffer = new byte[1];
    private int peeked = NOTHING;

    /** @param afterSignal run when a signal has cut a read short, which then goes on */
    TtyInput(SystemCalls sys, int handle, Runnable afterSignal) {
        this.sys = sys;
        this.handle = handle;
        this.afterSignal = afterSignal;
    }

    @Override
    public int read(long timeout, boolean isPeek) throws IOException {
        if (peeked != NOTHING) {
            int c = peeked;
            peeked = isPeek ? peeked : NOTHING;
            return c;
        }
        int result = fill(timeout);
        if (result < 0) {
            return result;
        }
        int c = buffer[0] & 0xff;
        if (c == CTRL_C) {
            throw new InterruptedIOException("Ctrl-C"); // what was typed after it stays for the next line
        }
        if (isPeek) {
            peeked = c;
        }
        return c;
    }

    /** Whether a read would not wait. */
    boolean ready() {
        return peeked != NOTHING || sys.available(handle) > 0;
    }

    /** @return 0 when there is a byte in the buffer, {@link #EOF}, or {@link #READ_EXPIRED} */
    private int fill(long timeout) throws IOException {
        if (timeout > 0 && sys.available(handle) == 0) {
            if (timeout < MILLIS_PER_TICK) {
                return READ_EXPIRED;
            }
            return fillWithin(timeout);
        }
        return fillNow(false);
    }

    private int fillWithin(long timeout) throws IOException {
        int[] attributes = new int[Tty.ATTR_LENGTH];
        sys.ttyGet(handle, attributes);
        int[] timed = attributes.clone();
        timed[Tty.ATTR_VMIN] = 0;
        timed[Tty.ATTR_VTIME] = (int) Math.min(timeout / MILLIS_PER_TICK, 255);
        sys.ttySet(handle, timed);
        try {
            return fillNow(true);
        } finally {
            sys.ttySet(handle, attributes);
        }
    }

    private int fillNow(boolean timed) throws IOException {
        int got = sys.read(handle, buffer, 0, buffer.length);
        while (got == -Errno.EINTR) {
            afterSignal.run();
            got = sys.read(handle, buffer, 0, buffer.length);
        }
        if (got < 0) {
            throw new SysException(-got, "terminal");
        }
        return got > 0 ? 0 : timed ? READ_EXPIRED : EOF;
    }
}
