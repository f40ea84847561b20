package guest.java.lang;

import guest.java.io.IOException;
import guest.java.io.OutputStream;
import guest.rt.Files;

/** Writes to handle 1 or 2 at once; the print stream above collects what one call prints. */
final class StandardOutput extends OutputStream {
    private final int handle;

    StandardOutput(int handle) {
        this.handle = handle;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        int result = Files.write(handle, bytes, offset, length);
        if (result < 0) {
            throw new IOException(Files.message(result));
        }
    }
}
