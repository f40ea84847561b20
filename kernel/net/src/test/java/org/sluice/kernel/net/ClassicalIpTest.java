package org.sluice.kernel.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.sluice.abi.Errno;
import org.sluice.kernel.CallFailed;
import org.sluice.kernel.network.SocketSession;

/** Who is where in a logical IP subnetwork. */
class ClassicalIpTest {
    private static final String SNAP = "aaaa030000000806";
    private static final long MINUTE = 60 * Rig.SECOND;

    private static String message(int operation, String source, String target) {
        return SNAP + "001308000000" + String.format("%04x", operation)
            + (source.isEmpty() ? "00" : "04") + "0000" + (target.isEmpty() ? "00" : "04") + source + target;
    }

    private static long sent(Rig rig, String part) {
        String taken = rig.atm.taken();
        return taken.isEmpty() ? 0 : taken.lines().filter(l -> l.contains(part)).count();
    }

    private static void ping(Rig rig, String to) {
        SocketSession socket = rig.ping();
        byte[] message = Rig.request(1, new byte[8]);
        socket.send(message, 0, 16, 0, Rig.ip(to));
        socket.close();
    }

    /** 5 s between the first three requests, then a minute, until there is an answer. */
    @Test
    void asksUntilAnswered() {
        Rig rig = Rig.loopback("open atm0 0.100 address=10.1.0.2/24");
        String request = message(8, "0a010002", "");
        assertEquals("100 " + request, rig.atm.taken());
        rig.world.run(5 * Rig.SECOND + 1);
        assertEquals(1, sent(rig, request));
        rig.world.run(5 * Rig.SECOND);
        assertEquals(1, sent(rig, request));
        rig.world.run(59 * Rig.SECOND);
        assertEquals(0, sent(rig, request));
        rig.world.run(2 * Rig.SECOND);
        assertEquals(1, sent(rig, request));
        rig.world.run(10 * MINUTE);
        assertEquals(10, sent(rig, request));
        rig.atm.inject(100, message(9, "0a010001", "0a010002"));
        rig.world.run(10 * MINUTE);
        assertEquals(0, sent(rig, request));
        assertEquals("10.1.0.1 interface=clip0 pvc=0.100 mac=- state=valid age=600\n", rig.file("arp"));
    }

    /** A peer that claims ever new addresses costs a full table, and one timer; the longest known go first. */
    @Test
    void whatAPeerClaimsIsBounded() {
        Rig rig = Rig.loopback("open atm0 0.100 address=10.1.0.2/16");
        rig.atm.inject(100, message(9, "0a010001", "0a010002"));
        int timers = rig.net.timers();
        for (int i = 0; i < 3000; i++) {
            rig.atm.inject(100, message(1, "0a01" + String.format("%04x", 0x100 + i), "0a010002"));
        }
        assertEquals(timers, rig.net.timers());
        assertEquals(1024, rig.file("arp").lines().count());
        assertTrue(rig.file("arp").contains("10.1.12.183 "), rig.file("arp"));
        assertFalse(rig.file("arp").contains("10.1.0.1 "), rig.file("arp"));
        rig.atm.sent.clear();
        rig.world.run(16 * MINUTE);
        assertEquals("", rig.file("arp"));
        assertEquals(0, rig.counter("defects"), rig.log::toString);
    }

    @Test
    void requestsBeginWithTheAddress() {
        Rig rig = Rig.loopback("open atm0 0.100");
        rig.atm.inject(100, message(8, "0a010001", ""));
        assertEquals("", rig.atm.taken());
        rig.control("address clip0 10.1.0.2/24");
        assertEquals("100 " + message(8, "0a010002", ""), rig.atm.taken());
        rig.atm.inject(100, message(8, "0a010001", ""));
        assertEquals("100 " + message(9, "0a010002", "0a010001"), rig.atm.taken());
    }

