package org.sluice.vm.device.atm.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.vm.time.VirtualClock;

/** How links are asked for, and what is said about those that cannot be. */
class LinkSpecTest {
    private final VirtualClock clock = new VirtualClock();

    @Test
    void kindsAreRead() {
        assertEquals(LinkSpec.loopback(), LinkSpec.parse("loopback"));
        assertEquals(new LinkSpec(LinkSpec.Kind.CELLS, "127.0.0.1", 2820, List.of()), LinkSpec.parse("cells:127.0.0.1:2820"));
        assertEquals(new LinkSpec(LinkSpec.Kind.LISTEN_CELLS, "127.0.0.1", 2820, List.of()), LinkSpec.parse("listen:cells:2820"));
        assertEquals(new LinkSpec(LinkSpec.Kind.ATMTCP, "::1", 2812, List.of()), LinkSpec.parse("atmtcp:[::1]:2812"));
        assertEquals(new LinkSpec(LinkSpec.Kind.LISTEN_ATMTCP, "0.0.0.0", 2812, List.of()), LinkSpec.parse("listen:atmtcp:0.0.0.0:2812"));
        assertEquals(new LinkSpec(LinkSpec.Kind.SWITCH, "some.host", 65535, List.of()), LinkSpec.parse("switch:some.host:65535"));
        assertEquals(new LinkSpec(LinkSpec.Kind.TUN, "sluice0", 100, List.of()), LinkSpec.parse("tun:sluice0"));
        LinkSpec tun = LinkSpec.parse("tun:tap-like.3:255.65535");
        assertEquals("tap-like.3 255 65535", tun.host() + " " + tun.vpi() + " " + tun.vci());
        assertTrue(tun.leadsOut());
        assertTrue(LinkSpec.parse("switch:h:1").leadsOut());
        assertFalse(LinkSpec.parse("loopback,loss=0.1").leadsOut());
    }

    @Test
    void optionsGoAroundInTheirOrderAndFaultsAsOne() {
        LinkSpec spec = LinkSpec.parse("loopback,pcap=in.pcap,loss=0.01,rate=stm1,delay=1ms,jitter=200us,seed=-7,biterrors=1e-6,"
            + "misinsert=0.5,duplicate=1,pcap=out.pcap");
        assertEquals(List.of(new LinkSpec.Capture(Path.of("in.pcap")),
            new LinkSpec.Wrong(new Faults(0.01, 1e-6, 0.5, 1, 0, 1_000_000, 200_000, false, -7)), new LinkSpec.Rate(Rates.parse("stm1")),
            new LinkSpec.Capture(Path.of("out.pcap"))), spec.around());
        assertEquals(new Faults(0, 0, 0, 0, 0, 1_500_000_000, 0, false, 1),
            ((LinkSpec.Wrong) LinkSpec.loopback().with("delay=1.5s").around().getFirst()).faults());
    }

    @Test
    void thingsHappenToPdusOfTunDevicesAndWhereThatIsAskedFor() {
        Faults tun = ((LinkSpec.Wrong) LinkSpec.parse("tun:t,loss=0.1,reorder=0.2,duplicate=0.3,seed=4").around().getFirst()).faults();
        assertEquals(new Faults(0.1, 0, 0, 0.3, 0.2, 0, 0, true, 4), tun);
        assertEquals("loss=0.1,duplicate=0.3,reorder=0.2,per=pdu", tun.describe());
        assertFalse(((LinkSpec.Wrong) LinkSpec.parse("tun:t,loss=0.1,per=cell").around().getFirst()).faults().perPdu());
        assertTrue(((LinkSpec.Wrong) LinkSpec.parse("atmtcp:h:1,reorder=0.1,per=pdu").around().getFirst()).faults().perPdu());
        assertFalse(((LinkSpec.Wrong) LinkSpec.parse("atmtcp:h:1,loss=0.1").around().getFirst()).faults().perPdu());
    }

    @Test
    void madeLinksDescribeThemselves(@TempDir Path folder) throws IOException {
        AtmLink link = LinkSpec.parse("loopback,loss=0.25,rate=1000,pcap=" + folder.resolve("x.pcap")).open(clock, 0);
        assertEquals("pcap(x.pcap,1000cells/s(faults(loss=0.25,loopback)))", link.describe());
        assertEquals(AtmLink.Carriage.CELLS, link.carriage());
        link.close();
        assertEquals(AtmLink.Carriage.CELLS, LinkSpec.parse("loopback,cells").open(clock, 0).carriage());
        assertEquals(AtmLink.Carriage.REFERENCES, LinkSpec.parse("loopback,rate=stm4").open(clock, 0).carriage());
        LinkSpec unopenable = LinkSpec.parse("listen:cells:0,pcap=" + folder.resolve("none/x.pcap"));
        assertThrows(LinkFailure.class, () -> unopenable.open(clock, 0));
        assertFalse(Files.exists(folder.resolve("none")));
    }

