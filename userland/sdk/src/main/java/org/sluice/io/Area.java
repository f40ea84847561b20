package org.sluice.io;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import org.sluice.abi.Areas;
import org.sluice.abi.Errno;
import org.sluice.abi.IoVectors;
import org.sluice.abi.SystemCalls;
import org.sluice.sys.Sys;
import org.sluice.sys.SysException;

/**
 * A contiguous piece of the kernel's memory pool that is this process' until it is released or sent. Its bytes are reached
 * through a view, of which there is one at a time; the view ends when it is closed, and when the area is released or sent. Every
 * access through an ended view throws {@link IllegalStateException}, whichever buffer or segment was made of it.
 *
 * <p>A view belongs to the thread that opened it: access by another throws {@link WrongThreadException}, and so does nothing
 * here close it from another. A {@linkplain #mapShared shared} view is every thread's, at the price of a slower close.
 *
 * <p>The object may be used by several threads; what two of them do at once is decided by the kernel, in some order.
 */
public final class Area implements AutoCloseable {
    private final SystemCalls calls;
    private final long address;
    private volatile long size;
    private volatile boolean gone;

    private Area(SystemCalls calls, long address, long size) {
        this.calls = calls;
        this.address = address;
        this.size = size;
    }

    /**
     * Allocates an area of zeroed or of the process' own former bytes.
     *
     * @param bytes 1 to {@link Areas#MAX_BYTES}
     * @throws SysException EINVAL for another size; ENOMEM when the quota, the pool or any contiguous piece is too small;
     *                      EMFILE when the process has {@link Areas#MAX_AREAS} areas
     */
    public static Area allocate(long bytes) throws SysException {
        return allocate(Sys.calls(), bytes, false);
    }

    /**
     * As {@link #allocate(long)}, over a given table.
     *
     * @param wait wait until there is memory instead of failing with ENOMEM; then EINTR is possible, and ENOMEM still when
     *             there can never be enough
     */
    public static Area allocate(SystemCalls calls, long bytes, boolean wait) throws SysException {
        long[] vector = new long[IoVectors.size(1)];
        Sys.check(calls.areaAllocate(bytes, Areas.CONTIGUOUS | (wait ? Areas.WAIT : 0), vector), "area of " + bytes + " bytes");
        return new Area(calls, IoVectors.address(vector, 0), IoVectors.length(vector, 0));
    }

    /**
     * As {@link #allocate(long)}, with bytes before the first to which the area can be {@linkplain #extendFront extended}.
     *
     * @param headroom 0 to {@link Areas#MAX_HEADROOM}
     * @throws IllegalArgumentException for another headroom
     */
    public static Area allocateWithHeadroom(SystemCalls calls, long bytes, int headroom) throws SysException {
        long[] vector = new long[IoVectors.size(1)];
        Sys.check(calls.areaAllocate(bytes, Areas.CONTIGUOUS | Areas.headroom(headroom), vector), "area of " + bytes + " bytes");
        return new Area(calls, IoVectors.address(vector, 0), IoVectors.length(vector, 0));
    }

    /**
     * The areas a system call has filled a vector with, such as those of a message; they are the caller's to close.
     *
     * @param vector an I/O vector of whole areas
     */
    public static Area[] of(SystemCalls calls, long[] vector) {
        Area[] areas = new Area[IoVectors.count(vector)];
        for (int i = 0; i < areas.length; i++) {
            areas[i] = new Area(calls, IoVectors.address(vector, i), IoVectors.length(vector, i));
        }
        return areas;
    }

    /** Address of the first byte, for I/O vectors; means something to this process only. */
    public long address() {
        return address;
    }

    /** Bytes. */
    public long size() {
        return size;
    }

    /** Whether the area was released or sent through this object. */
    public boolean isGone() {
        return gone;
    }

    /**
     * Opens a view of the whole area for the calling thread, for reading and writing.
     *
     * @throws SysException EBUSY when a view is open or the area is on its way; EACCES when others have shares of the memory;
     *                      EBADF when the area is gone
     */
    public MemorySegment map() throws SysException {
        return map(0, size, Areas.WRITE);
    }

    /** As {@link #map()}, but waits until nobody else has a share. @throws SysException EINTR */
    public MemorySegment mapWhenAlone() throws SysException {
        return map(0, size, Areas.WRITE | Areas.WHEN_ALONE);
    }

    /** As {@link #map()}, for reading only; shares do not matter. */
    public MemorySegment mapReadOnly() throws SysException {
        return map(0, size, 0);
    }

    /** As {@link #map()}, for all threads. Closing waits for accesses under way. */
    public MemorySegment mapShared() throws SysException {
        return map(0, size, Areas.WRITE | Areas.SHARED);
    }

