package org.sluice.apps.net.test;

import java.io.IOException;
import org.sluice.abi.Errno;
import org.sluice.apps.Failure;
import org.sluice.apps.Io;
import org.sluice.apps.Output;
import org.sluice.apps.Reasons;
import org.sluice.net.InetEndpoint;
import org.sluice.net.StreamServer;
import org.sluice.net.StreamSocket;
import org.sluice.sys.SysException;

/** Bytes over a bare connection, for peers that know nothing of tests: what was sent or received, and its SHA-256. */
final class RawMode {
    private final Io io;
    private final Output out;
    private final TestPlan plan;
    private final boolean sends;
    private final boolean json;

    /** @param sends whether this end is the source of {@code plan.bytes()} bytes */
    RawMode(Io io, Output out, TestPlan plan, boolean sends, boolean json) {
        this.io = io;
        this.out = out;
        this.plan = plan;
        this.sends = sends;
        this.json = json;
    }

    /** Connects, and carries. */
    void connect(InetEndpoint peer) throws IOException {
        StreamSocket socket;
        try {
            socket = StreamSocket.connected(io.calls(), peer);
        } catch (SysException e) {
            throw new Failure(1, "connect to " + peer + ": " + Errno.message(e.errno()));
        }
        try (socket) {
            carry(socket);
        }
    }

    /** Waits for connections, and carries on each. */
    void listen(InetEndpoint own, boolean again) throws IOException {
        StreamServer server;
        try {
            server = StreamServer.listen(io.calls(), own, 16);
        } catch (SysException e) {
            throw new Failure(1, own + ": " + Reasons.of(e));
        }
        try (server) {
            io.err().println("listening at " + server.local());
            do {
                try (StreamSocket socket = server.accept()) {
                    carry(socket);
                }
            } while (again);
        }
    }

    private void carry(StreamSocket socket) throws IOException {
        Flow flow = sends ? new StreamSender(io, plan, socket, 0) : new StreamReceiver(io, plan, socket);
        Flows flows = new Flows(io, java.util.List.of(flow));
        flows.await(0, () -> { });
        if (flows.failure() == null && sends) {
            drain(socket);
        }
        TestResult result = flows.result();
        String word = sends ? "sent" : "received";
        if (json) {
            out.println("{\"" + word + "\":" + result.bytes() + ",\"nanoseconds\":" + result.nanos() + ",\"bytes_copied\":" + result.copied()
                + ",\"sha256\":\"" + flow.hash() + "\",\"retransmits\":" + result.retransmits() + "}");
        } else {
            out.println(word + " " + result.bytes() + " bytes sha256 " + flow.hash());
            out.println(Report.end(word, result, sends, false));
        }
        out.flush();
        if (flows.failure() != null) {
            throw new Failure(1, socket.name() + ": " + flows.failure());
        }
    }

    /** Waits until the peer has ended too, so that what was sent has arrived. */
    private static void drain(StreamSocket socket) throws IOException {
        byte[] buffer = new byte[4096];
        while (socket.read(buffer, 0, buffer.length) >= 0) {
            // of no interest
        }
    }
}
