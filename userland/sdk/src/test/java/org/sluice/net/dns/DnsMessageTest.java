package org.sluice.net.dns;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Messages on the wire: what is read and written, and what is refused. */
class DnsMessageTest {
    private static final int HEADER = 12;

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text.replaceAll("\\s", ""));
    }

    private static DnsMessage parse(String hex) throws DnsFormatException {
        byte[] bytes = hex(hex);
        return DnsMessage.parse(bytes, bytes.length);
    }

    private static void assertRefused(String why, String hex) {
        DnsFormatException e = assertThrows(DnsFormatException.class, () -> parse(hex));
        assertTrue(e.getMessage().contains(why), e.getMessage());
    }

    @Test
    void queryIsLaidOutAsTheRfcSays() throws DnsFormatException {
        assertArrayEquals(hex("1234 0100 0001 0000 0000 0001  01 61 02 6263 00 0001 0001  00 0029 04d0 00000000 0000"),
            DnsMessage.query(0x1234, "a.bc", DnsType.A, 1232).toWire());
        assertArrayEquals(hex("0007 0100 0001 0000 0000 0000  00 0002 0001"), DnsMessage.query(7, ".", DnsType.NS, 0).toWire());
    }

    @Test
    void compressedAnswerIsRead() throws DnsFormatException {
        DnsMessage m = parse("0001 8180 0001 0002 0000 0000  03 777777 07 6578616d706c65 03 636f6d 00 0001 0001"
            + "c00c 0005 0001 0000003c 0006 03 637533 c010"
            + "c02d 0001 0001 0000003c 0004 5db8d822");
        assertEquals("www.example.com.", m.questions().getFirst().name());
        assertEquals("www.example.com. 60 IN CNAME cu3.example.com.", m.answers().get(0).toString());
        assertEquals("cu3.example.com. 60 IN A 93.184.216.34", m.answers().get(1).toString());
    }

    @Test
    void everyTypeComesBackAsWritten() throws DnsFormatException {
        List<DnsRecord> records = List.of(
            new DnsRecord("a.example.", DnsType.A, 1, 5, new DnsRecord.Address(new byte[] {1, 2, 3, (byte) 200})),
            new DnsRecord("a.example.", DnsType.AAAA, 1, 5, new DnsRecord.Address(hex("20010db8000000000000000000000001"))),
            new DnsRecord("example.", DnsType.NS, 1, 5, new DnsRecord.Target("ns.example.")),
            new DnsRecord("example.", DnsType.MX, 1, 5, new DnsRecord.Mail(10, "mail.example.")),
            new DnsRecord("example.", DnsType.TXT, 1, 5, new DnsRecord.Text(List.of("v=1 \"x\"".getBytes(), new byte[0], new byte[] {7}))),
            new DnsRecord("example.", DnsType.SOA, 1, 5, new DnsRecord.Authority("ns.example.", "who.example.", 4294967295L, 2, 3, 4, 5)),
            new DnsRecord("_x._tcp.example.", DnsType.SRV, 1, 5, new DnsRecord.Service(1, 2, 443, "a.example.")),
            new DnsRecord("odd\\.name\\000\\\\.example.", 65280, 1, 5, new DnsRecord.Other(new byte[] {1, (byte) 255})));
        DnsMessage m = new DnsMessage(1, DnsMessage.RESPONSE, List.of(), records, List.of(), List.of());
        byte[] wire = m.toWire();
        List<String> read = DnsMessage.parse(wire, wire.length).answers().stream().map(DnsRecord::toString).toList();
        assertEquals(records.stream().map(DnsRecord::toString).toList(), read);
        assertEquals(List.of("a.example. 5 IN A 1.2.3.200", "a.example. 5 IN AAAA 2001:db8::1", "example. 5 IN NS ns.example.",
            "example. 5 IN MX 10 mail.example.", "example. 5 IN TXT \"v=1 \\\"x\\\"\" \"\" \"\\007\"",
            "example. 5 IN SOA ns.example. who.example. 4294967295 2 3 4 5", "_x._tcp.example. 5 IN SRV 1 2 443 a.example.",
            "odd\\.name\\000\\\\.example. 5 IN TYPE65280 \\# 2 01ff"), read);
    }

    @Test
    void namesThatAreTooLongAreRefused() throws DnsFormatException {
        String label = "x".repeat(63);
        assertEquals(255, DnsName.toWire(label + "." + label + "." + label + "." + "y".repeat(61)).length);
        for (String bad : List.of(label + "." + label + "." + label + "." + "y".repeat(62), "x".repeat(64), "a..b", ".a", "", "a\\", "\\25", "\\256",
            "\u00fc.de")) {
            assertThrows(DnsFormatException.class, () -> DnsName.toWire(bad), bad);
        }
    }

    @Test
    void pointersThatDoNotLeadBackAreRefused() {
        assertRefused("does not lead back", "0001 8000 0001 0000 0000 0000 c00c 0001 0001");
        assertRefused("does not lead back", "0001 8000 0001 0000 0000 0000 c00e c00c 0001 0001");
        assertRefused("does not lead back", "0001 8000 0001 0000 0000 0000 01 61 c00c 0001 0001");
        assertRefused("does not lead back", "0001 8000 0001 0000 0000 0000 ffff 0001 0001");
        assertRefused("half a pointer", "0001 8000 0001 0000 0000 0000 02 6162 01 61 c0");
    }

    @Test
    void nameGrownByPointersPastItsLimitIsRefused() throws DnsFormatException {
        // questions whose names are a label of 63 and a pointer to the name before
        for (int questions : new int[] {3, 4}) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            out.writeBytes(hex("0001 8000 000" + questions + " 0000 0000 0000"));
            int before = -1;
            for (int i = 0; i < questions; i++) {
                int here = out.size();
                out.write(63);
                out.writeBytes(new byte[63]);
                if (before >= 0) {
                    out.write(0xc0 | before >>> 8);
                    out.write(before);
                } else {
                    out.write(0);
                }
                out.writeBytes(hex("0001 0001"));
                before = here;
            }
            byte[] bytes = out.toByteArray();
            if (questions == 3) {
                assertEquals(3 * (63 * 4 + 1), DnsMessage.parse(bytes, bytes.length).questions().getLast().name().length());
            } else {
                assertThrows(DnsFormatException.class, () -> DnsMessage.parse(bytes, bytes.length));
            }
        }
    }

    @Test
    void countsThatPromiseMoreThanThereIsAreRefusedAtOnce() {
        assertRefused("no room for questions", "0001 8000 ffff 0000 0000 0000");
        assertRefused("no room for records", "0001 8000 0000 ffff ffff ffff 00 0001 0001 00000000 0000");
    }

    @Test
    void dataOfTheWrongLengthIsRefused() {
        assertRefused("data shorter", "0001 8000 0000 0001 0000 0000 00 0001 0001 00000000 0003 010203");
        assertRefused("length is not", "0001 8000 0000 0001 0000 0000 00 0001 0001 00000000 0005 0102030405");
        assertRefused("data shorter", "0001 8000 0000 0001 0000 0000 00 0010 0001 00000000 0002 0541 4142424242");
        assertRefused("no room for a record's data", "0001 8000 0000 0001 0000 0000 00 0001 0001 00000000 ffff 01020304");
        assertRefused("length is not", "0001 8000 0000 0001 0000 0000 00 0002 0001 00000000 0001 01 61 00");
    }

    @Test
    void unknownLabelKindsAreRefused() {
        assertRefused("unknown kind", "0001 8000 0001 0000 0000 0000 41 00 0001 0001");
        assertRefused("unknown kind", "0001 8000 0001 0000 0000 0000 80 00 0001 0001");
    }

    @Test
    void negativeTimesToLiveAreZero() throws DnsFormatException {
        assertEquals(0, parse("0001 8000 0000 0001 0000 0000 00 0001 0001 80000000 0004 01020304").answers().getFirst().ttl());
    }

    /** Bytes of chance and messages with wrong bytes give a message or are refused; a message can be written and is the same again. */
    @Test
    void noBytesBreakTheParser() throws DnsFormatException {
        Random random = new Random(20260101);
        List<byte[]> good = new ArrayList<>();
        good.add(hex("0001 8180 0001 0002 0000 0000  03 777777 07 6578616d706c65 03 636f6d 00 0001 0001"
            + "c00c 0005 0001 0000003c 0006 03 637533 c010 c02d 0001 0001 0000003c 0004 5db8d822"));
        good.add(hex("0001 8180 0001 0001 0001 0001  01 61 00 000f 0001 c00c 000f 0001 0000003c 0004 000a c00c"
            + "c00c 0006 0001 00000001 0018 c00c c00c 00000001 00000002 00000003 00000004 00000005 00 0029 04d0 00000000 0000"));
        int messages = 0;
        for (int i = 0; i < 300_000; i++) {
            byte[] bytes;
            if (i % 4 == 0) {
                bytes = new byte[random.nextInt(80)];
                random.nextBytes(bytes);
                for (int j = 4; j < Math.min(HEADER, bytes.length); j++) {
                    bytes[j] = (byte) (j % 2 == 0 ? 0 : random.nextInt(4));
                }
            } else {
                bytes = good.get(random.nextInt(good.size())).clone();
                for (int n = random.nextInt(4); n >= 0; n--) {
                    bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
                }
            }
            int length = random.nextInt(10) == 0 ? random.nextInt(bytes.length + 1) : bytes.length;
            DnsMessage m;
            try {
                m = DnsMessage.parse(bytes, length);
            } catch (DnsFormatException e) {
                continue;
            }
            messages++;
            byte[] again = m.toWire();
            assertEquals(m.toString().replaceAll("\\[B@\\p{XDigit}+", ""), DnsMessage.parse(again, again.length).toString().replaceAll("\\[B@\\p{XDigit}+", ""));
        }
        assertTrue(messages > 10_000, messages + " were messages");
    }
}
