package org.sluice.kernel.net;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.sluice.abi.Errno;
import org.sluice.abi.Sockets;
import org.sluice.kernel.network.SocketSession;

/** Echo requests and answers, from one machine to another and to itself. */
class EchoTest {
    /** Two machines, the one with address .1, the other with .2, over a connection of some encapsulation. */
    static Rig[] pair(String encapsulation, String... more) {
        Rig.World world = new Rig.World();
        String options = String.join(" ", more);
        Rig a = new Rig(world, 1, "open atm0 0.100 encap=" + encapsulation + " address=10.1.0.1/24 " + options);
        Rig b = new Rig(world, 2, "open atm0 0.100 encap=" + encapsulation + " address=10.1.0.2/24 " + options);
        FakeAtm.connect(a, b);
        return new Rig[] {a, b};
    }

    @TestFactory
    List<DynamicTest> allEncapsulationsCarryEchoes() {
        return List.of("llc", "vc", "llc-routed", "vc-routed", "llc-bridged", "vc-bridged").stream().map(e -> DynamicTest.dynamicTest(e, () -> {
            Rig[] rigs = pair(e);
            for (int size : new int[] {0, 1, 56, 1472, 1473, 4096, 9152, 9153, 20_000, 65_507}) {
                byte[] data = Rig.random(size, size);
                assertArrayEquals(data, rigs[0].echo("10.1.0.2", data, 0), e + " " + size);
                assertArrayEquals(data, rigs[1].echo("10.1.0.1", data, 0), e + " " + size);
            }
            for (Rig rig : rigs) {
                assertEquals(0, rig.counter("defects"), rig.log::toString);
            }
        })).toList();
    }

    @Test
    void ownAddressesAnswerOnLo() {
        Rig rig = Rig.loopback("open atm0 0.100 address=10.1.0.2/24");
        rig.atm.loop = true;
        byte[] data = Rig.random(1, 3000);
        assertArrayEquals(data, rig.echo("127.0.0.1", data, 0));
        assertArrayEquals(data, rig.echo("127.3.2.1", data, 0));
        assertArrayEquals(data, rig.echo("10.1.0.2", data, 0));
        assertTrue(rig.file("links").contains("lo index=1 state=up mtu=65535 address=127.0.0.1/8 mac=- pvcs=- checksum=off largest=65535\n rx_packets 6\n"),
            rig.file("links"));
    }

    /** With a route of its own, or asked to go through the interface, own traffic is sent over the link, and so are the answers. */
    @Test
    void ownTrafficGoesOverTheLinkWhenAskedTo() {
        for (String encapsulation : List.of("llc", "vc", "llc-bridged", "vc-bridged")) {
            Rig rig = Rig.loopback();
            rig.atm.loop = true;
            rig.control("open atm0 0.100 encap=" + encapsulation + " address=10.1.0.2/24");
            byte[] data = Rig.random(1, 30_000);
            assertArrayEquals(data, rig.echo("10.1.0.2", data, 2), encapsulation);
            rig.control("route add 10.1.0.2/32 dev " + (encapsulation.endsWith("bridged") ? "nas0" : "clip0"));
            assertArrayEquals(data, rig.echo("10.1.0.2", data, 0), encapsulation);
            assertTrue(rig.file("links").startsWith("lo index=1 state=up mtu=65535 address=127.0.0.1/8 mac=- pvcs=- checksum=off largest=65535\n rx_packets 0\n"));
            assertEquals(0, rig.counter("defects"), rig.log::toString);
        }
    }

    @Test
    void echoesToAllAreNotAnswered() {
        Rig rig = Rig.loopback("open atm0 0.100 address=10.1.0.2/24");
        rig.atm.inject(100, "aaaa030000000800" + IpPackets.echo("10.1.0.1", "255.255.255.255", 1, "00"));
        rig.atm.inject(100, "aaaa030000000800" + IpPackets.echo("10.1.0.1", "10.1.0.255", 1, "00"));
        rig.atm.taken();
        assertEquals("", rig.atm.taken());
        assertEquals(2, rig.counter("icmp_in_echo_requests_to_all"));
    }

    @Test
    void nobodyOnTheLinkIsHostUnreachable() {
        Rig rig = Rig.loopback("open atm0 0.100 encap=llc-bridged address=10.1.0.2/24");
        SocketSession socket = rig.ping();
        byte[] message = Rig.request(1, new byte[8]);
        socket.connect(Rig.ip("10.1.0.9"));
        assertEquals(16, socket.write(message, 0, 16));
        long[] about = new long[Sockets.MESSAGE_LENGTH];
        Rig.fails(Errno.EHOSTUNREACH, () -> socket.receive(message, 0, 16, 0, about));
        assertEquals(0x0a010002, about[Sockets.LOW]);
        // what was not said any more is not said again
        Rig.set(socket, Sockets.RECEIVE_TIMEOUT, 1);
        Rig.fails(Errno.EAGAIN, () -> socket.receive(message, 0, 16, 0, null));
        socket.close();
    }
}
