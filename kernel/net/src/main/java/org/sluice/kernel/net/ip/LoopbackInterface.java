package org.sluice.kernel.net.ip;

import org.sluice.kernel.memory.FramePart;
import org.sluice.kernel.net.packet.Inbox;
import org.sluice.kernel.net.packet.Memory;
import org.sluice.kernel.net.packet.Packet;
import org.sluice.kernel.net.packet.Parts;
import org.sluice.kernel.net.packet.Timers;
import org.sluice.kernel.network.WaitLock;

/** {@code lo}: what is sent comes in again, by reference. */
public final class LoopbackInterface extends IpInterface {
    private static final int MTU = 65535;

    /** Is shown what passes, once. */
    public interface Tap {
        void packet(FramePart[] parts);
    }

    private final Inbox inbox;
    private volatile boolean large = true;

    public LoopbackInterface(int index, WaitLock lock, Ipv4 ip, Tap tap, Memory memory, Timers timers) {
        super("lo", index, MTU);
        setChecksums(false);
        inbox = new Inbox(lock, (parts, flags) -> {
            rxPackets.increment();
            rxBytes.add(Parts.bytes(parts));
            tap.packet(parts);
            ip.input(this, new Packet(memory, parts), false);
        }, rxDropped, timers);
    }

    @Override
    public int mostMtu() {
        return MTU;
    }

    @Override
    public int largest() {
        return large ? Math.max(MTU, mtu()) : mtu();
    }

    /** Whether segments go through in one piece, whatever the MTU. */
    public void setLarge(boolean now) {
        large = now;
    }

    @Override
    public void transmit(int next, FramePart[] packet) {
        txPackets.increment();
        txBytes.add(Parts.bytes(packet));
        inbox.put(packet, 0);
    }
}
