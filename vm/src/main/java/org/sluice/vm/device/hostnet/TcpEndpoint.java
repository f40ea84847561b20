package org.sluice.vm.device.hostnet;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import org.sluice.vm.dma.DmaPort;
import org.sluice.vm.dma.DmaWindow;

/** A TCP connection. Bytes go between the socket and memory directly, within windows that are open only for that. */
final class TcpEndpoint implements Endpoint {
    private final SocketChannel channel;
    private final SelectionKey key;
    private final DmaPort dma;
    private boolean opened;

    private TcpEndpoint(SocketChannel channel, Selector selector, Slot slot, DmaPort dma, boolean opened) throws IOException {
        this.channel = channel;
        this.dma = dma;
        this.opened = opened;
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        key = channel.register(selector, opened ? 0 : SelectionKey.OP_CONNECT, slot);
    }

    /** Begins to connect. */
    static TcpEndpoint connecting(InetSocketAddress to, Selector selector, Slot slot, DmaPort dma) throws IOException {
        SocketChannel channel = SocketChannel.open();
        try {
            channel.configureBlocking(false);
            return new TcpEndpoint(channel, selector, slot, dma, channel.connect(to));
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** A connection that somebody else has made. */
    static TcpEndpoint accepted(SocketChannel channel, Selector selector, Slot slot, DmaPort dma) throws IOException {
        try {
            channel.configureBlocking(false);
            return new TcpEndpoint(channel, selector, slot, dma, true);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    @Override
    public boolean opened() throws IOException {
        opened = opened || channel.finishConnect();
        return opened;
    }

    @Override
    public int send(Command c) throws IOException {
        while (c.done < c.length) {
            int piece = dma.contiguous(c.operand + c.done, c.length - c.done, false);
            int taken;
            try (DmaWindow window = dma.window(c.operand + c.done, piece, false)) {
                taken = channel.write(window.memory().asByteBuffer());
            }
            c.done += taken;
            if (taken < piece) {
                return LATER;
            }
        }
        return HostNetRegisters.DONE;
    }

    @Override
    public int receive(Command c) throws IOException {
        while (c.done < c.length) {
            int piece = dma.contiguous(c.operand + c.done, c.length - c.done, true);
            int count;
            try (DmaWindow window = dma.window(c.operand + c.done, piece, true)) {
                ByteBuffer room = window.memory().asByteBuffer();
                count = channel.read(room);
            } catch (IOException e) {
                if (c.done > 0) {
                    return HostNetRegisters.DONE; // the next one is told
                }
                throw e;
            }
            if (count < 0 && c.done == 0) {
                return HostNetRegisters.END;
            }
            c.done += Math.max(count, 0);
            if (count < piece) {
                break;
            }
        }
        return c.done > 0 ? HostNetRegisters.DONE : LATER;
    }

    @Override
    public int shutdown() throws IOException {
        channel.shutdownOutput();
        return HostNetRegisters.DONE;
    }

    @Override
    public void close(boolean reset) {
        try {
            if (reset) {
                channel.setOption(StandardSocketOptions.SO_LINGER, 0);
            }
        } catch (IOException e) {
            // it is gone already
        }
        Quietly.close(channel);
    }

    @Override
    public void interest(boolean read, boolean write) {
        if (key.isValid()) {
            key.interestOps(!opened ? SelectionKey.OP_CONNECT : (read ? SelectionKey.OP_READ : 0) | (write ? SelectionKey.OP_WRITE : 0));
        }
    }
}
