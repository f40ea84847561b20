package guest.sun.nio.ch;

/** An array for each thread that bytes of buffers without arrays pass through on their way to system calls. */
final class TransferArrays {
    private static final int LEAST = 1 << 12;
    /** Longer ones are made anew each time. */
    private static final int MOST_KEPT = 1 << 16;
    private static final guest.java.lang.ThreadLocal<byte[]> KEPT = new guest.java.lang.ThreadLocal<>();

    private TransferArrays() {
    }

    /** An array of at least so many bytes, with anything in it, the caller's until it is given back. */
    static byte[] take(int size) {
        byte[] kept = KEPT.get();
        if (kept != null && kept.length >= size) {
            KEPT.set(null);
            return kept;
        }
        return new byte[Math.max(size, LEAST)];
    }

    static void give(byte[] array) {
        if (array.length <= MOST_KEPT) {
            byte[] kept = KEPT.get();
            if (kept == null || kept.length < array.length) {
                KEPT.set(array);
            }
        }
    }
}
