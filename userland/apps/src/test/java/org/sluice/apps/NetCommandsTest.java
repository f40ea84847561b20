package org.sluice.apps;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sluice.abi.Errno;
import org.sluice.abi.Sockets;

/** The commands of the network, over files and system calls of the test's own. */
class NetCommandsTest extends CommandTest {
    /** An LLC/SNAP SDU: 10.1.0.2 to 10.1.0.1, ICMP echo request, id 7, seq 3, 8 bytes of ICMP; the IP checksum is right, ICMP's too. */
    private static final String ECHO = "aaaa030000000800" + "4500001c00010000400166dc0a0100020a010001" + "0800f7f500070003";
    private final List<String> commands = new ArrayList<>();

    @BeforeEach
    void files() {
        io.proc = directory + "/proc";
        write("proc/net/interfaces", "atm0 state=up link=loopback\n cells_sent 12\n hec_errors 0\n oam_crc 1\natm1 state=down link=cells\n");
        write("proc/net/pvc", "atm0 0.100 aal=5 encap=llc interface=clip0 category=ubr pcr=0 max_sdu=9188 alarms=-\n"
            + " sdus_sent 3\n sdus_received 2\n");
        write("proc/net/links", "lo index=1 state=up mtu=65535 address=127.0.0.1/8 mac=- pvcs=-\n rx_packets 1\n"
            + "nas0 index=3 state=down mtu=1500 address=10.3.0.2/24 mac=02:00:00:00:00:66 pvcs=atm0:0.102\n rx_packets 4\n tx_bytes 99\n");
        write("proc/net/arp", "10.1.0.1 interface=clip0 pvc=0.100 mac=- state=valid age=12\n"
            + "10.3.0.1 interface=nas0 pvc=0.102 mac=02:00:00:00:00:01 state=static age=3\n");
        write("proc/net/route", "10.1.0.0/24 via=- dev=clip0 kind=connected\n0.0.0.0/0 via=10.1.0.1 dev=clip0 kind=static\n"
            + "10.1.0.2/32 via=- dev=lo kind=local\n");
        control();
    }

    private void control() {
        io.answer("open", args -> args[0].equals(io.proc() + "/net/control") || ((String) args[0]).endsWith("control") ? 5 : -Errno.ENOENT);
        io.answer("write", args -> {
            String command = new String((byte[]) args[1], StandardCharsets.UTF_8);
            commands.add(command);
            return command.contains("refused") || command.contains("10.9.") ? -Errno.EADDRINUSE : args[3];
        });
        io.answer("close", args -> 0);
    }

    private void controls(String line, String... expected) {
        commands.clear();
        control();
        assertEquals(new Result(0, "", ""), run(line), line);
        assertEquals(List.of(expected), commands, line);
    }

    @Test
    void atmShowsInterfacesConnectionsAndCounters() {
        String table = "CONNECTION    AAL  ENCAPSULATION  INTERFACE CLASS PCR       MAX-SDU SENT      RECEIVED  ALARMS\n"
            + "atm0 0.100    5    llc            clip0     ubr   0         9188    3         2         -\n";
        expect("atm", "atm0: up, link loopback\natm1: down, link cells\n" + table);
        expect("atm -s show atm0", "atm0: up, link loopback\n    cells_sent 12" + " ".repeat(25) + "oam_crc 1\n" + table
            + "    sdus_sent 3" + " ".repeat(27) + "sdus_received 2\n");
        assertTrue(run("atm -a").out().contains("hec_errors 0"));
        expectFailure("atm show atm7", 1, "atm: atm7: No such device");
    }

    @Test
    void settingsAreShownAndChanged() {
        write("proc/net/settings", "tcp_rmem=4096 131072 6291456\ntcp_sack=1\n");
        expect("sysctl -a", "tcp_rmem = 4096 131072 6291456\ntcp_sack = 1\n");
        expect("sysctl net.ipv4.tcp_sack", "net.ipv4.tcp_sack = 1\n");
        expect("sysctl -n tcp_sack", "1\n");
        controls("sysctl -q net.ipv4.tcp_sack=0", "set tcp_sack 0");
        expectFailure("sysctl tcp_sock", 1, "sysctl: tcp_sock: no such setting");
        expectFailure("sysctl tcp_sock=1", 1, "sysctl: tcp_sock: no such setting");
    }

