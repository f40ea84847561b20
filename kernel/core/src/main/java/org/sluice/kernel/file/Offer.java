package org.sluice.kernel.file;

import org.sluice.kernel.memory.FramePart;

/**
 * Memory whose bytes are to be written, in order. What is only shown stays its owner's and is copied or read by a device. What is
 * given may be kept instead: whoever writes takes whole parts. The frames of all parts stay as they are during the call.
 */
public interface Offer {
    /** Number of parts. */
    int count();

    /** A part, without a hold of its own. */
    FramePart part(int index);

    /** Whether parts may be taken. */
    boolean given();

    /** Takes a part over, once: it stops being its owner's, and the hold is the caller's. Not if it is only shown. */
    FramePart take(int index);

    /** Who is charged for parts that were taken and that nobody has received yet. */
    Account account();

    /** Counts bytes of frames under way. */
    interface Account {
        /** @param bytes more, or fewer if negative */
        void underWay(long bytes);
    }

    /** Bytes of all parts. */
    default long bytes() {
        long sum = 0;
        for (int i = 0; i < count(); i++) {
            sum += part(i).length();
        }
        return sum;
    }
}
