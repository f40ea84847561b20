package org.sluice.kernel.net.link;

import org.sluice.abi.Errno;
import org.sluice.kernel.CallFailed;
import org.sluice.kernel.driver.VcParameters;
import org.sluice.kernel.net.atm.Vc;
import org.sluice.kernel.net.encap.Encapsulation;
import org.sluice.kernel.net.encap.Ethernet;
import org.sluice.kernel.net.ip.Interfaces;
import org.sluice.kernel.net.ip.Ip;
import org.sluice.kernel.net.ip.Routes;

/** Makes and ends IP interfaces over connections. Called by commands, one at a time. */
public final class Links {
    /** MTU of Classical IP (RFC 2225 7), and the longest SDU with its header. */
    public static final int CLASSICAL_MTU = 9180;
    private static final int CLASSICAL_SDU = 9188;
    private static final int BRIDGED_MTU = 1500;
    private static final int FCS = 4;
    private static final int MOST_SDU = 65535;
    public static final int LEAST_MTU = 68;

    private final Stack stack;
    private final Interfaces interfaces;
    private final Routes routes;

    public Links(Stack stack) {
        this.stack = stack;
        interfaces = stack.ip().interfaces();
        routes = stack.ip().routes();
    }

    /**
     * What is to be opened.
     *
     * @param join an interface to add the connection to; null for a new one
     * @param mtu  0 for what is usual
     * @param mac  -1 for one made up
     */
    public record Request(int device, int vpi, int vci, Encapsulation encapsulation, PvcInterface join, int mtu, long mac,
                          ClassicalIp.Arp arp, VcParameters.Traffic traffic, boolean continuity) {
    }

    /**
     * Opens a connection for IP. Returns its interface.
     *
     * @throws CallFailed EINVAL for an MTU out of range or an interface that cannot be joined; else as {@link
     *     org.sluice.kernel.net.atm.Vcs#open}
     */
    public PvcInterface open(Request r) {
        Encapsulation encapsulation = r.encapsulation();
        if (encapsulation == Encapsulation.NATIVE || r.join() != null && (encapsulation.bridged() || !(r.join() instanceof ClassicalIp))) {
            throw new CallFailed(Errno.EINVAL);
        }
        int over = encapsulation.overhead() + (encapsulation.bridged() ? Ethernet.BYTES + FCS : 0);
        int mtu = r.mtu() != 0 ? r.mtu() : r.join() != null ? r.join().mtu() : encapsulation.classical() ? CLASSICAL_MTU : BRIDGED_MTU;
        if (mtu < LEAST_MTU || mtu + over > MOST_SDU) {
            throw new CallFailed(Errno.EINVAL);
        }
        VcParameters parameters = new VcParameters(r.vpi(), r.vci(), VcParameters.AAL5, true, true, Math.max(CLASSICAL_SDU, mtu + over),
            r.traffic(), r.continuity());
        PvcInterface owner = r.join() != null ? r.join() : make(r, mtu);
        Member member = new Member(owner, encapsulation);
        Vc vc;
        boolean done = false;
        try {
            vc = stack.vcs().open(r.device(), parameters, member);
            done = true;
        } finally {
            if (!done && r.join() == null) {
                interfaces.remove(owner);
            }
        }
        member.opened(vc);
        owner.join(member);
        return owner;
    }

    private PvcInterface make(Request r, int mtu) {
        Encapsulation e = r.encapsulation();
        // locally administered; entropy may block
        long mac = r.mac() >= 0 || !e.bridged() ? r.mac() : 0x0200L << 32 | stack.entropy().getAsLong() & 0xffffffffL;
        return interfaces.add(index -> {
            String name = interfaces.freeName(e.classical() ? "clip" : "nas");
            if (e.bridged()) {
                return new Bridged(name, index, mtu, stack, mac, r.arp() != ClassicalIp.Arp.OFF);
            }
            return new ClassicalIp(name, index, mtu, stack, e.classical() ? r.arp() : ClassicalIp.Arp.OFF);
        });
    }

    /** Closes a connection of an IP interface; the last one takes the interface and its routes with it. */
    public void close(Member member) {
        PvcInterface owner = member.owner();
        owner.leave(member);
        stack.vcs().close(member.vc());
        if (owner.members().isEmpty()) {
            owner.setUp(false);
            routes.remove(route -> route.device() == owner || route.kind() == Routes.Kind.LOCAL
                && route.destination() == owner.address().ip() && owner.address().ip() != Ip.ANY);
            interfaces.remove(owner);
        }
    }
}