    @Test
    void atmOpensAndCloses() {
        controls("atm open 0.100 encap=llc address=10.1.0.2/24", "open atm0 0.100 encap=llc address=10.1.0.2/24");
        controls("atm open 1.0.32", "open atm1 0.32");
        controls("atm close atm0.0.100", "close atm0 0.100");
        control();
        expectFailure("atm open 0.77 address=10.9.0.1/24", 1, "atm: 0.77: Address already in use");
        expectFailure("atm open", 2, "atm: open takes a connection");
        expectFailure("atm open 300.1", 2, "atm: 0.300.1: the VPI must be 0 to 255");
        expectFailure("atm open 0.x", 2, "atm: '0.x' is not [INTERFACE.]VPI.VCI");
        expectFailure("atm open 0.100 'a=b c'", 2, "atm: 'a=b c' is not KEY=VALUE");
        expectFailure("atm close 0.100 x=y", 2, "atm: close takes a connection");
        expectFailure("atm loopback 0.100 0.101", 2, "atm: loopback takes one connection");
        expectFailure("atm open 0.100 foo=bar", 2, "atm: unknown key 'foo': one of address, arp, category");
        expectFailure("atm open 0.100 encap=xyz", 2, "atm: 'encap=xyz' is not of the form");
        expectFailure("atm open 0.100 address=10.1.0.2", 2, "atm: 'address=10.1.0.2' is not of the form");
        expectFailure("atm show atm0 atm1", 2, "atm: extra operand 'atm1'");
        assertEquals(run("atm show atm0").out(), run("atm show 0").out());
        expectFailure("atm frob", 2, "atm: unknown action 'frob'");
    }

    @Test
    void atmLoopbackCountsAnswers() {
        Deque<byte[]> sent = new ArrayDeque<>();
        long[] clock = {0};
        io.answer("socket", args -> args[2].equals(Sockets.OAM) ? 9 : -Errno.EPROTONOSUPPORT);
        io.answer("connect", args -> 0);
        io.answer("setSocketOption", args -> 0);
        io.answer("clock", args -> clock[0] += 500_000);
        io.answer("sendTo", args -> {
            sent.add(((byte[]) args[1]).clone());
            return 4;
        });
        io.answer("receiveFrom", args -> {
            byte[] token = sent.poll();
            if (token == null || token[3] == 3) {
                return -Errno.EAGAIN;
            }
            System.arraycopy(token, 0, (byte[]) args[1], 0, 4);
            return 4;
        });
        Result result = run("atm -c 2 loopback 0.100");
        assertEquals(0, result.status());
        assertEquals("loopback cell from 0.0.100: seq=1 time=0.500 ms\nno answer from 0.0.100: seq=2\n"
            + "--- 0.0.100 loopback statistics ---\n2 cells sent, 1 answered, 50% lost\n"
            + "rtt min/avg/max/mdev = 0.500/0.500/0.500/0.000 ms\n", result.out());
    }

    @Test
    void ifconfigShowsAndSets() {
        Result result = run("ifconfig nas0");
        assertEquals("nas0: DOWN  mtu 1500\n        inet 10.3.0.2  netmask 255.255.255.0\n        ether 02:00:00:00:00:66\n"
            + "        atm atm0:0.102\n        RX packets 4  bytes 0  errors 0  dropped 0\n        TX packets 0  bytes 99  errors 0  dropped 0\n\n",
            result.out());
        controls("ifconfig nas0 10.3.0.5", "address nas0 10.3.0.5/24");
        controls("ifconfig nas0 10.3.0.5 netmask 255.255.0.0 mtu 1400 up", "address nas0 10.3.0.5/16", "mtu nas0 1400", "up nas0");
        controls("ifconfig nas0 down", "down nas0");
        expectFailure("ifconfig x0", 1, "ifconfig: x0: No such device");
        expectFailure("ifconfig nas0 10.3.0.500", 2, "ifconfig: '10.3.0.500' is no ADDRESS/LENGTH");
        expectFailure("ifconfig nas0 10.3.0.5 netmask 255.0.255.0", 2, "ifconfig: '255.0.255.0' is no netmask");
        expectFailure("ifconfig nas0 mtu", 2, "ifconfig: 'mtu' takes a value");
    }

