package org.sluice.io;

import java.util.ArrayDeque;
import java.util.Iterator;
import org.sluice.abi.Errno;
import org.sluice.abi.IoVectors;
import org.sluice.sys.Sys;
import org.sluice.sys.SysException;

/** Areas on their way out, for programs that do not wait: what a file, pipe or socket has no room for stays here. Not safe for use by several threads. */
public final class AreaQueue implements AutoCloseable {
    /** Parts that one call is given. */
    private static final int PARTS = 64;

    private final ArrayDeque<Area> areas = new ArrayDeque<>();
    /** Bytes of the first that are written. */
    private long done;
    private long bytes;

    /** Puts areas at the end. They belong to the queue. */
    public void add(Area... more) {
        for (Area area : more) {
            areas.add(area);
            bytes += area.size();
        }
    }

    /** Bytes that are not written. */
    public long bytes() {
        return bytes;
    }

    public boolean isEmpty() {
        return areas.isEmpty();
    }

    /**
     * Writes what goes without waiting.
     *
     * @return bytes written, 0 if there is no room
     * @throws SysException as the call {@code writeAreas} says, but never EAGAIN; what was not written is still here
     */
    public long drain(AreaChannel out) throws SysException {
        long all = 0;
        while (!areas.isEmpty()) {
            IoVector parts = new IoVector(Math.min(areas.size(), Math.min(PARTS, IoVectors.MAX_ENTRIES)));
            Iterator<Area> next = areas.iterator();
            long skip = done;
            long offered = 0;
            for (int i = 0; i < PARTS && next.hasNext(); i++) {
                Area area = next.next();
                parts.add(area.address() + skip, area.size() - skip);
                offered += area.size() - skip;
                skip = 0;
            }
            long written = out.offer(parts);
            if (written == -Errno.EAGAIN || written == 0) {
                return all;
            }
            Sys.check(written, out.name());
            taken(written);
            all += written;
            if (written < offered) {
                return all;
            }
        }
        return all;
    }

    private void taken(long written) {
        bytes -= written;
        done += written;
        while (!areas.isEmpty() && done >= areas.peek().size()) {
            done -= areas.peek().size();
            areas.remove().sent();
        }
    }

    /** Releases what was not written. @throws SysException as {@link Area#close} says, of the last that could not be released */
    @Override
    public void close() throws SysException {
        SysException failure = null;
        for (Area area = areas.poll(); area != null; area = areas.poll()) {
            try {
                area.close();
            } catch (SysException e) {
                failure = e;
            }
        }
        done = 0;
        bytes = 0;
        if (failure != null) {
            throw failure;
        }
    }
}
