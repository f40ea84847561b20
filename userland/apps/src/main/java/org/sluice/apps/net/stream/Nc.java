package org.sluice.apps.net.stream;

import java.io.IOException;
import org.sluice.abi.Errno;
import org.sluice.abi.Poll;
import org.sluice.apps.Command;
import org.sluice.apps.Failure;
import org.sluice.apps.Options;
import org.sluice.apps.Reasons;
import org.sluice.apps.net.Connecting;
import org.sluice.apps.net.Hosts;
import org.sluice.apps.net.Ranges;
import org.sluice.apps.net.Seconds;
import org.sluice.net.InetEndpoint;
import org.sluice.net.Poller;
import org.sluice.net.StreamServer;
import org.sluice.net.StreamSocket;
import org.sluice.net.UdpSocket;
import org.sluice.sys.SysException;

/** {@code nc}: connects standard input and output with TCP and UDP. */
public final class Nc extends Command {
    /** Time in which a closed port of UDP may say so. */
    private static final long PROBE = 1_000_000_000L;

    private boolean listen;
    private boolean datagrams;
    private boolean scan;
    private boolean again;
    private boolean verbose;
    private boolean withoutInput;
    private boolean endWithInput;
    private long quitAfter = -1;
    private long timeout = -1;
    private int ownPort;
    private String ownAddress;
    private String host;
    private int first;
    private int last;

    public Nc() {
        super("nc");
    }

    public static void main(String[] args) {
        new Nc().start(args);
    }

    @Override
    protected int run(String[] args) throws IOException {
        parse(args);
        RelayRules rules = new RelayRules(withoutInput, endWithInput, quitAfter, timeout);
        try (UserEnd user = new UserEnd(io)) {
            if (listen && datagrams) {
                listenDatagrams(user, rules);
            } else if (listen) {
                listen(user, rules);
            } else if (scan) {
                scan();
            } else if (datagrams) {
                sendDatagrams(user, rules);
            } else {
                connect(user, rules);
            }
        }
        return status();
    }

    private void parse(String[] args) {
        Options options = new Options("l p: s: u w: z k N q: v n d", args);
        while (options.next()) {
            switch (options.name()) {
                case "l" -> listen = true;
                case "p" -> ownPort = Hosts.port(options.value(), 1);
                case "s" -> ownAddress = options.value();
                case "u" -> datagrams = true;
                case "w" -> timeout = Math.max(1, Seconds.nanos(options.value(), "timeout"));
                case "z" -> scan = true;
                case "k" -> again = true;
                case "N" -> endWithInput = true;
                case "q" -> {
                    long seconds = Ranges.number(options, "number of seconds", -1, 1_000_000);
                    quitAfter = seconds < 0 ? -1 : seconds * 1_000_000_000L;
                    endWithInput = true;
                }
                case "v" -> verbose = true;
                case "d" -> withoutInput = true;
                default -> { } // numbers only is how it is anyway
            }
        }
        operands(options.operands());
    }

    private void operands(String[] operands) {
        if (operands.length > 2) {
            throw new Failure.Usage("extra operand '" + operands[2] + "'");
        }
        if (again && !listen) {
            throw new Failure.Usage("-k goes with -l only");
        }
        if (listen && scan) {
            throw new Failure.Usage("-l and -z cannot go together");
        }
        if (listen) {
            if (operands.length == 2) {
                ownAddress = operands[0];
            }
            if (operands.length > 0) {
                if (ownPort > 0) {
                    throw new Failure.Usage("-l takes one port");
                }
                ownPort = Hosts.port(operands[operands.length - 1], 0);
            } else if (ownPort == 0) {
                throw new Failure.Usage("missing port to listen at");
            }
            return;
        }
        if (operands.length < 2) {
            throw new Failure.Usage(operands.length == 0 ? "missing host and port" : "missing port");
        }
        host = operands[0];
        int dash = operands[1].indexOf('-');
        first = Hosts.port(dash < 0 ? operands[1] : operands[1].substring(0, dash), 1);
        last = dash < 0 ? first : Hosts.port(operands[1].substring(dash + 1), first);
        if (last > first && !scan) {
            throw new Failure.Usage("several ports go with -z only");
        }
    }

    private InetEndpoint own() {
        return ownAddress == null ? InetEndpoint.any(ownPort) : Hosts.endpoint(io, ownAddress, ownPort);
    }

    private void say(String line) {
        if (verbose) {
            io.err().println(line);
        }
    }

    private static Failure failed(String doing, SysException e) {
        return new Failure(1, doing + ": " + Errno.message(e.errno()));
    }