    @Test
    void ipShowsAndSets() {
        expect("ip r", "10.1.0.0/24 dev clip0 connected\ndefault via 10.1.0.1 dev clip0 static\n10.1.0.2/32 dev lo local\n");
        expect("ip route get 10.1.0.9", "10.1.0.9 dev clip0\n");
        expect("ip route get 8.8.8.8", "8.8.8.8 via 10.1.0.1 dev clip0\n");
        expect("ip n show dev nas0", "10.3.0.1 dev nas0 lladdr 02:00:00:00:00:01 STATIC\n");
        assertTrue(run("ip a").out().contains("    inet 10.3.0.2/24 scope global nas0\n"));
        controls("ip addr add 10.1.0.9/24 dev clip0", "address clip0 10.1.0.9/24");
        controls("ip address del 10.3.0.2/24 dev nas0", "address nas0 none");
        controls("ip address del 10.3.0.2 dev nas0", "address nas0 none");
        for (String other : List.of("10.99.9.9/24", "10.3.0.2/16", "10.3.0.3")) {
            expectFailure("ip a del " + other + " dev nas0", 1, "ip: " + other + ": Cannot assign requested address");
        }
        expectFailure("ip a del 10.3.0.2/24 dev x0", 1, "ip: x0: No such device");
        controls("ip link set clip0 down", "down clip0");
        controls("ip link set dev clip0 mtu 1500", "mtu clip0 1500");
        controls("ip route add default via 10.1.0.1", "route add 0.0.0.0/0 via 10.1.0.1");
        controls("ip route del 10.4.0.0/16 dev clip0", "route del 10.4.0.0/16 dev clip0");
        controls("ip neigh add 10.1.0.7 dev clip0 lladdr 0.107", "arp add 10.1.0.7 clip0 0.107");
        controls("ip neighbor flush", "arp flush");
        controls("ip route replace default via 10.1.0.9", "route del 0.0.0.0/0", "route add 0.0.0.0/0 via 10.1.0.9");
        controls("ip route replace 10.5.0.0/16 dev clip0", "route add 10.5.0.0/16 dev clip0");
        controls("ip link set nas0 mtu 1400 up", "mtu nas0 1400", "up nas0");
        for (String surplus : List.of("a show dev nas0 extra", "n flush extra", "route add 10.6.0.0/16 via 10.1.0.9 metric 5",
            "route add 10.6.0.0/16 dev clip0 extra", "a add 10.3.0.2/24 dev nas0 extra", "route show all", "link set nas0 up extra")) {
            assertEquals(2, run("ip " + surplus).status(), surplus);
        }
        expectFailure("ip route add 10.6.0.0/16", 2, "ip: missing 'via' or 'dev'");
        expectFailure("ip route flush", 2, "ip: unknown command 'flush': one of show, get, add, replace, del, delete");
        expectFailure("ip n show dev x0", 1, "ip: x0: No such device");
        expectFailure("arp -i x0", 1, "arp: x0: No such device");
        expectFailure("ip", 2, "ip: missing object");
        expectFailure("ip frob", 2, "ip: unknown object 'frob'");
        expectFailure("ip route add 10.0.0.0/40", 2, "ip: '10.0.0.0/40' is no ADDRESS/LENGTH");
        expectFailure("ip a show dev x0", 1, "ip: device x0: No such device");
    }

    @Test
    void arpShowsAndSets() {
        expect("arp 10.1.0.1", "ADDRESS          INTERFACE   CONNECTION          HARDWARE            STATE       AGE\n"
            + "10.1.0.1         clip0       0.100               -                   valid       12s\n");
        controls("arp -s 10.1.0.7 0.107 -i clip0", "arp add 10.1.0.7 clip0 0.107");
        controls("arp -d 10.1.0.7", "arp del 10.1.0.7");
        control();
        expectFailure("arp -d 10.9.0.1", 1, "arp: 10.9.0.1: Address already in use");
        expectFailure("arp 10.7.7.7", 1, "arp: 10.7.7.7: no entry");
        expectFailure("arp -s 10.1.0.7", 2, "arp: -s takes");
    }

