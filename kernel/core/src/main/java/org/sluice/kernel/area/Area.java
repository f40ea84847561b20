package org.sluice.kernel.area;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.sluice.abi.Errno;
import org.sluice.kernel.CallFailed;
import org.sluice.kernel.memory.FramePart;
import org.sluice.kernel.memory.SharedFrames;
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
    private final SharedFrames memory;
    private final long since;
    /** Whether the present holder allocated it, so that bytes of its frames outside are the holder's own too. */
    private final boolean own;
    private int offset;
    private int length;
    private int headroom;
    int slot = -1;
    boolean sent;
    /** Transfers under way that read or write the memory for its holder. */
    int transfers;
    /** Whether {@link AreaCharges} lists its memory. */
    boolean charged;
    /** Marks the areas of the vector that is being checked. */
    int mark;
    private Arena view;
    private KernelThread viewer;
    private boolean viewWritable;
    /** Whether the last view was open when its thread ended. */
    private boolean viewLeft;

    private Area(FramePart part, long since, boolean own) {
        memory = part.frames();
        offset = part.offset();
        length = part.length();
        headroom = part.headroom();
        this.since = since;
        this.own = own;
    }

    /** The first area on some frames, for whoever asked for them. */
    static Area allocated(FramePart part) {
        return new Area(part, part.frames().since(), true);
    }

    /** What another has had before, or else came without a date. */
    static Area arriving(FramePart part, long now) {
        return new Area(part, part.frames().since() == 0 ? now : part.frames().since(), false);
    }

    /** The area as a hold on its frames: the area's, while it is one. */
    FramePart part() {
        return new FramePart(memory, offset, length, headroom);
    }

    SharedFrames memory() {
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
        return memory.run().address() + offset;
    }

    /** Bytes before the first to which {@link #extend} can go. */
    int headroom() {
        return headroom;
    }

    /** Whether no byte of its frames was ever hidden from its holder, and none is another's: then they need no clearing. */
    boolean reusable(SharedFrames.Home pool) {
        return exclusive() && memory.isOf(pool) && (own || offset == 0 && length == memory.run().bytes());
    }

    /** Whether nobody else may read the memory. */
    boolean exclusive() {
        return memory.holders() == 1;
    }

    /** Moves the first byte by so many bytes towards the front, or to the back if negative. */
    void extend(int front) {
        offset -= front;
        length += front;
        headroom -= front;
    }

    /** Keeps the first bytes only. */
    void cut(int bytes) {
        length = bytes;
    }

    /** Whether it is neither on its way nor being read or written by a transfer. */
    boolean atRest() {
        return !sent && transfers == 0;
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
        return sent ? "sent" : transfers > 0 ? "transfer" : viewLeft ? "left" : "-";
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
