package org.sluice.apps.net.tftp;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.File;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import org.sluice.abi.Errno;
import org.sluice.abi.Sockets;
import org.sluice.abi.SystemCalls;
import org.sluice.apps.Command;
import org.sluice.apps.Failure;
import org.sluice.apps.Options;
import org.sluice.apps.Reasons;
import org.sluice.apps.net.Hosts;
import org.sluice.apps.net.Ranges;
import org.sluice.net.InetEndpoint;
import org.sluice.net.Socket;
import org.sluice.net.UdpSocket;
import org.sluice.sys.SysException;

/** {@code tftp}: fetches and stores a file. */
public final class Tftp extends Command {
    private static final int PORT = 69;
    private static final int TRIES = 6;
    private static final long SECOND = 1_000_000_000L;

    private int port = PORT;
    private boolean netascii;
    private boolean verbose;
    private final Map<String, String> asked = new LinkedHashMap<>();
    private int timeout = 1;
    private UdpSocket socket;
    /** Where the server answers from, once it has. */
    private InetEndpoint peer;
    private InetEndpoint server;
    private final byte[] buffer = new byte[UdpSocket.MOST];

    public Tftp() {
        super("tftp");
    }

    public static void main(String[] args) {
        new Tftp().start(args);
    }

    @Override
    protected int run(String[] args) throws IOException {
        String[] operands = parse(args);
        server = Hosts.endpoint(io, operands[0], port);
        String from = operands[2];
        String other = operands.length > 3 ? operands[3] : from.substring(from.lastIndexOf('/') + 1);
        long start = io.calls().clock(SystemCalls.CLOCK_MONOTONIC);
        long bytes;
        try (UdpSocket made = new UdpSocket(io.calls())) {
            socket = made;
            // until the server has answered, the socket has no peer about whom errors would be told
            made.setOption(Sockets.ALL_ERRORS, 1);
            bytes = operands[1].equals("get") ? get(from, other) : put(from, other);
        }
        if (verbose) {
            long millis = (io.calls().clock(SystemCalls.CLOCK_MONOTONIC) - start) / 1_000_000;
            io.err().println(bytes + " bytes in " + millis + " ms");
        }
        return status();
    }

    private String[] parse(String[] args) {
        Options options = new Options("p/port: b/blksize: t/timeout: m/mode: v/verbose", args);
        while (options.next()) {
            switch (options.name()) {
                case "p" -> port = Hosts.port(options.value(), 1);
                case "b" -> asked.put("blksize", Long.toString(Ranges.number(options, "block size", TftpOptions.LEAST_BLOCK, TftpOptions.MOST_BLOCK)));
                case "t" -> {
                    timeout = (int) Ranges.number(options, "timeout", 1, TftpOptions.MOST_TIMEOUT);
                    asked.put("timeout", Integer.toString(timeout));
                }
                case "m" -> {
                    netascii = options.value().equals("netascii");
                    if (!netascii && !options.value().equals("octet")) {
                        throw new Failure.Usage("mode '" + options.value() + "': must be octet or netascii");
                    }
                }
                default -> verbose = true;
            }
        }
        String[] operands = options.operands();
        boolean known = operands.length > 1 && (operands[1].equals("get") || operands[1].equals("put"));
        if (operands.length < 3 || operands.length > 4 || !known) {
            throw new Failure.Usage("wanted: HOST get|put FILE [OTHER-NAME]");
        }
        return operands;
    }

    private long get(String remote, String local) throws IOException {
        if (local.isEmpty()) {
            throw new Failure.Usage("'" + remote + "' names no file");
        }
        asked.put("tsize", "0");
        TftpMessage first = ask(TftpMessage.request(TftpMessage.READ, remote, mode(), asked));
        TftpOptions agreed = agreed(first);
        File file = io.file(local);
        boolean whole = false;
        try (OutputStream out = open(new FileOpener<OutputStream>(local) {
            @Override
            OutputStream open() throws IOException {
                return new BufferedOutputStream(new FileOutputStream(file));
            }
        })) {
            TftpReceiver side = new TftpReceiver(netascii ? Netascii.decoding(out) : out, agreed.blockSize());
            byte[] answer = first.opcode() == TftpMessage.OPTIONS ? TftpMessage.ack(0) : receive(side, first);
            exchange(side, answer);
            whole = true;
            return side.bytes();
        } finally {
            if (!whole) {
                file.delete();
            }
        }
    }

    private long put(String local, String remote) throws IOException {
        File file = io.file(local);
        try (InputStream in = open(new FileOpener<InputStream>(local) {
            @Override
            InputStream open() throws IOException {
                return new BufferedInputStream(new FileInputStream(file));
            }
        })) {
            if (!netascii) {
                asked.put("tsize", Long.toString(file.length()));
            }
            TftpMessage first = ask(TftpMessage.request(TftpMessage.WRITE, remote, mode(), asked));
            TftpOptions agreed = agreed(first);
            TftpSender side = new TftpSender(netascii ? Netascii.encoding(in) : in, agreed.blockSize());
            exchange(side, side.first());
            return side.bytes();
        }
    }