    // ---- ping

    /** A host that answers the requests whose numbers a string has a plus for; {@code !} is an error, {@code 2} an answer twice. */
    private void host(String answers) {
        Deque<byte[]> replies = new ArrayDeque<>();
        long[] clock = {0};
        io.answer("socket", args -> args[2].equals(Sockets.ICMP) ? 9 : -Errno.EPROTONOSUPPORT);
        io.answer("setSocketOption", args -> 0);
        io.answer("threadSelf", args -> 1);
        io.answer("signalAction", args -> 0);
        io.answer("threadStart", args -> 2);
        io.answer("clock", args -> clock[0] += 1000);
        io.answer("sendTo", args -> {
            byte[] message = ((byte[]) args[1]).clone();
            char answer = answers.charAt((message[7] & 255) - 1);
            if (answer == '!') {
                return -Errno.EHOSTUNREACH;
            }
            message[0] = 0;
            for (int i = 0; i < "-+2".indexOf(answer); i++) {
                replies.add(message);
            }
            return args[3];
        });
        long[] timeout = {0};
        io.answer("setSocketOption", args -> {
            timeout[0] = ((long[]) args[2])[0];
            return 0;
        });
        io.answer("receiveFrom", args -> {
            byte[] reply = replies.poll();
            if (reply == null) {
                clock[0] += timeout[0];
                return -Errno.EAGAIN;
            }
            clock[0] += 2_000_000;
            System.arraycopy(reply, 0, (byte[]) args[1], 0, reply.length);
            long[] about = (long[]) args[5];
            about[Sockets.LOW] = 0x0a010001;
            about[Sockets.MESSAGE_BYTES] = reply.length;
            about[Sockets.MESSAGE_FLAGS] = 64;
            return reply.length;
        });
    }

    @Test
    void pingCountsAnswersLossesDuplicatesAndErrors() {
        host("+-2!+");
        Result result = run("ping -c 5 -i 0.1 -W 1 10.1.0.1");
        assertEquals(0, result.status());
        String out = result.out();
        assertTrue(out.startsWith("PING 10.1.0.1 (10.1.0.1) 56(84) bytes of data.\n64 bytes from 10.1.0.1: icmp_seq=1 ttl=64 time=2.0"), out);
        assertTrue(out.contains("icmp_seq=3 ttl=64 time=4.0") && out.contains(" (DUP!)"), out);
        assertTrue(out.contains("icmp_seq=4 No route to host\n"), out);
        assertTrue(out.contains("5 packets transmitted, 3 received, +1 duplicates, +1 errors, 40% packet loss"), out);
    }

    /** What the network tells of may be about several requests, so that nothing is left to wait for. */
    @Test
    void pingEndsWithAnErrorAfterItsLastRequest() {
        host("---");
        long[] clock = {0};
        io.answer("clock", args -> clock[0] += 1000);
        io.answer("receiveFrom", args -> -Errno.EHOSTUNREACH);
        Result result = run("ping -c 3 -i 0 10.1.0.80");
        assertEquals(1, result.status());
        assertTrue(result.out().contains("\nNo route to host\n") && !result.out().contains("icmp_seq"), result.out());
        assertTrue(clock[0] < 1_000_000_000L, "it waited " + clock[0]);
    }

    @Test
    void pingWithoutAnswersFails() {
        host("---");
        Result result = run("ping -q -c 3 -i 0.01 -W 0.5 localhost");
        assertEquals(1, result.status());
        assertTrue(result.out().contains("3 packets transmitted, 0 received, 100% packet loss"), result.out());
        expectFailure("ping", 2, "ping: missing host");
        expectFailure("ping -s 65508 10.1.0.1", 2, "ping: size 65508: must be from 0 to 65507");
        expectFailure("ping nowhere", 2, "ping: nowhere: Temporary failure in name resolution");
        expectFailure("ping 10.1.0.999", 2, "ping: '10.1.0.999' is no IPv4 address");
    }