    /** After 15 minutes it is asked three times, 5 s apart; then the entry goes. An answer makes it young again. */
    @Test
    void entriesAge() {
        Rig rig = Rig.loopback("open atm0 0.100 address=10.1.0.2/24");
        rig.atm.inject(100, message(9, "0a010001", "0a010002"));
        rig.atm.taken();
        rig.world.run(15 * MINUTE - Rig.SECOND);
        assertEquals("", rig.atm.taken());
        assertTrue(rig.file("arp").contains("state=valid age=899"), rig.file("arp"));
        rig.world.run(2 * Rig.SECOND);
        assertEquals("100 " + message(8, "0a010002", ""), rig.atm.taken());
        assertTrue(rig.file("arp").contains("state=stale"), rig.file("arp"));
        rig.atm.inject(100, message(9, "0a010001", "0a010002"));
        assertTrue(rig.file("arp").contains("state=valid age=0"), rig.file("arp"));
        rig.world.run(15 * MINUTE + 11 * Rig.SECOND);
        assertEquals(3, sent(rig, message(8, "0a010002", "")));
        assertTrue(rig.file("arp").contains("state=stale"), rig.file("arp"));
        rig.world.run(5 * Rig.SECOND);
        assertEquals("", rig.file("arp"));
        // now nobody is known there, so it is asked as at the start
        rig.world.run(11 * Rig.SECOND);
        assertEquals(3, sent(rig, message(8, "0a010002", "")));
        rig.world.run(MINUTE);
        assertEquals(1, sent(rig, message(8, "0a010002", "")));
    }

    /** What a command has made forgotten, or an interface that was down, is asked for again until there is an answer. */
    @Test
    void asksAgainWhenItKnowsNothingAnyMore() {
        Rig rig = Rig.loopback("open atm0 0.100 address=10.1.0.2/24");
        String request = message(8, "0a010002", "");
        for (String how : List.of("arp flush", "arp del 10.1.0.1", "up clip0")) {
            rig.atm.inject(100, message(9, "0a010001", "0a010002"));
            rig.world.run(2 * MINUTE);
            rig.atm.taken();
            rig.control(how);
            assertEquals("100 " + request, rig.atm.taken(), how);
            rig.world.run(11 * Rig.SECOND);
            assertEquals(2, sent(rig, request), how);
        }
    }

    @Test
    void nothingIsSentToAllHostsOfANetwork() {
        Rig rig = Rig.loopback("open atm0 0.100 address=10.1.0.2/24");
        for (String all : List.of("10.1.0.255", "10.1.0.0", "255.255.255.255")) {
            CallFailed e = assertThrows(CallFailed.class, () -> ping(rig, all));
            assertEquals(Errno.ENETUNREACH, e.errno(), all);
        }
    }

    @Test
    void aServerKeepsEntriesForTwentyMinutesAndAnswersForOthers() {
        Rig rig = Rig.loopback("open atm0 0.100 address=10.1.0.2/24 arp=server");
        rig.control("open atm0 0.101 join=clip0");
        rig.atm.inject(100, message(9, "0a010001", "0a010002"));
        rig.atm.inject(101, message(9, "0a010003", "0a010002"));
        rig.atm.taken();
        rig.atm.inject(101, message(1, "0a010003", "0a010001"));
        assertEquals("101 " + message(2, "0a010001", "0a010003"), rig.atm.taken());
        rig.atm.inject(101, message(1, "0a010003", "0a010009"));
        assertEquals("101 " + message(10, "0a010003", "0a010009"), rig.atm.taken());
        rig.world.run(19 * MINUTE);
        assertEquals(2, rig.file("arp").lines().filter(l -> l.contains("state=valid")).count());
        rig.world.run(2 * MINUTE);
        assertEquals("", rig.file("arp"));
    }

    /** The only connection is used for everybody before anything is known. */
    @Test
    void aSoleConnectionNeedsNoAnswers() {
        for (String encapsulation : new String[] {"llc", "vc", "llc-routed", "vc-routed"}) {
            Rig rig = Rig.loopback("open atm0 0.100 encap=" + encapsulation + " address=10.1.0.2/24");
            rig.atm.taken();
            ping(rig, "10.1.0.77");
            assertEquals(1, sent(rig, "0a0100020a01004d"), encapsulation);
        }
    }

    @Test
    void severalConnectionsAreAskedWhoHasIt() {
        Rig rig = Rig.loopback("open atm0 0.100 address=10.1.0.2/24", "open atm0 0.101 join=clip0", "open atm0 0.102 join=clip0 encap=vc");
        rig.atm.taken();
        ping(rig, "10.1.0.7");
        ping(rig, "10.1.0.7");
        String request = message(1, "0a010002", "0a010007");
        assertEquals("100 " + request + "\n101 " + request, rig.atm.taken());
        rig.atm.inject(100, message(10, "0a010002", "0a010007"));
        rig.atm.inject(101, message(2, "0a010007", "0a010002"));
        String taken = rig.atm.taken();
        assertEquals(2, taken.lines().filter(l -> l.startsWith("101 aaaa030000000800")).count(), taken);
        assertEquals(2, taken.lines().count(), taken);
        ping(rig, "10.1.0.7");
        assertTrue(rig.atm.taken().startsWith("101 aaaa030000000800"));
        assertEquals(1, rig.counter("arp_in_naks"));
    }

