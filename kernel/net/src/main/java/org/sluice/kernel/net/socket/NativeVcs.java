package org.sluice.kernel.net.socket;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sluice.abi.Errno;
import org.sluice.kernel.CallFailed;
import org.sluice.kernel.driver.VcParameters;
import org.sluice.kernel.memory.FramePart;
import org.sluice.kernel.net.atm.Vc;
import org.sluice.kernel.net.atm.VcUser;
import org.sluice.kernel.net.atm.Vcs;
import org.sluice.kernel.net.encap.Encapsulation;
import org.sluice.kernel.net.packet.Parts;
import org.sluice.kernel.network.WaitLock;

/**
 * Connections of programs, each shared by one receiver and any number of senders, open as long as there are any. What arrives without a
 * receiver is dropped.
 */
public final class NativeVcs {
    /** A connection's number. */
    record Place(int device, int vpi, int vci) {
        @Override
        public String toString() {
            return device + ":" + vpi + "." + vci;
        }
    }

    /** A connection that is open. */
    static final class Shared implements VcUser {
        private final Place place;
        private volatile Vc vc;
        private volatile NativeSocket receiver;
        private volatile List<NativeSocket> senders = List.of();
        /** Whether it is being opened or closed. */
        private boolean changing = true;

        Shared(Place place) {
            this.place = place;
        }

        Vc vc() {
            return vc;
        }

        @Override
        public void received(Vc from, FramePart[] parts, int flags) {
            NativeSocket to = receiver;
            if (to == null) {
                Parts.drop(parts);
            } else {
                to.arrived(place, parts, flags);
            }
        }

        @Override
        public void room() {
            senders.forEach(NativeSocket::roomCame);
        }

        @Override
        public Encapsulation encapsulation() {
            return Encapsulation.NATIVE;
        }

        @Override
        public String interfaceName() {
            return "-";
        }

        @Override
        public int interfaceIndex() {
            return 0;
        }
    }

    private final Vcs vcs;
    private final WaitLock lock;
    private final Map<Place, Shared> open = new LinkedHashMap<>();

    public NativeVcs(Vcs vcs, WaitLock lock) {
        this.vcs = vcs;
        this.lock = lock;
    }

    /**
     * Makes a socket the receiver on a connection, or one of its senders, opening it if need be.
     *
     * @param chosen whether the parameters were asked for, so that an open connection must have them
     * @throws CallFailed EADDRINUSE if there is another receiver, or the connection is not a program's; EBUSY if it is open with other
     *     parameters; else as {@link Vcs#open}
     */
    Shared join(Place place, VcParameters wanted, boolean chosen, NativeSocket socket, boolean receives) {
        Shared shared;
        boolean mine;
        lock.acquire();
        try {
            shared = open.get(place);
            while (shared != null && shared.changing) {
                if (lock.await("connection", WaitLock.FOREVER) == WaitLock.Wake.INTERRUPTED) {
                    throw new CallFailed(Errno.EINTR);
                }
                shared = open.get(place);
            }
            mine = shared == null;
            if (mine) {
                shared = new Shared(place);
                open.put(place, shared);
            } else {
                VcParameters now = shared.vc.parameters();
                if (now.aal() != wanted.aal() || chosen && !now.equals(wanted)) {
                    throw new CallFailed(Errno.EBUSY);
                }
            }
            if (receives) {
                if (shared.receiver != null && shared.receiver != socket) {
                    throw new CallFailed(Errno.EADDRINUSE);
                }
                shared.receiver = socket;
            } else {
                List<NativeSocket> now = new ArrayList<>(shared.senders);
                now.add(socket);
                shared.senders = List.copyOf(now);
            }
        } finally {
            lock.release();
        }
        if (mine) {
            open(shared, wanted);
        }
        return shared;
    }

    private void open(Shared shared, VcParameters wanted) {
        boolean done = false;
        try {
            shared.vc = vcs.open(shared.place.device, wanted, shared);
            done = true;
        } finally {
            changed(shared, done);
        }
    }

    private void changed(Shared shared, boolean there) {
        lock.acquire();
        try {
            shared.changing = false;
            if (!there) {
                open.remove(shared.place);
            }
            lock.wakeAll();
        } finally {
            lock.release();
        }
    }

    /** Takes a socket's part in a connection back; the last one closes it. */
    void leave(Shared shared, NativeSocket socket, boolean receives) {
        boolean last;
        lock.acquire();
        try {
            if (receives) {
                shared.receiver = null;
            } else {
                List<NativeSocket> now = new ArrayList<>(shared.senders);
                now.remove(socket);
                shared.senders = List.copyOf(now);
            }
            last = shared.receiver == null && shared.senders.isEmpty();
            shared.changing = last;
        } finally {
            lock.release();
        }
        if (last) {
            try {
                vcs.close(shared.vc);
            } finally {
                changed(shared, false);
            }
        }
    }

    /** Any open connection, for operation and maintenance. */
    Optional<Vc> find(Place place) {
        return vcs.find(place.device, place.vpi, place.vci);
    }
}
