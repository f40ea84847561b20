package org.sluice.abi;

/**
 * Layout of {@link SystemCalls#pollFiles}: a number an entry, in which bits 0 to 31 are the handle, 32 to 47 the events that are waited for, and 48 to 63
 * the events there are, filled by the call. A negative handle is passed over. Events have Linux' numbers.
 */
public final class Poll {
    /** A read would not wait: there are bytes, a connection, or the end. */
    public static final int IN = 0x1;
    /** A write would not wait. */
    public static final int OUT = 0x4;
    /** An error waits; told whether asked for or not. */
    public static final int ERROR = 0x8;
    /** Both directions are over; told whether asked for or not. */
    public static final int HANG_UP = 0x10;
    /** The handle is not open; told whether asked for or not. */
    public static final int INVALID = 0x20;
    /** The peer sends no more. */
    public static final int PEER_CLOSED = 0x2000;

    /** Entries of a call. */
    public static final int MOST = 16384;

    private Poll() {
    }

    /** An entry. */
    public static long entry(int handle, int events) {
        return handle & 0xffffffffL | (long) (events & 0xffff) << 32;
    }

    public static int handle(long entry) {
        return (int) entry;
    }

    /** What is waited for. */
    public static int wanted(long entry) {
        return (int) (entry >>> 32) & 0xffff;
    }

    /** What there is. */
    public static int ready(long entry) {
        return (int) (entry >>> 48);
    }

    /** An entry with what there is. */
    public static long answered(long entry, int ready) {
        return entry & 0xffffffffffffL | (long) ready << 48;
    }
}
