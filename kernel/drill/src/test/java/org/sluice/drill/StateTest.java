package org.sluice.drill;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.sluice.drill.run.Outcome;
import org.sluice.drill.run.Runner;
import org.sluice.kernel.network.NetServiceFactory;

/** What does each kind of segment do in each state, wherever it lies to the window? States, answers and places are those of states.txt. */
class StateTest {
    private static final Path TABLE = Family.MODULE.resolve("src/test/resources/states.txt");
    private static final long U32 = 0xffffffffL;
    private static final int WINDOW = 10_000;
    private static final List<String> PLACES = List.of("left", "at", "inside", "right", "beyond");
    private static final List<Integer> OFFSETS = List.of(-1000, 0, 100, WINDOW, 2 * WINDOW);

    private static final String LISTENING = """
        0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
        +0 setsockopt(3, SOL_SOCKET, SO_RCVBUF, [10000], 4) = 0
        +0 bind(3, ..., ...) = 0
        +0 listen(3, 1) = 0
        """;
    private static final String HALF_OPEN = LISTENING + """
        +0 < S 0:0(0) win 20000 <mss 1000>
        +0 > S. 0:0(0) ack 1 win 10000 <...>
        """;
    private static final String OPEN = HALF_OPEN + """
        +.01 < . 1:1(0) ack 1 win 20000
        +0 accept(3, ..., ...) = 4
        """;
    private static final String FIN_SENT = OPEN + """
        +0 shutdown(4, SHUT_WR) = 0
        +0 > F. 1:1(0) ack 1
        """;
    private static final String FIN_RECEIVED = OPEN + """
        +0 < F. 1:1(0) ack 1 win 20000
        +0 > . 1:1(0) ack 2
        """;

    /** How a state is reached, and the numbers in it. @param ours the next number here, @param theirs the peer's; @param acknowledged what its segments acknowledge */
    private record Setup(String script, long ours, long theirs, long acknowledged, String linux) {
    }

    private static final Map<String, Setup> STATES = Map.ofEntries(
        Map.entry("CLOSED", new Setup("0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3\n", 0, 1, 500, "")),
        Map.entry("LISTEN", new Setup(LISTENING, 0, 1, 500, "")),
        Map.entry("SYN_SENT", new Setup("""
            0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
            +0 fcntl(3, F_SETFL, O_RDWR|O_NONBLOCK) = 0
            +0 connect(3, ..., ...) = -1 EINPROGRESS (Operation now in progress)
            +0 > S 0:0(0) <...>
            """, 1, 0, 1, "SYN_SENT")),
        Map.entry("SYN_RECEIVED", new Setup(HALF_OPEN, 1, 1, 1, "")),
        Map.entry("ESTABLISHED", new Setup(OPEN, 1, 1, 1, "ESTABLISHED")),
        Map.entry("FIN_WAIT_1", new Setup(FIN_SENT, 2, 1, 1, "FIN_WAIT1")),
        Map.entry("FIN_WAIT_2", new Setup(FIN_SENT + "+.01 < . 1:1(0) ack 2 win 20000\n", 2, 1, 2, "FIN_WAIT2")),
        Map.entry("CLOSE_WAIT", new Setup(FIN_RECEIVED, 1, 2, 1, "CLOSE_WAIT")),
        Map.entry("CLOSING", new Setup(FIN_SENT + "+0 < F. 1:1(0) ack 1 win 20000\n+0 > . 2:2(0) ack 2\n", 2, 2, 1, "CLOSING")),
        Map.entry("LAST_ACK", new Setup(FIN_RECEIVED + "+0 shutdown(4, SHUT_WR) = 0\n+0 > F. 1:1(0) ack 2\n", 2, 2, 1, "LAST_ACK")),
        Map.entry("TIME_WAIT", new Setup(FIN_SENT + "+0 < F. 1:1(0) ack 2 win 20000\n+0 > . 2:2(0) ack 2\n+0 close(4) = 0\n", 2, 2, 2, "")));

    /** A cell of the table. */
    private record Case(String state, String kind, String place, String answer, String then) {
    }

