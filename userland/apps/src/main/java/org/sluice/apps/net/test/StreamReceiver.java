package org.sluice.apps.net.test;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import org.sluice.apps.Io;
import org.sluice.io.Area;
import org.sluice.net.StreamSocket;

/** Receives on a connection until it ends, by copying or by taking over the areas the data lie in. */
final class StreamReceiver extends Flow {
    private static final int LEAST_BUFFER = 64 << 10;

    private final StreamSocket socket;
    private long sum;

    StreamReceiver(Io io, TestPlan plan, StreamSocket socket) {
        super(io, plan);
        this.socket = socket;
    }

    @Override
    void carry() throws IOException {
        start = now();
        if (plan.zeroCopy()) {
            take();
        } else {
            copy();
        }
        end = now();
        copied += socket.totalReceived().copied();
    }

    private void copy() throws IOException {
        byte[] buffer = new byte[Math.max(LEAST_BUFFER, plan.writeSize())];
        for (int n = socket.read(buffer, 0, buffer.length); n >= 0; n = socket.read(buffer, 0, buffer.length)) {
            if (bytes == 0) {
                start = now();
            }
            if (digest != null) {
                digest.update(buffer, 0, n);
            } else if (plan.touch()) {
                sum += DataPattern.touch(buffer, n);
            }
            copied += n;
            bytes += n;
        }
    }

    private void take() throws IOException {
        int most = Math.max(LEAST_BUFFER, plan.writeSize());
        for (Area[] areas = socket.receive(most); areas.length > 0; areas = socket.receive(most)) {
            if (bytes == 0) {
                start = now();
            }
            for (Area area : areas) {
                if (digest != null) {
                    digest.update(area.mapReadOnly().asByteBuffer());
                } else if (plan.touch()) {
                    MemorySegment memory = area.mapReadOnly();
                    sum += DataPattern.touch(memory, memory.byteSize());
                }
                bytes += area.size();
                area.close();
            }
        }
    }

    /** Of all words that were read. */
    long sum() {
        return sum;
    }
}
