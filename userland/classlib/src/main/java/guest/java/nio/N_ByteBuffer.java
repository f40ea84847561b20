package guest.java.nio;

/** Replaced methods of ByteBuffer: memory outside of the heap would be nobody's, so a direct buffer is one on the heap. */
final class N_ByteBuffer {
    private N_ByteBuffer() {
    }

    static ByteBuffer allocateDirect(int capacity) {
        return ByteBuffer.allocate(capacity);
    }
}
