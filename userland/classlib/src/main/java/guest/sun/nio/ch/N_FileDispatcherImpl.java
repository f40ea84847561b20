package guest.sun.nio.ch;

import guest.java.io.FileDescriptor;

/** Natives of FileDispatcherImpl: the channel copies through a buffer instead. */
final class N_FileDispatcherImpl {
    private N_FileDispatcherImpl() {
    }

    static void init0() {
    }

    static long transferTo0(FileDescriptor from, long position, long count, FileDescriptor to, boolean append) {
        return IOStatus.UNSUPPORTED;
    }

    static long transferFrom0(FileDescriptor from, FileDescriptor to, long position, long count, boolean append) {
        return IOStatus.UNSUPPORTED;
    }
}
