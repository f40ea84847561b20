package org.sluice.kernel.file;

import org.sluice.kernel.memory.FramePart;

/** A place in a list of parts that moves on as their bytes are filled or read. Used by one thread. */
public final class PartCursor {
    /** Something done with {@code length} contiguous bytes at an address, {@code at} bytes behind where the step began. */
    public interface Piece {
        void move(long address, int at, int length);
    }

    private final FramePart[] parts;
    private int part;
    private int inPart;

    public PartCursor(FramePart[] parts) {
        this.parts = parts;
    }

    /** At the start of an offer. */
    public PartCursor(Offer offer) {
        parts = new FramePart[offer.count()];
        for (int i = 0; i < parts.length; i++) {
            parts[i] = offer.part(i);
        }
    }

    /** Bytes of all parts, 2^31 - 1 at most. */
    public int bytes() {
        long sum = 0;
        for (FramePart p : parts) {
            sum += p.length();
        }
        return (int) Math.min(sum, Integer.MAX_VALUE);
    }

    /** Moves over so many bytes, which there are, and does something with each contiguous piece of them. */
    public void eachPiece(int bytes, Piece piece) {
        for (int done = 0; done < bytes;) {
            FramePart p = parts[part];
            int n = Math.min(bytes - done, p.length() - inPart);
            piece.move(p.address() + inPart, done, n);
            done += n;
            inPart += n;
            if (inPart == p.length()) {
                part++;
                inPart = 0;
            }
        }
    }
}
