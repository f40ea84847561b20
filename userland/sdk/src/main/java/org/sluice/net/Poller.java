package org.sluice.net;

import java.util.Arrays;
import org.sluice.abi.Poll;
import org.sluice.abi.SystemCalls;
import org.sluice.sys.Sys;
import org.sluice.sys.SysException;

/** Waits for events of several sockets, pipes or terminals at once. Not safe for use by several threads. */
public final class Poller {
    private final SystemCalls calls;
    private long[] entries = new long[16];
    private int count;

    public Poller(SystemCalls calls) {
        this.calls = calls;
    }

    /** Adds a file. @param events of {@link Poll} @return its place, by which {@link #ready} tells of it */
    public int add(int handle, int events) {
        if (count == entries.length) {
            entries = Arrays.copyOf(entries, 2 * count);
        }
        entries[count] = Poll.entry(handle, events);
        return count++;
    }

    /** Changes what is waited for at a place; with a negative handle nothing is. */
    public void set(int place, int handle, int events) {
        entries[place] = Poll.entry(handle, events);
    }

    /** Forgets all files. */
    public void clear() {
        count = 0;
    }

    /** Number of places. */
    public int size() {
        return count;
    }

    /** Waits. @param timeout nanoseconds; 0 to look only, negative for ever @return number of places with events @throws SysException EINTR */
    public int await(long timeout) throws SysException {
        return Sys.check(calls.pollFiles(entries, count, timeout), "poll");
    }

    /** The events there were at a place. */
    public int ready(int place) {
        return Poll.ready(entries[place]);
    }

    /** The file at a place. */
    public int handle(int place) {
        return Poll.handle(entries[place]);
    }
}
