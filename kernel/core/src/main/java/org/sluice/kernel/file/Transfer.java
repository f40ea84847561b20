package org.sluice.kernel.file;

import org.sluice.abi.Errno;
import org.sluice.abi.Transfers;
import org.sluice.kernel.CallFailed;
import org.sluice.kernel.memory.FramePart;
import org.sluice.vm.memory.PhysicalMemory;

/** One transfer of an I/O vector: what it may do, and the account of what it did. Used by one thread. */
public final class Transfer {
    /** Where a transfer gets frames from. */
    public interface Source {
        /** Cleared frames. @throws CallFailed ENOMEM */
        FramePart fresh(int bytes);
    }

    private final PhysicalMemory memory;
    private final Source source;
    private final int flags;
    private long copied;
    private long moved;
    private long byDevice;
    private int reasons;

    /** @param flags {@link Transfers#ZERO_COPY}, {@link Transfers#NO_WAIT} */
    public Transfer(PhysicalMemory memory, Source source, int flags) {
        this.memory = memory;
        this.source = source;
        this.flags = flags;
    }

    /** Whether to fail with EAGAIN where one would wait for the other end. */
    public boolean mayWait() {
        return (flags & Transfers.NO_WAIT) == 0;
    }

    /** Whether nothing may be copied. */
    public boolean zeroCopy() {
        return (flags & Transfers.ZERO_COPY) != 0;
    }

    /**
     * Asks whether something may be copied.
     *
     * @param done bytes transferred so far
     * @return false when the transfer is to end here with what is done
     * @throws CallFailed ENOTSUP when nothing may be copied and nothing is done
     */
    public boolean mayCopy(long done) {
        if (!zeroCopy()) {
            return true;
        }
        if (done > 0) {
            return false;
        }
        throw new CallFailed(Errno.ENOTSUP);
    }

    /** Copies and notes it. @param reason of {@link Transfers} */
    public void copy(long from, long to, int bytes, int reason) {
        memory.copy(from, to, bytes);
        copied(bytes, reason);
    }

    /** Copies and notes it. */
    public void copy(byte[] from, int offset, long to, int bytes, int reason) {
        memory.write(to, from, offset, bytes);
        copied(bytes, reason);
    }

    /** Copies and notes it. */
    public void copy(long from, byte[] to, int offset, int bytes, int reason) {
        memory.read(from, to, offset, bytes);
        copied(bytes, reason);
    }

    private void copied(int bytes, int reason) {
        copied += bytes;
        reasons |= bytes > 0 ? reason : 0;
    }

    /** Notes bytes that changed their holder without being copied. */
    public void moved(long bytes) {
        moved += bytes;
    }

    /** Notes bytes that a device moved. */
    public void byDevice(long bytes) {
        byDevice += bytes;
    }

    /** Cleared memory with one hold, the caller's. @throws CallFailed ENOMEM */
    public FramePart fresh(int bytes) {
        return source.fresh(bytes);
    }

    /** Bytes that changed their holder. */
    public long bytesMoved() {
        return moved;
    }

    /** Fills a record laid out as {@link Transfers} says. */
    public void report(long[] report) {
        report[Transfers.COPIED] = copied;
        report[Transfers.MOVED] = moved;
        report[Transfers.BY_DEVICE] = byDevice;
        report[Transfers.REASONS] = reasons;
    }
}
