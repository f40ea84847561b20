package org.sluice.kernel.net.gateway;

import java.util.ArrayDeque;
import org.sluice.kernel.driver.HostNetDevice;
import org.sluice.kernel.memory.FramePart;
import org.sluice.kernel.net.packet.Parts;
import org.sluice.kernel.network.HostNetwork;

/** Datagrams between a port of the machine's and somebody outside. All but the calls of {@link HostNetwork.FlowListener} is done by the network's thread. */
final class UdpFlow implements HostNetwork.FlowListener {
    private static final int ROOM = 4096;
    /** Datagrams kept until the host's end is open. */
    private static final int MOST_WAITING = 16;
    private static final long AGAIN = 10_000_000;

    private final Outside outside;
    private final UdpRelay relay;
    private final ArrayDeque<FramePart> waiting = new ArrayDeque<>();
    private HostNetwork.Flow host;
    private boolean open;
    private boolean ended;
    private int sends;
    /** Who it is between; null until somebody has come by a forward. */
    UdpRelay.Key key;
    /** The machine's port that a forward leads to; 0 for none. */
    final int forward;
    long used;

    UdpFlow(Outside outside, UdpRelay relay, UdpRelay.Key key, int forward) {
        this.outside = outside;
        this.relay = relay;
        this.key = key;
        this.forward = forward;
    }

    void host(HostNetwork.Flow flow) {
        host = flow;
    }

    /** Sends a datagram to the host, or drops it. Takes the hold over. */
    void send(FramePart datagram) {
        used = outside.timers().now();
        if (!open && waiting.size() < MOST_WAITING) {
            waiting.add(datagram);
        } else if (open && sends < HostNetDevice.MOST_SENDS) {
            sends++;
            host.send(datagram);
        } else {
            relay.lost();
            datagram.drop();
        }
    }

    @Override
    public void opened(int status, int address, int port) {
        outside.work().add(() -> {
            if (ended) {
                return;
            }
            if (status != HostNetDevice.DONE) {
                relay.failed(this, status);
                return;
            }
            open = true;
            used = outside.timers().now();
            if (key == null) {
                relay.came(this, address, port);
            }
            while (!waiting.isEmpty() && !ended) {
                send(waiting.remove());
            }
            receive(ROOM);
        });
    }

    @Override
    public void sent(int status) {
        outside.work().add(() -> sends--);
    }

    @Override
    public void received(int status, FramePart part, int length) {
        outside.work().add(() -> {
            if (ended) {
                if (part != null) {
                    part.drop();
                }
                return;
            }
            switch (status) {
                case HostNetDevice.DONE -> {
                    used = outside.timers().now();
                    relay.deliver(this, part == null ? Parts.NONE : new FramePart[] {part});
                    receive(ROOM);
                }
                case HostNetDevice.TOO_SMALL -> receive(length);
                case HostNetDevice.REFUSED -> {
                    relay.refused(this);
                    receive(ROOM);
                }
                default -> relay.failed(this, status);
            }
        });
    }

    private void receive(int bytes) {
        if (!ended && !host.receive(bytes)) {
            outside.timers().after(AGAIN, () -> receive(bytes));
        }
    }

    void end() {
        if (!ended) {
            ended = true;
            waiting.forEach(FramePart::drop);
            waiting.clear();
            if (host != null) {
                host.close(false);
            }
        }
    }
}
