package org.sluice.kernel.service;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.sluice.abi.Errno;
import org.sluice.kernel.CallFailed;
import org.sluice.kernel.driver.AtmDevice;
import org.sluice.kernel.driver.DriverStopped;
import org.sluice.kernel.driver.VcParameters;
import org.sluice.kernel.memory.FramePart;
import org.sluice.kernel.memory.FrameRun;
import org.sluice.kernel.network.AtmInterface;
import org.sluice.kernel.network.VcListener;

/**
 * An open connection as its user has it. It is bound to a slot of a session, unbound while the driver is restarted, and bound to another
 * slot with the next session; closed for good it is bound to none.
 */
final class AtmConnection implements AtmInterface.Connection {
    private final AtmClient client;
    private final VcParameters parameters;
    private final VcListener listener;
    private final AtomicInteger pending = new AtomicInteger();
    private final AtomicLong lost = new AtomicLong();
    private final AtomicLong faulted = new AtomicLong();
    private final AtomicReference<Binding> binding = new AtomicReference<>();
    private volatile boolean closed;
    /** The interface's new driver did not open it again. */
    private volatile boolean refused;
    private volatile boolean wantsRoom;
    private volatile int alarms;

    private record Binding(AtmSession session, int slot) {
    }

    AtmConnection(AtmClient client, VcParameters parameters, VcListener listener) {
        this.client = client;
        this.parameters = parameters;
        this.listener = listener;
    }

    // ---- the client's side

    void bind(AtmSession session, int slot) {
        binding.set(new Binding(session, slot));
        refused = false;
    }

    /** Takes the binding away: whoever gets it closes the slot. @return the slot, or -1 if somebody else did */
    int unbind() {
        Binding bound = binding.getAndSet(null);
        return bound == null ? -1 : bound.slot;
    }

    void refuse() {
        binding.set(null);
        refused = true;
    }

    boolean closed() {
        return closed;
    }

    /** Tells of room if somebody waits for some. */
    void tellRoom() {
        if (wantsRoom) {
            wantsRoom = false;
            tell(VcListener::room);
        }
    }

    // ---- the session's side

    void started() {
        pending.incrementAndGet();
    }

    void finished() {
        pending.decrementAndGet();
    }

    void lost() {
        lost.incrementAndGet();
    }

    void told(int status) {
        if (status == AtmDevice.FAULT) {
            faulted.incrementAndGet();
        }
        tellRoom();
    }

    void received(FramePart[] parts, int flags) {
        if (!tell(l -> l.received(parts, flags))) {
            AtmSession.drop(parts);
        }
    }

    void answered(int token) {
        tell(l -> l.loopbackAnswer(token));
    }

    void alarmed(int now) {
        alarms = now;
        tell(l -> l.alarms(now));
    }

    private interface Message {
        void to(VcListener listener);
    }

    /** What a listener throws harms it alone. @return false if it was not told, because it has closed the connection */
    private boolean tell(Message message) {
        if (closed) {
            return false;
        }
        try {
            message.to(listener);
        } catch (DriverStopped e) {
            throw e;
        } catch (RuntimeException | Error e) {
            client.log("listener of " + parameters.vpi() + "." + parameters.vci() + " failed: " + e);
        }
        return true;
    }

    // ---- the user's side

    @Override
    public VcParameters parameters() {
        return parameters;
    }

    @Override
    public boolean send(FramePart[] parts, int flags) {
        int count = parts.length;
        FrameRun[] runs = new FrameRun[count];
        int[] offsets = new int[count];
        int[] lengths = new int[count];
        for (int i = 0; i < count; i++) {
            runs[i] = parts[i].frames().run();
            offsets[i] = parts[i].offset();
            lengths[i] = parts[i].length();
        }
        if (attempt(parts, flags, runs, offsets, lengths)) {
            return true;
        }
        wantsRoom = true;
        // room that was made before that was known would not be told; it stays wanted, for others may wait for it too
        return attempt(parts, flags, runs, offsets, lengths);
    }

    private boolean attempt(FramePart[] parts, int flags, FrameRun[] runs, int[] offsets, int[] lengths) {
        if (closed) {
            throw new CallFailed(Errno.EPIPE);
        }
        Binding bound = binding.get();
        long cookie = bound == null ? 0 : bound.session.register(this, parts);
        if (cookie == 0) {
            if (refused || !client.running()) {
                throw new CallFailed(Errno.ENODEV);
            }
            return false;
        }
        try {
            boolean taken = bound.session.instance.call(bound.session.device,
                (device, n) -> device.send(bound.slot, cookie, flags, runs, offsets, lengths));
            // one that was not taken, but was taken back with all others, is lost and no more the caller's
            return taken || !bound.session.unregister(cookie);
        } catch (DriverStopped e) {
            // the device may be reading it: it is counted as lost when that is over
            return true;
        } catch (CallFailed e) {
            if (!bound.session.unregister(cookie)) {
                return true;
            }
            throw e.errno() == Errno.EINVAL && closed ? new CallFailed(Errno.EPIPE) : e;
        } catch (RuntimeException | Error e) {
            client.driverFailed(bound.session, e);
            return true;
        }
    }

    @Override
    public int pending() {
        return pending.get();
    }

    @Override
    public void loopback(int token) {
        Binding bound = binding.get();
        if (closed) {
            throw new CallFailed(Errno.EPIPE);
        }
        if (bound == null) {
            return; // it would be lost, as any cell may be
        }
        try {
            bound.session.instance.call(bound.session.device, (device, n) -> {
                device.loopback(bound.slot, token);
                return null;
            });
        } catch (DriverStopped e) {
            // lost
        }
    }

    @Override
    public int alarms() {
        return alarms;
    }

    @Override
    public AtmInterface.Counter[] counters() {
        String[] names = {};
        long[] values = {};
        Binding bound = binding.get();
        if (bound != null) {
            try {
                names = bound.session.instance.call(bound.session.device, (device, n) -> device.connectionCounterNames());
                values = bound.session.instance.call(bound.session.device, (device, n) -> device.counters(bound.slot));
            } catch (DriverStopped e) {
                names = new String[0];
            }
        }
        AtmInterface.Counter[] all = new AtmInterface.Counter[names.length + 2];
        for (int i = 0; i < names.length; i++) {
            all[i] = new AtmInterface.Counter(names[i], values[i]);
        }
        all[names.length] = new AtmInterface.Counter("lost_restart", lost.get());
        all[names.length + 1] = new AtmInterface.Counter("lost_fault", faulted.get());
        return all;
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        client.forget(this);
        Binding bound = binding.getAndSet(null);
        if (bound == null) {
            return; // the driver is being restarted: what opens it again finds it closed
        }
        client.close(bound.session, bound.slot);
        bound.session.unbind(this, bound.slot);
    }
}
