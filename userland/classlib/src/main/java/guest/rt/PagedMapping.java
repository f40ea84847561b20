package guest.rt;

import jdk.internal.misc.Unsafe;

/**
 * Paged memory behind an {@code org.sluice.io.PagedArray}, with all its checks.
 *
 * <p>An access checks, looks up the translation and uses it without a poll in between, and checks again after every call of the
 * kernel. Closing first makes checks fail and then unmaps, which takes the translations away; the kernel gives out addresses in
 * ascending order, none a second time before all have been given out. So no access meets what is mapped after the array was closed.
 */
public final class PagedMapping {
    private static final Unsafe U = Paged.U;

    private final long base;
    private final long size;
    /** The size, or 0 once it is closed: then every index is out of range. */
    private long open;
    private volatile Runnable release;

    /** @param base address with its tag, of a page */
    public PagedMapping(long base, long size) {
        this.base = base;
        this.size = size;
        this.open = size;
    }

    /** Bytes. */
    public long size() {
        return size;
    }

    /** What gives the memory back at the first close. */
    public void onClose(Runnable action) {
        release = action;
    }

    /** Makes all accesses fail from now on, and then gives the memory back. */
    public void close() {
        open = 0;
        U.fullFence();
        Runnable action = release;
        if (action != null) {
            action.run();
        }
    }

    /** Bytes in memory now, in whole pages. */
    public long resident() {
        at(0, 0);
        return Kernel.CALLS.pageResident(Paged.untagged(base), size) * Paged.PAGE;
    }

    private RuntimeException refused(long index, int shift) {
        return open == 0 ? new IllegalStateException("the array is closed")
            : new IndexOutOfBoundsException("index " + index + " of " + (size >>> shift));
    }

    private long at(long index, int shift) {
        if (index < 0 || index >= open >>> shift) {
            throw refused(index, shift);
        }
        return base + (index << shift);
    }

    /** Where the host has an element, until the next poll. */
    private long translate(long index, int shift, long rights) {
        while (true) {
            long address = at(index, shift);
            long at = Paged.find(address, rights);
            if (at != Paged.NONE) {
                return at;
            }
            int error = Paged.request(address, rights);
            if (error != 0 && open != 0) {
                throw Paged.failure(error); // and if it was closed meanwhile, the next check says so
            }
        }
    }

    public byte getByte(long index) {
        long at = Paged.find(at(index, 0), Paged.READ);
        return U.getByte(at != Paged.NONE ? at : translate(index, 0, Paged.READ));
    }

    public short getShort(long index) {
        long at = Paged.find(at(index, 1), Paged.READ);
        return U.getShort(at != Paged.NONE ? at : translate(index, 1, Paged.READ));
    }

    public char getChar(long index) {
        return (char) getShort(index);
    }

    public int getInt(long index) {
        long at = Paged.find(at(index, 2), Paged.READ);
        return U.getInt(at != Paged.NONE ? at : translate(index, 2, Paged.READ));
    }

    public long getLong(long index) {
        long at = Paged.find(at(index, 3), Paged.READ);
        return U.getLong(at != Paged.NONE ? at : translate(index, 3, Paged.READ));
    }

    public void setByte(long index, byte value) {
        long at = Paged.find(at(index, 0), Paged.WRITE);
        U.putByte(at != Paged.NONE ? at : translate(index, 0, Paged.WRITE), value);
    }

    public void setShort(long index, short value) {
        long at = Paged.find(at(index, 1), Paged.WRITE);
        U.putShort(at != Paged.NONE ? at : translate(index, 1, Paged.WRITE), value);
    }

    public void setInt(long index, int value) {
        long at = Paged.find(at(index, 2), Paged.WRITE);
        U.putInt(at != Paged.NONE ? at : translate(index, 2, Paged.WRITE), value);
    }

