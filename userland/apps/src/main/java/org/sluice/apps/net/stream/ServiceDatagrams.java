package org.sluice.apps.net.stream;

import java.io.IOException;
import java.util.function.IntPredicate;
import java.util.function.LongSupplier;
import org.sluice.abi.Errno;
import org.sluice.abi.Poll;
import org.sluice.apps.net.Loop;
import org.sluice.net.InetEndpoint;
import org.sluice.net.Socket;
import org.sluice.net.UdpSocket;
import org.sluice.sys.SysException;

/** One of the services for datagrams. What comes from a port of such a service is not answered: two of them would never end. */
final class ServiceDatagrams implements Loop.Handler {
    private static final int TURN = 64;
    private static final int MOST_GENERATED = 512;
    private static final int STEP = 73;

    private final Service service;
    private final UdpSocket socket;
    private final IntPredicate refused;
    private final LongSupplier second;
    private final byte[] pattern = Service.pattern();
    private final byte[] buffer = new byte[UdpSocket.MOST];
    private int length = STEP;

    /** @param refused tells ports that are not answered @param second the time */
    ServiceDatagrams(Service service, UdpSocket socket, IntPredicate refused, LongSupplier second) {
        this.service = service;
        this.socket = socket;
        this.refused = refused;
        this.second = second;
    }

    @Override
    public int handle() {
        return socket.handle();
    }

    @Override
    public int events() {
        return Poll.IN;
    }

    @Override
    public void ready(int events) throws IOException {
        for (int i = 0; i < TURN; i++) {
            long[] about = Socket.newMessageRecord();
            int n;
            try {
                n = socket.receive(buffer, about);
            } catch (SysException e) {
                if (e.errno() == Errno.EBADF) {
                    throw e;
                }
                if (e.errno() == Errno.EAGAIN) {
                    return;
                }
                continue; // an error about an answer: of no interest to who asks next
            }
            InetEndpoint from = UdpSocket.sender(about);
            if (!refused.test(from.port())) {
                answer(n, from);
            }
        }
    }

    private void answer(int n, InetEndpoint to) {
        try {
            switch (service) {
                case ECHO -> socket.send(buffer, 0, n, to);
                case DAYTIME -> {
                    byte[] line = Service.daytime(second.getAsLong());
                    socket.send(line, 0, line.length, to);
                }
                case CHARGEN -> {
                    length = (length + STEP) % (MOST_GENERATED + 1);
                    socket.send(pattern, 0, length, to);
                }
                default -> { } // thrown away
            }
        } catch (SysException e) {
            // who asked cannot be reached
        }
    }

    @Override
    public void end(Exception cause) {
        try {
            socket.close();
        } catch (SysException e) {
            // it is closed
        }
    }
}
