package org.sluice.vm.device.hostnet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is asked for, and where it lets a machine go. */
class HostNetSpecTest {
    /** The host's address in its network. */
    private static final String OWN = "203.0.113.1";

    private static Policy policy(Path resolvers, String... allowed) {
        List<HostNetSpec.Allowed> all = new ArrayList<>();
        for (String text : allowed) {
            all.addAll(HostNetSpec.Allowed.parse(text));
        }
        return new Policy(all, resolvers, address -> address.getHostAddress().equals(OWN));
    }

    private static String target(Policy policy, String address, int port) {
        int number = 0;
        for (String part : address.split("\\.")) {
            number = number << 8 | Integer.parseInt(part);
        }
        return policy.target(number, port).map(t -> t.getAddress().getHostAddress() + ":" + t.getPort()).orElse("nowhere");
    }

    @Test
    void forwardsAreRead() {
        assertEquals(new HostNetSpec.Forward(false, "127.0.0.1", 8080, 80), HostNetSpec.Forward.parse("tcp:8080:80"));
        assertEquals(new HostNetSpec.Forward(true, "0.0.0.0", 5353, 53), HostNetSpec.Forward.parse("udp:0.0.0.0:5353:53"));
        assertEquals(new HostNetSpec.Forward(false, "::1", 0, 22), HostNetSpec.Forward.parse("tcp:[::1]:0:22"));
        assertEquals("tcp:[::1]:0:22", HostNetSpec.Forward.parse("tcp:[::1]:0:22").toString());
        for (String wrong : List.of("", "8080:80", "tcp:80", "sctp:1:2", "tcp:a:b:c", "tcp:::1:80:80", "tcp:1:2:3:4")) {
            assertTrue(assertThrows(IllegalArgumentException.class, () -> HostNetSpec.Forward.parse(wrong), wrong).getMessage()
                .startsWith("expected tcp:[HOSTADDR:]HOSTPORT:GUESTPORT or udp:"), wrong);
        }
        assertEquals("port 65536 is none of 1 to 65535",
            assertThrows(IllegalArgumentException.class, () -> HostNetSpec.Forward.parse("tcp:65536:80")).getMessage());
        assertEquals("port 0 is none of 1 to 65535",
            assertThrows(IllegalArgumentException.class, () -> HostNetSpec.Forward.parse("tcp:80:0")).getMessage());
        assertThrows(IllegalArgumentException.class, () -> new HostNetSpec(java.util.Collections.nCopies(65,
            HostNetSpec.Forward.parse("tcp:0:1")), List.of()));
    }

    @Test
    void nothingIsAllowedUnlessSaid(@TempDir Path folder) throws Exception {
        Path resolvers = folder.resolve("resolv.conf");
        Files.writeString(resolvers, "nameserver 198.51.100.1\n");
        Policy policy = policy(resolvers);
        for (String address : List.of("10.0.2.2", "10.0.2.3", "127.0.0.1", "192.0.2.1", "0.0.0.0", "224.0.0.1", "255.255.255.255")) {
            assertEquals("nowhere", target(policy, address, 53));
        }
    }

    @Test
    void networksAndPortsAreKeptTo() {
        Policy policy = policy(Path.of("/nonexistent"), "192.0.2.0/28:80,8000-8100", "198.51.100.7");
        assertEquals("192.0.2.15:80", target(policy, "192.0.2.15", 80));
        assertEquals("192.0.2.1:8050", target(policy, "192.0.2.1", 8050));
        assertEquals("nowhere", target(policy, "192.0.2.16", 80));
        assertEquals("nowhere", target(policy, "192.0.2.1", 81));
        assertEquals("nowhere", target(policy, "192.0.2.1", 8101));
        assertEquals("198.51.100.7:65535", target(policy, "198.51.100.7", 65535));
        assertEquals("nowhere", target(policy, "198.51.100.6", 1));
        assertEquals("nowhere", target(policy, "198.51.100.7", 0));
    }

    @Test
    void theHostsLoopbackIsOneAddressAndTakesItsOwnWord() {
        Policy all = policy(Path.of("/nonexistent"), "all");
        assertEquals("nowhere", target(all, "10.0.2.2", 80));
        assertEquals("nowhere", target(all, "127.0.0.1", 80));
        assertEquals("nowhere", target(all, "0.0.0.0", 80));
        assertEquals("nowhere", target(all, "239.1.1.1", 80));
        assertEquals("nowhere", target(all, "255.255.255.255", 80));
        assertEquals("203.0.113.9:80", target(all, "203.0.113.9", 80));
        Policy host = policy(Path.of("/nonexistent"), "host:8000", "127.0.0.0/8");
        assertEquals("127.0.0.1:8000", target(host, "10.0.2.2", 8000));
        assertEquals("nowhere", target(host, "10.0.2.2", 8001));
        assertEquals("nowhere", target(host, "127.0.0.1", 8000), "no network has the loopback");
        assertEquals("nowhere", target(host, "203.0.113.9", 8000));
    }

