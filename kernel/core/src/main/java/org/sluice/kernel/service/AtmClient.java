package org.sluice.kernel.service;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.sluice.abi.Errno;
import org.sluice.kernel.CallFailed;
import org.sluice.kernel.Kernel;
import org.sluice.kernel.driver.AtmDevice;
import org.sluice.kernel.driver.DriverStopped;
import org.sluice.kernel.driver.VcParameters;
import org.sluice.kernel.memory.FrameAllocator;
import org.sluice.kernel.memory.SharedFrames;
import org.sluice.kernel.network.AtmInterface;
import org.sluice.kernel.network.VcListener;
import org.sluice.kernel.thread.KernelThread;
import org.sluice.kernel.thread.LockRank;
import org.sluice.kernel.thread.SpinLock;

/**
 * An ATM interface that stays usable across restarts of its driver: each instance that publishes itself gets a {@link AtmSession}, in which
 * all connections are opened again. SDUs that were under way when an instance was stopped are counted as lost, and their holds dropped
 * only when the device reaches nothing any more.
 */
final class AtmClient implements AtmInterface, DriverHost.Watcher, SharedFrames.Home {
    private static final int ATTEMPTS = 3;
    private static final long RETRY_NANOS = 10_000_000;

    private final Kernel kernel;
    private final DriverHost host;
    private final SpinLock lock = new SpinLock(LockRank.THREAD);
    private final List<AtmConnection> connections = new ArrayList<>();
    private final AtomicLong lost = new AtomicLong();
    private final AtomicLong shortages = new AtomicLong();
    private final AtomicBoolean retrying = new AtomicBoolean();
    private volatile AtmSession session;
    private volatile boolean receives;
    private volatile boolean linkUp;
    private volatile String link = "";
    private volatile String[] names = {};
    private volatile long[] values = {};

    AtmClient(Kernel kernel, DriverHost host) {
        this.kernel = kernel;
        this.host = host;
        host.watch(this);
    }

    // ---- what sessions and connections need

    FrameAllocator frames() {
        return kernel.frames();
    }

    boolean receives() {
        return receives;
    }

    boolean running() {
        return host.state() == DriverHost.State.RUNNING;
    }

    void log(String text) {
        kernel.log().line(host.id(), text);
    }

    void linkChanged(boolean up) {
        linkUp = up;
    }

    /** A driver threw at one of its callers: what it left undone nobody knows, so the next one takes over. */
    void driverFailed(AtmSession of, Throwable cause) {
        host.ended(of.instance, cause);
    }

    void forget(AtmConnection connection) {
        lock.acquire();
        connections.remove(connection);
        lock.release();
    }

    @Override
    public void takeBack(SharedFrames frames) {
        kernel.frames().release(frames.run());
    }

    /** There is no memory for buffers: tries again, with whatever session there is then. */
    void runsShort() {
        shortages.incrementAndGet();
        if (!retrying.getAndSet(true)) {
            boolean started = false;
            try {
                host.owner().startThread(() -> {
                    KernelThread.current().block("memory", kernel.clock().monotonicNanos() + RETRY_NANOS);
                    retrying.set(false);
                    visit(session);
                }, "buffers " + host.id(), KernelThread.KERNEL_PRIORITY, true);
                started = true;
            } finally {
                if (!started) {
                    retrying.set(false);
                }
            }
        }
    }

    /** Gives a session's device the buffers it lacks. */
    private void visit(AtmSession of) {
        try {
            of.instance.call(of.device, (device, n) -> {
                of.refill();
                return null;
            });
        } catch (DriverStopped e) {
            // the next session gets its own
        }
    }

    // ---- instances of the driver

    @Override
    public void published(Object service, DriverInstance by) {
        AtmDevice device = (AtmDevice) service;
        AtmSession fresh = new AtmSession(this, device, by);
        List<AtmConnection> all;
        lock.acquire();
        try {
            if (by.stopped()) {
                // its successor may have been here already
                throw new DriverStopped(name());
            }
            session = fresh;
            all = List.copyOf(connections);
        } finally {
            lock.release();
        }
        device.start(fresh);
        link = device.describeLink();
        names = device.counterNames();
        for (AtmConnection connection : all) {
            reopen(fresh, connection);
        }
        fresh.refill();
        linkUp = device.linkUp();
        for (AtmConnection connection : all) {
            connection.tellRoom();
        }
    }

