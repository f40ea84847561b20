package org.sluice.kernel.net;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.sluice.abi.Errno;
import org.sluice.abi.Sockets;
import org.sluice.kernel.CallFailed;
import org.sluice.kernel.network.SocketSession;

/** What holds for all of it: order, bounds, calls that come back while they are made, and that nothing is kept. */
class StackTest {
    /** SDUs that come while one is sent are handled behind it, in order, and not deeper and deeper. */
    @Test
    void whatComesBackDuringASendDoesNotNest() {
        Rig rig = Rig.loopback("open atm0 0.100 encap=vc address=10.1.0.2/24");
        rig.atm.loop = true;
        int[] deepest = {0};
        int[] left = {3000};
        // each answer that is sent brings another request in, as data and acknowledgements do
        rig.atm.onSend = () -> {
            deepest[0] = Math.max(deepest[0], Thread.currentThread().getStackTrace().length);
            if (left[0]-- > 0) {
                rig.atm.give(100, rig.received(Rig.hex(IpPackets.echo("10.1.0.1", "10.1.0.2", 1, "00"))));
            }
        };
        rig.atm.loop = false;
        rig.atm.give(100, rig.received(Rig.hex(IpPackets.echo("10.1.0.1", "10.1.0.2", 1, "00"))));
        rig.net.runDue();
        assertEquals(3001, rig.counter("icmp_out_echo_replies"));
        assertTrue(deepest[0] < 120, "stack of " + deepest[0]);
    }

    /** What others bring while a caller handles its own holds it up for a while only; the network's thread does the rest, in order. */
    @Test
    void nobodyIsKeptHandlingForOthers() {
        Rig rig = Rig.loopback("open atm0 0.100 encap=vc address=10.1.0.2/24");
        rig.atm.taken();
        int[] made = {0};
        Runnable more = () -> rig.atm.give(100, rig.received(Rig.hex(IpPackets.echo("10.1.0.1", "10.1.0.2", made[0]++, "00"))));
        rig.atm.onSend = () -> {
            if (made[0] < 3000) {
                more.run();
            }
        };
        more.run();
        assertEquals(256, rig.counter("icmp_out_echo_replies"));
        rig.net.runDue();
        assertEquals(3000, rig.counter("icmp_out_echo_replies"));
        for (int i = 0; i < 3000; i++) {
            byte[] answer = rig.atm.sent.get(i).bytes();
            assertEquals(i, (answer[26] & 255) << 8 | answer[27] & 255);
        }
    }

    /** The same for what one sends that others add: a link that never fills up does not keep the one that began. */
    @Test
    void nobodyIsKeptSendingForOthers() {
        Rig rig = Rig.loopback("open atm0 0.100 encap=vc address=10.1.0.2/24");
        rig.atm.taken();
        SocketSession socket = rig.ping();
        int[] made = {0};
        Runnable more = () -> socket.send(Rig.request(made[0]++, new byte[0]), 0, 8, 0, Rig.ip("10.1.0.1"));
        rig.atm.onSend = () -> {
            if (made[0] < 2000) {
                more.run();
            }
        };
        more.run();
        assertEquals(256, rig.atm.sent.size());
        rig.net.runDue();
        assertEquals(2000, rig.atm.sent.size());
        for (int i = 0; i < 2000; i++) {
            byte[] request = rig.atm.sent.get(i).bytes();
            assertEquals(i, (request[26] & 255) << 8 | request[27] & 255);
        }
    }

    /** A driver that fails in an unforeseen way costs the packet it was given, and is told of. */
    @Test
    void anErrorInTheDriverStopsNothing() {
        Rig rig = Rig.loopback("open atm0 0.100 encap=vc address=10.1.0.2/24");
        rig.atm.taken();
        int used = rig.used();
        SocketSession socket = rig.ping();
        rig.atm.onSend = () -> {
            throw new InternalError("broken");
        };
        socket.send(Rig.request(1, new byte[5000]), 0, 5008, 0, Rig.ip("10.1.0.1"));
        rig.assertNothingKept(used);
        assertEquals(1, rig.counter("defects"));
        assertTrue(rig.log.getFirst().contains("broken"), rig.log::toString);
        rig.atm.onSend = () -> { };
        socket.send(Rig.request(2, new byte[5]), 0, 13, 0, Rig.ip("10.1.0.1"));
        assertEquals(1, rig.atm.sent.size());
        socket.close();
    }

