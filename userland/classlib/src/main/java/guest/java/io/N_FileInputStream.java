package guest.java.io;

import guest.rt.Files;
import org.sluice.abi.FileFlags;

/** Natives of FileInputStream. */
final class N_FileInputStream {
    private N_FileInputStream() {
    }

    static void open0(FileInputStream in, String path) throws FileNotFoundException {
        in.fd.set(Natives.open(path, FileFlags.O_RDONLY, 0));
    }

    static int read0(FileInputStream in) throws IOException {
        return Natives.read(in.fd);
    }

    static int readBytes(FileInputStream in, byte[] bytes, int offset, int length) throws IOException {
        return Natives.read(in.fd, bytes, offset, length);
    }

    static long length0(FileInputStream in) throws IOException {
        return Natives.length(in.fd);
    }

    static long position0(FileInputStream in) throws IOException {
        return Natives.seek(in.fd, 0, FileFlags.SEEK_CUR);
    }

    static long skip0(FileInputStream in, long n) throws IOException {
        long now = Natives.seek(in.fd, 0, FileFlags.SEEK_CUR);
        return Natives.seek(in.fd, n, FileFlags.SEEK_CUR) - now;
    }

    static int available0(FileInputStream in) throws IOException {
        return (int) Natives.check(Files.available(Natives.handle(in.fd)));
    }

    static boolean isRegularFile0(FileInputStream in, FileDescriptor fd) {
        return Natives.isRegular(fd);
    }
}
