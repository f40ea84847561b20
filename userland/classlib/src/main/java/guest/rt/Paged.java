package guest.rt;

import guest.java.nio.ReadOnlyBufferException;
import java.lang.foreign.MemorySegment;
import jdk.internal.foreign.MemorySessionImpl;
import jdk.internal.foreign.SegmentFactories;
import jdk.internal.misc.Unsafe;
import org.sluice.abi.Errno;

/**
 * Access to paged memory: translates an address of the process' address space by the machine's table of translations, and asks
 * the kernel for the page when there is none.
 *
 * <p>Addresses here, and in buffers, are virtual addresses with {@link #TAG}, so that whoever is handed an address of either kind
 * can tell it from one of the host, and none is ever an address of the host by accident. Those of system calls have no tag.
 *
 * <p><b>The rule of the machine.</b> A translation serves an access only if neither a poll nor a system call lies between reading it
 * and the access: a frame is taken away by clearing its translation and then waiting until every thread of the process has been
 * at a poll that called the kernel, or in the kernel. So:
 * <ul>
 * <li>This class and {@link PagedBulk} hold no polls but those written there, for run-time support is not instrumented; a test reads
 *     their code.
 * <li>The compiler cannot carry a translation across a poll, nor an access behind one. A poll reads a volatile field, and nothing
 *     read from memory before it counts as known after it; entering and leaving the kernel does at least that much.
 *     Between the two the table is read as a plain array element, since it does not matter which of the values is seen that it has
 *     had since the last poll.
 * <li>A word is written whole and only after the frame's contents, and the frame's address is computed from the word, so that
 *     who sees the word sees the contents.
 * <li>A host thread stopped in between by its operating system or for a collection keeps the frame's new use waiting, no more.
 * </ul>
 */
public final class Paged {
    /** Bit that tells a virtual address from one of the host. */
    public static final long TAG = Long.MIN_VALUE;
    /** Bytes in a page. */
    public static final int PAGE = 4096;

    /** Session of all paged buffers, never closed; a buffer is paged if it has this one. */
    public static final MemorySessionImpl SESSION = MemorySessionImpl.createHeap(new Object());
    /** Segment of all paged buffers, which says nothing but the session. */
    public static final MemorySegment SEGMENT = SegmentFactories.makeNativeSegmentUnchecked(0, 0, SESSION);

    static final int OFFSET = PAGE - 1;

    // what stands in a word of org.sluice.vm.mmu.Tlb; a test compares
    static final int PAGE_SHIFT = 12;
    static final int INDEX_BITS = 12;
    static final long VALID = 1;
    static final long WRITABLE = 1 << 1;
    static final long FRAME_MASK = 0x1_ffff_fffcL;
    static final int FRAME_SHIFT = 10;
    static final int TAG_SHIFT = 40;

    /** Rights of an access. */
    static final long READ = VALID;
    static final long WRITE = VALID | WRITABLE;
    /** What {@link #find} says of an address without translation. */
    static final long NONE = 0;

    static final Unsafe U = Unsafe.getUnsafe();

    private static final int INDEX_MASK = (1 << INDEX_BITS) - 1;
    private static final long PAGE_TAG = -1L << TAG_SHIFT;
    private static final long ADDRESS = (1L << 48) - 1;
    private static final long BASE = Kernel.GATE.memoryBase();
    private static final long[] WORDS = Kernel.GATE.translations();

    private Paged() {
    }

    /** Whether an address is one of paged memory. */
    public static boolean is(long address) {
        return address < 0;
    }

    /** The address as system calls know it. */
    public static long untagged(long address) {
        return address & ADDRESS;
    }

    // ------------------------------------------------------------------ translating

    private static long word(long address) {
        return WORDS[(int) (address >>> PAGE_SHIFT) & INDEX_MASK];
    }

    private static boolean serves(long word, long address, long rights) {
        return ((word ^ address >>> PAGE_SHIFT + INDEX_BITS << TAG_SHIFT) & (PAGE_TAG | rights)) == rights;
    }

    private static long host(long word, long address) {
        return BASE + ((word & FRAME_MASK) << FRAME_SHIFT) + (address & OFFSET);
    }

    /** Where the host has an address, until the next poll or system call; or {@link #NONE}. */
    static long find(long address, long rights) {
        long word = word(address);
        return serves(word, address, rights) ? host(word, address) : NONE;
    }

    /** Where the host has an address, until the next poll or system call. */
    static long translate(long address, long rights) {
        while (true) {
            long at = find(address, rights);
            if (at != NONE) {
                return at;
            }
            fault(address, rights);
        }
    }

    /** Whether two addresses are in pages of which only one can have a translation. */
    static boolean collide(long a, long b) {
        long difference = (a ^ b) >>> PAGE_SHIFT;
        return difference != 0 && (difference & INDEX_MASK) == 0;
    }

