package org.sluice.kernel.service;

import java.util.ArrayList;
import java.util.List;
import org.sluice.abi.Errno;
import org.sluice.kernel.CallFailed;
import org.sluice.kernel.driver.DriverStopped;
import org.sluice.kernel.driver.HostNetDevice;
import org.sluice.kernel.driver.HostNetReceiver;
import org.sluice.kernel.memory.FramePart;
import org.sluice.kernel.memory.FrameUse;
import org.sluice.kernel.memory.SharedFrames;
import org.sluice.kernel.network.HostNetwork.Flow;
import org.sluice.kernel.network.HostNetwork.FlowListener;
import org.sluice.kernel.thread.LockRank;
import org.sluice.kernel.thread.SpinLock;
import org.sluice.vm.memory.PhysicalMemory;

/**
 * What one instance of a driver of the host's sockets has of the kernel's: memory that is being sent or received into, and whom to tell. It ends when the
 * instance has been stopped and the device reaches nothing any more; then all memory is taken back, and every connection is told to be broken.
 */
final class HostNetSession implements HostNetReceiver {
    final HostNetDevice device;
    final DriverInstance instance;
    private final HostNetClient client;
    private final SpinLock lock = new SpinLock(LockRank.THREAD);
    private final HostFlow[] bySlot;
    private final int[] free;
    private int freeCount;
    private boolean ended;

    HostNetSession(HostNetClient client, HostNetDevice device, DriverInstance instance) {
        this.client = client;
        this.device = device;
        this.instance = instance;
        bySlot = new HostFlow[device.slots()];
        free = new int[bySlot.length];
        for (int i = 0; i < free.length; i++) {
            free[i] = free.length - 1 - i;
        }
        freeCount = free.length;
    }

    interface Opening {
        void begin(HostNetDevice device, int slot);
    }

    /** Begins something in a free slot. @throws CallFailed ENODEV, ENOBUFS */
    Flow take(FlowListener listener, Opening opening) {
        HostFlow flow;
        lock.acquire();
        try {
            if (ended) {
                throw new CallFailed(Errno.ENODEV);
            }
            if (freeCount == 0) {
                throw new CallFailed(Errno.ENOBUFS);
            }
            flow = new HostFlow(free[--freeCount], listener);
            bySlot[flow.slot] = flow;
        } finally {
            lock.release();
        }
        visit(device -> opening.begin(device, flow.slot));
        return flow;
    }

    private interface Call {
        void make(HostNetDevice device);
    }

    /** Calls the driver; if that is stopped, what was to be done ends with the session. */
    private void visit(Call call) {
        try {
            instance.call(device, (d, n) -> {
                call.make(d);
                return null;
            });
        } catch (DriverStopped e) {
            // told when the session ends
        } catch (RuntimeException | Error e) {
            client.driverFailed(this, e);
        }
    }

    private HostFlow flow(int slot) {
        lock.acquire();
        try {
            return ended || slot < 0 || slot >= bySlot.length ? null : bySlot[slot];
        } finally {
            lock.release();
        }
    }

    // ---- what the driver tells

    @Override
    public void opened(int slot, int status, int address, int port) {
        HostFlow flow = flow(slot);
        if (flow != null && !flow.closed) {
            flow.listener.opened(status, address, port);
        }
    }

    @Override
    public void sent(int slot, long cookie, int status) {
        HostFlow flow = flow(slot);
        FramePart part = flow == null ? null : flow.takeSent(cookie);
        if (part != null) {
            part.drop();
            if (!flow.closed) {
                flow.listener.sent(status);
            }
        }
    }

    @Override
    public void received(int slot, long cookie, int status, int length) {
        HostFlow flow = flow(slot);
        SharedFrames frames = flow == null ? null : flow.takeRoom();
        if (frames == null) {
            return;
        }
        boolean bytes = status == HostNetDevice.DONE && length > 0 && length <= frames.run().bytes();
        if (!bytes || flow.closed) {
            frames.drop();
        }
        if (!flow.closed) {
            flow.listener.received(status, bytes ? new FramePart(frames, 0, length) : null, length);
        }
    }

