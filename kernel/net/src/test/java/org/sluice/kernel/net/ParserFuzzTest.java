package org.sluice.kernel.net;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.sluice.kernel.memory.FramePart;

/** SDUs of chance, and good ones with some bytes changed, cut or grown, in one part or many: nothing breaks, and nothing is kept. */
class ParserFuzzTest {
    private static final String LLC = "aaaa030000000800";
    private static final String ARP = "aaaa030000000806";
    private static final String BRIDGED = "aaaa030080c200070000" + "020000000066" + "000001000000";

    private static byte[][] seeds(String encapsulation) {
        String echo = IpPackets.echo("10.1.0.1", "10.1.0.2", 1, "a0a1a2a3");
        byte[] quoted = IpPackets.ip("10.1.0.2", "10.1.0.9", 1, 5, 0, IpPackets.icmp(8, 0, 0x770001, new byte[4]));
        String error = Rig.hex(IpPackets.ip("10.1.0.1", "10.1.0.2", 1, 1, 0, IpPackets.icmp(3, 1, 0, quoted)));
        String options = "4700002c000100004001" + "0000" + "0a0100010a010002" + "0703040a00000000" + echo.substring(40);
        String fragment = Rig.hex(IpPackets.ip("10.1.0.1", "10.1.0.2", 1, 1, 0x2001, new byte[32]));
        String front = switch (encapsulation) {
            case "llc", "llc-routed" -> LLC;
            case "llc-bridged" -> BRIDGED + "0800";
            case "vc-bridged" -> "0000" + BRIDGED.substring(20) + "0800";
            default -> "";
        };
        String nsap = "47000580ffe1000000f21a2f1c0020ea000ee000";
        String inAtmArp = ARP + "001308001414000804141404" + nsap + nsap + "0a010001" + nsap + nsap + "0a010002";
        String arp = front.replace("0800", "0806") + "0001080006040001" + "000001000000" + "0a010001" + "000000000000" + "0a010002";
        return new byte[][] {Rig.hex(front + echo), Rig.hex(front + error), Rig.hex(front + options), Rig.hex(front + fragment),
            Rig.hex(inAtmArp), Rig.hex(arp), Rig.hex("aaaa030080c200010000" + arp + "00000000")};
    }

    private static byte[] mutate(Random random, byte[] seed) {
        byte[] bytes = Arrays.copyOf(seed, random.nextInt(4) == 0 ? 1 + random.nextInt(seed.length + 20) : seed.length);
        for (int i = random.nextInt(5); i > 0; i--) {
            bytes[random.nextInt(bytes.length)] = (byte) (random.nextBoolean() ? random.nextInt() : new int[] {0, 1, 0x7f, 0x80, 0xff}[
                random.nextInt(5)]);
        }
        return bytes;
    }

    /** Puts an IP header's checksum right, so that it is looked behind. */
    private static void mend(byte[] bytes, int at) {
        int header = (bytes[at] & 15) * 4;
        if (at + header <= bytes.length && header >= 20) {
            bytes[at + 10] = 0;
            bytes[at + 11] = 0;
            int c = IpPackets.checksum(bytes, at, header);
            bytes[at + 10] = (byte) (c >> 8);
            bytes[at + 11] = (byte) c;
            int icmp = at + header;
            if (bytes[at + 9] == 1 && icmp + 8 <= bytes.length) {
                bytes[icmp + 2] = 0;
                bytes[icmp + 3] = 0;
                int s = IpPackets.checksum(bytes, icmp, bytes.length - icmp);
                bytes[icmp + 2] = (byte) (s >> 8);
                bytes[icmp + 3] = (byte) s;
            }
        }
    }

    @TestFactory
    List<DynamicTest> nothingBreaks() {
        return List.of("llc", "vc", "llc-routed", "vc-routed", "llc-bridged", "vc-bridged").stream().map(encapsulation ->
            DynamicTest.dynamicTest(encapsulation, () -> fuzz(encapsulation, 20_000))).toList();
    }

