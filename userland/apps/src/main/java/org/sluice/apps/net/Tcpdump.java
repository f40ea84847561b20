package org.sluice.apps.net;

import java.io.BufferedInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.function.Predicate;
import org.sluice.abi.Errno;
import org.sluice.abi.Signals;
import org.sluice.abi.Sockets;
import org.sluice.apps.Command;
import org.sluice.apps.Failure;
import org.sluice.apps.Options;
import org.sluice.apps.Reasons;
import org.sluice.net.CaptureSocket;
import org.sluice.net.Socket;
import org.sluice.process.SignalHandlers;
import org.sluice.sys.SysException;

/** {@code tcpdump}: shows what passes the interfaces. */
public final class Tcpdump extends Command {
    private static final int MOST = 65535;
    private static final int ROW = 16;

    private int itf = CaptureSocket.ALL;
    private long count = Long.MAX_VALUE;
    private int snap = MOST;
    private boolean hex;
    private boolean text;
    private boolean flush;
    private String write;
    private String read;
    private Predicate<Packet> filter;
    private Decoder decoder;
    private volatile boolean stop;

    public Tcpdump() {
        super("tcpdump");
    }

    public static void main(String[] args) {
        new Tcpdump().start(args);
    }

    @Override
    protected int run(String[] args) throws IOException {
        parse(args);
        OutputStream file = write == null ? null : write.equals("-") ? out : create();
        try {
            if (file != null) {
                PcapFile.begin(file);
            }
            if (read != null) {
                replay(file);
            } else {
                capture(file);
            }
        } finally {
            if (file != null && file != out) {
                file.close();
            }
        }
        return status();
    }

    private void parse(String[] args) {
        Options options = new Options("i/interface: c/count: s/snapshot-length: w: r: n e v x X l", args);
        boolean connections = false;
        boolean verbose = false;
        while (options.next()) {
            switch (options.name()) {
                case "i" -> itf = interfaceNumber(options.value());
                case "c" -> count = positive(options, "count");
                case "s" -> snap = (int) Math.min(MOST, positive(options, "length"));
                case "w" -> write = options.value();
                case "r" -> read = options.value();
                case "e" -> connections = true;
                case "v" -> verbose = true;
                case "x" -> hex = true;
                case "X" -> {
                    hex = true;
                    text = true;
                }
                case "l" -> flush = true;
                default -> { } // addresses are always numbers
            }
        }
        decoder = new Decoder(connections, verbose);
        filter = CaptureFilter.parse(options.operands());
    }

    private static int interfaceNumber(String name) {
        if (name.equals("any")) {
            return CaptureSocket.ALL;
        }
        try {
            int number = Integer.parseInt(name.startsWith("atm") ? name.substring(3) : name);
            if (number >= 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new Failure.Usage("'" + name + "' is no ATM interface: atm0, atm1 and so on, or any");
    }

    private static long positive(Options options, String what) {
        long value = options.number(what);
        if (value < 1) {
            throw new Failure.Usage(what + " must be at least 1");
        }
        return value;
    }

    private OutputStream create() {
        try {
            return new FileOutputStream(io.file(write));
        } catch (IOException e) {
            throw new Failure(1, write + ": " + Reasons.of(e));
        }
    }

    private InputStream open() {
        try {
            return io.open(read);
        } catch (IOException e) {
            throw new Failure(1, read + ": " + Reasons.of(e));
        }
    }

    /** Keeps as much of a frame as is wanted. */
    private Frame cut(Frame f) {
        return f.bytes().length <= snap ? f : new Frame(f.nanos(), f.sent(), f.itf(), f.vpi(), f.vci(), f.encapsulation(), f.length(),
            java.util.Arrays.copyOf(f.bytes(), snap));
    }

    private void replay(OutputStream file) throws IOException {
        InputStream in = open();
        try (BufferedInputStream buffered = new BufferedInputStream(in)) {
            PcapFile pcap = PcapFile.open(buffered);
            long shown = 0;
            for (Frame frame = pcap.next(); frame != null && shown < count; frame = pcap.next()) {
                shown += show(new Packet(cut(frame)), file) ? 1 : 0;
            }
        }
    }

    private void capture(OutputStream file) throws IOException {
        try (CaptureSocket socket = new CaptureSocket(io.calls(), itf)) {
            if (snap < MOST) {
                socket.setOption(Sockets.SNAP_LENGTH, snap);
            }
            int thread = io.calls().threadSelf();
            new SignalHandlers(io.calls()).handle(Signals.INT, signal -> {
                stop = true;
                io.calls().threadInterrupt(thread);
            });
            io.err().println("listening on " + (itf == CaptureSocket.ALL ? "any" : "atm" + itf) + ", link-type SUNATM, snapshot length "
                + snap + " bytes");
            byte[] buffer = new byte[snap];
            long shown = 0;
            while (!stop && shown < count) {
                Frame frame = receive(socket, buffer);
                if (frame != null && show(new Packet(frame), file)) {
                    shown++;
                    flushTo(file);
                }
            }
            io.err().println(shown + " packets captured");
            io.err().println(socket.option(Sockets.DROPPED) + " packets dropped by kernel");
        }
    }

    private void flushTo(OutputStream file) throws IOException {
        if (flush || io.isTerminal(1) || file == out) {
            out.flush();
        }
        if (file != null) {
            file.flush();
        }
    }

    private Frame receive(CaptureSocket socket, byte[] buffer) throws IOException {
        long[] about = Socket.newMessageRecord();
        try {
            int length = socket.receive(buffer, about);
            return new Frame(about[Sockets.MESSAGE_TIME], about[Sockets.MESSAGE_FLAGS] == 1, (int) about[Sockets.INTERFACE],
                (int) about[Sockets.VPI], (int) about[Sockets.VCI], (int) about[Sockets.MESSAGE_ENCAPSULATION],
                (int) about[Sockets.MESSAGE_BYTES], java.util.Arrays.copyOf(buffer, length));
        } catch (SysException e) {
            if (e.errno() == Errno.EINTR) {
                return null;
            }
            throw e;
        }
    }

    private boolean show(Packet packet, OutputStream file) throws IOException {
        if (!filter.test(packet)) {
            return false;
        }
        if (file != null) {
            PcapFile.write(file, packet);
            return true;
        }
        out.println(decoder.line(packet));
        if (hex) {
            dump(packet.bytes);
        }
        return true;
    }

    private void dump(byte[] bytes) {
        for (int at = 0; at < bytes.length; at += ROW) {
            StringBuilder line = new StringBuilder(String.format("\t0x%04x: ", at));
            StringBuilder letters = new StringBuilder("  ");
            for (int i = at; i < at + ROW; i++) {
                if (i < bytes.length) {
                    line.append((i & 1) == 0 ? " " : "").append(String.format("%02x", bytes[i] & 255));
                    letters.append(bytes[i] >= ' ' && bytes[i] < 127 ? (char) bytes[i] : '.');
                } else {
                    line.append((i & 1) == 0 ? "   " : "  ");
                }
            }
            out.println(text ? line.append(letters).toString() : line.toString().stripTrailing());
        }
    }
}
