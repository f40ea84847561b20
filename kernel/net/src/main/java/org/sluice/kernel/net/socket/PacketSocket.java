package org.sluice.kernel.net.socket;

import org.sluice.abi.Errno;
import org.sluice.abi.Sockets;
import org.sluice.kernel.CallFailed;
import org.sluice.kernel.memory.FramePart;
import org.sluice.kernel.net.atm.Taps;
import org.sluice.kernel.net.packet.Parts;

/** Shows what passes, by copying it. Begins when it is bound. */
final class PacketSocket extends MessageSocket implements Taps.Tap {
    private static final int ALL = -1;
    private static final int MOST_SNAP = 65535;

    private volatile int snap = MOST_SNAP;
    private volatile int device = ALL;
    private volatile boolean bound;

    PacketSocket(Context context, Sessions sessions) {
        super(context, sessions);
    }

    /** Chooses an interface, or all. May be done again. */
    @Override
    public void bind(long[] address) {
        Addresses.require(address, Sockets.PACKET);
        long wanted = address[Sockets.INTERFACE];
        if (wanted < ALL || wanted >= context().vcs().devices().size()) {
            throw new CallFailed(Errno.ENODEV);
        }
        change(() -> {
            device = (int) wanted;
            if (!bound) {
                bound = true;
                context().taps().add(this);
            }
        });
    }

    @Override
    public void name(boolean ofPeer, long[] address) {
        if (ofPeer) {
            throw new CallFailed(Errno.ENOTCONN);
        }
        Addresses.fill(address, Sockets.PACKET, device, 0, 0);
    }

    @Override
    void requireReceiver() {
        if (!bound) {
            throw new CallFailed(Errno.ENOTCONN);
        }
    }

    @Override
    public void passes(int from, int vpi, int vci, int index, int encapsulation, FramePart[] parts, boolean sent) {
        if (device != ALL && device != from) {
            return;
        }
        int bytes = Parts.bytes(parts);
        int kept = Math.min(bytes, snap);
        if (!hasRoom(kept)) {
            lose();
            return;
        }
        FramePart copy;
        try {
            copy = context().source().fresh(kept);
        } catch (CallFailed e) {
            lose();
            return;
        }
        int done = 0;
        for (FramePart part : parts) {
            int n = Math.min(part.length(), kept - done);
            context().memory().physical().copy(part.address(), copy.address() + done, n);
            done += n;
        }
        deliver(new Message(new FramePart[] {copy}, bytes, Sockets.PACKET, from, vpi, vci, context().realtime().getAsLong(), sent ? 1 : 0,
            index, encapsulation));
    }

    @Override
    void requireLength(long bytes, long[] address) {
        throw new CallFailed(Errno.ENOTSUP);
    }

    @Override
    void transmit(FramePart[] parts, boolean wait, long[] address) {
        Parts.drop(parts);
        throw new CallFailed(Errno.ENOTSUP);
    }

    @Override
    public int option(int option, long[] values) {
        if (option != Sockets.SNAP_LENGTH) {
            return super.option(option, values);
        }
        values[0] = snap;
        return 1;
    }

    @Override
    public void setOption(int option, long[] values) {
        if (option == Sockets.SNAP_LENGTH) {
            snap = (int) inRange(values[0], 1, MOST_SNAP);
        } else {
            super.setOption(option, values);
        }
    }

    @Override
    String describe() {
        return "family=packet type=raw local=" + (!bound ? "-" : device == ALL ? "all" : context().vcs().devices().get(device).name())
            + " peer=-";
    }

    @Override
    void unplug() {
        if (bound) {
            context().taps().remove(this);
        }
    }
}
