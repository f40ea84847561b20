package org.sluice.kernel.net.link;

import java.util.concurrent.atomic.AtomicBoolean;
import org.sluice.kernel.memory.FramePart;
import org.sluice.kernel.net.atm.Vc;
import org.sluice.kernel.net.atm.VcUser;
import org.sluice.kernel.net.encap.Encapsulation;
import org.sluice.kernel.net.encap.Encapsulation.Content;
import org.sluice.kernel.net.packet.Packet;

/** A connection of an IP interface. */
public final class Member implements VcUser {
    private final PvcInterface owner;
    private final Encapsulation encapsulation;
    private volatile Vc vc;
    /** Requests by InATMARP since the last answer. */
    volatile int asked;
    volatile boolean answered;
    /** Whether a timer will ask again. */
    final AtomicBoolean asking = new AtomicBoolean();
    volatile boolean gone;

    Member(PvcInterface owner, Encapsulation encapsulation) {
        this.owner = owner;
        this.encapsulation = encapsulation;
    }

    void opened(Vc open) {
        vc = open;
    }

    /** The connection; null while it is being opened. */
    public Vc vc() {
        return vc;
    }

    public PvcInterface owner() {
        return owner;
    }

    @Override
    public void received(Vc from, FramePart[] parts, int flags) {
        // the first may come before the opening call has returned
        vc = from;
        Packet sdu = new Packet(owner.stack().memory(), parts);
        Content content = encapsulation.content(sdu);
        if (content.kind() != Encapsulation.Kind.MALFORMED && content.kind() != Encapsulation.Kind.OTHER) {
            sdu.clip(content.from(), content.bytes());
        }
        owner.received(this, content.kind(), sdu);
    }

    @Override
    public Encapsulation encapsulation() {
        return encapsulation;
    }

    @Override
    public String interfaceName() {
        return owner.name();
    }

    @Override
    public int interfaceIndex() {
        return owner.index();
    }
}