    private abstract static class FileOpener<T> {
        final String name;

        FileOpener(String name) {
            this.name = name;
        }

        abstract T open() throws IOException;
    }

    private static <T> T open(FileOpener<T> opener) {
        try {
            return opener.open();
        } catch (IOException e) {
            throw new Failure(1, opener.name + ": " + Reasons.of(e));
        }
    }

    private String mode() {
        return netascii ? "netascii" : "octet";
    }

    private TftpOptions agreed(TftpMessage first) throws IOException {
        if (first.opcode() != TftpMessage.OPTIONS) {
            return new TftpOptions(TftpOptions.USUAL.blockSize(), timeout, -1);
        }
        try {
            return TftpOptions.of(first.options(), asked);
        } catch (IllegalArgumentException e) {
            send(TftpMessage.error(TftpMessage.REFUSED_OPTIONS, e.getMessage()), peer);
            throw new Failure(1, "the server's answer: " + e.getMessage());
        }
    }

    private static byte[] receive(TftpReceiver side, TftpMessage message) throws IOException {
        byte[] answer = side.received(message);
        if (answer == null) {
            throw new Failure(1, "the server has begun with block " + message.block());
        }
        return answer;
    }

    /** Sends a request until the server has answered from a port of its own. */
    private TftpMessage ask(byte[] request) throws IOException {
        for (int i = 0; i < TRIES; i++) {
            send(request, server);
            TftpMessage answer = await(timeout * SECOND);
            boolean read = request[1] == TftpMessage.READ;
            if (answer != null && (answer.opcode() == TftpMessage.OPTIONS || answer.opcode() == (read ? TftpMessage.DATA : TftpMessage.ACK))) {
                return answer;
            }
        }
        throw new Failure(1, server + ": " + Errno.message(Errno.ETIMEDOUT));
    }

    /** Carries the transfer out, from what this side sends first. */
    private void exchange(TftpSide side, byte[] first) throws IOException {
        byte[] message = first;
        int tries = 0;
        boolean fresh = true;
        while (true) {
            if (fresh || tries > 0) {
                send(message, peer);
            }
            if (side.done()) {
                return;
            }
            fresh = false;
            TftpMessage answer = await(timeout * SECOND);
            if (answer == null) {
                if (++tries == TRIES) {
                    throw new Failure(1, peer + ": " + Errno.message(Errno.ETIMEDOUT));
                }
                continue;
            }
            byte[] next = received(side, answer);
            tries = 0;
            if (next != null) {
                message = next;
                fresh = true;
            } else if (side.done()) {
                return;
            }
        }
    }

    private byte[] received(TftpSide side, TftpMessage answer) throws IOException {
        try {
            return side.received(answer);
        } catch (IOException e) {
            send(TftpMessage.error(TftpMessage.FULL, Reasons.of(e)), peer);
            throw e;
        }
    }

    private void send(byte[] message, InetEndpoint to) throws IOException {
        try {
            socket.send(message, 0, message.length, to);
        } catch (SysException e) {
            throw new Failure(1, to + ": " + Errno.message(e.errno()));
        }
    }

    /** Waits for a message from the server. @return null if none came in time */
    private TftpMessage await(long nanos) throws IOException {
        long until = io.calls().clock(SystemCalls.CLOCK_MONOTONIC) + nanos;
        while (true) {
            long left = until - io.calls().clock(SystemCalls.CLOCK_MONOTONIC);
            if (left <= 0) {
                return null;
            }
            long[] about = Socket.newMessageRecord();
            int n;
            try {
                socket.receiveTimeout(left);
                n = socket.receive(buffer, about);
            } catch (SysException e) {
                if (e.errno() == Errno.EAGAIN) {
                    return null;
                }
                throw new Failure(1, (peer == null ? server : peer) + ": " + Errno.message(e.errno()));
            }
            TftpMessage message = accept(n, UdpSocket.sender(about));
            if (message != null) {
                return message;
            }
        }
    }

    /** The message, if it is the server's; an error of the server's ends everything. */
    private TftpMessage accept(int n, InetEndpoint from) throws IOException {
        if (from.ipv4() != server.ipv4()) {
            return null;
        }
        if (peer != null && !peer.equals(from)) {
            send(TftpMessage.error(TftpMessage.UNKNOWN_TRANSFER, "Unknown transfer ID"), from);
            return null;
        }
        TftpMessage message;
        try {
            message = TftpMessage.parse(buffer, n);
        } catch (IllegalArgumentException e) {
            return null;
        }
        if (message.opcode() == TftpMessage.ERROR) {
            throw new Failure(1, "the server says: " + message.text() + " (" + message.block() + ")");
        }
        if (peer == null) {
            peer = from;
            // from here on the system tells if nobody is there any more
            socket.connect(peer);
        }
        return message;
    }
}
