package guest.java.io;

import org.sluice.abi.FileFlags;

/** Natives of FileOutputStream. */
final class N_FileOutputStream {
    private static final int MODE = 0666;

    private N_FileOutputStream() {
    }

    static void open0(FileOutputStream out, String path, boolean append) throws FileNotFoundException {
        int flags = FileFlags.O_WRONLY | FileFlags.O_CREAT | (append ? FileFlags.O_APPEND : FileFlags.O_TRUNC);
        out.fd.set(Natives.open(path, flags, MODE));
        out.fd.append(append);
    }

    static void write(FileOutputStream out, int b, boolean append) throws IOException {
        Natives.write(out.fd, new byte[] {(byte) b}, 0, 1);
    }

    static void writeBytes(FileOutputStream out, byte[] bytes, int offset, int length, boolean append) throws IOException {
        Natives.write(out.fd, bytes, offset, length);
    }
}