    private static void fuzz(String encapsulation, int rounds) {
        Rig rig = Rig.loopback("open atm0 0.100 encap=" + encapsulation + " address=10.1.0.2/24 arp=server"
            + (encapsulation.endsWith("bridged") ? " mac=02:00:00:00:00:66" : ""));
        Random random = new Random(encapsulation.hashCode());
        byte[][] seeds = seeds(encapsulation);
        int front = switch (encapsulation) {
            case "llc", "llc-routed" -> 8;
            case "llc-bridged" -> 24;
            case "vc-bridged" -> 16;
            default -> 0;
        };
        int used = rig.used();
        for (int round = 0; round < rounds; round++) {
            byte[] bytes = random.nextInt(10) == 0 ? Rig.random(round, 1 + random.nextInt(100)) : mutate(random, seeds[random.nextInt(seeds.length)]);
            if (random.nextBoolean() && bytes.length > front + 20) {
                mend(bytes, front);
            }
            FramePart[] parts = random.nextInt(3) == 0 ? split(rig, random, bytes) : rig.received(bytes);
            rig.atm.give(100, parts);
            if (round % 500 == 0) {
                rig.world.run(random.nextInt(20) * Rig.SECOND);
            }
            rig.atm.sent.clear();
        }
        rig.world.run(31 * Rig.SECOND);
        rig.control("arp flush");
        assertEquals(0, rig.counter("defects"), () -> rig.log.toString());
        rig.assertNothingKept(used);
        assertEquals(List.of(), rig.log);
    }

    private static FramePart[] split(Rig rig, Random random, byte[] bytes) {
        java.util.List<FramePart> parts = new java.util.ArrayList<>();
        for (int at = 0; at < bytes.length;) {
            int n = Math.min(bytes.length - at, 1 + random.nextInt(20));
            parts.add(rig.part(Arrays.copyOfRange(bytes, at, at + n)));
            at += n;
        }
        return parts.toArray(new FramePart[0]);
    }

    // ---- cases that were found, or that others have fallen for

    private static Rig rig() {
        Rig rig = Rig.loopback("open atm0 0.100 encap=vc address=10.1.0.2/24");
        rig.atm.taken();
        return rig;
    }

    private static void give(Rig rig, String hex) {
        byte[] bytes = Rig.hex(hex);
        mend(bytes, 0);
        rig.atm.inject(100, bytes, 0);
        assertEquals("", rig.atm.taken());
        assertEquals(0, rig.counter("defects"), rig.log::toString);
    }

    /** An option of length 0 would be looked at for ever, one of length 1 gives its own length for the next option's type. */
    @Test
    void optionsOfImpossibleLengths() {
        Rig rig = rig();
        for (String option : new String[] {"07000000", "07010000", "07ff0000", "01010107"}) {
            give(rig, "460000200001000040010000" + "0a0100010a010002" + option + "0800000012340001");
        }
        assertEquals(4, rig.counter("ip_in_bad_options"));
    }

    @Test
    void sourceRoutesAreRefused() {
        Rig rig = rig();
        give(rig, "470000240001000040010000" + "0a0100010a010002" + "830704" + "0a010003" + "00" + "0800000012340001");
        give(rig, "470000240001000040010000" + "0a0100010a010002" + "01" + "890704" + "0a010003" + "0800000012340001");
        assertEquals(2, rig.counter("ip_in_source_routed"));
    }

    /** Land: a packet that says it came from the address it is for. It is answered to this machine itself, and that ends it. */
    @Test
    void aPacketFromTheOwnAddressEnds() {
        Rig rig = rig();
        rig.atm.loop = true;
        rig.atm.inject(100, IpPackets.echo("10.1.0.2", "10.1.0.2", 1, "00"));
        assertEquals(1, rig.counter("icmp_in_echo_requests"));
        assertEquals(1, rig.counter("icmp_in_unwanted_replies"));
    }

    @Test
    void anErrorThatQuotesNothing() {
        Rig rig = rig();
        give(rig, Rig.hex(IpPackets.ip("10.1.0.1", "10.1.0.2", 1, 1, 0, IpPackets.icmp(3, 1, 0, new byte[0]))));
        give(rig, Rig.hex(IpPackets.ip("10.1.0.1", "10.1.0.2", 1, 1, 0, IpPackets.icmp(3, 1, 0, Rig.hex("4f" + "00".repeat(27))))));
        give(rig, Rig.hex(IpPackets.ip("10.1.0.1", "10.1.0.2", 1, 1, 0, IpPackets.icmp(3, 1, 0, Rig.hex("41" + "00".repeat(27))))));
        assertEquals(3, rig.counter("icmp_in_malformed"));
    }
}
