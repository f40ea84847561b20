package org.sluice.kernel.net.atm;

import java.util.ArrayList;
import java.util.List;
import org.sluice.kernel.memory.FramePart;
import org.sluice.kernel.network.WaitLock;

/** Those who look at what passes. Without any, asking costs one read. */
public final class Taps {
    /** Interface number of what passes no ATM interface. */
    public static final int NO_INTERFACE = -1;

    /** Looks on. The parts stay where they are; it copies what it wants, and does not block. */
    public interface Tap {
        /**
         * Something passes.
         *
         * @param device  number of the ATM interface, or {@link #NO_INTERFACE}
         * @param index   of the IP interface, 0 for none
         * @param encapsulation of {@link org.sluice.abi.Sockets}
         */
        void passes(int device, int vpi, int vci, int index, int encapsulation, FramePart[] parts, boolean sent);
    }

    private final WaitLock lock;
    private volatile List<Tap> all = List.of();

    public Taps(WaitLock lock) {
        this.lock = lock;
    }

    public void add(Tap tap) {
        change(tap, true);
    }

    public void remove(Tap tap) {
        change(tap, false);
    }

    private void change(Tap tap, boolean there) {
        lock.acquire();
        try {
            List<Tap> now = new ArrayList<>(all);
            now.remove(tap);
            if (there) {
                now.add(tap);
            }
            all = List.copyOf(now);
        } finally {
            lock.release();
        }
    }

    /** Whether anybody looks. */
    public boolean any() {
        return !all.isEmpty();
    }

    /** Shows something to all. */
    public void show(int device, int vpi, int vci, int index, int encapsulation, FramePart[] parts, boolean sent) {
        for (Tap tap : all) {
            tap.passes(device, vpi, vci, index, encapsulation, parts, sent);
        }
    }
}
