package org.sluice.vm.device.hostnet;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import org.sluice.vm.dma.DmaPort;

/** A TCP port. Those who connect while no slot waits do so in the host's own queue. */
final class TcpForward extends Forward {
    private static final int BACKLOG = 128;

    private final ServerSocketChannel channel;
    private Selector selector;
    private SelectionKey key;
    private DmaPort dma;
    private boolean failed;

    TcpForward(HostNetSpec.Forward spec, InetSocketAddress address) throws IOException {
        super(spec);
        channel = ServerSocketChannel.open();
        try {
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            channel.bind(address, BACKLOG);
            channel.configureBlocking(false);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    @Override
    int hostPort() {
        try {
            return ((InetSocketAddress) channel.getLocalAddress()).getPort();
        } catch (IOException e) {
            return spec.hostPort();
        }
    }

    @Override
    void start(Selector watcher, DmaPort port, Datagrams datagrams) throws IOException {
        selector = watcher;
        dma = port;
        key = channel.register(watcher, 0, this);
    }

    @Override
    void look(Acceptor acceptor) {
        failed = false;
        boolean more = true;
        while (!waiting.isEmpty() && more) {
            SocketChannel accepted = null;
            try {
                accepted = channel.accept();
                if (accepted != null) {
                    long peer = peer(accepted.getRemoteAddress());
                    Endpoint endpoint = TcpEndpoint.accepted(accepted, selector, waiting.peek(), dma);
                    acceptor.accepted(waiting.remove(), endpoint, peer);
                }
                more = accepted != null;
            } catch (IOException e) {
                // whoever connected is gone; or the host has no more to give, and the selector would not wait
                Quietly.close(accepted);
                failed = true;
                more = false;
            }
        }
        if (key.isValid()) {
            key.interestOps(waiting.isEmpty() || failed ? 0 : SelectionKey.OP_ACCEPT);
        }
    }

    @Override
    boolean looksAgain() {
        return failed;
    }

    @Override
    void forget() {
        waiting.clear();
        if (key.isValid()) {
            key.interestOps(0);
        }
    }

    @Override
    public void close() {
        Quietly.close(channel);
    }
}
