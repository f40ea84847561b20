package org.sluice.drill.run;

import org.sluice.kernel.network.SocketSession;

/** An open file of a script: a socket with what its packets are about, or a set of files that is waited for. */
final class Descriptor {
    final SocketSession session;
    final int type;
    final int protocol;
    Flow flow;
    final Epoll epoll;

    Descriptor(SocketSession session, int type, int protocol, Flow flow) {
        this.session = session;
        this.type = type;
        this.protocol = protocol;
        this.flow = flow;
        epoll = null;
    }

    Descriptor(Epoll epoll) {
        session = null;
        type = 0;
        protocol = 0;
        this.epoll = epoll;
    }
}
