package org.sluice.vm.device.atm.link;

import java.nio.ByteBuffer;

/** A link over a TCP connection: all of it but what the bytes mean. */
abstract class TcpLink implements AtmLink {
    private final String description;
    private final TcpLine line;

    TcpLink(String description, TcpLine line) {
        this.description = description;
        this.line = line;
    }

    final TcpLine line() {
        return line;
    }

    /** The port it listens on, or the peer's. */
    public final int port() {
        return line.port();
    }

    /** Takes as many whole messages as there are, on the line's thread. */
    abstract void take(ByteBuffer bytes, Arrivals arrivals) throws BadStream;

    /** The connection has ended within a message. */
    abstract void cut();

    @Override
    public final void connect(Arrivals arrivals) {
        line.start(new TcpLine.Protocol() {
            @Override
            public void received(ByteBuffer bytes) throws BadStream {
                take(bytes, arrivals);
            }

            @Override
            public void state(boolean up) {
                arrivals.state(up);
            }

            @Override
            public void leftOver(int bytes) {
                cut();
            }
        });
    }

    @Override
    public final boolean up() {
        return line.up();
    }

    @Override
    public final long freeAt() {
        return line.freeAt();
    }

    @Override
    public final String describe() {
        return description;
    }

    @Override
    public final void close() {
        line.close();
    }
}
