package guest.java.nio;

import guest.java.io.FileDescriptor;
import guest.jdk.internal.ref.Cleaner;
import guest.rt.Heap;
import guest.rt.Kernel;
import guest.rt.Paged;
import guest.rt.PagedBulk;
import guest.rt.PagedMaps;
import guest.sun.nio.ch.DirectBuffer;
import org.sluice.abi.Errno;
import org.sluice.abi.Paging;

/**
 * Buffers on paged memory: mapped files, and direct buffers. Direct buffers of up to a page share slabs, so that they cost neither a
 * page nor a system call each. Memory goes back when the buffer and all made of it are unreachable.
 */
public final class PagedBuffers {
    private static final int SLAB = 1 << 16;
    private static final int SMALLEST_SHIFT = 4;
    private static final int LARGEST_SHIFT = 12;

    /** Longest wait for memory of unreachable buffers, in milliseconds; the first is of one, each next twice as long. */
    private static final int LONGEST_PAUSE = 128;

    private static final Object LOCK = new Object();
    /** Slabs with free blocks by the logarithm of a block's size. */
    private static final Slab[] PARTLY_FREE = new Slab[LARGEST_SHIFT + 1];

    private PagedBuffers() {
    }

    /** Blocks of one size. Fields are guarded by the lock. */
    private static final class Slab {
        final long base;
        final int shift;
        /** Numbers of free blocks; the first {@link #free} count. */
        final short[] stack;
        /** Blocks that were used before. */
        final boolean[] used;
        int free;
        Slab previous;
        Slab next;

        Slab(long base, int shift) {
            this.base = base;
            this.shift = shift;
            free = SLAB >> shift;
            stack = new short[free];
            used = new boolean[free];
            for (int i = 0; i < free; i++) {
                stack[i] = (short) (free - 1 - i);
            }
        }

        boolean isEmpty() {
            return free == stack.length;
        }

        void link() {
            next = PARTLY_FREE[shift];
            if (next != null) {
                next.previous = this;
            }
            PARTLY_FREE[shift] = this;
        }

        void unlink() {
            if (previous == null) {
                PARTLY_FREE[shift] = next;
            } else {
                previous.next = next;
            }
            if (next != null) {
                next.previous = previous;
            }
            previous = null;
            next = null;
        }
    }

    /** A block of a slab, and how it is given back. */
    private record Block(Slab slab, int number) implements Runnable {
        long address() {
            return slab.base + ((long) number << slab.shift);
        }

        @Override
        public void run() {
            long unused = 0;
            synchronized (LOCK) {
                slab.used[number] = true;
                slab.stack[slab.free++] = (short) number;
                if (slab.free == 1) {
                    slab.link();
                } else if (slab.isEmpty() && (slab.previous != null || slab.next != null)) {
                    slab.unlink();
                    unused = slab.base;
                }
            }
            if (unused != 0) {
                PagedMaps.unmap(unused);
            }
        }
    }

    /** A mapping of its own, and how it is given back. */
    private record Mapping(long address) implements Runnable {
        @Override
        public void run() {
            PagedMaps.unmap(address);
        }
    }

    // ------------------------------------------------------------------ mappings

    /**
     * Maps, if need be after what is unreachable has been given back.
     *
     * @param flags of {@link Paging}
     * @return the address with its tag, or a negated error number
     */
    public static long map(int handle, long offset, long bytes, int flags) {
        long address = Kernel.CALLS.pageMap(handle, offset, bytes, flags);
        if (address == -Errno.ENOMEM) {
            address = mapAfterCollecting(handle, offset, bytes, flags);
        }
        return address < 0 ? address : address | Paged.TAG;
    }

    private static long mapAfterCollecting(int handle, long offset, long bytes, int flags) {
        boolean interrupted = false;
        Heap.collect();
        long address = -Errno.ENOMEM;
        for (int pause = 1; address == -Errno.ENOMEM && pause <= LONGEST_PAUSE; pause *= 2) {
            if (!Cleaner.cleanGone()) {
                try {
                    Thread.sleep(pause); // the collector's findings come through a thread of the host
                } catch (InterruptedException e) {
                    interrupted = true;
                }
                Cleaner.cleanGone();
            }
            address = Kernel.CALLS.pageMap(handle, offset, bytes, flags);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return address;
    }

    /** A result of {@link #map} that is an error. */
    public static boolean isError(long result) {
        return result < 0 && result > -Paged.PAGE;
    }

    // ------------------------------------------------------------------ buffers

    /** A buffer of zeroes. @throws OutOfMemoryError if the kernel has no memory for it */
    static ByteBuffer allocate(int capacity) {
        if (capacity > 1 << LARGEST_SHIFT) {
            long address = map(Paging.NO_FILE, 0, capacity, Paging.WRITE);
            if (isError(address)) {
                throw refused(capacity);
            }
            return make(capacity, address, null, new Mapping(address), false);
        }
        int shift = Math.max(SMALLEST_SHIFT, Integer.SIZE - Integer.numberOfLeadingZeros(Math.max(capacity, 1) - 1));
        Block block = take(shift, capacity);
        long address = block.address();
        return make(capacity, address, null, block, false);
    }

    private static OutOfMemoryError refused(int capacity) {
        return new OutOfMemoryError("Cannot reserve " + capacity + " bytes of direct buffer memory");
    }

    private static Block take(int shift, int capacity) {
        while (true) {
            Block block = null;
            boolean used = false;
            synchronized (LOCK) {
                Slab slab = PARTLY_FREE[shift];
                if (slab != null) {
                    int number = slab.stack[--slab.free];
                    if (slab.free == 0) {
                        slab.unlink();
                    }
                    used = slab.used[number];
                    block = new Block(slab, number);
                }
            }
            if (block != null) {
                if (used) {
                    PagedBulk.fill(block.address(), 1L << shift, (byte) 0);
                }
                return block;
            }
            long base = map(Paging.NO_FILE, 0, SLAB, Paging.WRITE);
            if (isError(base)) {
                throw refused(capacity);
            }
            Slab slab = new Slab(base, shift);
            synchronized (LOCK) {
                slab.link();
            }
        }
    }

    /**
     * A buffer on paged memory.
     *
     * @param address  with its tag, or 0 for a buffer of nothing
     * @param file     a descriptor for a mapped file, which need not be open; else {@code null}
     * @param unmapper what gives the memory back; may be {@code null}
     */
    public static MappedByteBuffer make(int capacity, long address, FileDescriptor file, Runnable unmapper, boolean readOnly) {
        return readOnly ? new DirectByteBufferR(capacity, address, file, unmapper, false, Paged.SEGMENT)
            : new DirectByteBuffer(capacity, address, file, unmapper, false, Paged.SEGMENT);
    }

    /**
     * Gives a buffer's memory back at once; what is done to the buffer afterwards fails, or meets other memory of the process.
     *
     * @throws IllegalArgumentException for a slice or duplicate, and for a buffer that is not direct
     */
    public static void clean(ByteBuffer buffer) {
        if (!buffer.isDirect()) {
            throw new IllegalArgumentException("buffer is non-direct");
        }
        DirectBuffer direct = (DirectBuffer) buffer;
        if (direct.attachment() != null) {
            throw new IllegalArgumentException("duplicate or slice");
        }
        Cleaner cleaner = direct.cleaner();
        if (cleaner != null) {
            cleaner.clean();
        }
    }
}
