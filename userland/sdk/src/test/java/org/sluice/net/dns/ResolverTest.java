package org.sluice.net.dns;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the resolver asks, believes and gives up. */
class ResolverTest {
    private static final int SERVER_FAILURE = DnsMessage.RESPONSE | DnsType.SERVER_FAILURE;
    private static final int NAME_ERROR = DnsMessage.RESPONSE | DnsType.NAME_ERROR;

    /** What a server says to a query. */
    private interface Server {
        DnsMessage answer(DnsMessage query) throws DnsFormatException;
    }

    /** Servers by their last byte; notes who was asked what. */
    private static final class Net implements Transport {
        final Map<Integer, Server> datagrams = new HashMap<>();
        final Map<Integer, Server> streams = new HashMap<>();
        /** Datagrams that arrive before the answer. */
        final List<Server> strangers = new ArrayList<>();
        final List<String> asked = new ArrayList<>();
        private int ids = 100;

        private static byte[] bytes(Server server, byte[] query) {
            try {
                DnsMessage answer = server == null ? null : server.answer(DnsMessage.parse(query, query.length));
                return answer == null ? null : answer.toWire();
            } catch (DnsFormatException e) {
                throw new AssertionError(e);
            }
        }

        private void note(String how, byte[] server, byte[] query, long timeout) {
            try {
                DnsMessage.Question q = DnsMessage.parse(query, query.length).questions().getFirst();
                asked.add(how + server[3] + " " + q.name() + " " + DnsType.name(q.type()) + " " + timeout / 1_000_000_000);
            } catch (DnsFormatException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public byte[] datagram(byte[] server, byte[] query, long timeout, Check check) {
            note("udp ", server, query, timeout);
            for (Server s : strangers) {
                byte[] bytes = bytes(s, query);
                if (check.accepts(bytes, bytes.length)) {
                    return bytes;
                }
            }
            byte[] answer = bytes(datagrams.get((int) server[3]), query);
            return answer != null && check.accepts(answer, answer.length) ? answer : null;
        }

        @Override
        public byte[] stream(byte[] server, byte[] query, long timeout) {
            note("tcp ", server, query, timeout);
            return bytes(streams.get((int) server[3]), query);
        }

        @Override
        public int random() {
            return ids++;
        }
    }

    private static DnsRecord address(String name, int last) {
        return new DnsRecord(name, DnsType.A, 1, 60, new DnsRecord.Address(new byte[] {10, 0, 0, (byte) last}));
    }

    private static DnsRecord alias(String name, String target) {
        return new DnsRecord(name, DnsType.CNAME, 1, 60, new DnsRecord.Target(target));
    }

    private static DnsMessage reply(DnsMessage query, int flags, DnsRecord... records) {
        return new DnsMessage(query.id(), DnsMessage.RESPONSE | flags, query.questions(), List.of(records), List.of(), List.of());
    }

    private final Net net = new Net();

    private Resolver resolver(String config, String hosts) {
        return new Resolver(ResolverConfig.parse(config, null, null), new HostsFile(hosts), net);
    }

    private Resolver resolver() {
        return resolver("nameserver 10.0.0.1\nnameserver 10.0.0.2", "");
    }

    private static ResolveException.Cause reason(Resolver r, String name) {
        return assertThrows(ResolveException.class, () -> r.addresses(name, 4)).reason();
    }

    @Test
    void answerGivesTheAddresses() throws Exception {
        net.datagrams.put(1, q -> reply(q, 0, address("a.example.", 7), address("a.example.", 8)));
        List<byte[]> found = resolver().addresses("a.example", 4);
        assertEquals(2, found.size());
        assertArrayEquals(new byte[] {10, 0, 0, 8}, found.get(1));
        assertEquals(List.of("udp 1 a.example. A 5"), net.asked);
    }

    @Test
    void recordsOfOtherNamesTypesAndClassesAreNotBelieved() {
        net.datagrams.put(1, q -> reply(q, 0, address("evil.example.", 66), alias("a.example.", "a.example."),
            new DnsRecord("a.example.", DnsType.A, 3, 60, new DnsRecord.Address(new byte[4]))));
        assertEquals(ResolveException.Cause.FAILED, reason(resolver(), "a.example"));
    }

    @Test
    void answersWithTheWrongIdOrQuestionAreDropped() throws Exception {
        net.strangers.add(q -> new DnsMessage(q.id() ^ 1, DnsMessage.RESPONSE, q.questions(), List.of(address("a.example.", 66)), List.of(), List.of()));
        net.strangers.add(q -> new DnsMessage(q.id(), DnsMessage.RESPONSE, List.of(new DnsMessage.Question("b.example.", 1, 1)),
            List.of(address("a.example.", 66)), List.of(), List.of()));
        net.strangers.add(q -> new DnsMessage(q.id(), 0, q.questions(), List.of(address("a.example.", 66)), List.of(), List.of()));
        net.strangers.add(q -> new DnsMessage(q.id(), DnsMessage.RESPONSE | 0x0800, q.questions(), List.of(address("a.example.", 66)), List.of(),
            List.of()));
        net.strangers.add(q -> new DnsMessage(q.id(), DnsMessage.RESPONSE, List.of(), List.of(address("a.example.", 66)), List.of(), List.of()));
        net.datagrams.put(1, q -> reply(q, 0, address("A.Example.", 7)));
        assertArrayEquals(new byte[] {10, 0, 0, 7}, resolver().addresses("a.example", 4).getFirst());
    }

    @Test
    void truncatedAnswerIsAskedForByTcp() throws Exception {
        net.datagrams.put(1, q -> reply(q, DnsMessage.TRUNCATED));
        net.streams.put(1, q -> reply(q, 0, address("a.example.", 9)));
        assertArrayEquals(new byte[] {10, 0, 0, 9}, resolver().addresses("a.example", 4).getFirst());
        assertEquals(List.of("udp 1 a.example. A 5", "tcp 1 a.example. A 5"), net.asked);
    }

    @Test
    void aliasesAreFollowedWithinAnAnswerAndBeyond() throws Exception {
        net.datagrams.put(1, q -> q.questions().getFirst().name().equals("c.example.") ? reply(q, 0, address("c.example.", 3))
            : reply(q, 0, alias("b.example.", "c.example."), alias("a.example.", "b.example.")));
        assertArrayEquals(new byte[] {10, 0, 0, 3}, resolver().addresses("a.example", 4).getFirst());
        assertEquals(List.of("udp 1 a.example. A 5", "udp 1 c.example. A 5"), net.asked);
    }

    @Test
    void aliasesInACircleEnd() {
        net.datagrams.put(1, q -> {
            String name = q.questions().getFirst().name();
            return reply(q, 0, alias(name, name.equals("a.example.") ? "b.example." : "a.example."));
        });
        assertEquals(ResolveException.Cause.FAILED, reason(resolver(), "a.example"));
        assertEquals(Resolver.MOST_ALIASES + 1, net.asked.size());
    }

    @Test
    void noSuchNameAndNoSuchRecordAreToldApart() {
        net.datagrams.put(1, q -> q.questions().getFirst().name().startsWith("none") ? reply(q, NAME_ERROR) : reply(q, 0));
        assertEquals(ResolveException.Cause.NOT_FOUND, reason(resolver(), "none.example"));
        assertEquals(ResolveException.Cause.NO_DATA, reason(resolver(), "empty.example"));
        ResolveException e = assertThrows(ResolveException.class, () -> resolver().addresses("none.example", 4));
        assertEquals("none.example: Name or service not known", e.getMessage());
    }

    @Test
    void aliasToNothingIsNoSuchName() {
        net.datagrams.put(1, q -> reply(q, NAME_ERROR, alias("a.example.", "gone.example.")));
        assertEquals(ResolveException.Cause.NOT_FOUND, reason(resolver(), "a.example"));
    }

    @Test
    void nextServerIsAskedWhenOneFails() throws Exception {
        net.datagrams.put(1, q -> reply(q, SERVER_FAILURE));
        net.datagrams.put(2, q -> reply(q, 0, address("a.example.", 2)));
        assertArrayEquals(new byte[] {10, 0, 0, 2}, resolver().addresses("a.example", 4).getFirst());
    }

    @Test
    void silenceIsWaitedForLongerEachRound() {
        ResolveException e = assertThrows(ResolveException.class, () -> resolver().addresses("a.example", 4));
        assertEquals("a.example: Temporary failure in name resolution", e.getMessage());
        assertEquals(List.of("udp 1 a.example. A 5", "udp 2 a.example. A 5", "udp 1 a.example. A 10", "udp 2 a.example. A 10"), net.asked);
    }

    @Test
    void serverFromBeforeEdnsIsAskedWithout() throws Exception {
        net.datagrams.put(1, q -> q.additionals().isEmpty() ? reply(q, 0, address("a.example.", 4))
            : new DnsMessage(q.id(), DnsMessage.RESPONSE | DnsType.FORMAT_ERROR, List.of(), List.of(), List.of(), List.of()));
        assertArrayEquals(new byte[] {10, 0, 0, 4}, resolver().addresses("a.example", 4).getFirst());
    }

    @Test
    void searchListIsTriedAsNdotsSays() {
        net.datagrams.put(1, q -> reply(q, NAME_ERROR));
        Resolver r = resolver("nameserver 10.0.0.1\nsearch one.example two.example\noptions ndots:2", "");
        reason(r, "host");
        reason(r, "a.b.c");
        reason(r, "full.");
        assertEquals(List.of("host.one.example.", "host.two.example.", "host.", "a.b.c.", "a.b.c.one.example.", "a.b.c.two.example.", "full."),
            net.asked.stream().map(a -> a.split(" ")[2]).toList());
    }

    @Test
    void hostsAndLocalNamesAskNobody() throws Exception {
        Resolver r = resolver("", "10.9.9.9 Box box.example # a comment\n10.9.9.8 box\n::1 box\nbad line\n");
        assertEquals(2, r.addresses("box", 4).size());
        assertArrayEquals(new byte[] {10, 9, 9, 9}, r.addresses("BOX.example.", 4).getFirst());
        assertArrayEquals(new byte[] {127, 0, 0, 1}, r.addresses("x.localhost", 4).getFirst());
        assertArrayEquals(new byte[] {1, 2, 3, 4}, r.addresses("1.2.3.4", 4).getFirst());
        assertEquals("Box", r.name(new byte[] {10, 9, 9, 9}));
        assertEquals(List.of(), net.asked);
    }

    @Test
    void addressIsAskedForInReverse() throws Exception {
        net.datagrams.put(1, q -> reply(q, 0, new DnsRecord("4.3.2.10.in-addr.arpa.", DnsType.PTR, 1, 1, new DnsRecord.Target("host.example."))));
        assertEquals("host.example", resolver().name(new byte[] {10, 2, 3, 4}));
        assertEquals("b.a.9.8.7.6.5.0.4.0.0.0.3.0.0.0.2.0.0.0.1.0.0.0.0.0.0.0.1.2.3.4.ip6.arpa.",
            DnsName.reverse(IpText.parse("4321:0:1:2:3:4:567:89ab")));
    }

    @Test
    void nameThatIsNoneIsNotAskedFor() {
        assertEquals(ResolveException.Cause.NOT_FOUND, reason(resolver(), "a..b"));
        assertEquals(ResolveException.Cause.NOT_FOUND, reason(resolver(), "x".repeat(64) + ".example"));
        assertEquals(List.of(), net.asked);
    }

    @Test
    void configurationIsReadLeniently() {
        ResolverConfig c = ResolverConfig.parse("""
            # comment
            ; another
            nameserver 10.0.0.1 # mine
            nameserver nonsense
            nameserver ::1
            nameserver 10.0.0.2
            nameserver 10.0.0.3
            nameserver 10.0.0.4
            domain first.example
            search a.example b.example
            options ndots:99 timeout:x attempts:0 rotate
            options timeout:2
            """, null, "use-vc attempts:4");
        assertEquals("[[10, 0, 0, 1], [10, 0, 0, 2], [10, 0, 0, 3]]",
            java.util.Arrays.deepToString(c.servers().toArray(byte[][]::new)));
        assertEquals(List.of("a.example", "b.example"), c.search());
        assertEquals("15 2 4 true", c.dots() + " " + c.timeout() + " " + c.attempts() + " " + c.stream());
        assertArrayEquals(new byte[] {127, 0, 0, 1}, ResolverConfig.parse(null, null, null).servers().getFirst());
        assertEquals(List.of("x.example"), ResolverConfig.parse("search a.example", "x.example", null).search());
    }

    @Test
    void addressesAreReadAndWritten() {
        for (String text : List.of("0.0.0.0", "255.1.2.3", "::", "::1", "2001:db8::8:800:200c:417a", "1::", "fe80::1:0:0:2", "1:2:3:4:5:6:7:8")) {
            assertEquals(text, IpText.format(IpText.parse(text)));
        }
        assertEquals("::ffff:102:304", IpText.format(IpText.parse("::ffff:1.2.3.4")));
        for (String bad : List.of("", "1.2.3", "1.2.3.4.5", "256.1.1.1", "1.2.3.4 ", "01234.1.1.1", ":::", "1::2::3", "12345::", ":1", "1:2:3:4:5:6:7",
            "1:2:3:4:5:6:7:8:9", "g::", "::1.2.3")) {
            assertEquals(null, IpText.parse(bad), bad);
        }
    }
}
