package org.sluice.apps.net.stream;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.sluice.abi.Errno;
import org.sluice.abi.Poll;
import org.sluice.apps.Command;
import org.sluice.apps.Failure;
import org.sluice.apps.Options;
import org.sluice.apps.Reasons;
import org.sluice.apps.net.Connecting;
import org.sluice.apps.net.Hosts;
import org.sluice.apps.net.Interrupt;
import org.sluice.net.InetEndpoint;
import org.sluice.net.Poller;
import org.sluice.net.StreamSocket;
import org.sluice.sys.SysException;

/** {@code telnet}: talks to a host line by line. */
public final class Telnet extends Command {
    private static final int PORT = 23;
    private static final int ESCAPE = 0x1d;
    private static final int INTERRUPT_PROCESS = 244;

    private int escape = ESCAPE;
    private String host;
    private InetEndpoint peer;
    private StreamSocket socket;
    private UserEnd user;
    private final TelnetStream stream = new TelnetStream();
    private final byte[] buffer = new byte[8192];
    private boolean inputEnded;
    private boolean over;

    public Telnet() {
        super("telnet");
    }

    public static void main(String[] args) {
        new Telnet().start(args);
    }

    @Override
    protected int run(String[] args) throws IOException {
        Options options = new Options("e/escape: E/no-escape", args);
        while (options.next()) {
            escape = options.name().equals("E") ? -1 : character(options.value());
        }
        String[] operands = options.operands();
        if (operands.length == 0 || operands.length > 2) {
            throw new Failure.Usage(operands.length == 0 ? "missing host" : "extra operand '" + operands[2] + "'");
        }
        host = operands[0];
        int port = operands.length > 1 ? Hosts.port(operands[1], 1) : PORT;
        peer = Hosts.endpoint(io, host, port);
        out.println("Trying " + org.sluice.net.Ipv4.format(peer.ipv4()) + "...");
        out.flush();
        Interrupt interrupt = Interrupt.catchIt(io.calls());
        try (StreamSocket made = new StreamSocket(io.calls()); UserEnd end = new UserEnd(io)) {
            socket = made;
            user = end;
            connect(interrupt);
            if (interrupt.came()) {
                return 1;
            }
            out.println("Connected to " + host + ".");
            if (escape >= 0) {
                out.println("Escape character is '^" + (char) (escape + '@') + "'.");
            }
            out.flush();
            relay(interrupt);
        }
        return status();
    }

    private static int character(String text) {
        if (text.length() == 2 && text.charAt(0) == '^' && text.charAt(1) >= '@' && text.charAt(1) <= '_') {
            return text.charAt(1) - '@';
        }
        throw new Failure.Usage("'" + text + "' is no control character such as ^]");
    }

    private void connect(Interrupt interrupt) throws IOException {
        try {
            Connecting.within(io.calls(), socket, peer, -1);
        } catch (SysException e) {
            if (!interrupt.came()) {
                throw new Failure(1, "Unable to connect to remote host: " + Errno.message(e.errno()));
            }
        }
    }

    private void relay(Interrupt interrupt) throws IOException {
        Poller poller = new Poller(io.calls());
        boolean interrupted = false;
        while (!over) {
            poller.clear();
            poller.add(inputEnded ? -1 : UserEnd.STDIN, Poll.IN);
            poller.add(socket.handle(), Poll.IN);
            try {
                poller.await(-1);
                if (poller.ready(1) != 0) {
                    receive();
                }
                if (!over && poller.ready(0) != 0) {
                    input();
                }
            } catch (SysException e) {
                if (e.errno() != Errno.EINTR || !interrupt.came() || interrupted) {
                    lost(e);
                    return;
                }
                // the first is the peer's to act on (RFC 854), the second ends
                interrupted = true;
                send(new byte[] {(byte) TelnetStream.IAC, (byte) INTERRUPT_PROCESS});
            }
        }
    }

    private void lost(SysException e) {
        if (e.errno() != Errno.EINTR) {
            warn("Connection to " + host + " lost: " + Reasons.of(e));
        }
    }

    private void receive() throws IOException {
        int n;
        try {
            n = socket.read(buffer, 0, buffer.length);
        } catch (SysException e) {
            if (e.errno() == Errno.EAGAIN) {
                return;
            }
            throw e;
        }
        if (n < 0) {
            over = true;
            io.err().println("Connection closed by foreign host.");
            return;
        }
        stream.received(buffer, 0, n);
        out.write(stream.takeData());
        out.flush();
        send(stream.takeReplies());
    }

    private void input() throws IOException {
        int n = user.readBytes(buffer);
        if (n == 0) {
            inputEnded = true;
            socket.shutdownOutput();
            return;
        }
        for (int i = 0; i < n; i++) {
            if (buffer[i] == escape && io.isTerminal(0)) {
                send(TelnetStream.encode(buffer, i));
                prompt();
                return;
            }
        }
        send(TelnetStream.encode(buffer, n));
    }

    private void send(byte[] bytes) throws IOException {
        Poller poller = new Poller(io.calls());
        poller.add(socket.handle(), Poll.OUT);
        for (int done = 0; done < bytes.length;) {
            int n = io.calls().write(socket.handle(), bytes, done, bytes.length - done);
            if (n == -Errno.EAGAIN) {
                poller.await(-1);
            } else {
                done += org.sluice.sys.Sys.check(n, host);
            }
        }
    }

    /** The commands behind the escape character. */
    private void prompt() throws IOException {
        out.print("\ntelnet> ");
        out.flush();
        int n = user.readBytes(buffer);
        String word = new String(buffer, 0, n, StandardCharsets.UTF_8).strip();
        switch (word) {
            case "" -> { } // back to the connection
            case "q", "quit", "c", "close" -> {
                over = true;
                out.println("Connection closed.");
            }
            case "status" -> out.println("Connected to " + host + " (" + peer + ") from " + socket.local() + ", line by line.");
            case "send escape" -> send(new byte[] {(byte) escape});
            case "send ip" -> send(new byte[] {(byte) TelnetStream.IAC, (byte) INTERRUPT_PROCESS});
            default -> out.println("close, quit, status, send escape, send ip; an empty line goes back");
        }
        out.flush();
    }
}