    /** Programs that listen on all addresses of the host are behind these too. */
    @Test
    void theHostsOtherAddressesTakeTheWordForTheHostToo() {
        Path none = Path.of("/nonexistent");
        for (String network : List.of("all", "203.0.113.0/24", OWN)) {
            assertEquals("nowhere", target(policy(none, network), OWN, 80), network);
            assertEquals("nowhere", target(policy(none, network, "host:81"), OWN, 80), network);
            assertEquals(OWN + ":80", target(policy(none, network, "host:80"), OWN, 80), network);
        }
        assertEquals("203.0.113.2:80", target(policy(none, "all"), "203.0.113.2", 80));
        assertEquals("nowhere", target(policy(none, "host"), OWN, 80), "by 10.0.2.2, or a network that has it");
    }

    /** As this host tells it. */
    @Test
    void theHostsAddressesAreFoundByItsInterfaces() throws Exception {
        Policy all = new Policy(HostNetSpec.Allowed.parse("all"), Path.of("/nonexistent"));
        for (NetworkInterface each : Collections.list(NetworkInterface.getNetworkInterfaces())) {
            for (InetAddress address : Collections.list(each.getInetAddresses())) {
                if (address instanceof Inet4Address) {
                    assertEquals("nowhere", target(all, address.getHostAddress(), 80));
                }
            }
        }
        assertEquals("192.0.2.99:80", target(all, "192.0.2.99", 80));
    }

    /** Clouds give credentials away at 169.254.169.254. */
    @Test
    void linkLocalAddressesAreInNetworksOfTheirOwnOnly() {
        Path none = Path.of("/nonexistent");
        for (String network : List.of("all", "169.0.0.0/8", "169.254.0.0/15", "0.0.0.0/0")) {
            assertEquals("nowhere", target(policy(none, network, "host"), "169.254.169.254", 80), network);
        }
        for (String network : List.of("169.254.0.0/16", "169.254.169.0/24:80", "169.254.169.254")) {
            assertEquals("169.254.169.254:80", target(policy(none, network), "169.254.169.254", 80), network);
        }
        assertEquals("169.253.0.1:80", target(policy(none, "all"), "169.253.0.1", 80));
        assertEquals("169.255.0.1:80", target(policy(none, "all"), "169.255.0.1", 80));
    }

    @Test
    void theNameServerIsTheHostsFirst(@TempDir Path folder) throws Exception {
        Path resolvers = folder.resolve("resolv.conf");
        Files.writeString(resolvers, "# nameserver 1.1.1.1\nsearch x\nnameserver  198.51.100.1\nnameserver 198.51.100.2\n");
        Policy dns = policy(resolvers, "dns");
        assertEquals("198.51.100.1:53", target(dns, "10.0.2.3", 53));
        assertEquals("nowhere", target(dns, "10.0.2.3", 54));
        assertEquals("nowhere", target(dns, "198.51.100.1", 53), "only by that address");
        assertEquals("198.51.100.1:53", target(policy(resolvers, "all:80"), "10.0.2.3", 53));
        Files.writeString(resolvers, "nameserver 127.0.0.53\n");
        assertEquals("127.0.0.53:53", target(dns, "10.0.2.3", 53), "a host that has moved");
        Files.writeString(resolvers, "nameserver a.name.that.would.be.looked.up\n");
        assertEquals("nowhere", target(dns, "10.0.2.3", 53));
        Files.delete(resolvers);
        assertEquals("nowhere", target(dns, "10.0.2.3", 53));
    }

    @Test
    void wrongPlacesAreToldWhatIsWrong() {
        String expected = "expected A.B.C.D, A.B.C.D/N, host, all or dns; ports may follow, such as 10.0.0.0/8:80,8000-8100";
        Map<String, String> messages = Map.of("", expected, "example.org", expected, "256.0.0.0/8", expected, "10.0.0.0/33", expected,
            "10.0.0.1/8", "'10.0.0.1/8' is no network: there are bits behind its prefix", "host:", "'' is neither a port nor a range of ports, such as "
                + "80 or 8000-8100", "all:80-", "'80-' is neither a port nor a range of ports, such as 80 or 8000-8100", "all:90-80",
            "'90-80': the range is empty", "all:0", "port 0 is none of 1 to 65535", "dns:53", "dns has the one port it has");
        messages.forEach((text, message) -> assertEquals(message,
            assertThrows(IllegalArgumentException.class, () -> HostNetSpec.Allowed.parse(text), text).getMessage()));
    }
}
