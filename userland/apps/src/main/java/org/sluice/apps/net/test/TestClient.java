package org.sluice.apps.net.test;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.sluice.abi.Errno;
import org.sluice.apps.Failure;
import org.sluice.apps.Io;
import org.sluice.apps.Output;
import org.sluice.net.InetEndpoint;
import org.sluice.net.StreamSocket;
import org.sluice.net.UdpSocket;
import org.sluice.sys.SysException;

/** Runs a test with a server and tells what came of it. */
final class TestClient {
    private final Io io;
    private final Output out;
    private final InetEndpoint server;
    private final TestPlan plan;
    private final long interval;
    private final boolean json;
    private Flows flows;
    private long since;
    private long last;
    private long lastBytes;

    TestClient(Io io, Output out, InetEndpoint server, TestPlan plan, long interval, boolean json) {
        this.io = io;
        this.out = out;
        this.server = server;
        this.plan = plan;
        this.interval = interval;
        this.json = json;
    }

    /** Runs it. @return exit status: 1 if hashes differ */
    int run() throws IOException {
        try (StreamSocket control = connect()) {
            LineSocket.write(control, TestServer.CONTROL + plan.line());
            String ready = expect(control, "ok");
            return plan.datagrams() ? datagrams(control, ready) : streams(control);
        }
    }

    private StreamSocket connect() throws IOException {
        try {
            return StreamSocket.connected(io.calls(), server);
        } catch (SysException e) {
            throw new Failure(1, "connect to " + server + ": " + Errno.message(e.errno()));
        }
    }

    private static String expect(StreamSocket control, String word) throws IOException {
        String line = LineSocket.read(control);
        if (line.equals(word) || line.startsWith(word + " ")) {
            return line.substring(word.length()).strip();
        }
        throw new Failure(1, "the server says: " + (line.startsWith("error ") ? line.substring(6) : line));
    }

    private int streams(StreamSocket control) throws IOException {
        List<StreamSocket> sockets = new ArrayList<>();
        try {
            List<Flow> made = new ArrayList<>();
            for (int i = 0; i < plan.parallel(); i++) {
                StreamSocket socket = connect();
                sockets.add(socket);
                LineSocket.write(socket, TestServer.STREAM + "index=" + i);
                made.add(plan.reverse() ? new StreamReceiver(io, plan, socket) : new StreamSender(io, plan, socket, i));
            }
            expect(control, "go");
            return finish(control, made);
        } finally {
            for (StreamSocket socket : sockets) {
                socket.close();
            }
        }
    }

    private int datagrams(StreamSocket control, String ready) throws IOException {
        long port = TestPlan.values(ready).getOrDefault("port", 0L);
        try (UdpSocket socket = new UdpSocket(io.calls())) {
            socket.connect(new InetEndpoint(server.high(), server.low(), (int) port));
            socket.send(new byte[TestPlan.LEAST_DATAGRAM], 0, TestPlan.LEAST_DATAGRAM, (InetEndpoint) null);
            expect(control, "go");
            return finish(control, List.of(plan.reverse() ? new DatagramReceiver(io, plan, socket) : new DatagramSender(io, plan, socket)));
        }
    }

    private int finish(StreamSocket control, List<? extends Flow> made) throws IOException {
        since = now();
        last = since;
        flows = new Flows(io, made);
        flows.await(interval, this::progress);
        if (flows.failure() != null) {
            throw new Failure(1, flows.failure());
        }
        TestResult mine = flows.result();
        TestResult other;
        try {
            other = TestResult.parse(expect(control, "result"));
        } catch (IllegalArgumentException e) {
            throw new Failure(1, "the server's result is out of form: " + e.getMessage());
        }
        TestResult sender = plan.reverse() ? other : mine;
        TestResult receiver = plan.reverse() ? mine : other;
        if (json) {
            out.println(Report.json(plan, sender, receiver, control.local().toString()));
        } else {
            out.println(Report.end("sent", sender, true, plan.datagrams()));
            out.println(Report.end("received", receiver, false, plan.datagrams()));
        }
        return compare(sender, receiver);
    }

    private int compare(TestResult sender, TestResult receiver) {
        boolean equal = sender.hashes().equals(receiver.hashes()) && (plan.datagrams() || sender.bytes() == receiver.bytes());
        if (plan.hash() && !json) {
            sender.hashes().forEach(hash -> out.println("sha256 " + hash + " sent"));
            receiver.hashes().forEach(hash -> out.println("sha256 " + hash + " received"));
        }
        if (!equal) {
            out.flush();
            throw new Failure(1, "what was received is not what was sent");
        }
        if (plan.hash() && !json) {
            out.println("equal");
        }
        return 0;
    }

    private long now() {
        return io.calls().clock(org.sluice.abi.SystemCalls.CLOCK_MONOTONIC);
    }

    private void progress() {
        long now = now();
        long bytes = flows.bytes();
        if (!json) {
            out.println(Report.interval(last - since, now - since, bytes - lastBytes));
            out.flush();
        }
        last = now;
        lastBytes = bytes;
    }
}
