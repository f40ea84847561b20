package org.sluice.apps.net.test;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.sluice.abi.Poll;
import org.sluice.apps.Failure;
import org.sluice.apps.Io;
import org.sluice.apps.Output;
import org.sluice.apps.Reasons;
import org.sluice.net.InetEndpoint;
import org.sluice.net.Poller;
import org.sluice.net.StreamServer;
import org.sluice.net.StreamSocket;
import org.sluice.net.UdpSocket;
import org.sluice.sys.SysException;

/** Serves tests, one after another. The first line on a connection says what it is for. */
final class TestServer {
    static final String HELLO = "nettest 1 ";
    static final String CONTROL = HELLO + "control ";
    static final String STREAM = HELLO + "stream ";
    /** Time in which a client must have said what it wants. */
    private static final long PATIENCE = 5_000_000_000L;
    private static final int BACKLOG = 256;

    private final Io io;
    private final Output out;
    private final InetEndpoint own;
    private StreamServer server;

    TestServer(Io io, Output out, InetEndpoint own) {
        this.io = io;
        this.out = out;
        this.own = own;
    }

    /** Serves until the process ends, or one test. */
    void serve(boolean once) throws IOException {
        try {
            server = StreamServer.listen(io.calls(), own, BACKLOG);
        } catch (SysException e) {
            throw new Failure(1, own + ": " + Reasons.of(e));
        }
        try (StreamServer open = server) {
            say("listening at " + open.local());
            boolean served;
            do {
                served = one();
            } while (!once || !served);
        }
    }

    private void say(String line) {
        out.println(line);
        out.flush();
    }

    private boolean one() throws IOException {
        try (StreamSocket control = server.accept()) {
            try {
                control.receiveTimeout(PATIENCE);
                String line = LineSocket.read(control);
                if (!line.startsWith(CONTROL)) {
                    LineSocket.write(control, "error not expected");
                    return false;
                }
                TestPlan plan = TestPlan.parse(line.substring(CONTROL.length()));
                say(control.name() + ": " + plan.line());
                if (plan.datagrams()) {
                    datagrams(control, plan);
                } else {
                    streams(control, plan);
                }
                return true;
            } catch (IllegalArgumentException e) {
                LineSocket.write(control, "error " + e.getMessage());
                return false;
            } catch (IOException e) {
                say(control.name() + ": " + Reasons.of(e));
                return false;
            }
        }
    }

    private StreamSocket accept() throws IOException {
        Poller poller = new Poller(io.calls());
        poller.add(server.handle(), Poll.IN);
        if (poller.await(PATIENCE) == 0) {
            throw new IOException("the client has not opened its connections");
        }
        return server.accept();
    }

    private void streams(StreamSocket control, TestPlan plan) throws IOException {
        LineSocket.write(control, "ok");
        StreamSocket[] sockets = new StreamSocket[plan.parallel()];
        try {
            for (int i = 0; i < sockets.length; i++) {
                StreamSocket socket = accept();
                socket.receiveTimeout(PATIENCE);
                String line = LineSocket.read(socket);
                int index = line.startsWith(STREAM) ? (int) Math.clamp(TestPlan.values(line).getOrDefault("index", -1L), -1L, sockets.length) : -1;
                if (index < 0 || index >= sockets.length || sockets[index] != null) {
                    socket.close();
                    i--;
                    continue;
                }
                socket.receiveTimeout(0);
                sockets[index] = socket;
            }
            List<Flow> flows = new ArrayList<>();
            for (int i = 0; i < sockets.length; i++) {
                flows.add(plan.reverse() ? new StreamSender(io, plan, sockets[i], i) : new StreamReceiver(io, plan, sockets[i]));
            }
            LineSocket.write(control, "go");
            finish(control, plan, new Flows(io, flows));
        } finally {
            for (StreamSocket socket : sockets) {
                if (socket != null) {
                    socket.close();
                }
            }
        }
    }

    private void datagrams(StreamSocket control, TestPlan plan) throws IOException {
        try (UdpSocket socket = new UdpSocket(io.calls())) {
            socket.bind(InetEndpoint.any(0));
            LineSocket.write(control, "ok port=" + socket.local().port());
            // the client's first datagram tells where it is
            long[] about = UdpSocket.newMessageRecord();
            socket.receiveTimeout(PATIENCE);
            socket.receive(new byte[TestPlan.LEAST_DATAGRAM], about);
            socket.connect(UdpSocket.sender(about));
            LineSocket.write(control, "go");
            finish(control, plan, new Flows(io, List.of(plan.reverse() ? new DatagramSender(io, plan, socket) : new DatagramReceiver(io, plan, socket))));
        }
    }

    private void finish(StreamSocket control, TestPlan plan, Flows flows) throws IOException {
        flows.await(0, () -> { });
        TestResult result = flows.result();
        say(Report.end(plan.reverse() ? "sent" : "received", result, plan.reverse(), plan.datagrams()));
        LineSocket.write(control, flows.failure() == null ? "result " + result.line() : "error " + flows.failure());
    }
}