    // ---- tcpdump

    private byte[] capture(ByteOrder order, int magic, String... frames) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes(ByteBuffer.allocate(24).order(order).putInt(magic).putShort((short) 2).putShort((short) 4).putLong(0)
            .putInt(65535).putInt(123).array());
        for (String frame : frames) {
            byte[] bytes = HexFormat.of().parseHex(frame);
            file.writeBytes(ByteBuffer.allocate(16).order(order).putInt(3661).putInt(5000).putInt(bytes.length).putInt(bytes.length).array());
            file.writeBytes(bytes);
        }
        return file.toByteArray();
    }

    private String decoded(String options, String... frames) {
        write("f.pcap", capture(ByteOrder.LITTLE_ENDIAN, 0xa1b2c3d4, frames));
        Result result = run("tcpdump -r f.pcap " + options);
        assertEquals("", result.err());
        return result.out();
    }

    @Test
    void tcpdumpDecodes() {
        String in = "02000064";
        assertEquals("01:01:01.005000 IP 10.1.0.2 > 10.1.0.1: ICMP echo request, id 7, seq 3, length 8\n", decoded("", in + ECHO));
        assertEquals("01:01:01.005000 In 0.100 LLC, length 36: IP (tos 0x0, ttl 64, id 1, offset 0, flags [none], proto 1, length 28) "
            + "10.1.0.2 > 10.1.0.1: ICMP echo request, id 7, seq 3, length 8\n", decoded("-e -v", in + ECHO));
        assertTrue(decoded("-v", in + ECHO.replace("f7f5", "f7f6")).contains("(bad icmp cksum)"));
        assertTrue(decoded("-v", in + ECHO.replace("66dc", "66dd")).contains("bad cksum"));
        String snap = "aaaa030000000806";
        assertEquals("01:01:01.005000 InATMARP, Request from 10.1.0.1, length 16\n",
            decoded("", in + snap + "001308000000000804000000" + "0a010001"));
        assertEquals("01:01:01.005000 InATMARP, Reply 10.1.0.1 to 10.1.0.2, length 20\n",
            decoded("", in + snap + "001308000000000904000004" + "0a0100010a010002"));
        assertEquals("01:01:01.005000 ATMARP, NAK of 10.1.0.2 to 10.1.0.1, length 20\n",
            decoded("", in + snap + "001308000000000a04000004" + "0a0100010a010002"));
        assertEquals("01:01:01.005000 ARP, Request who-has 10.3.0.1 tell 10.3.0.2, length 28\n", decoded("", "02000066"
            + "aaaa030080c200070000" + "ffffffffffff0200000000660806" + "0001080006040001" + "0200000000660a030002" + "0000000000000a030001"));
        assertEquals("01:01:01.005000 Out 0.104 VC-mux bridged, length 44: 02:00:00:00:00:68 > 00:00:01:00:00:00, "
            + "IP 10.1.0.2 > 10.1.0.1: ICMP echo request, id 7, seq 3, length 8\n", decoded("-e", "80000068" + "0000"
            + "0000010000000200000000680800" + ECHO.substring(16)));
        assertEquals("01:01:01.005000 IP 10.1.0.2 > 10.1.0.1: ICMP (frag 1:8@1480+)\n",
            decoded("", in + "aaaa030000000800" + "4500001c000120b9400146240a0100020a010001" + "0102030405060708"));
        assertEquals("01:01:01.005000 SDU on 0.200, length 3\n", decoded("", "000000c8" + "010203"));
        assertEquals("01:01:01.005000 IP 10.1.0.2.1024 > 10.1.0.1.80: Flags [S], seq 1, win 512, options [mss 9140,nop,wscale 7,sackOK], "
            + "length 0\n", decoded("", in + "aaaa030000000800" + "4500003400010000400600000a0100020a010001" + "0400005000000001000000008002"
            + "0200" + "00000000" + "020423b4" + "01030307" + "04020000"));
        assertEquals("01:01:01.005000 IP 10.1.0.2.53 > 10.1.0.1.99: UDP, length 4\n", decoded("", in + "aaaa030000000800"
            + "4500002000010000401100000a0100020a010001" + "00350063000c0000" + "01020304"));
    }

    @Test
    void tcpdumpFilters() {
        String echo = "02000064" + ECHO;
        String native200 = "000000c8010203";
        for (String yes : List.of("icmp", "host 10.1.0.1", "src host 10.1.0.2", "dst 10.1.0.1", "net 10.1.0.0/16", "vc 0.100",
            "not tcp", "(tcp or icmp) and not vc 0.200", "ip and greater 36")) {
            assertEquals(1, decoded("'" + yes + "'", echo).lines().count(), yes);
        }
        for (String no : List.of("tcp", "udp port 53", "src 10.1.0.1", "port 80", "vc 0.200", "not icmp", "arp", "less 20")) {
            assertEquals("", decoded("'" + no + "'", echo), no);
        }
        assertEquals(1, decoded("vc 0.200", echo, native200).lines().count());
        assertEquals(1, decoded("-c 1", echo, native200).lines().count());
        for (String wrong : List.of("frob", "host", "'( icmp'", "port x", "vc 1", "icmp tcp", "'port 65536'", "'port -1'", "'less -1'",
            "'host 10.1.0.9/16'")) {
            assertEquals(2, run("tcpdump -r f.pcap " + wrong).status(), wrong);
        }
    }

    @Test
    void tcpdumpReadsBothByteOrdersAndWritesWhatItReads() throws IOException {
        String echo = "82000064" + ECHO;
        write("big.pcap", capture(ByteOrder.BIG_ENDIAN, 0xa1b23c4d, echo));
        assertEquals("01:01:01.000005 IP 10.1.0.2 > 10.1.0.1: ICMP echo request, id 7, seq 3, length 8\n", run("tcpdump -r big.pcap").out());
        assertEquals(0, run("tcpdump -r big.pcap -w out.pcap").status());
        byte[] expected = capture(ByteOrder.LITTLE_ENDIAN, 0xa1b23c4d, echo);
        byte[] written = Files.readAllBytes(directory.resolve("out.pcap"));
        assertArrayEquals(java.util.Arrays.copyOfRange(expected, 24, expected.length), java.util.Arrays.copyOfRange(written, 24, written.length));
    }

    @Test
    void tcpdumpRefusesFilesOutOfForm() {
        write("short.pcap", "abc");
        expectFailure("tcpdump -r short.pcap", 1, "tcpdump: no capture file: too short");
        byte[] good = capture(ByteOrder.LITTLE_ENDIAN, 0xa1b2c3d4, "02000064" + ECHO);
        write("cut.pcap", java.util.Arrays.copyOf(good, good.length - 1));
        expectFailure("tcpdump -r cut.pcap", 1, "tcpdump: cut off in a record");
        expectFailure("tcpdump -r none.pcap", 1, "tcpdump: none.pcap: No such file or directory");
        expectFailure("tcpdump -r f.pcap -w no/x.pcap", 1, "tcpdump: no/x.pcap: No such file or directory");
        good[20] = 1;
        write("ethernet.pcap", good);
        expectFailure("tcpdump -r ethernet.pcap", 1, "tcpdump: link type 1, not 123");
    }

    @Test
    void tcpdumpWordsWhateverBytesThereAre() {
        Random random = new Random(4);
        for (int round = 0; round < 3000; round++) {
            byte[] frame = HexFormat.of().parseHex("02000064" + (random.nextBoolean() ? ECHO : "aaaa03000000080600130800000000080400"));
            int changes = random.nextInt(8);
            for (int i = 0; i < changes; i++) {
                frame[random.nextInt(frame.length)] = (byte) random.nextInt();
            }
            String text = HexFormat.of().formatHex(frame, 0, 4 + random.nextInt(frame.length - 3));
            assertEquals(1, decoded("-e -v", text).lines().count(), text);
        }
    }

    @Test
    void tcpdumpShowsBytes() {
        assertEquals("01:01:01.005000 SDU on 0.200, length 3\n\t0x0000:  0161 62                                  .ab\n",
            decoded("-X", "000000c8016162"));
    }
}
