package org.sluice.shell.fake;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import org.sluice.abi.Errno;
import org.sluice.abi.Signals;
import org.sluice.abi.Tty;

/** A terminal whose keys a test presses; a timed read with nothing typed runs out at once. */
public final class FakeTerminal implements FakeSystem.Open {
    private final FakeSystem system;
    private final ArrayDeque<Byte> keys = new ArrayDeque<>();
    private final StringBuilder screen = new StringBuilder();
    int[] attributes = FakeSystem.cooked();
    int foreground;
    int size = 80 << 16 | 24;
    private boolean hungUp;
    private int waiting;

    FakeTerminal(FakeSystem system) {
        this.system = system;
    }

    /** Presses keys; Ctrl-C and Ctrl-Z raise signals in the foreground group when the terminal is set to. */
    public void type(String text) {
        synchronized (system) {
            for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
                boolean signals = (attributes[Tty.ATTR_MODE] & Tty.ISIG) != 0;
                if (signals && (b == 3 || b == 26)) {
                    system.signalGroup(foreground, b == 3 ? Signals.INT : Signals.TSTP);
                } else {
                    keys.add(b);
                }
            }
            system.notifyAll();
        }
    }

    /** Ends the input. */
    public void hangUp() {
        synchronized (system) {
            hungUp = true;
            system.notifyAll();
        }
    }

    /** Blocks until somebody reads the terminal with nothing left to read. */
    public void awaitIdle() {
        synchronized (system) {
            while (waiting == 0 || !keys.isEmpty()) {
                system.block();
            }
        }
    }

    /** Blocks until a text has been shown. */
    public void awaitScreen(String text) {
        synchronized (system) {
            while (screen.indexOf(text) < 0) {
                system.block();
            }
        }
    }

    /** All that was written so far. */
    public String screen() {
        synchronized (system) {
            return screen.toString();
        }
    }

    /** Forgets what was written. */
    public void clear() {
        synchronized (system) {
            screen.setLength(0);
        }
    }

    /** The foreground group. */
    public int foreground() {
        synchronized (system) {
            return foreground;
        }
    }

    int available() {
        return keys.size();
    }

    @Override
    public int read(FakeProcess by, byte[] b, int off, int len) {
        boolean raw = (attributes[Tty.ATTR_MODE] & Tty.ICANON) == 0;
        int signalled = by.signalled;
        while (raw ? keys.isEmpty() : !hasLine()) {
            by.alive();
            if (by.signalled != signalled || !by.queue.isEmpty()) {
                return -Errno.EINTR;
            }
            if (hungUp || raw && attributes[Tty.ATTR_VMIN] == 0) {
                break;
            }
            waiting++;
            system.notifyAll();
            system.block();
            waiting--;
        }
        int n = 0;
        while (n < len && !keys.isEmpty()) {
            byte key = keys.poll();
            if (key == '\r' && (attributes[Tty.ATTR_MODE] & Tty.ICRNL) != 0) {
                key = '\n';
            }
            b[off + n++] = key;
            if (!raw && key == '\n') {
                break;
            }
        }
        return n;
    }

    private boolean hasLine() {
        return keys.contains((byte) '\n') || keys.contains((byte) '\r');
    }

    @Override
    public int write(byte[] b, int off, int len) {
        screen.append(new String(b, off, len, StandardCharsets.UTF_8));
        system.notifyAll();
        return len;
    }
}
