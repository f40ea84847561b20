package org.sluice.kernel.net.socket;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntConsumer;
import org.sluice.abi.Errno;
import org.sluice.abi.Sockets;
import org.sluice.kernel.CallFailed;
import org.sluice.kernel.memory.FramePart;
import org.sluice.kernel.net.atm.Vc;
import org.sluice.kernel.net.packet.Packet;
import org.sluice.kernel.net.packet.Parts;

/** Loopback cells on a connection that is open, whoever has it. */
final class OamSocket extends MessageSocket {
    private static final int BYTES = 4;
    /** Cells waited for at most; answers to older ones are not known any more. */
    private static final int MOST_OUT = 256;

    private final NativeVcs vcs;
    private final IntConsumer listener = this::answered;
    private final Map<Integer, Integer> out = new LinkedHashMap<>();
    private volatile Vc vc;
    private volatile NativeVcs.Place place;

    OamSocket(Context context, Sessions sessions, NativeVcs vcs) {
        super(context, sessions);
        this.vcs = vcs;
    }

    /** @throws CallFailed ENOENT if it is not open */
    @Override
    public void connect(long[] address) {
        NativeVcs.Place wanted = Addresses.place(address);
        change(() -> {
            if (vc != null) {
                throw new CallFailed(Errno.EISCONN);
            }
            Vc found = vcs.find(wanted).orElseThrow(() -> new CallFailed(Errno.ENOENT));
            found.addLoopback(listener);
            vc = found;
            place = wanted;
        });
    }

    @Override
    public void name(boolean ofPeer, long[] address) {
        NativeVcs.Place p = place;
        if (p == null) {
            throw new CallFailed(Errno.ENOTCONN);
        }
        Addresses.fill(address, Sockets.ATMPVC, p.device(), p.vpi(), p.vci());
    }

    @Override
    void requireReceiver() {
        if (vc == null) {
            throw new CallFailed(Errno.ENOTCONN);
        }
    }

    @Override
    void requireLength(long bytes, long[] address) {
        if (address != null) {
            throw new CallFailed(Errno.ENOTSUP);
        }
        if (vc == null) {
            throw new CallFailed(Errno.EDESTADDRREQ);
        }
        if (bytes != BYTES) {
            throw new CallFailed(Errno.EMSGSIZE);
        }
    }

    @Override
    void transmit(FramePart[] parts, boolean wait, long[] address) {
        Packet packet = new Packet(context().memory(), parts);
        int token = packet.u32(0);
        packet.drop();
        lock().acquire();
        try {
            out.merge(token, 1, Integer::sum);
            if (out.size() > MOST_OUT) {
                out.remove(out.keySet().iterator().next());
            }
        } finally {
            lock().release();
        }
        vc.loopback(token);
    }

    private void answered(int token) {
        boolean mine;
        lock().acquire();
        try {
            mine = out.containsKey(token);
            if (mine) {
                out.computeIfPresent(token, (t, n) -> n == 1 ? null : n - 1);
            }
        } finally {
            lock().release();
        }
        NativeVcs.Place p = place;
        if (!mine || p == null) {
            return;
        }
        FramePart part;
        try {
            part = context().pool().header(BYTES);
        } catch (CallFailed e) {
            lose();
            return;
        }
        context().memory().put32(part.address(), token);
        FramePart[] parts = {part};
        deliver(new Message(parts, Parts.bytes(parts), Sockets.ATMPVC, p.device(), p.vpi(), p.vci(), context().realtime().getAsLong(), 0, 0,
            Sockets.ENCAPSULATION_NONE));
    }

    @Override
    String describe() {
        return "family=atmpvc type=oam local=- peer=" + (place == null ? "-" : place);
    }

    @Override
    void unplug() {
        Vc now = vc;
        if (now != null) {
            now.removeLoopback(listener);
        }
    }
}
