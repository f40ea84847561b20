package org.sluice.kernel.net;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.sluice.abi.Errno;
import org.sluice.abi.Sockets;
import org.sluice.kernel.network.SocketSession;

/** What others do to a socket while it is being bound or connected. The other thread's calls are made where the first one's blocks. */
class SocketRaceTest {
    private final Rig rig = Rig.loopback();
    private final SocketSession socket = rig.aal5();

    /** Once, while the next connection is being opened. */
    private void meanwhile(Runnable other) {
        rig.atm.onOpen = () -> {
            rig.atm.onOpen = () -> { };
            other.run();
        };
    }

    @AfterEach
    void nothingIsLeft() {
        socket.close();
        assertEquals(0, rig.atm.connections());
        assertEquals("", rig.file("sockets"));
        assertEquals(0, rig.counter("defects"), rig.log::toString);
    }

    @Test
    void twoBind() {
        meanwhile(() -> Rig.fails(Errno.EINVAL, () -> socket.bind(Rig.vc(201))));
        socket.bind(Rig.vc(200));
        assertEquals(1, rig.atm.connections());
    }

    @Test
    void twoConnect() {
        meanwhile(() -> Rig.fails(Errno.EINVAL, () -> socket.connect(Rig.vc(201))));
        socket.connect(Rig.vc(200));
        assertEquals(1, rig.atm.connections());
        Rig.fails(Errno.EISCONN, () -> socket.connect(Rig.vc(200)));
    }

    @Test
    void optionsStayWhileItIsOpened() {
        meanwhile(() -> Rig.fails(Errno.EINVAL, () -> Rig.set(socket, Sockets.MAX_SDU, 100)));
        socket.connect(Rig.vc(200));
        assertEquals(65535, rig.atm.parameters(200).maxSdu());
        assertEquals(65535, Rig.get(socket, Sockets.MAX_SDU));
    }

    @Test
    void oneClosesWhileAnotherBinds() {
        meanwhile(socket::close);
        Rig.fails(Errno.EBADF, () -> socket.bind(Rig.vc(200)));
        assertEquals(0, rig.atm.connections());
        Rig.fails(Errno.EBADF, () -> socket.bind(Rig.vc(200)));
    }

    /** What fails can be tried again, and leaves nothing. */
    @Test
    void anotherTryAfterAFailure() {
        rig.atm.driver = false;
        Rig.fails(Errno.ENODEV, () -> socket.bind(Rig.vc(200)));
        rig.atm.driver = true;
        socket.bind(Rig.vc(200));
    }

    /** A socket that is closed gets no identifier any more, and one has but one. */
    @Test
    void identifiers() {
        SocketSession ping = rig.ping();
        ping.connect(Rig.ip("127.0.0.1"));
        long[] name = new long[4];
        ping.name(false, name);
        Rig.fails(Errno.EINVAL, () -> ping.bind(new long[] {Sockets.INET, 77, 0, 0}));
        ping.close();
        Rig.fails(Errno.EBADF, () -> ping.connect(Rig.ip("127.0.0.1")));
        Rig.fails(Errno.EBADF, () -> ping.send(Rig.request(1, new byte[4]), 0, 12, 0, Rig.ip("127.0.0.1")));
        SocketSession next = rig.ping();
        next.bind(new long[] {Sockets.INET, name[Sockets.PORT], 0, 0});
        next.close();
    }

    @Test
    void aClosedSocketIsBoundToNothing() {
        socket.bind(Rig.vc(200));
        SocketSession oam = rig.socket(Sockets.ATMPVC, Sockets.DGRAM, Sockets.OAM);
        oam.close();
        Rig.fails(Errno.EBADF, () -> oam.connect(Rig.vc(200)));
        SocketSession capture = rig.socket(Sockets.PACKET, Sockets.RAW, 0);
        capture.close();
        Rig.fails(Errno.EBADF, () -> capture.bind(new long[] {Sockets.PACKET, -1, 0, 0}));
    }
}