    /** A driver that fails when a connection is closed does not keep its number. */
    @Test
    void anErrorInClosingKeepsNothing() {
        Rig rig = Rig.loopback();
        SocketSession socket = rig.aal5();
        socket.bind(Rig.vc(200));
        rig.atm.onClose = () -> {
            throw new InternalError("broken");
        };
        org.junit.jupiter.api.Assertions.assertThrows(InternalError.class, socket::close);
        rig.atm.onClose = () -> { };
        SocketSession next = rig.aal5();
        next.bind(Rig.vc(200));
        next.close();
        assertEquals(0, rig.atm.connections());
    }

    /** A connection without room keeps some packets, in order, and drops and counts the rest. */
    @Test
    void packetsWaitForRoomInOrder() {
        Rig rig = Rig.loopback("open atm0 0.100 encap=vc address=10.1.0.2/24");
        rig.atm.taken();
        rig.atm.ring = 3;
        int used = rig.used();
        SocketSession socket = rig.ping();
        for (int i = 0; i < 200; i++) {
            byte[] message = Rig.request(i, new byte[0]);
            socket.send(message, 0, 8, 0, Rig.ip("10.1.0.1"));
        }
        assertEquals(3, rig.atm.sent.size());
        assertTrue(rig.file("pvc").contains(" sent_overflow 69\n"), rig.file("pvc"));
        rig.atm.makeRoom(10);
        assertEquals(13, rig.atm.sent.size());
        rig.atm.makeRoom(1000);
        assertEquals(131, rig.atm.sent.size());
        for (int i = 0; i < 131; i++) {
            assertEquals(i, rig.atm.sent.get(i).bytes()[27] & 255);
        }
        socket.close();
        rig.assertNothingKept(used);
        rig.atm.ring = 0;
        socket = rig.ping();
        socket.send(Rig.request(1, new byte[500]), 0, 508, 0, Rig.ip("10.1.0.1"));
        socket.close();
        rig.control("close atm0 0.100");
        rig.assertNothingKept(used);
    }

    /** A driver that was given up: packets are dropped and counted, and nothing is kept. */
    @Test
    void packetsForADriverThatIsGone() {
        Rig rig = Rig.loopback("open atm0 0.100 encap=vc address=10.1.0.2/24");
        int used = rig.used();
        rig.atm.driver = false;
        SocketSession socket = rig.ping();
        socket.send(Rig.request(1, new byte[30_000]), 0, 30_008, 0, Rig.ip("10.1.0.1"));
        assertTrue(rig.file("pvc").contains(" sent_refused 4\n"), rig.file("pvc"));
        rig.assertNothingKept(used);
        rig.atm.driver = true;
        socket.send(Rig.request(1, new byte[3]), 0, 11, 0, Rig.ip("10.1.0.1"));
        assertEquals(1, rig.atm.sent.size());
    }

    @Test
    void withoutMemoryPacketsAreLostAndNothingBreaks() {
        Rig rig = Rig.loopback("open atm0 0.100 encap=vc address=10.1.0.2/24", "open atm0 0.102 encap=llc-bridged address=10.3.0.2/24");
        rig.atm.taken();
        // uses the frame up that headers are cut from
        Random random = new Random(1);
        int used = rig.used();
        for (int i = 0; i < 2000; i++) {
            byte[] packet = switch (random.nextInt(4)) {
                case 0 -> IpPackets.ip("10.1.0.1", "10.1.0.2", 99, i, 0, new byte[20]);
                case 1 -> IpPackets.ip("10.1.0.1", "10.1.0.2", 99, i, 0x2000, new byte[24]);
                default -> Rig.hex(IpPackets.echo("10.1.0.1", "10.1.0.2", i, "00"));
            };
            var parts = rig.received(packet);
            rig.noMemory = random.nextInt(3) > 0;
            rig.atm.give(100, parts);
            rig.noMemory = false;
            if (i % 100 == 0) {
                rig.noMemory = true;
                rig.world.run(31 * Rig.SECOND);
                rig.noMemory = false;
            }
            rig.atm.sent.clear();
        }
        rig.world.run(40 * Rig.SECOND);
        rig.atm.sent.clear();
        rig.assertNothingKept(used);
        assertEquals(0, rig.counter("defects"), rig.log::toString);
    }

