package org.sluice.kernel.area;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.sluice.abi.Errno;
import org.sluice.kernel.CallFailed;
import org.sluice.kernel.memory.FrameRun;
import org.sluice.kernel.thread.KernelThread;
import org.sluice.vm.memory.PhysicalMemory;

/**
 * The right of one holder to a contiguous part of some memory. States: HELD by a process, which may map, share, release and send
 * it; SENT, while a message that carries it has not been received and it can still come back; and gone, when it is held
 * under another area object or released.
 *
 * <p>Guarded by the lock of the {@link AreaTable} that holds it; in flight it belongs to whoever carries it.
 */
public final class Area {
    private final AreaMemory memory;
    private final int offset;
    private final int length;
    private final long since;
    /** Whether the present holder allocated it, so that bytes of the last frame behind its end are the holder's own too. */
    private final boolean own;
    int slot = -1;
    boolean sent;
    /** Marks the areas of the vector that is being checked. */
    int mark;
    private Arena view;
    private KernelThread viewer;
    private boolean viewWritable;
    /** Whether the last view was open when its thread ended. */
    private boolean viewLeft;

    private Area(AreaMemory memory, int offset, int length, long since, boolean own) {
        this.own = own;
        this.memory = memory;
        this.offset = offset;
        this.length = length;
        this.since = since;
    }

    /** The first area on some frames: all of them, or all but an end of the last. */
    static Area allocated(FrameRun frames, int length, long since) {
        return new Area(new AreaMemory(frames), 0, length, since, true);
    }

    AreaMemory memory() {
        return memory;
    }

    /** Length in bytes. */
    public int length() {
        return length;
    }

    /** Monotonic time at which the memory came to its first holder. */
    public long since() {
        return since;
    }

    /** Physical address of the first byte. */
    public long physicalAddress() {
        return memory.frames().address() + offset;
    }

    /** Bytes it counts for in a quota: whole pages. */
    long charge() {
        return (length + PhysicalMemory.FRAME_SIZE - 1L) & -PhysicalMemory.FRAME_SIZE;
    }

    /** Whether no byte of its frames was ever hidden from its holder, and none is another's: then they need no clearing. */
    boolean reusable() {
        return exclusive() && offset == 0 && (own || length == memory.frames().bytes());
    }

    /** Whether nobody else may read the memory. */
    boolean exclusive() {
        return memory.areas() == 1;
    }

    /** The same right to a part of it, for another holder. */
    Area clipped(int from, int bytes) {
        return new Area(memory, offset + from, bytes, since, false);
    }

    /** A further area on a part of the memory. */
    Area share(int from, int bytes) {
        memory.share();
        return clipped(from, bytes);
    }

    // ---- the view

    boolean viewed() {
        return view != null;
    }

    boolean viewWritable() {
        return view != null && viewWritable;
    }

    /** Whether the calling thread may close the view, if there is one. */
    boolean closeable() {
        return view == null || viewer == null || viewer == KernelThread.current();
    }

    boolean viewedBy(KernelThread thread) {
        return view != null && viewer == thread;
    }

    /** What is being done with it, see {@link AreaTable.Entry}. */
    String use() {
        if (view != null) {
            return (viewer == null ? "shared:" : "view:") + (viewWritable ? "w" : "r");
        }
        return sent ? "sent" : viewLeft ? "left" : "-";
    }

    MemorySegment open(PhysicalMemory physical, int from, int bytes, boolean writable, boolean shared) {
        Arena arena = shared ? Arena.ofShared() : Arena.ofConfined();
        MemorySegment segment = physical.view(physicalAddress() + from, bytes, arena, writable);
        view = arena;
        viewer = shared ? null : KernelThread.current();
        viewWritable = writable;
        viewLeft = false;
        return segment;
    }

    /**
     * Closes the view, if there is one: on its thread, or, if it is shared, after every access under way has ended.
     *
     * @throws CallFailed EBUSY while code of the process' class library keeps the view open, because it has handed the memory's
     *     address to code of the host; the view is as before
     */
    void closeView() {
        Arena open = view;
        if (open != null) {
            try {
                open.close();
            } catch (IllegalStateException e) {
                throw new CallFailed(Errno.EBUSY);
            }
            forgetView();
        }
    }

    /**
     * Ends the view when nobody can use it any more, because the only thread that could has ended, or all have. One that was
     * killed may have left it open for good, which does not matter then.
     */
    void dropView() {
        Arena open = view;
        if (open != null) {
            forgetView();
            viewLeft = true;
            try {
                open.close();
            } catch (IllegalStateException e) {
                // still kept open by the thread that has ended
            }
        }
    }

    private void forgetView() {
        view = null;
        viewer = null;
    }
}