    private static List<Case> cases() {
        List<Case> cases = new ArrayList<>();
        try {
            for (String line : Files.readAllLines(TABLE)) {
                if (line.isBlank() || line.startsWith("#")) {
                    continue;
                }
                String[] words = line.split("\\s+");
                for (int i = 2; i < words.length; i++) {
                    if (!words[i].equals("?")) {
                        String[] cell = words[i].replace("!", "").split(":");
                        cases.add(new Case(words[0], words[1], words.length == 3 ? "at" : PLACES.get(i - 2), cell[0], cell[1]));
                    }
                }
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return cases;
    }

    @TestFactory
    Stream<DynamicNode> segmentsDoWhatTheTableSays() {
        NetServiceFactory service = Family.service();
        List<Case> cases = cases();
        return STATES.keySet().stream().sorted().map(state -> DynamicContainer.dynamicContainer(state, cases.stream()
            .filter(c -> c.state.equals(state)).map(c -> DynamicTest.dynamicTest(c.kind + " " + c.place, () -> run(service, c)))));
    }

    @Test
    void everyStateIsInTheTable() {
        assertEquals(STATES.keySet().stream().sorted().toList(), cases().stream().map(Case::state).distinct().sorted().toList());
        assertEquals(11, STATES.size());
    }

    private static void run(NetServiceFactory service, Case c) {
        String script = script(c);
        Outcome outcome = new Runner(service, List.of(), true, line -> { }, line -> { }).run(c.toString(), script, Path.of("."));
        assertEquals("", outcome.message(), () -> "\n" + script);
    }

    static List<String> scripts() {
        return cases().stream().map(StateTest::script).toList();
    }

    private static String script(Case c) {
        Setup s = STATES.get(c.state);
        boolean byAcknowledgement = c.state.equals("SYN_SENT");
        long offset = OFFSETS.get(PLACES.indexOf(c.place));
        long sequence = s.theirs + (byAcknowledgement ? 0 : offset) & U32;
        long acknowledged = (byAcknowledgement ? s.acknowledged + offset : switch (c.kind) {
            case "future" -> s.ours + 5000;
            case "ancient" -> s.acknowledged - 500_000;
            case "ackfin" -> s.ours;
            default -> s.acknowledged;
        }) & U32;
        int length = c.kind.equals("data") || c.kind.equals("noack") ? 10 : 0;
        String flags = switch (c.kind) {
            case "data" -> "P.";
            case "fin" -> "F.";
            case "syn" -> "S";
            case "synack" -> "S.";
            case "rst" -> "R";
            case "rstack" -> "R.";
            case "noack" -> "P";
            default -> ".";
        };
        boolean ack = flags.endsWith(".");
        StringBuilder text = new StringBuilder(s.script);
        text.append("+.01 < ").append(flags).append(' ').append(sequence).append(':').append(sequence + length & U32).append('(').append(length)
            .append(')').append(ack ? " ack " + acknowledged : "").append(" win 20000\n");
        boolean takes = c.place.equals("at") && !c.then.equals("CLOSED") && List.of("SYN_RECEIVED", "ESTABLISHED", "FIN_WAIT_1", "FIN_WAIT_2", "SYN_SENT")
            .contains(c.state);
        long theirs = s.theirs + (takes ? (c.kind.equals("data") ? length : c.kind.equals("fin") || c.kind.equals("synack") && byAcknowledgement ? 1 : 0) : 0);
        switch (c.answer) {
            case "A" -> text.append("+0 > . ").append(s.ours + ":" + s.ours).append("(0) ack ").append(theirs).append(" <...>\n");
            case "R" -> text.append("+0 > R ").append(acknowledged + ":" + acknowledged).append("(0)\n");
            case "RA" -> text.append("+0 > R. 0:0(0) ack ").append(flags.equals("S") ? 1 : sequence + length).append('\n');
            case "S" -> text.append("+0 > S. 0:0(0) ack ").append(sequence + 1).append(" <...>\n");
            default -> { }
        }
        text.append(after(c, s, theirs));
        return text.toString();
    }

    /** How it is seen that a state was reached. */
    private static String after(Case c, Setup s, long theirs) {
        String state = c.then.equals("=") ? c.state : c.then;
        String file = c.state.equals("SYN_SENT") ? "3" : "4";
        String poke = "+1 < . " + theirs + ":" + theirs + "(0) ack " + s.ours + " win 20000\n";
        return switch (state) {
            case "CLOSED" -> c.state.equals("CLOSED") ? "" : poke + "+0 > R " + s.ours + ":" + s.ours + "(0)\n";
            // once more: what was there is answered, what is not is reset
            case "TIME_WAIT" -> c.state.equals("TIME_WAIT") ? "+1 < F. 1:1(0) ack 2 win 20000\n+0 > . 2:2(0) ack 2\n"
                : "+1 < F. 1:1(0) ack 2 win 20000\n+0 > . 2:2(0) ack 2\n+0 %{ assert tcpi_state == TCP_CLOSE }%\n";
            case "LISTEN" -> c.state.equals("SYN_RECEIVED") ? poke + "+0 > R 1:1(0)\n" : "";
            case "SYN_RECEIVED" -> c.state.equals("SYN_SENT") ? "+0 %{ assert tcpi_state == TCP_SYN_RECV }%\n"
                : "+.01 < . 1:1(0) ack 1 win 20000\n+0 accept(3, ..., ...) = 4\n+0 %{ assert tcpi_state == TCP_ESTABLISHED }%\n";
            default -> (c.state.equals("SYN_RECEIVED") ? "+0 accept(3, ..., ...) = 4\n" : "") + "+0 %{ assert tcpi_state == TCP_"
                + STATES.get(state).linux + ", tcpi_state }%\n+0 fcntl(" + file + ", F_GETFL) = " + (file.equals("3") ? "0x802" : "2") + "\n";
        };
    }
}
