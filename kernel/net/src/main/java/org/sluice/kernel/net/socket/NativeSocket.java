package org.sluice.kernel.net.socket;

import org.sluice.abi.Errno;
import org.sluice.abi.Sockets;
import org.sluice.kernel.CallFailed;
import org.sluice.kernel.driver.VcParameters;
import org.sluice.kernel.memory.FramePart;
import org.sluice.kernel.net.atm.Vc;
import org.sluice.kernel.net.packet.Parts;
import org.sluice.kernel.network.WaitLock;

/** SDUs or cells of connections: bound, it receives from one; connected, it sends on one, which may be the same. */
final class NativeSocket extends MessageSocket {
    private static final int DEFAULT_SDU = 65535;
    private static final long DEFAULT_SEND_BUFFER = 1024;
    private static final VcParameters.Category[] CATEGORIES = VcParameters.Category.values();
    /** How often it is looked whether fewer SDUs are under way, which nobody tells, in nanoseconds. */
    private static final long LOOK = 1_000_000;
    /** CLP, user-to-user indication and CPI. */
    private static final long FLAGS = 0xffff01;

    private final NativeVcs vcs;
    private final int aal;
    private VcParameters.Traffic traffic = VcParameters.Traffic.BEST_EFFORT;
    private int maxSdu;
    private boolean chosen;
    private volatile int flags;
    private volatile long sendBuffer = DEFAULT_SEND_BUFFER;
    private volatile NativeVcs.Shared source;
    private volatile NativeVcs.Shared target;
    private volatile NativeVcs.Place bound;
    private volatile NativeVcs.Place peer;

    NativeSocket(Context context, Sessions sessions, NativeVcs vcs, int aal) {
        super(context, sessions);
        this.vcs = vcs;
        this.aal = aal;
        maxSdu = aal == VcParameters.AAL0 ? VcParameters.AAL0_SDU : DEFAULT_SDU;
    }

    @Override
    public void bind(long[] address) {
        NativeVcs.Place place = Addresses.place(address);
        change(() -> {
            if (source != null) {
                throw new CallFailed(Errno.EINVAL);
            }
            source = vcs.join(place, parameters(place), chosen, this, true);
            bound = place;
        });
    }

    @Override
    public void connect(long[] address) {
        NativeVcs.Place place = Addresses.place(address);
        change(() -> {
            if (target != null) {
                throw new CallFailed(Errno.EISCONN);
            }
            target = vcs.join(place, parameters(place), chosen, this, false);
            peer = place;
        });
    }

    private VcParameters parameters(NativeVcs.Place place) {
        return new VcParameters(place.vpi(), place.vci(), aal, true, true, maxSdu, traffic, false);
    }

    @Override
    public void name(boolean ofPeer, long[] address) {
        NativeVcs.Place place = ofPeer ? peer : bound;
        if (place == null && ofPeer) {
            throw new CallFailed(Errno.ENOTCONN);
        }
        Addresses.fill(address, Sockets.ATMPVC, place == null ? 0 : place.device(), place == null ? 0 : place.vpi(),
            place == null ? 0 : place.vci());
    }

    // ---- in

    /** An SDU has come; the holds are the socket's. */
    void arrived(NativeVcs.Place place, FramePart[] parts, int sduFlags) {
        deliver(new Message(parts, Parts.bytes(parts), Sockets.ATMPVC, place.device(), place.vpi(), place.vci(),
            context().realtime().getAsLong(), sduFlags, 0, Sockets.ENCAPSULATION_NONE));
    }

    @Override
    void requireReceiver() {
        if (source == null) {
            throw new CallFailed(Errno.ENOTCONN);
        }
    }

    // ---- out

    @Override
    void requireLength(long bytes, long[] address) {
        if (address != null) {
            throw new CallFailed(target == null ? Errno.ENOTSUP : Errno.EISCONN);
        }
        NativeVcs.Shared to = target;
        if (to == null) {
            throw new CallFailed(Errno.EDESTADDRREQ);
        }
        int most = to.vc().parameters().maxSdu();
        if (bytes > most || aal == VcParameters.AAL0 && bytes != most) {
            throw new CallFailed(Errno.EMSGSIZE);
        }
        if (bytes < 1) {
            throw new CallFailed(Errno.EINVAL);
        }
    }

