package guest.java.nio;

/** Replaced methods of ByteBuffer: memory outside of the heap is paged memory. */
final class N_ByteBuffer {
    private N_ByteBuffer() {
    }

    static ByteBuffer allocateDirect(int capacity) {
        if (capacity < 0) {
            throw Buffer.createCapacityException(capacity);
        }
        return PagedBuffers.allocate(capacity);
    }
}
