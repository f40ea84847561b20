package org.sluice.kernel.service;

import java.util.ArrayList;
import java.util.List;
import org.sluice.abi.Errno;
import org.sluice.kernel.CallFailed;
import org.sluice.kernel.Kernel;
import org.sluice.kernel.driver.DriverStopped;
import org.sluice.kernel.driver.HostNetDevice;
import org.sluice.kernel.memory.SharedFrames;
import org.sluice.kernel.network.AtmInterface;
import org.sluice.kernel.network.HostNetwork;
import org.sluice.kernel.thread.LockRank;
import org.sluice.kernel.thread.SpinLock;

/** The host's network, that stays usable across restarts of its driver: each instance that publishes itself gets a {@link HostNetSession}. */
final class HostNetClient implements HostNetwork, DriverHost.Watcher, SharedFrames.Home {
    private final Kernel kernel;
    private final DriverHost host;
    private final SpinLock lock = new SpinLock(LockRank.THREAD);
    private volatile HostNetSession session;
    private Listener listener;
    private List<Forward> forwards = List.of();
    private volatile String[] names = {};
    private volatile long[] values = {};

    HostNetClient(Kernel kernel, DriverHost host) {
        this.kernel = kernel;
        this.host = host;
        host.watch(this);
    }

    Kernel kernel() {
        return kernel;
    }

    /** A driver threw at one of its callers: what it left undone nobody knows, so the next one takes over. */
    void driverFailed(HostNetSession of, Throwable cause) {
        host.ended(of.instance, cause);
    }

    @Override
    public void takeBack(SharedFrames frames) {
        kernel.frames().release(frames.run());
    }

    // ---- instances of the driver

    @Override
    public void published(Object service, DriverInstance by) {
        HostNetDevice device = (HostNetDevice) service;
        HostNetSession fresh = new HostNetSession(this, device, by);
        List<Forward> all = new ArrayList<>();
        for (int i = 0; i < device.forwards(); i++) {
            all.add(new Forward(device.datagrams(i), device.port(i)));
        }
        names = device.counterNames();
        device.start(fresh);
        Listener told;
        lock.acquire();
        try {
            if (by.stopped()) {
                // its successor may have been here already
                throw new DriverStopped(host.id());
            }
            session = fresh;
            forwards = List.copyOf(all);
            told = listener;
        } finally {
            lock.release();
        }
        if (told != null) {
            told.started(forwards);
        }
    }

    @Override
    public void stopped() {
        HostNetSession old = session;
        if (old != null) {
            old.end();
        }
    }

    // ---- the user's side

    @Override
    public void start(Listener whom) {
        boolean there;
        List<Forward> known;
        lock.acquire();
        listener = whom;
        there = session != null;
        known = forwards;
        lock.release();
        if (there) {
            whom.started(known);
        }
    }

    private HostNetSession session() {
        HostNetSession now = session;
        if (now == null) {
            throw new CallFailed(Errno.ENODEV);
        }
        return now;
    }

    @Override
    public Flow open(boolean datagrams, int address, int port, FlowListener whom) {
        return session().take(whom, (device, slot) -> device.open(slot, datagrams, address, port));
    }

    @Override
    public Flow accept(int forward, FlowListener whom) {
        return session().take(whom, (device, slot) -> device.accept(slot, forward));
    }

    @Override
    public AtmInterface.Counter[] counters() {
        HostNetSession now = session;
        if (now != null) {
            try {
                values = now.instance.call(now.device, (device, n) -> device.counters());
            } catch (DriverStopped e) {
                // those of last time
            }
        }
        int known = Math.min(names.length, values.length);
        AtmInterface.Counter[] all = new AtmInterface.Counter[known + 1];
        for (int i = 0; i < known; i++) {
            all[i] = new AtmInterface.Counter(names[i], values[i]);
        }
        all[known] = new AtmInterface.Counter("driver_starts", host.generation());
        return all;
    }
}
