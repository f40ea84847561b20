package org.sluice.kernel.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.sluice.abi.Errno;
import org.sluice.kernel.driver.VcParameters;

/** Commands: what they do, what is refused, and that what is refused changes nothing. */
class ControlTest {
    private final Rig rig = Rig.loopback("open atm0 0.100 address=10.1.0.2/24");

    private String state() {
        return rig.file("links").replaceAll("(?m)^ .*\n", "") + rig.file("route") + rig.file("arp")
            + rig.file("pvc").replaceAll("(?m)^ .*\n", "") + rig.atm.connections();
    }

    @Test
    void refusedCommandsChangeNothing() {
        rig.control("open atm0 0.102 encap=llc-bridged address=10.3.0.2/24");
        rig.control("route add 10.9.0.0/16 via 10.1.0.1");
        String before = state();
        for (String wrong : List.of("frob", "open", "open atm0", "open atm0 100", "open atm0 0.0", "open atm0 256.1", "open atm0 0.65536",
            "open atm0 -1.5", "open atm0 0.55 encap=none", "open atm0 0.55 encap=native", "open atm0 0.55 what=1", "open atm0 0.55 mtu=67",
            "open atm0 0.55 mtu=1 mtu=2", "open atm0 0.55 address=10.4.0.2", "open atm0 0.55 address=10.4.0.0/24", "open atm0 0.55 address=10.4.0.255/24",
            "open atm0 0.55 address=127.0.0.2/8", "open atm0 0.55 address=224.0.0.1/4", "open atm0 0.55 address=10.4.0.2/33",
            "open atm0 0.55 mac=02:00:00:00:00:01", "open atm0 0.55 encap=vc-bridged mac=01:00:00:00:00:01", "open atm0 0.55 arp=maybe",
            "open atm0 0.55 join=lo", "open atm0 0.55 join=nas0", "open atm0 0.55 encap=vc-bridged join=clip0",
            "open atm0 0.55 join=clip0 address=10.4.0.2/24", "open atm0 0.55 category=cbr", "open atm0 0.55 category=vbr pcr=10",
            "open atm0 0.55 category=vbr pcr=10 scr=11", "open atm0 0.55 category=abr", "open atm0 0.55 weight=0", "open atm0 0.55 police=1",
            "open atm0 0.55 scr=4", "open atm0 0.55 peer=0.0.0.0", "open atm0 0.55 encap=vc-bridged peer=10.4.0.1", "close atm0", "close atm0 0.100 x",
            "address clip0", "address clip0 10.1.0.3", "address lo 10.1.0.3/24", "up", "mtu clip0 67", "mtu clip0 9181", "mtu nas0 9999",
            "mtu clip0 x", "route", "route add", "route add 10.4.0.0/16", "route add 10.4.0.1/16 dev clip0", "route add 10.4.0.0/16 dev",
            "route add 10.4.0.0/16 gw 10.1.0.1", "route add 224.0.0.0/4 dev clip0", "arp", "arp add 10.1.0.5 clip0 5",
            "arp add 10.1.0.5 nas0 0.102", "arp add 10.1.0.5 lo 0.100", "arp add 0.0.0.0 clip0 0.100", "arp del", "arp del 0.0.0.0x", "arp flush all")) {
            rig.refused(Errno.EINVAL, wrong);
        }
        for (String device : List.of("open atm7 0.5", "close atm7 0.5", "address clip7 10.1.0.3/24", "up clip7", "down clip7", "mtu clip7 1500",
            "route add 10.4.0.0/16 dev clip7", "arp add 10.1.0.5 clip7 0.100", "arp add 10.1.0.5 clip0 0.101", "open atm0 0.55 join=clip7")) {
            rig.refused(Errno.ENODEV, device);
        }
        for (String none : List.of("close atm0 0.101", "route del 10.4.0.0/16", "route del 10.1.0.0/24", "route del 10.9.0.0/16 dev nas0",
            "arp del 10.1.0.9", "arp del 0.0.0.0")) {
            rig.refused(Errno.ENOENT, none);
        }
        for (String taken : List.of("open atm0 0.100 address=10.8.0.2/24", "open atm0 0.55 address=10.1.0.2/24", "address nas0 10.1.0.2/24")) {
            rig.refused(Errno.EADDRINUSE, taken);
        }
        rig.refused(Errno.EEXIST, "route add 10.9.0.0/16 dev nas0");
        rig.refused(Errno.ENETUNREACH, "route add 10.4.0.0/16 via 10.99.0.1");
        rig.refused(Errno.ENETUNREACH, "route add 10.4.0.0/16 via 10.1.0.2");
        rig.refused(Errno.ENETUNREACH, "route add 10.4.0.0/16 via 10.9.0.1");
        rig.atm.driver = false;
        rig.refused(Errno.ENODEV, "open atm0 0.55 address=10.4.0.2/24");
        assertEquals(before, state());
    }