    @Test
    void nobodyAnswersIsHostUnreachable() {
        Rig rig = Rig.loopback("open atm0 0.100 address=10.1.0.2/24", "open atm0 0.101 join=clip0");
        int used = rig.used();
        SocketSession socket = rig.ping();
        socket.connect(Rig.ip("10.1.0.7"));
        byte[] message = Rig.request(1, new byte[8]);
        for (int i = 0; i < 20; i++) {
            socket.write(message, 0, 16);
        }
        // sixteen wait, the oldest four were dropped
        assertEquals(4, rig.counter("arp_queue_dropped"));
        Rig.fails(Errno.EHOSTUNREACH, () -> socket.read(message, 0, 16));
        socket.close();
        rig.atm.taken();
        assertEquals(used, rig.used());
        assertEquals("", rig.file("arp"));
        assertEquals(16, rig.counter("ip_out_unresolved"));
    }

    @Test
    void withoutAtmarpSeveralConnectionsNeedEntries() {
        Rig rig = Rig.loopback("open atm0 0.100 encap=vc address=10.1.0.2/24 peer=10.1.0.1", "open atm0 0.101 encap=vc join=clip0");
        rig.control("arp add 10.1.0.3 clip0 0.101");
        ping(rig, "10.1.0.1");
        assertTrue(rig.atm.taken().startsWith("100 45"));
        ping(rig, "10.1.0.3");
        assertTrue(rig.atm.taken().startsWith("101 45"));
        ping(rig, "10.1.0.4");
        assertEquals("", rig.atm.taken());
        assertEquals(1, rig.counter("ip_out_unresolved"));
        assertTrue(rig.file("arp").contains("10.1.0.3 interface=clip0 pvc=0.101 mac=- state=static"), rig.file("arp"));
        rig.control("close atm0 0.101");
        assertTrue(!rig.file("arp").contains("10.1.0.3"));
    }

    @Test
    void staticEntriesStayAndAreNotLearnedOver() {
        Rig rig = Rig.loopback("open atm0 0.100 address=10.1.0.2/24", "open atm0 0.101 join=clip0", "arp add 10.1.0.1 clip0 0.101");
        rig.atm.inject(100, message(9, "0a010001", "0a010002"));
        rig.world.run(60 * MINUTE);
        assertTrue(rig.file("arp").contains("10.1.0.1 interface=clip0 pvc=0.101 mac=- state=static"), rig.file("arp"));
        rig.control("arp flush");
        assertTrue(rig.file("arp").contains("10.1.0.1 "));
        rig.control("arp del 10.1.0.1");
        assertEquals("", rig.file("arp"));
        rig.refused(Errno.ENOENT, "arp del 10.1.0.1");
    }

    /** Addresses that no host has are not learned, and the table does not grow for ever. */
    @Test
    void theTableIsBounded() {
        Rig rig = Rig.loopback("open atm0 0.100 address=10.1.0.2/24");
        for (String nobody : new String[] {"00000000", "ffffffff", "e0000001", "7f000001"}) {
            rig.atm.inject(100, message(8, nobody, ""));
        }
        assertEquals("", rig.file("arp"));
        for (int i = 0; i < 3000; i++) {
            rig.atm.inject(100, message(8, String.format("0a02%04x", i + 1), ""));
            rig.atm.taken();
        }
        assertEquals(1024, rig.file("arp").lines().count());
    }

    @Test
    void packetsUpToTheSduAreTaken() {
        Rig rig = Rig.loopback("open atm0 0.100 address=10.1.0.2/24");
        assertEquals(9188, rig.atm.parameters(100).maxSdu());
        rig.control("open atm0 0.101 mtu=65527 address=10.2.0.2/24");
        assertEquals(65535, rig.atm.parameters(101).maxSdu());
        rig.refused(Errno.EINVAL, "open atm0 0.102 mtu=65528 address=10.3.0.2/24");
        rig.control("open atm0 0.103 encap=vc mtu=65535 address=10.3.0.2/24");
        assertEquals(65535, rig.atm.parameters(103).maxSdu());
    }
}
