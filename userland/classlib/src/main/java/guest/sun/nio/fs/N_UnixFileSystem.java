package guest.sun.nio.fs;

import guest.rt.Files;

/** Replaced methods of UnixFileSystem. */
final class N_UnixFileSystem {
    private static final int BUFFER = 1 << 16;

    private N_UnixFileSystem() {
    }

    /** Copies what is left of a file through an array; the buffer given is memory of the host. */
    static void bufferedCopy0(int to, int from, long buffer, int size, long cancelled) throws UnixException {
        byte[] bytes = new byte[BUFFER];
        int n;
        while ((n = Files.read(from, bytes, 0, BUFFER)) > 0) {
            int result = Files.write(to, bytes, 0, n);
            if (result < 0) {
                throw new UnixException(-result);
            }
        }
        if (n < 0) {
            throw new UnixException(-n);
        }
    }
}