    @Override
    void transmit(FramePart[] parts, boolean wait, long[] address) {
        NativeVcs.Shared to = target;
        if (to == null) {
            // closed meanwhile
            Parts.drop(parts);
            throw new CallFailed(Errno.EBADF);
        }
        Vc vc = to.vc();
        long deadline = sendDeadline();
        boolean first = true;
        boolean done = false;
        try {
            while (true) {
                int before = vc.rooms();
                boolean full = vc.pending() >= sendBuffer;
                if (!full) {
                    done = vc.offer(parts, flags, first);
                    first = false;
                }
                if (done) {
                    return;
                }
                if (!wait) {
                    throw new CallFailed(Errno.EAGAIN);
                }
                awaitRoom(vc, before, full, deadline);
            }
        } finally {
            if (!done) {
                Parts.drop(parts);
            }
        }
    }

    private void awaitRoom(Vc vc, int before, boolean full, long deadline) {
        lock().acquire();
        try {
            requireOpen();
            long now = context().monotonic().getAsLong();
            if (now >= deadline) {
                throw new CallFailed(Errno.EAGAIN);
            }
            if (vc.rooms() == before && lock().await("socket send", full ? Math.min(deadline, now + LOOK) : deadline)
                == WaitLock.Wake.INTERRUPTED) {
                throw new CallFailed(Errno.EINTR);
            }
        } finally {
            lock().release();
        }
    }

    /** There may be room on the connection. */
    void roomCame() {
        lock().acquire();
        try {
            lock().wakeAll();
        } finally {
            lock().release();
        }
    }

    // ---- options

    @Override
    public int option(int option, long[] values) {
        switch (option) {
            case Sockets.SEND_BUFFER -> values[0] = sendBuffer;
            case Sockets.MAX_SDU -> values[0] = maxSdu;
            case Sockets.SDU_FLAGS -> values[0] = flags;
            case Sockets.TRAFFIC -> {
                if (values.length < Sockets.TRAFFIC_LENGTH) {
                    throw new CallFailed(Errno.EFAULT);
                }
                values[0] = traffic.category().ordinal();
                values[1] = traffic.pcr();
                values[2] = traffic.scr();
                values[3] = traffic.mbs();
                values[4] = traffic.cdvt();
                values[5] = traffic.weight();
                values[6] = traffic.police() ? 1 : 0;
                return Sockets.TRAFFIC_LENGTH;
            }
            default -> {
                return super.option(option, values);
            }
        }
        return 1;
    }

    @Override
    public void setOption(int option, long[] values) {
        switch (option) {
            case Sockets.SEND_BUFFER -> sendBuffer = inRange(values[0], 1, Integer.MAX_VALUE);
            case Sockets.SDU_FLAGS -> flags = (int) inRange(values[0] & ~FLAGS, 0, 0) | (int) (values[0] & FLAGS);
            case Sockets.MAX_SDU -> {
                int wanted = (int) (aal == VcParameters.AAL0 ? inRange(values[0], VcParameters.AAL0_SDU, VcParameters.AAL0_SDU)
                    : inRange(values[0], 1, DEFAULT_SDU));
                choose(() -> maxSdu = wanted);
            }
            case Sockets.TRAFFIC -> {
                if (values.length < Sockets.TRAFFIC_LENGTH) {
                    throw new CallFailed(Errno.EFAULT);
                }
                VcParameters.Traffic wanted = new VcParameters.Traffic(CATEGORIES[(int) inRange(values[0], 0, CATEGORIES.length - 1)],
                    inRange(values[1], 0, Long.MAX_VALUE), inRange(values[2], 0, Long.MAX_VALUE),
                    (int) inRange(values[3], 0, Integer.MAX_VALUE), inRange(values[4], 0, Long.MAX_VALUE), (int) inRange(values[5], 0, 255),
                    inRange(values[6], 0, 1) == 1);
                choose(() -> traffic = wanted);
            }
            default -> super.setOption(option, values);
        }
    }

    /** Options that open connections go by cannot change afterwards. */
    private void choose(Runnable option) {
        change(() -> {
            if (source != null || target != null) {
                throw new CallFailed(Errno.EINVAL);
            }
            option.run();
            chosen = true;
        });
    }

    @Override
    String describe() {
        return "family=atmpvc type=" + (aal == VcParameters.AAL0 ? "aal0" : "aal5") + " local=" + (bound == null ? "-" : bound) + " peer="
            + (peer == null ? "-" : peer);
    }

    @Override
    void unplug() {
        NativeVcs.Shared from = source;
        NativeVcs.Shared to = target;
        source = null;
        target = null;
        try {
            if (from != null) {
                vcs.leave(from, this, true);
            }
        } finally {
            if (to != null) {
                vcs.leave(to, this, false);
            }
        }
    }
}
