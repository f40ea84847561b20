package guest.java.io;

import guest.rt.Files;

/** Natives of FileCleanable. */
final class N_FileCleanable {
    private N_FileCleanable() {
    }

    static void cleanupClose0(int fd, long handle) {
        Files.close(fd);
    }

    /** Only handles the cleaner closes are worth its thread: nothing is registered, the kernel closes all at the end. */
    static void register(FileDescriptor d) {
    }

    static void unregister(FileDescriptor d) {
    }
}