    @Test
    void countersAreWrittenAtTheEnd(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("counters");
        AtmLink link = LinkSpec.parse("loopback,duplicate=1,counters=" + file).open(clock, 0);
        link.connect(new Recorder());
        link.send(TestCells.cell(0, 40, 1, 0, 1), 0, 1);
        assertEquals("", Files.readString(file));
        link.close();
        assertTrue(Files.readAllLines(file).contains("cells duplicated: 1"), Files.readString(file));
        LinkSpec nowhere = LinkSpec.parse("loopback,counters=" + folder.resolve("none/counters"));
        assertThrows(LinkFailure.class, () -> nowhere.open(clock, 0));
    }

    @Test
    void wrongOnesAreToldWhatIsWrong() {
        String kinds = ": expected loopback, cells:HOST:PORT, atmtcp:HOST:PORT, switch:HOST:PORT, listen:cells:PORT, listen:atmtcp:PORT "
            + "or tun:NAME";
        String options = "; there are cells, rate, loss, biterrors, misinsert, duplicate, reorder, delay, jitter, per, seed, pcap, counters";
        Map<String, String> messages = Map.ofEntries(
            Map.entry("", "''" + kinds),
            Map.entry("ethernet", "'ethernet'" + kinds),
            Map.entry("listen:ethernet:1", "'listen:ethernet:1'" + kinds),
            Map.entry("loopback:1", "'loopback:1': a loopback leads nowhere else"),
            Map.entry("listen:loopback", "'listen:loopback': only cells and atmtcp can listen"),
            Map.entry("listen:switch:h:1", "'listen:switch:h:1': only cells and atmtcp can listen"),
            Map.entry("listen:tun:x", "'listen:tun:x': only cells and atmtcp can listen"),
            Map.entry("tun", "'tun': expected tun:NAME, with the name of a network interface"),
            Map.entry("tun:a-name-too-long-", "'tun:a-name-too-long-': expected tun:NAME, with the name of a network interface"),
            Map.entry("tun:t:0.0", "'tun:t:0.0': expected VPI.VCI of 0.1 to 255.65535 behind the name, such as 0.100"),
            Map.entry("tun:t:100", "'tun:t:100': expected VPI.VCI of 0.1 to 255.65535 behind the name, such as 0.100"),
            Map.entry("tun:t,cells", "'cells': a TUN device carries no cells"),
            Map.entry("tun:t,misinsert=0.1", "misinsert: strange cells come where things happen to cells only, not to PDUs"),
            Map.entry("cells:h:1,loss=0.1,per=pdu", "per=pdu: this link carries cells, things happen to those"),
            Map.entry("loopback,reorder=0.1", "reorder: cells stay in order; it takes per=pdu, on a link that carries PDUs"),
            Map.entry("loopback,per=packet", "per=packet: expected pdu or cell"),
            Map.entry("cells", "'cells': expected HOST:PORT"),
            Map.entry("cells:2820", "'cells:2820': expected HOST:PORT"),
            Map.entry("cells:host:", "'cells:host:': port '' is none of 1 to 65535"),
            Map.entry("cells:host:0", "'cells:host:0': port '0' is none of 1 to 65535"),
            Map.entry("cells:host:65536", "'cells:host:65536': port '65536' is none of 1 to 65535"),
            Map.entry("cells:host:80x", "'cells:host:80x': port '80x' is none of 1 to 65535"),
            Map.entry("cells:::1:80", "'cells:::1:80': expected one host and one port; an IPv6 address goes into brackets"),
            Map.entry("loopback,", "'': expected an option with a value" + options),
            Map.entry("loopback,loss", "'loss': expected an option with a value" + options),
            Map.entry("loopback,loss=", "'loss=': expected an option with a value" + options),
            Map.entry("loopback,lost=1", "'lost': no such option" + options),
            Map.entry("loopback,loss=2", "loss=2: expected a probability of 0 to 1, such as 0.01 or 1e-6"),
            Map.entry("loopback,loss=NaN", "loss=NaN: expected a probability of 0 to 1, such as 0.01 or 1e-6"),
            Map.entry("loopback,biterrors=few", "biterrors=few: expected a probability of 0 to 1, such as 0.01 or 1e-6"),
            Map.entry("atmtcp:h:1,cells", "'cells': atmtcp carries no cells"),
            Map.entry("loopback,delay=1", "delay=1: expected a time up to 10s, such as 1ms or 200us"),
            Map.entry("loopback,jitter=11s", "jitter=11s: expected a time up to 10s, such as 1ms or 200us"),
            Map.entry("loopback,seed=x", "seed=x: expected a whole number"),
            Map.entry("loopback,rate=fast",
                "rate fast: expected stm1, stm4, stm16, cells a second such as 2000, or bits such as 10M"));
        messages.forEach((text, message) -> assertEquals(message,
            assertThrows(IllegalArgumentException.class, () -> LinkSpec.parse(text), text).getMessage()));
    }
}
