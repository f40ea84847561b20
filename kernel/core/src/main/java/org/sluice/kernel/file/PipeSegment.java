package org.sluice.kernel.file;

import org.sluice.kernel.memory.FramePart;

/**
 * Some of the bytes in a pipe: in its ring, or in one part of a gift. A gift is laid, when the pipe has its hold and its giver is
 * charged; or waiting, when it is its giver's, who waits beside it. Guarded by the pipe's lock.
 */
final class PipeSegment {
    private final FramePart part;
    private final Offer offer;
    private final int index;
    private final Offer.Account account;
    private boolean charged;
    private int consumed;
    private int length;

    private PipeSegment(FramePart part, Offer offer, int index, Offer.Account account, int length) {
        this.part = part;
        this.offer = offer;
        this.index = index;
        this.account = account;
        this.length = length;
    }

    /** Bytes in the ring. */
    static PipeSegment ring(int bytes) {
        return new PipeSegment(null, null, 0, null, bytes);
    }

    /** A gift that is taken from its giver now. */
    static PipeSegment laid(Offer offer, int index) {
        FramePart part = offer.take(index);
        PipeSegment segment = new PipeSegment(part, null, 0, offer.account(), part.length());
        segment.charge(true);
        return segment;
    }

    /** A gift that is taken from its giver when all of it has been read. */
    static PipeSegment waiting(Offer offer, int index) {
        FramePart part = offer.part(index);
        return new PipeSegment(part, offer, index, null, part.length());
    }

    boolean inRing() {
        return part == null;
    }

    boolean isLaid() {
        return account != null;
    }

    /** Bytes of frames it keeps while it lies in the pipe. */
    long charge() {
        return isLaid() ? part.frames().run().bytes() : 0;
    }

    int left() {
        return length - consumed;
    }

    int consumed() {
        return consumed;
    }

    /** Physical address of the first byte left, if it is not in the ring. */
    long address() {
        return part.address() + consumed;
    }

    /** What is left, with the hold of the whole. */
    FramePart rest() {
        return part.clipped(consumed, left());
    }

    void consume(int bytes) {
        consumed += bytes;
    }

    /** More bytes in the ring. */
    void append(int bytes) {
        length += bytes;
    }

    /** The hold, whoever had it: now the caller's. */
    FramePart release() {
        if (offer != null) {
            return offer.take(index);
        }
        charge(false);
        return part;
    }

    /** Charges the giver of what is laid, or no longer. */
    void charge(boolean giver) {
        if (isLaid() && charged != giver) {
            charged = giver;
            account.underWay(giver ? charge() : -charge());
        }
    }
}