    public void setLong(long index, long value) {
        long at = Paged.find(at(index, 3), Paged.WRITE);
        U.putLong(at != Paged.NONE ? at : translate(index, 3, Paged.WRITE), value);
    }

    // ------------------------------------------------------------------ ranges, page by page

    private void checkRange(long index, long length, int shift) {
        long elements = open >>> shift;
        if (index < 0 || length < 0 || index > elements - length) {
            throw open == 0 ? new IllegalStateException("the array is closed")
                : new IndexOutOfBoundsException("elements " + index + " to " + (index + length) + " of " + (size >>> shift));
        }
    }

    private static long toPageEnd(long offset) {
        return Paged.PAGE - (offset & Paged.OFFSET);
    }

    /** Copies bytes to an array of primitives, of which the caller has checked base and length. */
    public void get(long index, Object to, long toOffset, long length, int shift) {
        transfer(index, to, toOffset, length, shift, Paged.READ);
    }

    /** Copies bytes from an array of primitives, of which the caller has checked base and length. */
    public void set(long index, Object from, long fromOffset, long length, int shift) {
        transfer(index, from, fromOffset, length, shift, Paged.WRITE);
    }

    private void transfer(long index, Object array, long arrayOffset, long length, int shift, long rights) {
        checkRange(index, length, shift);
        long offset = index << shift;
        long bytes = length << shift;
        for (long done = 0; done < bytes;) {
            long n = Math.min(bytes - done, toPageEnd(offset + done));
            long at = translate(offset + done, 0, rights);
            if (rights == Paged.READ) {
                U.copyMemory(null, at, array, arrayOffset + done, n);
            } else {
                U.copyMemory(array, arrayOffset + done, null, at, n);
            }
            done += n;
            poll(done);
        }
    }

    /**
     * Sets elements.
     *
     * @param value its lower bits of an element's size
     */
    public void fill(long index, long length, long value, int shift) {
        checkRange(index, length, shift);
        long offset = index << shift;
        long bytes = length << shift;
        boolean uniform = isUniform(value, 1 << shift);
        for (long done = 0; done < bytes;) {
            long n = Math.min(bytes - done, toPageEnd(offset + done));
            long at = translate(offset + done, 0, Paged.WRITE);
            if (uniform) {
                U.setMemory(at, n, (byte) value);
            } else {
                fillPage(at, n, value, shift);
            }
            done += n;
            poll(done);
        }
    }

    private static boolean isUniform(long value, int bytes) {
        for (int i = 1; i < bytes; i++) {
            if ((byte) (value >>> i * Byte.SIZE) != (byte) value) {
                return false;
            }
        }
        return true;
    }

    private static void fillPage(long at, long bytes, long value, int shift) {
        for (long i = 0; i < bytes; i += 1L << shift) {
            switch (shift) {
                case 1 -> U.putShort(at + i, (short) value);
                case 2 -> U.putInt(at + i, (int) value);
                default -> U.putLong(at + i, value);
            }
        }
    }

    /** Every MiB, however the pieces fall; those before the first page boundary are short. */
    private static void poll(long done) {
        if ((done >>> 20) != (done - Paged.PAGE >>> 20)) {
            Poll.poll();
        }
    }

    /** Copies bytes of this to that; both may be the same and overlap. */
    public void copy(long index, PagedMapping to, long toIndex, long length) {
        checkRange(index, length, 0);
        to.checkRange(toIndex, length, 0);
        boolean backward = this == to && index < toIndex && toIndex < index + length;
        byte[] between = new byte[Paged.PAGE];
        for (long done = 0; done < length;) {
            long n = Math.min(length - done, Paged.PAGE);
            long at = backward ? length - done - n : done;
            get(index + at, between, Unsafe.ARRAY_BYTE_BASE_OFFSET, n, 0);
            to.set(toIndex + at, between, Unsafe.ARRAY_BYTE_BASE_OFFSET, n, 0);
            done += n;
            poll(done);
        }
    }
}
