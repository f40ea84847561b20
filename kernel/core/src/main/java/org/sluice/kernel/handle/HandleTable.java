package org.sluice.kernel.handle;

import java.util.Arrays;
import java.util.function.Consumer;
import org.sluice.abi.Errno;
import org.sluice.kernel.CallFailed;
import org.sluice.kernel.thread.LockRank;
import org.sluice.kernel.thread.SpinLock;

/** The handles of one process. Every use of a handle is checked here and only here: table, then type, then rights. */
public final class HandleTable {
    private final SpinLock lock = new SpinLock(LockRank.PROCESS);
    private final int quota;
    private OpenObject<?>[] slots = new OpenObject<?>[16];
    private volatile int used;
    private boolean closed;

    /** @param quota most handles open at once; handle numbers are below it */
    public HandleTable(int quota) {
        this.quota = quota;
    }

    /**
     * The object behind a handle, kept open for the caller until it releases it.
     *
     * @throws CallFailed EBADF when the handle is not open, of another type, or lacks a right
     */
    @SuppressWarnings("unchecked")
    public <T> OpenObject<T> use(int handle, Class<T> type, int rights) {
        OpenObject<?> open;
        lock.acquire();
        try {
            open = handle >= 0 && handle < slots.length ? slots[handle] : null;
            if (open == null || !type.isInstance(open.object()) || (open.rights() & rights) != rights) {
                throw new CallFailed(Errno.EBADF);
            }
            open.retain();
        } finally {
            lock.release();
        }
        return (OpenObject<T>) open;
    }

    /**
     * Refuses when the quota has no room for that many more, so that a call can find out before it changes anything.
     *
     * @throws CallFailed EMFILE
     */
    public void requireRoom(int handles) {
        if (used > quota - handles) {
            throw new CallFailed(Errno.EMFILE);
        }
    }

    /**
     * Puts an object into the lowest free slot; the table takes over the caller's reference, also when this fails.
     *
     * @throws CallFailed EMFILE when the quota is used up
     */
    public int add(OpenObject<?> open) {
        return place(open, -1);
    }

    /**
     * Puts an object into a given slot and closes what was there; otherwise as {@link #add}.
     *
     * @throws CallFailed EBADF when the slot is out of range
     */
    public int place(OpenObject<?> open, int target) {
        OpenObject<?> old = null;
        int errno = 0;
        int slot = target;
        lock.acquire();
        try {
            if (closed || target >= quota) {
                errno = Errno.EBADF;
            } else if (target < 0) {
                slot = 0;
                while (slot < slots.length && slots[slot] != null) {
                    slot++;
                }
                if (slot >= quota) {
                    errno = Errno.EMFILE;
                }
            }
            if (errno == 0) {
                if (slot >= slots.length) {
                    slots = Arrays.copyOf(slots, Math.min(quota, Math.max(slot + 1, slots.length * 2)));
                }
                old = slots[slot];
                slots[slot] = open;
                used += old == null ? 1 : 0;
            }
        } finally {
            lock.release();
        }
        if (errno != 0) {
            open.release();
            throw new CallFailed(errno);
        }
        if (old != null) {
            old.release();
        }
        return slot;
    }

    /** Closes a handle. @throws CallFailed EBADF when it is not open */
    public void close(int handle) {
        OpenObject<?> open;
        lock.acquire();
        try {
            open = handle >= 0 && handle < slots.length ? slots[handle] : null;
            if (open == null) {
                throw new CallFailed(Errno.EBADF);
            }
            slots[handle] = null;
            used--;
        } finally {
            lock.release();
        }
        open.release();
    }

    /**
     * Closes all handles for good, when the process ends: the rest too when a close throws, whatever that is.
     *
     * @param failed is told of what a close threw
     */
    public void closeAll(Consumer<Throwable> failed) {
        OpenObject<?>[] all;
        lock.acquire();
        try {
            closed = true;
            all = slots;
            slots = new OpenObject<?>[0];
            used = 0;
        } finally {
            lock.release();
        }
        for (OpenObject<?> open : all) {
            if (open != null) {
                try {
                    open.release();
                } catch (Throwable e) {
                    failed.accept(e);
                }
            }
        }
    }

    /** Handles open now. */
    public int count() {
        return used;
    }

    /** Handles open now whose numbers are not below one. */
    public int countFrom(int first) {
        int count = 0;
        lock.acquire();
        try {
            for (int slot = first; slot < slots.length; slot++) {
                count += slots[slot] == null ? 0 : 1;
            }
        } finally {
            lock.release();
        }
        return count;
    }

    /** One past the highest slot that may be open. */
    public int limit() {
        return slots.length;
    }
}