    @Test
    void filesShowWhatIsThere() {
        rig.control("# a comment\n\nopen atm0 0.102 encap=llc-bridged mac=02:00:00:00:00:66 address=10.3.0.2/24 category=vbr pcr=1000 scr=500 mbs=20 "
            + "police=yes\nroute add default via 10.1.0.1\narp add 10.3.0.1 nas0 02:00:00:00:00:01");
        assertEquals("atm0 state=up link=fake_link\n cells_sent 12\n", rig.file("interfaces"));
        assertTrue(rig.file("pvc").startsWith("atm0 0.100 aal=5 encap=llc interface=clip0 category=ubr pcr=0 scr=0 mbs=1 cdvt=0 weight=1 police=no "
            + "continuity=no max_sdu=9188 alarms=- pending=0\n sdus_received 0\n"), rig.file("pvc"));
        assertTrue(rig.file("pvc").contains("\natm0 0.102 aal=5 encap=llc-bridged interface=nas0 category=vbr pcr=1000 scr=500 mbs=20 cdvt=0 weight=1 "
            + "police=yes"), rig.file("pvc"));
        assertTrue(rig.file("pvc").contains("\n tx_cells 5\n"));
        assertEquals("lo index=1 state=up mtu=65535 address=127.0.0.1/8 mac=- pvcs=- checksum=off largest=65535\n"
            + "clip0 index=2 state=up mtu=9180 address=10.1.0.2/24 mac=- pvcs=atm0:0.100 checksum=on largest=9180\n"
            + "nas0 index=3 state=up mtu=1500 address=10.3.0.2/24 mac=02:00:00:00:00:66 pvcs=atm0:0.102 checksum=on largest=1500\n",
            rig.file("links").replaceAll("(?m)^ .*\n", ""));
        assertEquals("10.3.0.1 interface=nas0 pvc=0.102 mac=02:00:00:00:00:01 state=static age=0\n", rig.file("arp"));
        assertEquals("10.1.0.2/32 via=- dev=lo kind=local\n10.3.0.2/32 via=- dev=lo kind=local\n10.1.0.0/24 via=- dev=clip0 kind=connected\n"
            + "10.3.0.0/24 via=- dev=nas0 kind=connected\n127.0.0.0/8 via=- dev=lo kind=local\n0.0.0.0/0 via=10.1.0.1 dev=clip0 kind=static\n",
            rig.file("route"));
        assertTrue(rig.file("snmp").contains("\n ip_in_received 0\n"));
        assertTrue(rig.file("control").contains("open ATMIF VPI.VCI"));
        assertEquals(List.of("control", "interfaces", "pvc", "links", "arp", "route", "snmp", "sockets", "settings"), rig.net.view().names());
        assertEquals(VcParameters.Category.VBR, rig.atm.parameters(102).traffic().category());
    }

    @Test
    void theLastConnectionTakesTheInterface() {
        rig.control("open atm0 0.101 join=clip0");
        rig.control("route add 10.9.0.0/16 via 10.1.0.1");
        rig.control("close atm0 0.100");
        assertTrue(rig.file("links").contains("clip0 index=2 state=up mtu=9180 address=10.1.0.2/24 mac=- pvcs=atm0:0.101 checksum=on largest=9180\n"));
        rig.control("close atm0 0.101");
        assertEquals("127.0.0.0/8 via=- dev=lo kind=local\n", rig.file("route"));
        assertEquals(0, rig.atm.connections());
        rig.control("open atm0 0.100 address=10.1.0.2/24");
        assertTrue(rig.file("links").contains("clip0 index=2 "));
    }

    @Test
    void addressesMove() {
        rig.control("address clip0 10.5.0.2/16");
        assertEquals("10.5.0.2/32 via=- dev=lo kind=local\n10.5.0.0/16 via=- dev=clip0 kind=connected\n127.0.0.0/8 via=- dev=lo kind=local\n",
            rig.file("route"));
        rig.control("address clip0 none");
        assertEquals("127.0.0.0/8 via=- dev=lo kind=local\n", rig.file("route"));
        Rig.fails(Errno.ENETUNREACH, () -> rig.ping().connect(Rig.ip("10.5.0.2")));
    }

    @Test
    void interfacesThatAreDown() {
        rig.control("down clip0");
        byte[] message = Rig.request(1, new byte[8]);
        Rig.fails(Errno.ENETUNREACH, () -> rig.ping().send(message, 0, 16, 0, Rig.ip("10.1.0.1")));
        rig.atm.taken();
        rig.atm.inject(100, "aaaa030000000800" + IpPackets.echo("10.1.0.1", "10.1.0.2", 1, "00"));
        assertEquals("", rig.atm.taken());
        rig.control("up clip0");
        rig.atm.inject(100, "aaaa030000000800" + IpPackets.echo("10.1.0.1", "10.1.0.2", 1, "00"));
        assertTrue(rig.atm.taken().startsWith("100 aaaa"));
    }

    /** A driver that is there two seconds after the start; the order of the commands is kept. */
    @Test
    void bootCommandsWaitForTheDriver() {
        Rig.World world = new Rig.World();
        Rig late = new Rig(world, false, 4, "frob", "open atm0 0.100 address=10.1.0.2/24", "route add default via 10.1.0.1");
        assertEquals(List.of("'frob' failed: Invalid argument"), late.log);
        world.run(2 * Rig.SECOND);
        late.atm.driver = true;
        world.run(Rig.SECOND);
        assertTrue(late.file("route").contains("0.0.0.0/0 via=10.1.0.1 dev=clip0 kind=static\n"), late.file("route"));
        assertEquals(1, late.log.size());
    }
}
