package org.sluice.vm.device.hostnet;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;

/** A flow of datagrams to one peer, by a socket of its own. What has come and is not received yet waits in the host, but for one that found no room. */
final class UdpEndpoint implements Endpoint {
    private final DatagramChannel channel;
    private final InetSocketAddress peer;
    private final SelectionKey key;
    private final Datagrams datagrams;
    /** A datagram that was too long for the memory there was; null if there is none. */
    private MemorySegment left;

    private UdpEndpoint(DatagramChannel channel, InetSocketAddress peer, Selector selector, Slot slot, Datagrams datagrams) throws IOException {
        this.channel = channel;
        this.peer = peer;
        this.datagrams = datagrams;
        key = channel.register(selector, 0, slot);
    }

    /** A new flow. */
    static UdpEndpoint to(InetSocketAddress peer, Selector selector, Slot slot, Datagrams datagrams) throws IOException {
        DatagramChannel channel = DatagramChannel.open();
        try {
            channel.configureBlocking(false);
            channel.connect(peer);
            return new UdpEndpoint(channel, peer, selector, slot, datagrams);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
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
        // a socket whose peer takes nothing loses it, as a link would; only a full buffer of the host's own is waited for
        if (c.length == 0) {
            sendEmpty(datagram);
            return HostNetRegisters.DONE;
        }
        return channel.write(datagram) == 0 ? LATER : HostNetRegisters.DONE;
    }

    /** The library takes an empty buffer for nothing to send, but on a socket that is not connected. */
    private void sendEmpty(ByteBuffer datagram) throws IOException {
        channel.disconnect();
        try {
            channel.send(datagram, peer);
        } finally {
            channel.connect(peer);
        }
    }

    @Override
    public int receive(Command c) throws IOException {
        if (left == null) {
            ByteBuffer room = datagrams.room();
            SocketAddress from = channel.receive(room);
            while (from != null && !from.equals(peer)) {
                from = channel.receive(datagrams.room()); // came while it was not connected
            }
            if (from == null) {
                return LATER;
            }
            int status = datagrams.deliver(c, datagrams.read());
            left = status == HostNetRegisters.TOO_SMALL ? datagrams.kept() : null;
            return status;
        }
        int status = datagrams.deliver(c, left);
        left = status == HostNetRegisters.TOO_SMALL ? left : null;
        return status;
    }

    @Override
    public int shutdown() {
        return HostNetRegisters.INVALID;
    }

    @Override
    public void close(boolean reset) {
        Quietly.close(channel);
    }

    @Override
    public void interest(boolean read, boolean write) {
        if (key.isValid()) {
            key.interestOps((read ? SelectionKey.OP_READ : 0) | (write ? SelectionKey.OP_WRITE : 0));
        }
    }
}
