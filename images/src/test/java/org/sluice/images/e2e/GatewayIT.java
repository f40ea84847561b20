package org.sluice.images.e2e;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Programs of the host and of a machine that talk to each other without privileges. */
class GatewayIT {
    private static final Path FOLDER = Sluice.workFolder().resolve("gateway");
    private static final InetAddress LOCAL = InetAddress.getLoopbackAddress();
    private static final int SIZE = 20 << 20;
    private static final int LIMIT_MILLIS = 60_000;
    private static byte[] file;

    @BeforeAll
    static void buildImage() throws IOException {
        Files.createDirectories(FOLDER.resolve("www"));
        file = new byte[SIZE];
        new Random(5).nextBytes(file);
        Files.write(FOLDER.resolve("www/file"), file);
        Sluice.boot("true");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, LOCAL)) {
            return socket.getLocalPort();
        }
    }

    private static String sha256(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    private static byte[] get(int port) throws IOException {
        var connection = URI.create("http://127.0.0.1:" + port + "/file").toURL().openConnection();
        connection.setReadTimeout(LIMIT_MILLIS);
        try (InputStream in = connection.getInputStream()) {
            return in.readAllBytes();
        }
    }

    /** A machine with a server of files at its port 80. */
    private static HostConversation server(int port, String... options) {
        List<String> all = new ArrayList<>(List.of("--share", FOLDER.resolve("www") + "=/mnt", "--forward", "tcp:" + port + ":80"));
        all.addAll(List.of(options));
        all.addAll(List.of("-c", "httpd -v /mnt >/tmp/log & i=0; until grep -q . /tmp/log || [ $i = 600 ]; do i=$((i+1)); sleep 0.1; done; "
            + "echo UP; while read line; do eval \"$line\"; echo DONE; done"));
        return HostConversation.boot(all.toArray(String[]::new));
    }

    @Test
    void clientsOfTheHostReachAServerOfTheMachine() throws Exception {
        int port = freePort();
        int closed = freePort();
        try (HostConversation machine = server(port, "--forward", "tcp:" + closed + ":81")) {
            machine.await("UP");
            assertArrayEquals(file, get(port));
            try (var threads = Executors.newFixedThreadPool(10)) {
                List<Future<byte[]>> answers = threads.invokeAll(java.util.Collections.nCopies(30, (Callable<byte[]>) () -> get(port)));
                for (Future<byte[]> answer : answers) {
                    assertEquals(sha256(file), sha256(answer.get()));
                }
            }
            try (Socket socket = new Socket(LOCAL, closed)) {
                socket.setSoTimeout(LIMIT_MILLIS);
                assertThrows(SocketException.class, () -> socket.getInputStream().read(), "nobody listens there: a reset, and no wait");
            }
            machine.enter("cat /proc/net/outside");
            machine.await("host0 connections=");
            machine.await("DONE");
            machine.end();
        }
    }

    @Test
    void aDriverThatIsRestartedBreaksConnectionsAndNewOnesWork() throws Exception {
        int port = freePort();
        try (HostConversation machine = server(port)) {
            machine.await("UP");
            for (int round = 0; round < 3; round++) {
                try (Socket socket = new Socket(LOCAL, port)) {
                    socket.setSoTimeout(LIMIT_MILLIS);
                    socket.getOutputStream().write("GET /file HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                    assertEquals(1000, socket.getInputStream().readNBytes(1000).length);
                    machine.enter("echo restart hostnet0 > /proc/drivers");
                    machine.await("DONE");
                    assertThrows(SocketException.class, () -> socket.getInputStream().readAllBytes());
                }
                assertArrayEquals(file, get(port));
            }
            machine.end();
        }
    }

    @Test
    void programsOfTheMachineReachWhatIsAllowedAndNothingElse() throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(LOCAL, 0), 10);
        server.createContext("/", exchange -> {
            byte[] sent = exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(200, file.length);
            exchange.getResponseBody().write(file);
            exchange.getResponseBody().close();
            assertEquals(0, sent.length);
        });
        server.start();
        int allowed = server.getAddress().getPort();
        int nobody = freePort();
        try (ServerSocket forbidden = new ServerSocket(0, 5, LOCAL)) {
            String script = "curl -s http://10.0.2.2:" + allowed + "/ | sha256sum; "
                + "curl -s http://10.0.2.2:" + nobody + "/; echo REFUSED $?; curl http://10.0.2.2:" + forbidden.getLocalPort()
                + "/; echo FORBIDDEN $?; curl http://192.0.2.1/; echo ELSEWHERE $?";
            Outcome outcome = Sluice.boot(script, "--allow-net", "host:" + allowed + "," + nobody);
            assertTrue(outcome.output().contains(sha256(file)), outcome::toString);
            for (String wanted : List.of("REFUSED 7", "FORBIDDEN 7", "ELSEWHERE 7")) {
                assertTrue(outcome.output().contains(wanted), outcome::toString);
            }
            forbidden.setSoTimeout(1);
            assertThrows(java.net.SocketTimeoutException.class, forbidden::accept, "nothing got there");
            Outcome without = Sluice.boot("curl http://10.0.2.2:" + allowed + "/; echo NOWHERE $?; grep -c host0 /proc/net/links");
            assertTrue(without.output().contains("NOWHERE 7\n0\n"), without::toString);
        } finally {
            server.stop(0);
        }
    }

    @Test
    void datagramsGoBothWays() throws Exception {
        int port = freePort();
        Path program = FOLDER.resolve("Datagrams.java");
        Files.writeString(program, GuestCompiler.Source.resource("guest/Datagrams.java").text());
        try (DatagramSocket host = new DatagramSocket(0, LOCAL); DatagramSocket client = new DatagramSocket(0, LOCAL)) {
            host.setSoTimeout(LIMIT_MILLIS);
            client.setSoTimeout(LIMIT_MILLIS);
            int nobody;
            try (DatagramSocket socket = new DatagramSocket(0, LOCAL)) {
                nobody = socket.getLocalPort();
            }
            try (HostConversation machine = new HostConversation(Sluice.command("run", "--allow-net", "host", "--forward", "udp:" + port + ":53",
                program.toString(), Integer.toString(host.getLocalPort()), Integer.toString(nobody)), Sluice.environment())) {
                DatagramPacket packet = new DatagramPacket(new byte[2000], 2000);
                host.receive(packet);
                assertEquals("from the guest", new String(packet.getData(), 0, packet.getLength(), StandardCharsets.US_ASCII));
                byte[] answer = "from the host".getBytes(StandardCharsets.US_ASCII);
                host.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
                machine.await("HEARD from the host of 10.0.2.2");
                machine.await("UNREACHABLE");
                machine.await("UP");
                client.send(new DatagramPacket(answer, answer.length, LOCAL, port));
                client.receive(packet);
                assertEquals("you said from the host", new String(packet.getData(), 0, packet.getLength(), StandardCharsets.US_ASCII));
                machine.await("ANSWERED 10.0.2.2");
                assertEquals(0, machine.end(), machine::heard);
            }
        }
    }

    @Test
    void whatCannotBeIsOneLine() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, LOCAL)) {
            String forward = "tcp:" + taken.getLocalPort() + ":80";
            Map<List<String>, String> lines = Map.of(
                List.of("--forward", forward), "sluice: --forward tcp:127.0.0.1:" + taken.getLocalPort() + ":80: the host's port is in use",
                List.of("--forward", "tcp:80"), "sluice: --forward tcp:80: expected tcp:[HOSTADDR:]HOSTPORT:GUESTPORT or udp:..., such as tcp:8080:80; "
                    + "an IPv6 address goes into brackets",
                List.of("--allow-net", "example.org"), "sluice: --allow-net example.org: expected A.B.C.D, A.B.C.D/N, host, all or dns; ports may follow, "
                    + "such as 10.0.0.0/8:80,8000-8100",
                List.of("--seed", "1", "--allow-net", "all"), "sluice: --allow-net all: depends on others; with --seed there is no way to the host's "
                    + "network");
            lines.forEach((options, line) -> {
                Outcome outcome = Sluice.boot("true", options.toArray(String[]::new));
                assertEquals(line, outcome.errorLines().getFirst(), outcome::toString);
                assertTrue(outcome.status() == 1 || outcome.status() == 2, outcome::toString);
                assertEquals("", outcome.output());
            });
        }
    }
}
