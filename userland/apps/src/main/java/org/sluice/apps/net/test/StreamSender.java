package org.sluice.apps.net.test;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.Map;
import org.sluice.apps.Io;
import org.sluice.io.Area;
import org.sluice.net.StreamSocket;

/** Sends on a connection, by copying or by handing areas over and taking them back when they are acknowledged. */
final class StreamSender extends Flow {
    /** Bytes of areas that are made; so much is under way at most. */
    private static final long WINDOW = 8 << 20;
    private static final int LEAST_AREAS = 4;

    private final StreamSocket socket;
    private final long seed;
    private final ArrayDeque<Area> free = new ArrayDeque<>();
    private int made;

    StreamSender(Io io, TestPlan plan, StreamSocket socket, int index) {
        super(io, plan);
        this.socket = socket;
        this.seed = plan.seed() + index;
    }

    @Override
    void carry() throws IOException {
        start = now();
        long until = plan.nanos() == 0 ? Long.MAX_VALUE : start + plan.nanos();
        if (plan.zeroCopy()) {
            hand(until);
        } else {
            copy(until);
        }
        socket.shutdownOutput();
        end = now();
        Map<String, Long> info = socket.info();
        retransmits = info.getOrDefault("total_retrans", 0L);
        rtt = info.getOrDefault("rtt", 0L);
        copied += socket.totalSent().copied();
    }

    private int next(long until) {
        if (plan.bytes() > 0) {
            return (int) Math.min(plan.writeSize(), plan.bytes() - bytes);
        }
        return now() < until ? plan.writeSize() : 0;
    }

    private void copy(long until) throws IOException {
        byte[] buffer = new byte[plan.writeSize()];
        for (int n = next(until); n > 0; n = next(until)) {
            if (digest != null) {
                DataPattern.fill(buffer, n, seed, bytes);
                digest.update(buffer, 0, n);
            } else if (plan.touch()) {
                java.util.Arrays.fill(buffer, 0, n, (byte) packets);
            }
            socket.write(buffer, 0, n);
            copied += n;
            bytes += n;
            packets++;
        }
    }

    private void hand(long until) throws IOException {
        socket.returnAreas(true);
        for (int n = next(until); n > 0; n = next(until)) {
            Area area = area(n);
            if (digest != null) {
                MemorySegment memory = area.mapWhenAlone();
                DataPattern.fill(memory, n, seed, bytes);
                digest.update(memory.asByteBuffer());
                area.unmap();
            } else if (plan.touch()) {
                area.mapWhenAlone().fill((byte) packets);
                area.unmap();
            }
            give(area);
            bytes += n;
            packets++;
        }
        for (Area area : free) {
            area.close();
        }
    }

    private void give(Area area) throws IOException {
        socket.send(area);
        free.addAll(java.util.List.of(socket.reclaim(false)));
    }

    /** An area of a length: one that has come back, a new one, or the next that comes back. */
    private Area area(int length) throws IOException {
        while (true) {
            Area area = free.poll();
            if (area == null && made < Math.max(LEAST_AREAS, WINDOW / plan.writeSize())) {
                made++;
                return Area.allocate(io.calls(), length, true);
            }
            if (area != null && area.size() == length) {
                return area;
            }
            if (area != null) {
                area.close(); // the last piece is a shorter one
                made--;
            } else {
                free.addAll(java.util.List.of(socket.reclaim(true)));
            }
        }
    }
}
