package org.sluice.apps;

import java.io.IOException;
import org.sluice.abi.FileFlags;
import org.sluice.abi.SystemCalls;
import org.sluice.abi.Tty;
import org.sluice.sys.Sys;

/**
 * Keys of the terminal one by one, without echo; an interrupt is a key too, so that the program can put the terminal in order
 * before it ends. Opens the terminal itself, so that it works while standard input is a
 * pipe. Closing gives the terminal its attributes back.
 */
public final class Keyboard implements AutoCloseable {
    /** What {@link #key} returns when nothing was typed in time. */
    public static final int NOTHING = -1;
    /** The key that interrupts elsewhere: control and C. */
    public static final int INTERRUPT = 3;

    private final SystemCalls calls;
    private final int handle;
    private final boolean opened;
    private final int[] before = new int[Tty.ATTR_LENGTH];
    private final byte[] one = new byte[1];

    /** @throws IOException when there is no terminal */
    public Keyboard(SystemCalls calls) throws IOException {
        this.calls = calls;
        int terminal = calls.open("/dev/tty", FileFlags.O_RDWR, 0);
        opened = terminal >= 0;
        handle = opened ? terminal : 2;
        int result = calls.ttyGet(handle, before);
        if (result >= 0) {
            // what is typed before the first wait is no line and not to be seen
            int[] quiet = before.clone();
            quiet[Tty.ATTR_MODE] &= ~(Tty.ICANON | Tty.ECHO);
            result = calls.ttySet(handle, quiet);
        }
        if (result < 0 && opened) {
            calls.close(handle);
        }
        Sys.check(result, "terminal");
    }

    /**
     * Waits for a key.
     *
     * @param tenths longest wait in tenths of a second, 1 to 255; 0 waits for ever
     * @return the byte, or {@link #NOTHING}
     */
    public int key(int tenths) throws IOException {
        int[] raw = before.clone();
        raw[Tty.ATTR_MODE] &= ~(Tty.ICANON | Tty.ECHO | Tty.ISIG);
        raw[Tty.ATTR_VMIN] = tenths == 0 ? 1 : 0;
        raw[Tty.ATTR_VTIME] = tenths;
        Sys.check(calls.ttySet(handle, raw), "terminal");
        int n = Sys.check(calls.read(handle, one, 0, 1), "terminal");
        return n == 0 ? NOTHING : one[0] & 0xff;
    }

    /** Lines and columns of the terminal; 24 and 80 when it does not tell. */
    public int[] size() {
        int size = calls.ttySize(handle);
        boolean known = size > 0xffff && (size & 0xffff) > 0;
        return known ? new int[] {size & 0xffff, size >>> 16} : new int[] {24, 80};
    }

    @Override
    public void close() {
        calls.ttySet(handle, before);
        if (opened) {
            calls.close(handle);
        }
    }
}