    @Override
    public void closed(int slot) {
        lock.acquire();
        try {
            if (!ended && slot >= 0 && slot < bySlot.length && bySlot[slot] != null) {
                bySlot[slot] = null;
                free[freeCount++] = slot;
            }
        } finally {
            lock.release();
        }
    }

    /** The device reaches nothing any more: takes everything back, and says so. Once. */
    void end() {
        List<HostFlow> all = new ArrayList<>();
        lock.acquire();
        try {
            if (ended) {
                return;
            }
            ended = true;
            for (int i = 0; i < bySlot.length; i++) {
                if (bySlot[i] != null) {
                    all.add(bySlot[i]);
                    bySlot[i] = null;
                }
            }
        } finally {
            lock.release();
        }
        for (HostFlow flow : all) {
            for (FramePart part : flow.takeAll()) {
                part.drop();
            }
            SharedFrames room = flow.takeRoom();
            if (room != null) {
                room.drop();
            }
            if (!flow.closed) {
                flow.listener.opened(HostNetDevice.BROKEN, 0, 0);
                flow.listener.received(HostNetDevice.BROKEN, null, 0);
            }
        }
    }

    /** A connection or flow, for its user. */
    private final class HostFlow implements Flow {
        private final int slot;
        private final FlowListener listener;
        private volatile boolean closed;
        // under the lock
        private final FramePart[] sending = new FramePart[HostNetDevice.MOST_SENDS];
        private SharedFrames room;

        HostFlow(int slot, FlowListener listener) {
            this.slot = slot;
            this.listener = listener;
        }

        private FramePart takeSent(long cookie) {
            lock.acquire();
            try {
                if (cookie < 0 || cookie >= sending.length) {
                    return null;
                }
                FramePart part = sending[(int) cookie];
                sending[(int) cookie] = null;
                return part;
            } finally {
                lock.release();
            }
        }

        private List<FramePart> takeAll() {
            List<FramePart> all = new ArrayList<>();
            for (int i = 0; i < sending.length; i++) {
                FramePart part = takeSent(i);
                if (part != null) {
                    all.add(part);
                }
            }
            return all;
        }

        private SharedFrames takeRoom() {
            lock.acquire();
            try {
                SharedFrames frames = room;
                room = null;
                return frames;
            } finally {
                lock.release();
            }
        }

        @Override
        public void send(FramePart part) {
            int place = -1;
            boolean gone;
            lock.acquire();
            try {
                gone = ended || closed;
                for (int i = 0; i < sending.length && !gone && place < 0; i++) {
                    place = sending[i] == null ? i : -1;
                }
                if (place >= 0) {
                    sending[place] = part;
                }
            } finally {
                lock.release();
            }
            if (place < 0) {
                part.drop();
                if (!gone) {
                    throw new IllegalStateException("more sends at once than " + sending.length);
                }
                return;
            }
            int cookie = place;
            visit(d -> d.send(slot, cookie, part.frames().run(), part.offset(), part.length()));
        }

        @Override
        public boolean receive(int bytes) {
            SharedFrames frames = allocate(Math.max(1, (bytes + PhysicalMemory.FRAME_SIZE - 1) / PhysicalMemory.FRAME_SIZE));
            if (frames == null) {
                return false;
            }
            boolean kept;
            lock.acquire();
            kept = !ended && !closed && room == null;
            room = kept ? frames : room;
            lock.release();
            if (!kept) {
                frames.drop();
                return true;
            }
            visit(d -> d.receive(slot, 0, frames.run()));
            return true;
        }

        /** As many frames as there are in one run, down to one; null without any. */
        private SharedFrames allocate(int count) {
            for (int n = count; n > 0; n /= 2) {
                try {
                    return new SharedFrames(client.kernel().frames().reserve(n, FrameUse.AREA, 0), client, 0);
                } catch (CallFailed e) {
                    // fewer, then
                }
            }
            return null;
        }

        @Override
        public void shutdown() {
            if (!closed) {
                visit(d -> d.shutdown(slot));
            }
        }

        @Override
        public void close(boolean reset) {
            if (!closed) {
                closed = true;
                boolean over;
                lock.acquire();
                over = ended;
                lock.release();
                if (!over) {
                    visit(d -> d.close(slot, reset));
                }
            }
        }
    }
}
