package org.sluice.apps.net.tftp;

import java.io.Closeable;
import java.io.IOException;
import java.util.function.Consumer;
import org.sluice.abi.Errno;
import org.sluice.abi.Poll;
import org.sluice.apps.Reasons;
import org.sluice.apps.net.Loop;
import org.sluice.net.UdpSocket;
import org.sluice.sys.SysException;

/** A server's transfer with one client, from a port of its own. */
final class TftpSession implements Loop.Handler {
    private static final int TRIES = 6;
    private static final long SECOND = 1_000_000_000L;

    private final Loop loop;
    private final UdpSocket socket;
    private final TftpSide side;
    private final Closeable file;
    private final boolean sends;
    private final int timeout;
    private final String what;
    private final Consumer<String> log;
    private final byte[] buffer;
    private byte[] last;
    /** Whether {@link #last} is the acknowledgement of options, which a reader's acknowledgement of block 0 answers. */
    private boolean optionsSent;
    private int tries;
    private long deadline;

    /**
     * @param socket connected to the client
     * @param file   is closed at the end
     * @param first  what is sent first
     * @param what   names the transfer in the log
     */
    TftpSession(Loop loop, UdpSocket socket, TftpSide side, Closeable file, TftpOptions options, byte[] first, String what, Consumer<String> log)
            throws SysException {
        this.loop = loop;
        this.socket = socket;
        this.side = side;
        this.file = file;
        this.sends = side instanceof TftpSender;
        this.timeout = options.timeout();
        this.what = what;
        this.log = log;
        buffer = new byte[options.blockSize() + 512];
        last = first;
        optionsSent = first[1] == TftpMessage.OPTIONS;
        send();
    }

    private void send() throws SysException {
        deadline = loop.now() + timeout * SECOND;
        socket.send(last, 0, last.length, (org.sluice.net.InetEndpoint) null);
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
    public long deadline() {
        return deadline;
    }

    @Override
    public void expired() throws IOException {
        if (side.done()) {
            loop.remove(this); // the client has not asked again for the last acknowledgement
        } else if (++tries == TRIES) {
            throw new SysException(Errno.ETIMEDOUT, what);
        } else {
            send();
        }
    }

    @Override
    public void ready(int events) throws IOException {
        TftpMessage message;
        try {
            message = TftpMessage.parse(buffer, socket.receive(buffer, null));
        } catch (IllegalArgumentException e) {
            return;
        } catch (SysException e) {
            if (e.errno() == Errno.EAGAIN || e.errno() == Errno.EINTR) {
                return;
            }
            throw e;
        }
        if (message.opcode() == TftpMessage.ERROR) {
            throw new IOException("the client says: " + message.text());
        }
        byte[] next;
        try {
            next = sends && optionsSent ? begin(message) : side.received(message);
        } catch (IOException e) {
            last = TftpMessage.error(TftpMessage.FULL, Reasons.of(e));
            send();
            throw e;
        }
        if (next != null) {
            optionsSent = false;
            last = next;
            tries = 0;
            send();
        }
        if (side.done() && sends) {
            loop.remove(this);
        }
    }

    private byte[] begin(TftpMessage message) throws IOException {
        return message.opcode() == TftpMessage.ACK && message.block() == 0 ? ((TftpSender) side).first() : null;
    }

    @Override
    public void end(Exception cause) {
        Exception failure = cause;
        try {
            file.close();
        } catch (IOException e) {
            failure = failure == null ? e : failure;
        }
        try {
            socket.close();
        } catch (SysException e) {
            // it is closed
        }
        log.accept(what + " " + (failure == null && side.done() ? side.bytes() + " bytes" : failure instanceof IOException e ? Reasons.of(e)
            : failure == null ? "ended" : failure.toString()));
    }
}
