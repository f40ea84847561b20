package org.sluice.apps.net.test;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.sluice.abi.Errno;
import org.sluice.apps.Io;
import org.sluice.io.Area;
import org.sluice.net.InetEndpoint;
import org.sluice.net.UdpSocket;
import org.sluice.sys.SysException;

/** Sends datagrams at a rate. Each begins with its number and the time it was sent; the number after the last, negated, ends. */
final class DatagramSender extends Flow {
    private static final int ENDS = 5;
    private static final long END_PAUSE = 10_000_000L;
    private static final double BITS = 8e9;

    private final UdpSocket socket;

    /** @param socket connected to the receiver */
    DatagramSender(Io io, TestPlan plan, UdpSocket socket) {
        super(io, plan);
        this.socket = socket;
    }

    @Override
    void carry() throws IOException {
        start = now();
        byte[] buffer = new byte[plan.writeSize()];
        double gap = plan.rate() == 0 ? 0 : plan.writeSize() * BITS / plan.rate();
        while (plan.bytes() > 0 ? bytes < plan.bytes() : now() - start < plan.nanos()) {
            long ahead = (long) (packets * gap) - (now() - start);
            if (ahead > 0) {
                io.sleep(ahead);
            }
            ByteBuffer.wrap(buffer).putLong(packets).putLong(now());
            send(buffer);
            bytes += buffer.length;
            packets++;
        }
        end = now();
        ByteBuffer.wrap(buffer).putLong(-packets - 1);
        for (int i = 0; i < ENDS; i++) {
            try {
                socket.send(buffer, 0, TestPlan.LEAST_DATAGRAM, (InetEndpoint) null);
            } catch (SysException e) {
                return; // the other end has seen one of them, and is gone
            }
            io.sleep(END_PAUSE);
        }
    }

    private void send(byte[] buffer) throws IOException {
        try {
            if (plan.zeroCopy()) {
                Area area = Area.allocate(io.calls(), buffer.length, true);
                area.buffer().put(buffer);
                socket.send(area);
            } else {
                socket.send(buffer, 0, buffer.length, (InetEndpoint) null);
                copied += buffer.length;
            }
        } catch (SysException e) {
            if (e.errno() != Errno.ENOBUFS && e.errno() != Errno.EAGAIN) {
                throw e;
            }
        }
    }
}
