package org.sluice.kernel.net;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.sluice.abi.Errno;
import org.sluice.kernel.CallFailed;
import org.sluice.kernel.driver.VcParameters;
import org.sluice.kernel.memory.FramePart;
import org.sluice.kernel.network.AtmInterface;
import org.sluice.kernel.network.VcListener;

/**
 * An ATM interface without a device. What is sent goes back to it at once and by reference ({@link #loop}), or as bytes to a peer or a
 * list when the world goes on.
 */
final class FakeAtm implements AtmInterface {
    /** An SDU on the wire. */
    record Sdu(int vpi, int vci, byte[] bytes, int flags) {
        @Override
        public String toString() {
            return vpi + "." + vci + " " + Rig.hex(bytes);
        }
    }

    private final Rig rig;
    private final String name;
    private final Map<Integer, Open> open = new LinkedHashMap<>();
    private final ArrayDeque<Sdu> arriving = new ArrayDeque<>();
    /** What was sent to nobody. */
    final List<Sdu> sent = new ArrayList<>();
    boolean loop;
    FakeAtm peer;
    boolean driver = true;
    /** SDUs taken at once before there is no room. */
    int ring = Integer.MAX_VALUE;
    /** Faults of the wire, if there is a random source. */
    Random chance;
    double loss;
    /** Chance that a byte behind the IP header is another one. */
    double damage;
    int damaged;
    double duplication;
    double reordering;
    /** Called inside of each send, before anything comes of it. */
    Runnable onSend = () -> { };
    /** Called inside of each open, and at the end of each close. */
    Runnable onOpen = () -> { };
    Runnable onClose = () -> { };

    FakeAtm(Rig rig, String name) {
        this.rig = rig;
        this.name = name;
    }

    static void connect(Rig a, Rig b) {
        a.atm.peer = b.atm;
        b.atm.peer = a.atm;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean up() {
        return driver;
    }

    @Override
    public String link() {
        return loop ? "loopback" : "fake link";
    }

    @Override
    public Counter[] counters() {
        return new Counter[] {new Counter("cells_sent", 12)};
    }

    private static int key(int vpi, int vci) {
        return vpi << 16 | vci;
    }

    @Override
    public Connection open(VcParameters vc, VcListener listener) {
        rig.assertNothingLocked();
        if (!driver) {
            throw new CallFailed(Errno.ENODEV);
        }
        onOpen.run();
        if (open.containsKey(key(vc.vpi(), vc.vci()))) {
            throw new CallFailed(Errno.EADDRINUSE);
        }
        Open connection = new Open(vc, listener);
        open.put(key(vc.vpi(), vc.vci()), connection);
        return connection;
    }

    /** Connections that are open. */
    int connections() {
        return open.size();
    }

    VcParameters parameters(int vci) {
        return open.get(key(0, vci)).vc;
    }

    /** Puts an SDU on the wire toward this interface. */
    void inject(int vci, String hex) {
        arriving.add(new Sdu(0, vci, Rig.hex(hex), 0));
        while (deliverOne()) {
            continue;
        }
    }

    void inject(int vci, byte[] bytes, int flags) {
        arriving.add(new Sdu(0, vci, bytes, flags));
        while (deliverOne()) {
            continue;
        }
    }

    /** Gives parts to the listener as they are. */
    void give(int vci, FramePart... parts) {
        open.get(key(0, vci)).listener.received(parts, 0);
    }

    boolean anythingToDeliver() {
        return !arriving.isEmpty();
    }

    boolean deliverOne() {
        Sdu sdu = arriving.poll();
        if (sdu == null) {
            return false;
        }
        Open to = open.get(key(sdu.vpi, sdu.vci));
        if (to != null) {
            to.listener.received(rig.received(sdu.bytes), sdu.flags);
        }
        return true;
    }

    /** What was sent since it was last asked, as VCI and bytes. */
    String taken() {
        StringBuilder text = new StringBuilder();
        sent.forEach(sdu -> text.append(text.isEmpty() ? "" : "\n").append(sdu.vci()).append(' ').append(Rig.hex(sdu.bytes())));
        sent.clear();
        return text.toString();
    }

    /** Makes room for so many SDUs more, and tells all. */
    void makeRoom(int sdus) {
        ring += sdus;
        List.copyOf(open.values()).forEach(c -> c.listener.room());
    }

    void alarms(int vci, int alarms) {
        open.get(key(0, vci)).listener.alarms(alarms);
    }

    private void travel(Sdu sdu) {
        if (peer == null) {
            sent.add(sdu);
            return;
        }
        if (chance != null && damage > 0 && chance.nextDouble() < damage) {
            damage(sdu.bytes);
        }
        int copies = 1;
        if (chance != null) {
            copies = chance.nextDouble() < loss ? 0 : chance.nextDouble() < duplication ? 2 : 1;
        }
        for (int i = 0; i < copies; i++) {
            if (chance != null && chance.nextDouble() < reordering) {
                peer.arriving.addFirst(sdu);
            } else {
                peer.arriving.add(sdu);
            }
        }
    }

    /** Changes a byte of an IP packet's payload, behind LLC, SNAP and a header without options. */
    private void damage(byte[] sdu) {
        int from = 8 + 20;
        if (sdu.length > from && sdu[6] == 8 && sdu[7] == 0 && sdu[8] == 0x45) {
            sdu[from + chance.nextInt(sdu.length - from)] ^= (byte) (1 + chance.nextInt(255));
            damaged++;
        }
    }

    private final class Open implements Connection {
        private final VcParameters vc;
        private final VcListener listener;
        private boolean closed;
        int pending;

        Open(VcParameters vc, VcListener listener) {
            this.vc = vc;
            this.listener = listener;
        }

        @Override
        public VcParameters parameters() {
            return vc;
        }

        @Override
        public boolean send(FramePart[] parts, int flags) {
            rig.assertNothingLocked();
            if (closed) {
                throw new CallFailed(Errno.EPIPE);
            }
            if (!driver) {
                throw new CallFailed(Errno.ENODEV);
            }
            byte[] bytes = rig.bytes(parts);
            if (bytes.length > vc.maxSdu() || vc.aal() == VcParameters.AAL0 && bytes.length != 52) {
                throw new CallFailed(Errno.EMSGSIZE);
            }
            if (ring == 0) {
                return false;
            }
            ring -= ring == Integer.MAX_VALUE ? 0 : 1;
            onSend.run();
            if (loop) {
                FramePart[] back = new FramePart[parts.length];
                for (int i = 0; i < parts.length; i++) {
                    back[i] = parts[i].shared(0, parts[i].length());
                }
                listener.received(back, flags);
            } else {
                travel(new Sdu(vc.vpi(), vc.vci(), bytes, flags));
            }
            for (FramePart part : parts) {
                part.drop();
            }
            return true;
        }

        @Override
        public int pending() {
            return pending;
        }

        @Override
        public void loopback(int token) {
            rig.assertNothingLocked();
            if (loop) {
                listener.loopbackAnswer(token);
            }
        }

        @Override
        public int alarms() {
            return 0;
        }

        @Override
        public Counter[] counters() {
            return new Counter[] {new Counter("tx_cells", 5)};
        }

        @Override
        public void close() {
            rig.assertNothingLocked();
            closed = true;
            open.remove(key(vc.vpi(), vc.vci()));
            onClose.run();
        }
    }
}
