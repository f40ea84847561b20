package org.sluice.vm.device.hostnet;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Inet4Address;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.Selector;
import java.util.ArrayDeque;
import org.sluice.vm.dma.DmaPort;

/** A port of the host that leads to the machine. Whoever connects gets the slot of the ACCEPT that waits longest. */
abstract class Forward implements AutoCloseable {
    /** Whom a forward tells. */
    interface Acceptor {
        /** A connection, or the first datagram of somebody, has come for a waiting slot. */
        void accepted(Slot slot, Endpoint endpoint, long peer);

        /** There may be something to receive. */
        void arrived(Slot slot);

        /** A datagram nobody had room for. */
        void dropped();
    }

    final HostNetSpec.Forward spec;
    final ArrayDeque<Slot> waiting = new ArrayDeque<>();

    Forward(HostNetSpec.Forward spec) {
        this.spec = spec;
    }

    /** Opens the host's port. @throws HostNetFailure saying which and why not */
    static Forward open(HostNetSpec.Forward spec) throws HostNetFailure {
        String name = "--forward " + spec + ": ";
        try {
            InetSocketAddress address = new InetSocketAddress(InetAddress.getByName(spec.host()), spec.hostPort());
            return spec.udp() ? new UdpForward(spec, address) : new TcpForward(spec, address);
        } catch (UnknownHostException e) {
            throw new HostNetFailure(name + "no such host", e);
        } catch (IOException e) {
            String text = String.valueOf(e.getMessage());
            throw new HostNetFailure(name + (text.contains("already in use") ? "the host's port is in use" : text), e);
        }
    }

    /** The host's port, also if any was asked for. */
    abstract int hostPort();

    /** Begins to be watched by a selector. */
    abstract void start(Selector selector, DmaPort dma, Datagrams datagrams) throws IOException;

    /** Has something for slots that wait, perhaps; and is watched for more if some still do. */
    abstract void look(Acceptor acceptor);

    /** Whether it is to be looked at after a while: it failed, and is not watched. */
    boolean looksAgain() {
        return false;
    }

    /** Nobody the machine has a slot for is left. */
    abstract void forget();

    @Override
    public abstract void close();

    /** How the machine sees somebody: address and port as one number; who is on the host, or has no address of version 4, is 10.0.2.2. */
    static long peer(SocketAddress from) {
        InetSocketAddress inet = (InetSocketAddress) from;
        boolean plain = inet.getAddress() instanceof Inet4Address && !inet.getAddress().isLoopbackAddress();
        int address = plain ? HostNetSpec.number((Inet4Address) inet.getAddress()) : Policy.HOST;
        return (address & 0xffffffffL) << 16 | inet.getPort();
    }
}
