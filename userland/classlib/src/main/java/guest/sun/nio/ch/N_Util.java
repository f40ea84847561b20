package guest.sun.nio.ch;

import guest.java.io.FileDescriptor;
import guest.java.nio.ByteBuffer;
import guest.java.nio.MappedByteBuffer;
import guest.java.nio.PagedBuffers;

/** Replaced methods of Util: buffers are on paged memory, and none is kept for later; those of {@link N_DatagramChannelImpl} are arrays. */
final class N_Util {
    private N_Util() {
    }

    static ByteBuffer getTemporaryDirectBuffer(int size) {
        return ByteBuffer.allocateDirect(size);
    }

    static ByteBuffer getTemporaryAlignedDirectBuffer(int size, int alignment) {
        return ByteBuffer.allocateDirect(size + alignment - 1).alignedSlice(alignment);
    }

    static void releaseTemporaryDirectBuffer(ByteBuffer buffer) {
        free(buffer);
    }

    static void offerFirstTemporaryDirectBuffer(ByteBuffer buffer) {
        free(buffer);
    }

    static void offerLastTemporaryDirectBuffer(ByteBuffer buffer) {
        free(buffer);
    }

    static void free(ByteBuffer buffer) {
        if (buffer.hasArray()) {
            TransferArrays.give(buffer.array());
            return;
        }
        ByteBuffer whole = ((DirectBuffer) buffer).attachment() instanceof ByteBuffer original ? original : buffer;
        PagedBuffers.clean(whole);
    }

    static MappedByteBuffer newMappedByteBuffer(int size, long address, FileDescriptor file, Runnable unmapper, boolean sync) {
        return PagedBuffers.make(size, address, file, unmapper, false);
    }

    static MappedByteBuffer newMappedByteBufferR(int size, long address, FileDescriptor file, Runnable unmapper, boolean sync) {
        return PagedBuffers.make(size, address, file, unmapper, true);
    }
}
