package org.sluice.kernel.fs.node;

import java.util.List;
import org.sluice.kernel.file.Offer;
import org.sluice.kernel.file.Transfer;
import org.sluice.kernel.memory.FramePart;

/** An open file whose bytes can come from and go to frames without a buffer between. */
public interface FrameFile extends OpenFile {
    /** Fills parts in order, from a position on; fewer bytes than they have only at the end of the file or of what one step may take. */
    long read(long position, FramePart[] targets, Transfer transfer);

    /**
     * Writes parts at a position or at {@link #END}. Parts that are given may be taken instead of copied.
     *
     * @return bytes written, fewer than offered when space, the largest size or the most of one step is reached on the way
     * @throws org.sluice.kernel.CallFailed ENOSPC or EFBIG when not even one byte fits; ENOTSUP as {@link Transfer#mayCopy} says
     */
    long write(long position, Offer offer, Transfer transfer);

    /**
     * Memory that holds the file's bytes from a position on and will not change, as long as it is held.
     *
     * @param bytes most bytes, at least 1
     * @param most  most parts, at least 1
     * @return parts whose holds are the caller's, with fewer bytes whenever that is easier; empty at the end
     */
    List<FramePart> areas(long position, long bytes, int most, Transfer transfer);
}
