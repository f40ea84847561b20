package org.sluice.kernel.fs.mem;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.sluice.abi.Transfers;
import org.sluice.kernel.file.Transfer;
import org.sluice.kernel.memory.FramePart;
import org.sluice.kernel.memory.FrameRun;
import org.sluice.kernel.memory.SharedFrames;
import org.sluice.vm.memory.PhysicalMemory;

/**
 * The frames of a memory file's pages. Most are the file's alone. Some are held by others too, because they were lent; and some came
 * in a run that was given, which goes back when no page of the file is on it any more, and counts as frames of the file system
 * until then, whole. A page whose frame others hold is moved to another frame before it changes.
 *
 * <p>Guarded by the file's lock.
 */
final class MemPages {
    private static final int PAGE = PhysicalMemory.FRAME_SIZE;

    /** Frames of pages that have a count, with the file's hold. */
    private static final class Counted {
        final SharedFrames frames;
        /** Frames counted in the file system's quota. */
        final int charge;
        int pages;

        Counted(SharedFrames frames, int charge, int pages) {
            this.frames = frames;
            this.charge = charge;
            this.pages = pages;
        }
    }

    private final MemFs fs;
    private final PageTree tree = new PageTree();
    /** By frame; null as long as there was none. */
    private Map<Integer, Counted> counted;
    private int present;

    MemPages(MemFs fs) {
        this.fs = fs;
    }

    /** Pages that have a frame. */
    int present() {
        return present;
    }

    /** The frame of a page for reading, 0 for a hole. */
    int frame(int page) {
        int[] leaf = tree.leaf(page);
        return leaf == null ? 0 : leaf[PageTree.index(page)];
    }

    private Counted countedOf(int frame) {
        return counted == null ? null : counted.get(frame);
    }

    /**
     * The frame of a page that is about to be written, taken from the allocator if there is none yet.
     *
     * @param whole    whether all of the page will be written, so that what others keep of it need not be copied
     * @param transfer to which a copy is noted, or null
     * @return 0 when there is no space
     */
    int frameToWrite(int page, boolean whole, Transfer transfer) {
        int[] leaf = tree.makeLeaf(page);
        int i = PageTree.index(page);
        int frame = leaf[i];
        if (frame == 0) {
            leaf[i] = fs.take();
            present += leaf[i] == 0 ? 0 : 1;
            return leaf[i];
        }
        Counted shared = countedOf(frame);
        if (shared == null || shared.frames.holders() == 1) {
            return frame;
        }
        int own = fs.take();
        if (own == 0) {
            return 0;
        }
        if (!whole) {
            copy(address(frame), address(own), transfer);
        }
        leaf[i] = own;
        release(frame);
        return own;
    }

    private void copy(long from, long to, Transfer transfer) {
        if (transfer == null) {
            fs.memory.copy(from, to, PAGE);
        } else {
            transfer.copy(from, to, PAGE, Transfers.COPY_ON_WRITE);
        }
    }

    /** Whether writing to a page would copy it first. */
    boolean copiesToWrite(int page) {
        Counted shared = countedOf(frame(page));
        return shared != null && shared.frames.holders() > 1;
    }

    /** Takes the frame of a page that no longer is one. */
    private void release(int frame) {
        Counted shared = counted == null ? null : counted.remove(frame);
        if (shared == null) {
            fs.release(frame);
        } else if (--shared.pages == 0) {
            fs.uncharge(shared.charge);
            shared.frames.drop();
        }
    }

    /** Forgets all pages from a number on. */
    void cut(int from) {
        tree.cut(from, frame -> {
            present--;
            release(frame);
        });
    }

    /** Clears the end of a page. @return false when there is no space to move it to, because others hold it */
    boolean clearEnd(int page, int from) {
        int frame = frame(page);
        if (frame == 0) {
            return true;
        }
        frame = frameToWrite(page, false, null);
        if (frame == 0) {
            return false;
        }
        fs.memory.clear(address(frame) + from, PAGE - from);
        return true;
    }

    /**
     * Makes pages of whole frames of a part that was given, in place of what is there.
     *
     * @param part begins at a frame; its hold is the file's now
     * @param page first page
     */
    void adopt(FramePart part, int page, int count) {
        int frame = (int) (part.address() >> PhysicalMemory.FRAME_SHIFT);
        Counted run = new Counted(part.frames(), part.frames().run().count(), count);
        if (counted == null) {
            counted = new HashMap<>();
        }
        for (int i = 0; i < count; i++) {
            int[] leaf = tree.makeLeaf(page + i);
            int index = PageTree.index(page + i);
            int old = leaf[index];
            leaf[index] = frame + i;
            if (old == 0) {
                present++;
            } else {
                release(old);
            }
            counted.put(frame + i, run);
        }
    }

    /**
     * Lends bytes of a page.
     *
     * @param parts to which the part is added; if it continues the last one that is made longer instead
     */
    void lend(int page, int inPage, int length, List<FramePart> parts, Transfer transfer) {
        int frame = frame(page);
        if (frame == 0) {
            parts.add(transfer.fresh(PAGE).clipped(inPage, length));
            return;
        }
        Counted shared = countedOf(frame);
        if (shared == null) {
            shared = new Counted(new SharedFrames(new FrameRun(frame, 1), gone -> fs.releaseLent(gone.run()), 0), 1, 1);
            if (counted == null) {
                counted = new HashMap<>();
            }
            counted.put(frame, shared);
        }
        transfer.moved(length);
        int offset = (int) (address(frame) + inPage - shared.frames.run().address());
        FramePart last = parts.isEmpty() ? null : parts.getLast();
        if (last != null && last.frames() == shared.frames && last.offset() + last.length() == offset) {
            parts.set(parts.size() - 1, new FramePart(shared.frames, last.offset(), last.length() + length));
        } else {
            shared.frames.hold();
            parts.add(new FramePart(shared.frames, offset, length));
        }
    }

    static long address(int frame) {
        return (long) frame << PhysicalMemory.FRAME_SHIFT;
    }
}
