package org.sluice.kernel.net;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.sluice.abi.Errno;
import org.sluice.abi.Sockets;
import org.sluice.kernel.network.SocketSession;

/** Sockets that look on, and those for loopback cells. */
class LooksTest {
    private static long[] packet(int device) {
        return new long[] {Sockets.PACKET, device, 0, 0};
    }

    private static SocketSession capture(Rig rig, int device) {
        SocketSession socket = rig.socket(Sockets.PACKET, Sockets.RAW, 0);
        socket.bind(packet(device));
        Rig.set(socket, Sockets.RECEIVE_TIMEOUT, 1);
        return socket;
    }

    /** In the order of the wire, though the answer is there before the question's sending is over. */
    @Test
    void bothWaysInOrder() {
        Rig rig = Rig.loopback("open atm0 0.100 address=10.1.0.2/24");
        rig.atm.loop = true;
        SocketSession all = capture(rig, -1);
        SocketSession atm = capture(rig, 0);
        int used = rig.used();
        byte[] data = Rig.random(1, 9100);
        assertArrayEquals(data, rig.echo("10.1.0.2", data, 2));
        int[] types = {8, 8, 0, 0};
        for (int i = 0; i < 4; i++) {
            for (SocketSession s : new SocketSession[] {all, atm}) {
                byte[] buffer = new byte[10_000];
                long[] about = new long[Sockets.MESSAGE_LENGTH];
                int n = s.receive(buffer, 0, 10_000, 0, about);
                assertEquals(9100 + 36, n);
                assertEquals(types[i], buffer[28]);
                assertArrayEquals(data, Arrays.copyOfRange(buffer, 36, n));
                assertArrayEquals(new long[] {Sockets.PACKET, 0, 0, 100, n, rig.world.now + 5, 1 - i % 2, 2, Sockets.ENCAPSULATION_LLC}, about);
            }
        }
        Rig.fails(Errno.EAGAIN, () -> Rig.receive(all));
        rig.assertNothingKept(used);
        rig.echo("127.0.0.1", new byte[4], 0);
        long[] about = new long[Sockets.MESSAGE_LENGTH];
        all.receive(new byte[99], 0, 99, 0, about);
        assertEquals(-1, about[Sockets.INTERFACE]);
        assertEquals(Sockets.ENCAPSULATION_IP, about[Sockets.MESSAGE_ENCAPSULATION]);
        assertEquals(1, about[Sockets.MESSAGE_INTERFACE]);
        Rig.fails(Errno.EAGAIN, () -> Rig.receive(atm));
        all.close();
        atm.close();
        rig.assertNothingKept(used);
    }

    @Test
    void cutsCountsAndRefuses() {
        Rig rig = Rig.loopback();
        rig.atm.loop = true;
        SocketSession s = capture(rig, -1);
        Rig.set(s, Sockets.SNAP_LENGTH, 10);
        Rig.set(s, Sockets.RECEIVE_BUFFER, 4096);
        SocketSession sender = rig.aal5();
        sender.connect(Rig.vc(5));
        int used = rig.used();
        byte[] bytes = Rig.random(1, 5000);
        sender.write(bytes, 0, 5000);
        long[] about = new long[Sockets.MESSAGE_LENGTH];
        byte[] buffer = new byte[5000];
        assertEquals(10, s.receive(buffer, 0, 5000, 0, about));
        assertArrayEquals(Arrays.copyOf(bytes, 10), Arrays.copyOf(buffer, 10));
        assertEquals(5000, about[Sockets.MESSAGE_BYTES]);
        assertEquals(Sockets.ENCAPSULATION_NONE, about[Sockets.MESSAGE_ENCAPSULATION]);
        // there was room for one of the two
        assertEquals(1, Rig.get(s, Sockets.DROPPED));
        Rig.fails(Errno.ENOTSUP, () -> s.write(bytes, 0, 5));
        Rig.fails(Errno.ENODEV, () -> s.bind(packet(1)));
        Rig.fails(Errno.EINVAL, () -> Rig.set(s, Sockets.SNAP_LENGTH, 0));
        s.close();
        sender.write(bytes, 0, 5000);
        assertEquals(used, rig.used());
    }

    @Test
    void loopbackCellsComeBackToWhoSentThem() {
        Rig rig = Rig.loopback("open atm0 0.100 address=10.1.0.2/24");
        rig.atm.loop = true;
        SocketSession a = rig.socket(Sockets.ATMPVC, Sockets.DGRAM, Sockets.OAM);
        SocketSession b = rig.socket(Sockets.ATMPVC, Sockets.DGRAM, Sockets.OAM);
        Rig.fails(Errno.ENOENT, () -> a.connect(Rig.vc(101)));
        Rig.fails(Errno.EDESTADDRREQ, () -> a.write(new byte[4], 0, 4));
        a.connect(Rig.vc(100));
        b.connect(Rig.vc(100));
        byte[] token = {1, 2, 3, (byte) 0x84};
        a.write(token, 0, 4);
        assertArrayEquals(token, Rig.receive(a));
        Rig.set(b, Sockets.RECEIVE_TIMEOUT, 1);
        Rig.fails(Errno.EAGAIN, () -> Rig.receive(b));
        Rig.fails(Errno.EMSGSIZE, () -> a.write(token, 0, 3));
        rig.control("close atm0 0.100");
        Rig.fails(Errno.EPIPE, () -> a.write(token, 0, 4));
        a.close();
        b.close();
        assertEquals("", rig.file("sockets"));
    }

    @Test
    void alarmsAreShown() {
        Rig rig = Rig.loopback("open atm0 0.100 address=10.1.0.2/24 continuity=yes");
        assertTrue(rig.file("pvc").contains(" continuity=yes max_sdu=9188 alarms=- pending=0\n"), rig.file("pvc"));
        rig.atm.alarms(100, 7);
        assertTrue(rig.file("pvc").contains(" alarms=ais,rdi,loc "), rig.file("pvc"));
    }
}
