package org.sluice.apps.data;

import java.util.zip.CRC32;
import java.util.zip.Deflater;
import org.sluice.apps.Io;
import org.sluice.apps.Output;

/** Writes the gzip format (RFC 1952) at a chosen level, without a name or a time, so that equal data give equal files. */
final class Deflation {
    private final Output out;
    private final Deflater deflater;
    private final CRC32 sum = new CRC32();
    private final byte[] buffer = new byte[Io.BUFFER];
    private long length;

    /** @param level 1 (fastest) to 9 (smallest) */
    Deflation(Output out, int level) {
        this.out = out;
        this.deflater = new Deflater(level, true);
        int extra = level == 9 ? 2 : level == 1 ? 4 : 0;
        out.write(new byte[] {0x1f, (byte) 0x8b, Deflater.DEFLATED, 0, 0, 0, 0, 0, (byte) extra, 3});
    }

    void write(byte[] bytes, int offset, int count) {
        sum.update(bytes, offset, count);
        length += count;
        deflater.setInput(bytes, offset, count);
        while (!deflater.needsInput()) {
            out.write(buffer, 0, deflater.deflate(buffer));
        }
    }

    void finish() {
        deflater.finish();
        while (!deflater.finished()) {
            out.write(buffer, 0, deflater.deflate(buffer));
        }
        deflater.end();
        little((int) sum.getValue());
        little((int) length);
    }

    private void little(int value) {
        for (int shift = 0; shift < 32; shift += 8) {
            out.write(value >> shift & 0xff);
        }
    }
}
