package org.sluice.kernel.net.tcp;

import org.sluice.kernel.net.ip.Protocol;

/** Whoever segments between two addresses and ports are for. */
abstract class Flow {
    final int local;
    final int remote;
    /** Local port in the upper half, remote in the lower. */
    final int ports;
    /** What has the local port; null for what needs none of its own. */
    Ports.Binding binding;

    Flow(int local, int remote, int ports) {
        this.local = local;
        this.remote = remote;
        this.ports = ports;
    }

    final int localPort() {
        return ports >>> 16;
    }

    final int remotePort() {
        return ports & 0xffff;
    }

    final boolean between(int ownAddress, int peer, int bothPorts) {
        return ports == bothPorts && remote == peer && local == ownAddress;
    }

    static int ports(int local, int remote) {
        return local << 16 | remote;
    }

    /** A segment has come. It is this method's to drop or keep. Called with nothing locked. */
    abstract void input(Segment segment);

    /** ICMP says something of a segment with this sequence number. Called with nothing locked. @param sent bytes of the packet */
    abstract void failed(Protocol.Failure failure, int sequence, int sent);
}