    /** Two machines that do everything at once over a bad wire; when all is closed there is as much memory as before. */
    @Test
    void afterEverythingIsClosedNothingIsKept() {
        for (int seed = 0; seed < 5; seed++) {
            Rig.World world = new Rig.World();
            Rig[] rigs = {new Rig(world, 1), new Rig(world, 2)};
            FakeAtm.connect(rigs[0], rigs[1]);
            int[] used = {rigs[0].used(), rigs[1].used()};
            Random random = new Random(seed);
            for (int i = 0; i < 2; i++) {
                rigs[i].atm.chance = random;
                rigs[i].atm.loss = 0.05;
                rigs[i].atm.duplication = 0.05;
                rigs[i].atm.reordering = 0.1;
                int n = i + 1;
                int[] vci = {100};
                for (String e : new String[] {"llc", "vc", "llc-routed", "vc-routed", "llc-bridged", "vc-bridged"}) {
                    rigs[i].control("open atm0 0." + vci[0] + " encap=" + e + " address=10." + vci[0]++ + ".0." + n + "/24");
                }
            }
            SocketSession[] pings = {rigs[0].ping(), rigs[1].ping()};
            SocketSession[] natives = {rigs[0].aal5(), rigs[1].aal5()};
            SocketSession capture = rigs[0].socket(Sockets.PACKET, Sockets.RAW, 0);
            capture.bind(new long[] {Sockets.PACKET, -1, 0, 0});
            for (SocketSession s : natives) {
                s.bind(Rig.vc(300));
                s.connect(Rig.vc(300));
            }
            for (int i = 0; i < 600; i++) {
                int who = random.nextInt(2);
                byte[] data = Rig.random(i, 1 + (random.nextInt(4) == 0 ? random.nextInt(60_000) : random.nextInt(2000)));
                try {
                    switch (random.nextInt(5)) {
                        case 0, 1 -> {
                            byte[] message = Rig.request(i, data);
                            pings[who].send(message, 0, message.length, 0, Rig.ip("10." + (100 + random.nextInt(6)) + ".0." + (2 - who
                                + (random.nextInt(10) == 0 ? 5 : 0))));
                        }
                        case 2 -> natives[who].write(data, 0, data.length);
                        case 3 -> {
                            byte[] got = new byte[70_000];
                            natives[who].receive(got, 0, 70_000, Sockets.DONT_WAIT, null);
                        }
                        default -> pings[who].receive(new byte[70_000], 0, 70_000, Sockets.DONT_WAIT, null);
                    }
                } catch (CallFailed e) {
                    assertTrue(Arrays.asList(Errno.EAGAIN, Errno.EHOSTUNREACH).contains(e.errno()), e::toString);
                }
                world.run(random.nextInt(3) == 0 ? Rig.SECOND / 10 : 0);
            }
            world.run(5 * Rig.SECOND);
            assertTrue(rigs[0].counter("icmp_out_echo_replies") > 20);
            for (SocketSession s : new SocketSession[] {pings[0], pings[1], natives[0], natives[1], capture}) {
                s.close();
            }
            for (Rig rig : rigs) {
                for (int vci = 100; vci < 106; vci++) {
                    rig.control("close atm0 0." + vci);
                }
            }
            world.run(60 * Rig.SECOND);
            for (int i = 0; i < 2; i++) {
                rigs[i].assertNothingKept(used[i]);
                assertEquals(0, rigs[i].counter("defects"), rigs[i].log::toString);
                assertEquals("", rigs[i].file("pvc"));
                assertEquals("", rigs[i].file("sockets"));
            }
        }
    }

