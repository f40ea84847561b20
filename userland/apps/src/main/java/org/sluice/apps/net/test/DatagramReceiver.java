package org.sluice.apps.net.test;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.sluice.abi.Errno;
import org.sluice.apps.Io;
import org.sluice.net.UdpSocket;
import org.sluice.sys.SysException;

/** Receives datagrams and counts those that are missing or late. */
final class DatagramReceiver extends Flow {
    private static final long QUIET = 3_000_000_000L;
    private static final int SHARE = 16;

    private final UdpSocket socket;
    private long next;
    private long transit;

    DatagramReceiver(Io io, TestPlan plan, UdpSocket socket) {
        super(io, plan);
        this.socket = socket;
    }

    @Override
    void carry() throws IOException {
        start = now();
        byte[] buffer = new byte[TestPlan.MOST_DATAGRAM];
        socket.receiveTimeout(QUIET);
        while (true) {
            int n;
            try {
                n = socket.receive(buffer, null);
            } catch (SysException e) {
                if (e.errno() == Errno.EAGAIN) {
                    break; // the end was lost
                }
                throw e;
            }
            if (n < TestPlan.LEAST_DATAGRAM) {
                continue;
            }
            ByteBuffer head = ByteBuffer.wrap(buffer);
            long number = head.getLong();
            if (number < 0) {
                next = Math.max(next, -number - 1);
                break;
            }
            datagram(number, head.getLong(), n);
        }
        end = Math.max(end, start);
        lost = Math.max(0, next - packets);
    }

    private void datagram(long number, long sentAt, int n) {
        long now = now();
        if (packets == 0) {
            start = now;
        } else {
            jitter += (Math.abs(now - sentAt - transit) - jitter) / SHARE;
        }
        transit = now - sentAt;
        disordered += number < next ? 1 : 0;
        next = Math.max(next, number + 1);
        bytes += n;
        copied += n;
        packets++;
        end = now;
    }
}
