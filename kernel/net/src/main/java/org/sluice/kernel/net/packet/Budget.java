package org.sluice.kernel.net.packet;

import java.util.concurrent.atomic.AtomicLong;

/** Memory that the queues of all sockets may keep together. Frames in the queues of two sockets count for each. Needs no lock. */
public final class Budget {
    private final long most;
    private final AtomicLong kept = new AtomicLong();

    /** @param most bytes */
    public Budget(long most) {
        this.most = most;
    }

    /** Takes some; false, taking none, if there is not as much left. */
    public boolean take(long bytes) {
        for (long now = kept.get(); now + bytes <= most; now = kept.get()) {
            if (kept.compareAndSet(now, now + bytes)) {
                return true;
            }
        }
        return false;
    }

    /** Bytes that are not taken. */
    public long left() {
        return most - kept.get();
    }

    /** Whether less than a sixteenth is left. */
    public boolean scarce() {
        return left() < most >> 4;
    }

    public void giveBack(long bytes) {
        kept.addAndGet(-bytes);
    }
}