    /** Gateways: the next hop is asked for, the packet is the destination's. */
    @Test
    void routesThroughAGateway() {
        Rig rig = Rig.loopback("open atm0 0.102 encap=llc-bridged mac=02:00:00:00:00:66 address=10.3.0.2/24",
            "arp add 10.3.0.1 nas0 02:00:00:00:00:01", "route add 10.4.0.0/16 via 10.3.0.1", "route add 10.4.5.0/24 dev nas0");
        rig.atm.taken();
        rig.ping().send(Rig.request(1, new byte[0]), 0, 8, 0, Rig.ip("10.4.0.9"));
        String taken = rig.atm.taken();
        assertTrue(taken.startsWith("102 aaaa030080c200070000" + "020000000001" + "020000000066" + "0800"), taken);
        assertTrue(taken.contains("0a0300020a040009"), taken);
        rig.ping().send(Rig.request(1, new byte[0]), 0, 8, 0, Rig.ip("10.4.5.9"));
        assertTrue(rig.atm.taken().contains("0a030002" + "000000000000" + "0a040509"), "asks on the link");
    }

    @Test
    void ethernetArpAgesAndIsNotFooled() {
        Rig rig = Rig.loopback("open atm0 0.102 encap=vc-bridged mac=02:00:00:00:00:66 address=10.3.0.2/24");
        String front = "0000" + "ffffffffffff" + "000001000000" + "0806" + "00010800060400";
        rig.atm.inject(102, front + "01" + "000001000000" + "0a030001" + "000000000000" + "0a030002");
        rig.atm.taken();
        assertTrue(rig.file("arp").startsWith("10.3.0.1 interface=nas0 pvc=0.102 mac=00:00:01:00:00:00 state=valid age=0\n"));
        // not asked for, and not for this machine: nothing is learned; of who is known the new address is
        rig.atm.inject(102, front + "01" + "000001000005" + "0a030005" + "000000000000" + "0a030006");
        rig.atm.inject(102, front + "02" + "000001000007" + "0a030001" + "000000000000" + "0a030001");
        assertEquals("10.3.0.1 interface=nas0 pvc=0.102 mac=00:00:01:00:00:07 state=valid age=0\n", rig.file("arp"));
        // somebody else says to have this machine's address; a group's address is nobody's
        rig.atm.inject(102, front + "02" + "000001000009" + "0a030002" + "000000000000" + "0a030002");
        rig.atm.inject(102, front + "02" + "010001000009" + "0a030001" + "000000000000" + "0a030001");
        assertEquals(1, rig.counter("arp_in_conflicts"));
        assertEquals(1, rig.counter("arp_in_ignored"));
        assertEquals("10.3.0.1 interface=nas0 pvc=0.102 mac=00:00:01:00:00:07 state=valid age=0\n", rig.file("arp"));
        rig.atm.inject(102, front + "02" + "000001000008" + "0a030008" + "020000000066" + "0a030002");
        assertEquals(1, rig.file("arp").lines().count(), "a reply to no request");
        // a packet for another host in a frame for all
        rig.atm.inject(102, "0000" + "ffffffffffff" + "000001000000" + "0800" + IpPackets.echo("10.3.0.1", "10.3.0.7", 1, "00"));
        assertEquals(1, rig.counter("ip_in_not_for_us"));
        // and one for this machine: no question to be answered by all who hear it
        rig.atm.inject(102, "0000" + "ffffffffffff" + "000001000000" + "0800" + IpPackets.echo("10.3.0.1", "10.3.0.2", 1, "00"));
        assertEquals(1, rig.counter("icmp_in_echo_requests_to_all"));
        // frames for others
        rig.atm.inject(102, "0000" + "020000000067" + "000001000000" + "0800" + IpPackets.echo("10.3.0.1", "10.3.0.2", 1, "00"));
        assertEquals("", rig.atm.taken());
        rig.world.run(301 * Rig.SECOND);
        assertEquals("102 0000" + "000001000007" + "020000000066" + "0806" + "0001080006040001" + "020000000066" + "0a030002" + "000000000000"
            + "0a030001", rig.atm.taken());
        rig.world.run(20 * Rig.SECOND);
        assertEquals("", rig.file("arp"));
    }

    @Test
    void echoesThroughAllKindsOfBorders() {
        Rig[] rigs = EchoTest.pair("vc-bridged");
        for (int size = 0; size < 300; size += 7) {
            byte[] data = Rig.random(size, size);
            assertArrayEquals(data, rigs[0].echo("10.1.0.2", data, 0));
        }
    }
}
