package org.sluice.shell.run;

import org.sluice.abi.SystemCalls;

/**
 * An open kernel handle, or the sink of a command substitution, counted by the table slots that hold it and closed with the
 * last of them.
 */
public final class Handle {
    private final SystemCalls sys;
    private final Capture capture;
    private int number;
    private int holders;

    /**
     * Takes a kernel handle over.
     *
     * @param sys    to close it with
     * @param number an open handle, from now on this object's
     */
    public Handle(SystemCalls sys, int number) {
        this.sys = sys;
        this.number = number;
        this.capture = null;
    }

    Handle(SystemCalls sys, Capture capture) {
        this.sys = sys;
        this.number = -1;
        this.capture = capture;
    }

    synchronized Handle retain() {
        holders++;
        return this;
    }

    void release() {
        int close = -1;
        synchronized (this) {
            if (--holders == 0 && capture == null) {
                close = number;
                number = -1;
            }
        }
        if (close >= 0) {
            sys.close(close);
        }
    }

    /**
     * The number to give to the kernel and to children.
     *
     * @return an open handle, or a negated error number when a pipe was needed and could not be made
     */
    public int number() {
        return capture == null ? number : capture.pipe();
    }

    /**
     * Whether this is the sink of a command substitution, for which {@link #number} would make a pipe.
     *
     * @return false for a kernel handle
     */
    public boolean isCapture() {
        return capture != null;
    }

    /**
     * Writes some bytes.
     *
     * @param bytes  the bytes
     * @param from   first index
     * @param length how many
     * @return how many were taken, or a negated error number
     */
    int write(byte[] bytes, int from, int length) {
        return capture == null ? sys.write(number, bytes, from, length) : capture.write(bytes, from, length);
    }
}
