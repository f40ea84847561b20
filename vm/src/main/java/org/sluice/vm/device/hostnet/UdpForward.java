package org.sluice.vm.device.hostnet;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import org.sluice.vm.dma.DmaPort;

/** A UDP port. Everybody who sends something there is a flow of their own as long as a slot stands for them; others are dropped. */
final class UdpForward extends Forward {
    /** Datagrams, and bytes of these, that a flow keeps while it receives nothing. */
    private static final int MOST_DATAGRAMS = 64;
    private static final int MOST_BYTES = 1 << 18;
    /** Datagrams taken before others have their turn. */
    private static final int BATCH = 64;

    private final DatagramChannel channel;
    private final Map<SocketAddress, Peer> peers = new HashMap<>();
    private SelectionKey key;
    private Datagrams datagrams;

    UdpForward(HostNetSpec.Forward spec, InetSocketAddress address) throws IOException {
        super(spec);
        channel = DatagramChannel.open();
        try {
            channel.bind(address);
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
    void start(Selector selector, DmaPort dma, Datagrams mover) throws IOException {
        datagrams = mover;
        key = channel.register(selector, SelectionKey.OP_READ, this);
    }

    @Override
    void look(Acceptor acceptor) {
        for (int i = 0; i < BATCH; i++) {
            SocketAddress from;
            try {
                from = channel.receive(datagrams.room());
            } catch (IOException e) {
                continue; // somebody that was sent to is not there: others are
            }
            if (from == null) {
                return;
            }
            Peer peer = peers.get(from);
            if (peer == null && !waiting.isEmpty()) {
                peer = new Peer(from, waiting.remove());
                peers.put(from, peer);
                peer.put(datagrams.kept());
                acceptor.accepted(peer.slot, peer, peer(from));
            } else if (peer == null || !peer.put(datagrams.kept())) {
                acceptor.dropped();
            } else {
                acceptor.arrived(peer.slot);
            }
        }
    }

    @Override
    void forget() {
        waiting.clear();
    }

    @Override
    public void close() {
        Quietly.close(channel);
    }

    /** Somebody who sends to the port. */
    private final class Peer implements Endpoint {
        private final SocketAddress address;
        private final Slot slot;
        private final ArrayDeque<MemorySegment> queue = new ArrayDeque<>();
        private int bytes;

        Peer(SocketAddress address, Slot slot) {
            this.address = address;
            this.slot = slot;
        }

        boolean put(MemorySegment datagram) {
            if (queue.size() >= MOST_DATAGRAMS || bytes + datagram.byteSize() > MOST_BYTES) {
                return false;
            }
            queue.add(datagram);
            bytes += (int) datagram.byteSize();
            return true;
        }

        @Override
        public boolean opened() {
            return true;
        }

        @Override
        public int send(Command c) throws IOException {
            ByteBuffer datagram = datagrams.fetch(c);
            if (datagram == null) {
                return HostNetRegisters.INVALID;
            }
            c.done = c.length;
            channel.send(datagram, address); // what the host has no room for is lost, as on a link
            return HostNetRegisters.DONE;
        }

        @Override
        public int receive(Command c) {
            if (queue.isEmpty()) {
                return LATER;
            }
            int status = datagrams.deliver(c, queue.peek());
            if (status == HostNetRegisters.DONE) {
                bytes -= (int) queue.remove().byteSize();
            }
            return status;
        }

        @Override
        public int shutdown() {
            return HostNetRegisters.INVALID;
        }

        @Override
        public void close(boolean reset) {
            peers.remove(address);
        }

        @Override
        public void interest(boolean read, boolean write) {
            // the port is watched for all of them
        }
    }
}
