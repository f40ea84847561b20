package org.sluice.kernel.net.gateway;

import org.sluice.kernel.memory.FramePart;
import org.sluice.kernel.net.ip.IpInterface;
import org.sluice.kernel.net.ip.Ipv4;
import org.sluice.kernel.net.packet.Inbox;
import org.sluice.kernel.net.packet.Memory;
import org.sluice.kernel.net.packet.Packet;
import org.sluice.kernel.net.packet.Parts;
import org.sluice.kernel.net.packet.Timers;
import org.sluice.kernel.network.WaitLock;

/** One of two interfaces that lead to each other: what one sends the other gets, by reference. Nothing can damage it on the way. */
public final class PairInterface extends IpInterface {
    /** Longest packet: as IP has it, for nothing is nearer than the other end. */
    static final int MTU = 65535;

    /** Is shown what passes. */
    public interface Tap {
        void packet(FramePart[] parts, boolean sent);
    }

    private final Inbox inbox;
    private final Tap tap;
    private volatile PairInterface other;

    public PairInterface(String name, int index, WaitLock lock, Ipv4 ip, Tap tap, Memory memory, Timers timers) {
        super(name, index, MTU);
        this.tap = tap;
        setChecksums(false);
        inbox = new Inbox(lock, (parts, flags) -> {
            rxPackets.increment();
            rxBytes.add(Parts.bytes(parts));
            tap.packet(parts, false);
            ip.input(this, new Packet(memory, parts), false);
        }, rxDropped, timers);
    }

    /** Joins two. Called before anything is sent. */
    void join(PairInterface to) {
        other = to;
        to.other = this;
    }

    @Override
    public int mostMtu() {
        return MTU;
    }

    @Override
    public void transmit(int next, FramePart[] packet) {
        txPackets.increment();
        txBytes.add(Parts.bytes(packet));
        tap.packet(packet, true);
        other.inbox.put(packet, 0);
    }
}