    /** As {@link #map()}, as a buffer in big-endian order, as every new buffer. */
    public ByteBuffer buffer() throws SysException {
        return map().asByteBuffer();
    }

    /**
     * Opens a view of a part.
     *
     * @param offset first byte
     * @param length bytes
     * @param flags  {@link Areas#WRITE}, {@link Areas#SHARED}, {@link Areas#WHEN_ALONE}
     * @throws SysException as {@link #map()}, and EINVAL for other flags and for a part that is not inside
     */
    public MemorySegment map(long offset, long length, int flags) throws SysException {
        MemorySegment[] view = new MemorySegment[1];
        Sys.check(calls.areaMap(part(offset, length), flags, view), "area");
        return view[0];
    }

    /**
     * Closes the view, if one is open; the area stays.
     *
     * @throws SysException EPERM when the view is another thread's; EBUSY while another thread is inside the class library with it;
     *                      EBADF when the area is gone
     */
    public void unmap() throws SysException {
        Sys.check(calls.areaUnmap(part(0, size)), "area");
    }

    /**
     * Makes a read-only share of a part: an area of its own, to read from, to send, and to close. While there is one nobody may
     * write to the memory.
     *
     * @throws SysException EBUSY when a view for writing is open or the area is on its way; EINVAL for a part that is not
     *                      inside; EMFILE when the process has {@link Areas#MAX_AREAS} areas; EBADF when the area is gone
     */
    public Area share(long offset, long length) throws SysException {
        long[] shares = new long[IoVectors.size(1)];
        Sys.check(calls.areaShare(part(offset, length), shares), "area");
        return new Area(calls, IoVectors.address(shares, 0), IoVectors.length(shares, 0));
    }

    /**
     * Cuts the area into two with no byte in common, of which each may be mapped for writing. This one is gone.
     *
     * @param at bytes of the first
     * @return both
     * @throws SysException EINVAL for a cut that is not inside; EBUSY while a view is open or the area is on its way or in a transfer; EACCES
     *                      when others have shares of the memory; EMFILE; EBADF when the area is gone
     */
    public Area[] split(long at) throws SysException {
        long[] halves = new long[IoVectors.size(2)];
        Sys.check(calls.areaSplit(address, at, halves), "area");
        gone = true;
        return of(calls, halves);
    }

    /**
     * Moves the first byte towards the front, into the headroom: what is taken in reads as zeros. Negative, it moves to the back, and the
     * bytes before become headroom.
     *
     * @param bytes at most the headroom, and fewer given up than there are
     * @throws SysException EINVAL for more; EBUSY while a view is open or the area is on its way or in a transfer; EACCES when others
     *                      have shares of the memory; EBADF when the area is gone
     */
    public void extendFront(int bytes) throws SysException {
        Sys.check(calls.areaExtend(address, bytes), "area");
        size += bytes;
    }

    /** What the kernel says of the area now. @throws SysException EBADF when it is gone */
    public AreaInfo info() throws SysException {
        long[] info = new long[Areas.INFO_LENGTH_OF_ARRAY];
        Sys.check(calls.areaInfo(address, info), "area");
        return new AreaInfo(info[Areas.INFO_ADDRESS], info[Areas.INFO_LENGTH], info[Areas.INFO_FRAME],
            (int) info[Areas.INFO_FRAME_OFFSET], (int) info[Areas.INFO_SHARERS], info[Areas.INFO_WRITABLE] != 0,
            (int) info[Areas.INFO_VIEWS], (int) info[Areas.INFO_HEADROOM]);
    }

    /**
     * Ends the view and gives the memory back.
     *
     * @throws SysException EBADF when the area is gone already; EPERM when the view is another thread's; EBUSY when the area is
     *                      on its way or another thread is inside the class library with the view
     */
    public void release() throws SysException {
        Sys.check(calls.areaRelease(part(0, size)), "area");
        gone = true;
    }

    /** Releases the area unless it is gone. @throws SysException as {@link #release}, but never EBADF */
    @Override
    public void close() throws SysException {
        if (gone) {
            return;
        }
        try {
            release();
        } catch (SysException e) {
            if (e.errno() != Errno.EBADF) {
                throw e;
            }
            gone = true;
        }
    }

    /** Notes that the area was sent. */
    void sent() {
        gone = true;
    }

    private long[] part(long offset, long length) throws SysException {
        if (offset < 0 || length < 0 || offset > size - length) {
            throw new SysException(Errno.EINVAL, "bytes " + offset + " to " + (offset + length) + " of an area of " + size);
        }
        return IoVectors.of(address + offset, length);
    }

    @Override
    public String toString() {
        return "area " + Long.toHexString(address) + " of " + size + " bytes" + (gone ? ", gone" : "");
    }
}
