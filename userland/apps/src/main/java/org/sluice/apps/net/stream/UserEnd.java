package org.sluice.apps.net.stream;

import java.io.IOException;
import java.io.OutputStream;
import org.sluice.apps.Io;
import org.sluice.io.Area;
import org.sluice.io.AreaChannel;
import org.sluice.sys.Sys;

/** Standard input and output as places areas come from and go to. What lies in pipes and files is passed on; a terminal's bytes are copied. */
final class UserEnd implements AutoCloseable {
    static final int STDIN = 0;
    private static final int CHUNK = 64 << 10;

    private final Io io;
    private final AreaChannel in;
    private final AreaChannel out;
    private final byte[] buffer = new byte[CHUNK];

    UserEnd(Io io) throws IOException {
        this.io = io;
        in = io.areas("-");
        out = io.areasOut();
    }

    /** Reads what is there. @return the caller's; null at the end */
    Area[] read() throws IOException {
        if (in != null) {
            Area[] areas = in.readAreas(CHUNK);
            return areas.length == 0 ? null : areas;
        }
        int n = readBytes(buffer);
        return n == 0 ? null : new Area[] {area(buffer, n)};
    }

    /** Reads what is there by copying. @return bytes, 0 at the end */
    int readBytes(byte[] bytes) throws IOException {
        return Sys.check(io.calls().read(STDIN, bytes, 0, bytes.length), "standard input");
    }

    /** An area with bytes in it. */
    Area area(byte[] bytes, int length) throws IOException {
        Area area = Area.allocate(io.calls(), length, true);
        area.buffer().put(bytes, 0, length);
        area.unmap();
        return area;
    }

    /** Writes areas to standard output; they are gone then. */
    void write(Area... areas) throws IOException {
        if (out != null) {
            out.writeAreas(areas);
            return;
        }
        for (Area area : areas) {
            copy(area, io.out());
            area.close();
        }
        io.out().flush();
    }

    /** Writes an area's bytes to a stream. */
    private void copy(Area area, OutputStream to) throws IOException {
        java.nio.ByteBuffer view = area.mapReadOnly().asByteBuffer();
        while (view.hasRemaining()) {
            int n = Math.min(view.remaining(), buffer.length);
            view.get(buffer, 0, n);
            to.write(buffer, 0, n);
        }
    }

    @Override
    public void close() throws IOException {
        if (in != null) {
            in.close();
        }
        if (out != null) {
            out.close();
        }
    }
}
