package org.sluice.tty;

import org.sluice.abi.SystemCalls;
import org.sluice.abi.Tty;
import org.sluice.sys.Sys;
import org.sluice.sys.SysException;

/** The terminal behind a handle. Holds no resource: the handle stays the caller's. */
public final class Terminal {
    private final SystemCalls calls;
    private final int handle;

    private Terminal(SystemCalls calls, int handle) {
        this.calls = calls;
        this.handle = handle;
    }

    /** A terminal in raw mode; closing gives it the attributes it had. */
    public interface Raw extends AutoCloseable {
        /** Gives the terminal the attributes it had; a failure (the terminal is gone) has no remedy and is not reported. */
        @Override
        void close();
    }

    /**
     * The terminal behind a handle of the calling process.
     *
     * @param handle an open handle
     * @return the terminal
     * @throws SysException with {@code ENOTTY} when the handle is no terminal, {@code EBADF} when it is not open
     */
    public static Terminal of(int handle) throws SysException {
        return of(Sys.calls(), handle);
    }

    /**
     * As {@link #of(int)}, over a given system-call table.
     *
     * @param calls  the table to use
     * @param handle an open handle
     * @return the terminal
     * @throws SysException with {@code ENOTTY} when the handle is no terminal, {@code EBADF} when it is not open
     */
    public static Terminal of(SystemCalls calls, int handle) throws SysException {
        Sys.check(calls.ttyGet(handle, new int[Tty.ATTR_LENGTH]), "terminal");
        return new Terminal(calls, handle);
    }

    /**
     * Asks whether a handle is a terminal.
     *
     * @param calls  the table to use
     * @param handle any number
     * @return true when it is open and a terminal
     */
    public static boolean isTerminal(SystemCalls calls, int handle) {
        return calls.ttyGet(handle, new int[Tty.ATTR_LENGTH]) >= 0;
    }

    /**
     * The handle this terminal was made of.
     *
     * @return the handle
     */
    public int handle() {
        return handle;
    }

    /**
     * The attributes, indexed by the constants of {@link Tty}.
     *
     * @return a new array
     * @throws SysException when the terminal is gone
     */
    public int[] attributes() throws SysException {
        int[] attributes = new int[Tty.ATTR_LENGTH];
        Sys.check(calls.ttyGet(handle, attributes), "terminal");
        return attributes;
    }

    /**
     * Sets the attributes.
     *
     * @param attributes as {@link #attributes} gives them
     * @throws SysException when the terminal is gone
     */
    public void setAttributes(int[] attributes) throws SysException {
        Sys.check(calls.ttySet(handle, attributes), "terminal");
    }

    /**
     * The width.
     *
     * @return columns, 80 when unknown
     */
    public int columns() {
        int size = calls.ttySize(handle);
        return size > 0xffff ? size >>> 16 : 80;
    }

    /**
     * The height.
     *
     * @return rows, 24 when unknown
     */
    public int rows() {
        int size = calls.ttySize(handle);
        return size > 0 && (size & 0xffff) != 0 ? size & 0xffff : 24;
    }

    /**
     * The process group that gets the terminal's input and signals.
     *
     * @return a group id
     * @throws SysException when the terminal is gone
     */
    public int foreground() throws SysException {
        return Sys.check(calls.ttyForeground(handle, 0), "terminal");
    }

    /**
     * Brings a group to the foreground.
     *
     * @param group a group of the caller's session
     * @throws SysException with {@code EPERM} for no such group
     */
    public void setForeground(int group) throws SysException {
        Sys.check(calls.ttyForeground(handle, group), "terminal");
    }

    /**
     * Turns line editing, echo and input translation off until the result is closed; control characters keep raising
     * signals if {@code signals} is set.
     *
     * @param signals whether Ctrl-C and its like still raise signals
     * @return to be closed by the caller
     * @throws SysException when the terminal is gone
     */
    public Raw raw(boolean signals) throws SysException {
        int[] before = attributes();
        int[] raw = before.clone();
        raw[Tty.ATTR_MODE] &= ~(Tty.ICANON | Tty.ECHO | Tty.ICRNL | (signals ? 0 : Tty.ISIG));
        raw[Tty.ATTR_VMIN] = 1;
        raw[Tty.ATTR_VTIME] = 0;
        setAttributes(raw);
        return () -> calls.ttySet(handle, before);
    }
}