    /** Asks for the page of an address. Afterwards there was a translation, at least for a while. */
    static void fault(long address, long rights) {
        int error = request(address, rights);
        if (error != 0) {
            throw failure(error);
        }
    }

    /** As {@link #fault}, but returns an error's number, 0 for none. */
    static int request(long address, long rights) {
        int result = Kernel.CALLS.pageFault(address & ADDRESS, rights == WRITE);
        return result == -Errno.EAGAIN ? 0 : -Math.min(result, 0);
    }

    static RuntimeException failure(int error) {
        if (error == Errno.EACCES) {
            return new ReadOnlyBufferException();
        }
        if (error == Errno.ENOMEM) {
            throw new OutOfMemoryError("paged memory");
        }
        throw new InternalError(error == Errno.EFAULT ? "access to paged memory that is not there, such as behind the end of a file"
            : "paged memory could not be brought in: " + Errno.message(error));
    }

    private static boolean inOnePage(long address, int bytes) {
        return (address & OFFSET) <= PAGE - bytes;
    }

    // ------------------------------------------------------------------ values, in the host's byte order, at any address

    public static byte getByte(long address) {
        long word = word(address);
        return serves(word, address, READ) ? U.getByte(host(word, address)) : U.getByte(translate(address, READ));
    }

    public static short getShort(long address) {
        long word = word(address);
        return serves(word, address, READ) && inOnePage(address, Short.BYTES)
            ? U.getShortUnaligned(null, host(word, address)) : (short) slowGet(address, Short.BYTES);
    }

    public static char getChar(long address) {
        long word = word(address);
        return serves(word, address, READ) && inOnePage(address, Character.BYTES)
            ? U.getCharUnaligned(null, host(word, address)) : (char) slowGet(address, Character.BYTES);
    }

    public static int getInt(long address) {
        long word = word(address);
        return serves(word, address, READ) && inOnePage(address, Integer.BYTES)
            ? U.getIntUnaligned(null, host(word, address)) : (int) slowGet(address, Integer.BYTES);
    }

    public static long getLong(long address) {
        long word = word(address);
        return serves(word, address, READ) && inOnePage(address, Long.BYTES)
            ? U.getLongUnaligned(null, host(word, address)) : slowGet(address, Long.BYTES);
    }

    public static void putByte(long address, byte value) {
        long word = word(address);
        U.putByte(serves(word, address, WRITE) ? host(word, address) : translate(address, WRITE), value);
    }

    public static void putShort(long address, short value) {
        long word = word(address);
        if (serves(word, address, WRITE) && inOnePage(address, Short.BYTES)) {
            U.putShortUnaligned(null, host(word, address), value);
        } else {
            slowPut(address, value, Short.BYTES);
        }
    }

    public static void putChar(long address, char value) {
        putShort(address, (short) value);
    }

    public static void putInt(long address, int value) {
        long word = word(address);
        if (serves(word, address, WRITE) && inOnePage(address, Integer.BYTES)) {
            U.putIntUnaligned(null, host(word, address), value);
        } else {
            slowPut(address, value, Integer.BYTES);
        }
    }

    public static void putLong(long address, long value) {
        long word = word(address);
        if (serves(word, address, WRITE) && inOnePage(address, Long.BYTES)) {
            U.putLongUnaligned(null, host(word, address), value);
        } else {
            slowPut(address, value, Long.BYTES);
        }
    }

    /** A value without translation so far, or of two pages: then its bytes are read one after the other. */
    private static long slowGet(long address, int bytes) {
        if (inOnePage(address, bytes)) {
            long at = translate(address, READ);
            return switch (bytes) {
                case Short.BYTES -> U.getShortUnaligned(null, at);
                case Integer.BYTES -> U.getIntUnaligned(null, at);
                default -> U.getLongUnaligned(null, at);
            };
        }
        long value = 0;
        for (int i = 0; i < bytes; i++) {
            value |= (getByte(address + i) & 0xffL) << shift(i, bytes);
        }
        return value;
    }

    private static void slowPut(long address, long value, int bytes) {
        if (inOnePage(address, bytes)) {
            long at = translate(address, WRITE);
            switch (bytes) {
                case Short.BYTES -> U.putShortUnaligned(null, at, (short) value);
                case Integer.BYTES -> U.putIntUnaligned(null, at, (int) value);
                default -> U.putLongUnaligned(null, at, value);
            }
            return;
        }
        translate(address + bytes - 1, WRITE); // what cannot be written is not written in part
        for (int i = 0; i < bytes; i++) {
            putByte(address + i, (byte) (value >>> shift(i, bytes)));
        }
    }

    /** Place of a byte in a value. */
    private static int shift(int index, int bytes) {
        return (U.isBigEndian() ? bytes - 1 - index : index) * Byte.SIZE;
    }
}