    // ---- listening

    private void listen(UserEnd user, RelayRules rules) throws IOException {
        InetEndpoint own = own();
        StreamServer server;
        try {
            server = StreamServer.listen(io.calls(), own, again ? 16 : 1);
        } catch (SysException e) {
            throw failed("listen at " + own, e);
        }
        boolean open = true;
        try {
            say("Listening on " + server.local());
            while (open) {
                StreamSocket socket = accept(server);
                open = again;
                if (!open) {
                    server.close();
                }
                say("Connection received from " + socket.name());
                relay(user, socket, rules);
            }
        } finally {
            if (open) {
                server.close();
            }
        }
    }

    private StreamSocket accept(StreamServer server) throws IOException {
        Poller poller = new Poller(io.calls());
        poller.add(server.handle(), Poll.IN);
        if (poller.await(timeout) == 0) {
            throw new Failure(1, "nobody has connected in time");
        }
        StreamSocket socket = server.accept();
        socket.nonBlocking(true);
        return socket;
    }

    private void listenDatagrams(UserEnd user, RelayRules rules) throws IOException {
        try (UdpSocket socket = new UdpSocket(io.calls())) {
            bind(socket);
            say("Bound on " + socket.local());
            relay(user, socket, rules, null);
        }
    }

    // ---- connecting

    private void connect(UserEnd user, RelayRules rules) throws IOException {
        InetEndpoint peer = Hosts.endpoint(io, host, first);
        StreamSocket socket = open(peer);
        say("Connection to " + host + " (" + peer + ") succeeded!");
        relay(user, socket, rules);
    }

    private StreamSocket open(InetEndpoint peer) throws IOException {
        StreamSocket socket = new StreamSocket(io.calls());
        boolean done = false;
        try {
            if (ownAddress != null || ownPort > 0) {
                socket.bind(own());
            }
            Connecting.within(io.calls(), socket, peer, timeout);
            done = true;
            return socket;
        } catch (SysException e) {
            throw failed("connect to " + host + " port " + peer.port(), e);
        } finally {
            if (!done) {
                socket.close();
            }
        }
    }

    private void relay(UserEnd user, StreamSocket socket, RelayRules rules) throws IOException {
        try {
            new StreamRelay(io, user, socket, rules).run();
        } catch (SysException e) {
            warn(socket.name() + ": " + Reasons.of(e));
        } finally {
            socket.close();
        }
    }

    private void sendDatagrams(UserEnd user, RelayRules rules) throws IOException {
        InetEndpoint peer = Hosts.endpoint(io, host, first);
        try (UdpSocket socket = new UdpSocket(io.calls())) {
            bind(socket);
            socket.connect(peer);
            relay(user, socket, rules, peer);
        } catch (SysException e) {
            throw failed("connect to " + host + " port " + peer.port(), e);
        }
    }

    private void bind(UdpSocket socket) throws IOException {
        if (ownAddress != null || ownPort > 0) {
            try {
                socket.bind(own());
            } catch (SysException e) {
                throw failed("listen at " + own(), e);
            }
        }
    }

    private void relay(UserEnd user, UdpSocket socket, RelayRules rules, InetEndpoint peer) throws IOException {
        try {
            new DatagramRelay(io, user, socket, rules, peer, again).run();
        } catch (SysException e) {
            warn((peer == null ? "datagrams" : peer.toString()) + ": " + Reasons.of(e));
        }
    }

    // ---- looking whether somebody listens

    private void scan() throws IOException {
        boolean any = false;
        for (int port = first; port <= last; port++) {
            InetEndpoint peer = Hosts.endpoint(io, host, port);
            try {
                if (datagrams) {
                    probe(peer);
                } else {
                    open(peer).close();
                }
                any = true;
                say("Connection to " + host + " " + port + " port [" + (datagrams ? "udp" : "tcp") + "] succeeded!");
            } catch (Failure e) {
                say("nc: " + e.getMessage());
            }
        }
        if (!any) {
            fail();
        }
    }

    private void probe(InetEndpoint peer) throws IOException {
        try (UdpSocket socket = new UdpSocket(io.calls())) {
            socket.connect(peer);
            socket.send(new byte[] {'X'}, 0, 1, (InetEndpoint) null);
            socket.receiveTimeout(timeout < 0 ? PROBE : timeout);
            socket.receive(new byte[1], null);
        } catch (SysException e) {
            // nobody has said that nobody is there
            if (e.errno() != Errno.EAGAIN) {
                throw failed("connect to " + host + " port " + peer.port(), e);
            }
        }
    }
}
