package org.sluice.kernel.net.atm;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.sluice.abi.Errno;
import org.sluice.kernel.CallFailed;
import org.sluice.kernel.driver.VcParameters;
import org.sluice.kernel.net.packet.Timers;
import org.sluice.kernel.network.AtmInterface;
import org.sluice.kernel.network.WaitLock;

/** The machine's ATM interfaces and the connections that are open on them. May block, so never called from a {@link VcUser}. */
public final class Vcs {
    private record Key(int device, int vpi, int vci) {
    }

    private final List<AtmInterface> devices;
    private final Taps taps;
    private final Supplier<WaitLock> locks;
    private final Timers timers;
    private final WaitLock lock;
    private final Map<Key, Vc> open = new LinkedHashMap<>();

    /** @param timers are told of defects that show when something arrives, and go on with what is too much for one caller */
    public Vcs(List<AtmInterface> devices, Taps taps, Supplier<WaitLock> locks, Timers timers) {
        this.devices = List.copyOf(devices);
        this.taps = taps;
        this.locks = locks;
        this.timers = timers;
        lock = locks.get();
    }

    public List<AtmInterface> devices() {
        return devices;
    }

    /** The interface's number. @throws CallFailed ENODEV */
    public int device(String name) {
        for (int i = 0; i < devices.size(); i++) {
            if (devices.get(i).name().equals(name)) {
                return i;
            }
        }
        throw new CallFailed(Errno.ENODEV);
    }

    /**
     * Opens a connection.
     *
     * @throws CallFailed ENODEV for no such interface or one without a driver; EADDRINUSE when it is open; EINVAL for numbers no connection
     *     can have; else as {@link AtmInterface#open}
     */
    public Vc open(int device, VcParameters parameters, VcUser user) {
        if (device < 0 || device >= devices.size()) {
            throw new CallFailed(Errno.ENODEV);
        }
        if (parameters.vpi() < 0 || parameters.vpi() > 255 || parameters.vci() < 1 || parameters.vci() > 65535) {
            throw new CallFailed(Errno.EINVAL);
        }
        Key key = new Key(device, parameters.vpi(), parameters.vci());
        Vc vc = new Vc(device, parameters, user, taps, locks.get(), locks.get(), timers);
        lock.acquire();
        try {
            if (open.putIfAbsent(key, vc) != null) {
                throw new CallFailed(Errno.EADDRINUSE);
            }
        } finally {
            lock.release();
        }
        boolean done = false;
        try {
            vc.opened(devices.get(device).open(parameters, vc));
            done = true;
        } finally {
            if (!done) {
                forget(key);
            }
        }
        return vc;
    }

    /** Closes a connection of whoever has it, once. */
    public void close(Vc vc) {
        try {
            vc.close();
        } finally {
            forget(new Key(vc.device(), vc.parameters().vpi(), vc.parameters().vci()));
        }
    }

    private void forget(Key key) {
        lock.acquire();
        try {
            open.remove(key);
        } finally {
            lock.release();
        }
    }

    public Optional<Vc> find(int device, int vpi, int vci) {
        lock.acquire();
        try {
            return Optional.ofNullable(open.get(new Key(device, vpi, vci)));
        } finally {
            lock.release();
        }
    }

    /** All, in the order in which they were opened. */
    public List<Vc> list() {
        lock.acquire();
        try {
            return new ArrayList<>(open.values());
        } finally {
            lock.release();
        }
    }
}