    private void reopen(AtmSession in, AtmConnection connection) {
        VcParameters vc = connection.parameters();
        try {
            int slot = in.device.open(vc);
            connection.bind(in, slot);
            in.bind(connection, slot);
            if (connection.closed() && connection.unbind() >= 0) {
                in.device.close(slot);
                in.unbind(connection, slot);
            }
        } catch (CallFailed e) {
            connection.refuse();
            log(vc.vpi() + "." + vc.vci() + " could not be opened again: " + Errno.name(e.errno()));
        }
    }

    @Override
    public void stopped() {
        AtmSession old = session;
        linkUp = false;
        if (old != null) {
            int count = old.end();
            if (count > 0) {
                lost.addAndGet(count);
                log(count + " SDUs lost with the driver");
            }
        }
        if (host.state() != DriverHost.State.RUNNING) {
            lock.acquire();
            List<AtmConnection> all = List.copyOf(connections);
            lock.release();
            // a send now says that there is no driver
            all.forEach(AtmConnection::tellRoom);
        }
    }

    // ---- the user's side

    @Override
    public String name() {
        return host.id();
    }

    @Override
    public boolean up() {
        AtmSession now = session;
        return linkUp && now != null && !now.ended();
    }

    @Override
    public String link() {
        return link;
    }

    @Override
    public Connection open(VcParameters vc, VcListener listener) {
        AtmConnection connection = new AtmConnection(this, vc, listener);
        for (int attempt = 1;; attempt++) {
            try {
                return host.callOnce(AtmDevice.class, (device, n) -> open(connection, device));
            } catch (CallFailed e) {
                if (e.errno() != Errno.EAGAIN || attempt == ATTEMPTS) {
                    throw e.errno() == Errno.EAGAIN ? new CallFailed(Errno.ENODEV) : e;
                }
            }
        }
    }

    /** On a thread inside the driver. */
    private Connection open(AtmConnection connection, AtmDevice device) {
        AtmSession now = session;
        if (now == null || now.device != device) {
            throw new CallFailed(Errno.EAGAIN);
        }
        int slot = device.open(connection.parameters());
        connection.bind(now, slot);
        lock.acquire();
        // an instance that publishes itself from here on finds it in the list, one that did so before made this session end
        boolean current = session == now;
        if (current) {
            connections.add(connection);
        }
        lock.release();
        if (!current) {
            throw new CallFailed(Errno.EAGAIN);
        }
        now.bind(connection, slot);
        if (connection.parameters().receive() && !receives) {
            receives = true;
            try {
                now.refill();
            } catch (DriverStopped e) {
                // the next session gets its own, and opens the connection again
            }
        }
        return connection;
    }

    /** Closes a slot, when the driver is through with opening what it finds: until then its thread alone opens and closes. */
    void close(AtmSession in, int slot) {
        try {
            host.callOnce(AtmDevice.class, (device, n) -> {
                if (device == in.device) {
                    device.close(slot);
                }
                return null;
            });
        } catch (CallFailed e) {
            // closed with the driver
        }
    }

    @Override
    public Counter[] counters() {
        AtmSession now = session;
        if (now != null) {
            try {
                values = now.instance.call(now.device, (device, n) -> device.counters());
            } catch (DriverStopped e) {
                // those of last time
            }
        }
        String[] n = names;
        long[] v = values;
        int known = Math.min(n.length, v.length);
        Counter[] all = new Counter[known + 3];
        for (int i = 0; i < known; i++) {
            all[i] = new Counter(n[i], v[i]);
        }
        all[known] = new Counter("lost_restart", lost.get());
        all[known + 1] = new Counter("buffer_shortages", shortages.get());
        all[known + 2] = new Counter("driver_starts", host.generation());
        return all;
    }
}
