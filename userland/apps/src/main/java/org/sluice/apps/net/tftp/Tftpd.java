package org.sluice.apps.net.tftp;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.File;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import org.sluice.abi.Errno;
import org.sluice.abi.Poll;
import org.sluice.apps.Command;
import org.sluice.apps.Failure;
import org.sluice.apps.Options;
import org.sluice.apps.Reasons;
import org.sluice.apps.net.Hosts;
import org.sluice.apps.net.Interrupt;
import org.sluice.apps.net.Loop;
import org.sluice.net.InetEndpoint;
import org.sluice.net.Socket;
import org.sluice.net.UdpSocket;
import org.sluice.sys.SysException;

/** {@code tftpd}: lends the files of a folder by TFTP, and takes files if it may. */
public final class Tftpd extends Command implements Loop.Handler {
    private static final int PORT = 69;
    private static final int MOST_SESSIONS = 256;
    private static final int MOST_REQUEST = 2048;

    private TftpFolder folder;
    private boolean verbose;
    private Loop loop;
    private UdpSocket socket;
    private InetEndpoint own;
    private final byte[] buffer = new byte[MOST_REQUEST];

    public Tftpd() {
        super("tftpd");
    }

    public static void main(String[] args) {
        new Tftpd().start(args);
    }

    @Override
    protected int run(String[] args) throws IOException {
        Options options = new Options("p/port: b/bind: w/write v/verbose", args);
        int port = PORT;
        String address = null;
        boolean writable = false;
        while (options.next()) {
            switch (options.name()) {
                case "p" -> port = Hosts.port(options.value(), 0);
                case "b" -> address = options.value();
                case "w" -> writable = true;
                default -> verbose = true;
            }
        }
        String[] operands = options.operandsOr(".");
        if (operands.length > 1) {
            throw new Failure.Usage("extra operand '" + operands[1] + "'");
        }
        folder = new TftpFolder(io, operands[0], writable);
        own = address == null ? InetEndpoint.any(port) : Hosts.endpoint(io, address, port);
        loop = new Loop(io.calls());
        Interrupt interrupt = Interrupt.catchIt(io.calls());
        socket = new UdpSocket(io.calls());
        loop.add(this);
        try {
            bind();
            log("serving " + operands[0] + " at " + socket.local());
            while (!interrupt.came() && loop.size() > 0) {
                loop.turn();
            }
        } finally {
            loop.close();
        }
        return status();
    }

    private void bind() throws SysException {
        try {
            socket.bind(own);
            socket.nonBlocking(true);
        } catch (SysException e) {
            throw new Failure(1, own + ": " + Reasons.of(e));
        }
    }

    private void log(String line) {
        if (verbose) {
            StringBuilder safe = new StringBuilder();
            line.chars().forEach(c -> safe.append(c < ' ' || c == 127 ? '?' : (char) c));
            out.println(safe.toString());
            out.flush();
        }
    }

    @Override
    public int handle() {
        return socket.handle();
    }

    @Override
    public int events() {
        return Poll.IN;
    }

    @Override
    public void ready(int events) throws IOException {
        long[] about = Socket.newMessageRecord();
        int n;
        try {
            n = socket.receive(buffer, about);
        } catch (SysException e) {
            if (e.errno() == Errno.EBADF) {
                throw e;
            }
            return; // nothing there after all, or somebody who asked is gone
        }
        InetEndpoint client = UdpSocket.sender(about);
        try {
            TftpMessage request = TftpMessage.parse(buffer, n);
            if (request.opcode() == TftpMessage.READ || request.opcode() == TftpMessage.WRITE) {
                begin(request, client);
            }
        } catch (IllegalArgumentException e) {
            log(client + " sends " + e.getMessage());
        }
    }

    /** Begins a transfer from a port of its own; a refusal comes from one as well. */
    private void begin(TftpMessage request, InetEndpoint client) {
        String what = client + " " + (request.opcode() == TftpMessage.READ ? "get " : "put ") + request.text();
        UdpSocket made = null;
        boolean kept = false;
        try {
            made = new UdpSocket(io.calls());
            made.bind(new InetEndpoint(own.high(), own.low(), 0));
            made.connect(client);
            made.nonBlocking(true);
            try {
                loop.add(session(request, made, what));
                kept = true;
            } catch (TftpFolder.Refused e) {
                byte[] error = TftpMessage.error(e.code(), e.getMessage());
                made.send(error, 0, error.length, (InetEndpoint) null);
                log(what + " " + e.getMessage());
            }
        } catch (IOException e) {
            log(what + " " + Reasons.of(e));
        } finally {
            if (made != null && !kept) {
                io.calls().close(made.handle());
            }
        }
    }

    private TftpSession session(TftpMessage request, UdpSocket made, String what) throws IOException, TftpFolder.Refused {
        boolean text = request.mode().equals("netascii");
        if (!text && !request.mode().equals("octet")) {
            throw new TftpFolder.Refused(TftpMessage.ILLEGAL, "The mode must be octet or netascii");
        }
        if (loop.size() > MOST_SESSIONS) {
            throw new TftpFolder.Refused(TftpMessage.UNDEFINED, "Too many transfers at once");
        }
        return request.opcode() == TftpMessage.READ ? reading(request, made, what, text) : writing(request, made, what, text);
    }

    private TftpSession reading(TftpMessage request, UdpSocket made, String what, boolean text) throws IOException, TftpFolder.Refused {
        File file = folder.toRead(request.text());
        Map<String, String> asked = new java.util.LinkedHashMap<>(request.options());
        if (text) {
            asked.remove("tsize"); // the size on the wire is not the file's
        }
        Map<String, String> agreed = TftpOptions.agreed(asked, file.length());
        TftpOptions options = TftpOptions.of(agreed, agreed);
        InputStream in = new BufferedInputStream(new FileInputStream(file));
        TftpSender side = new TftpSender(text ? Netascii.encoding(in) : in, options.blockSize());
        byte[] first = agreed.isEmpty() ? side.first() : TftpMessage.options(agreed);
        return new TftpSession(loop, made, side, in, options, first, what, this::log);
    }

    private TftpSession writing(TftpMessage request, UdpSocket made, String what, boolean text) throws IOException, TftpFolder.Refused {
        File file = folder.toWrite(request.text());
        Map<String, String> agreed = TftpOptions.agreed(request.options(), -1);
        TftpOptions options = TftpOptions.of(agreed, agreed);
        OutputStream plain = new BufferedOutputStream(new FileOutputStream(file));
        OutputStream out = text ? Netascii.decoding(plain) : plain;
        TftpReceiver side = new TftpReceiver(out, options.blockSize());
        byte[] first = agreed.isEmpty() ? TftpMessage.ack(0) : TftpMessage.options(agreed);
        return new TftpSession(loop, made, side, out, options, first, what, this::log);
    }

    @Override
    public void end(Exception cause) {
        try {
            socket.close();
        } catch (SysException e) {
            // it is closed
        }
        if (cause != null) {
            warn(own + ": " + (cause instanceof IOException e ? Reasons.of(e) : cause.toString()));
        }
    }
}
