package guest.java.io;

import guest.rt.Kernel;
import org.sluice.abi.FileFlags;

/** Natives of RandomAccessFile. */
final class N_RandomAccessFile {
    private static final int READ_WRITE = 2;
    private static final int MODE = 0666;

    private N_RandomAccessFile() {
    }

    static void open0(RandomAccessFile file, String path, int mode) throws FileNotFoundException {
        int flags = (mode & READ_WRITE) != 0 ? FileFlags.O_RDWR | FileFlags.O_CREAT : FileFlags.O_RDONLY;
        file.fd.set(Natives.open(path, flags, MODE));
    }

    static int read0(RandomAccessFile file) throws IOException {
        return Natives.read(file.fd);
    }

    static int readBytes0(RandomAccessFile file, byte[] bytes, int offset, int length) throws IOException {
        return Natives.read(file.fd, bytes, offset, length);
    }

    static void write0(RandomAccessFile file, int b) throws IOException {
        Natives.write(file.fd, new byte[] {(byte) b}, 0, 1);
    }

    static void writeBytes0(RandomAccessFile file, byte[] bytes, int offset, int length) throws IOException {
        Natives.write(file.fd, bytes, offset, length);
    }

    static long getFilePointer(RandomAccessFile file) throws IOException {
        return Natives.seek(file.fd, 0, FileFlags.SEEK_CUR);
    }

    static void seek0(RandomAccessFile file, long position) throws IOException {
        Natives.seek(file.fd, position, FileFlags.SEEK_SET);
    }

    static long length0(RandomAccessFile file) throws IOException {
        return Natives.length(file.fd);
    }

    static void setLength0(RandomAccessFile file, long length) throws IOException {
        long position = Natives.seek(file.fd, 0, FileFlags.SEEK_CUR);
        Natives.check(Kernel.CALLS.truncate(Natives.handle(file.fd), length));
        if (position > length) {
            Natives.seek(file.fd, length, FileFlags.SEEK_SET);
        }
    }
}
