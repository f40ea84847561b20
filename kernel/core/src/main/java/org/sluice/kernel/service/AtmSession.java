package org.sluice.kernel.service;

import org.sluice.kernel.CallFailed;
import org.sluice.kernel.driver.AtmDevice;
import org.sluice.kernel.driver.AtmReceiver;
import org.sluice.kernel.memory.FramePart;
import org.sluice.kernel.memory.FrameUse;
import org.sluice.kernel.memory.SharedFrames;
import org.sluice.kernel.thread.LockRank;
import org.sluice.kernel.thread.SpinLock;

/**
 * What one instance of an ATM driver has of the kernel's: SDUs that are being sent, and buffers to receive into. It ends when the instance
 * has been stopped and the device reaches nothing any more; then all of it is taken back, and what a thread that is still in the driver
 * tells is not heard.
 */
final class AtmSession implements AtmReceiver {
    private static final int FIRST_ROOM = 64;
    private static final int[] FRAMES = {AtmDevice.SMALL_FRAMES, AtmDevice.LARGE_FRAMES};

    final AtmDevice device;
    final DriverInstance instance;
    private final AtmClient client;
    private final SpinLock lock = new SpinLock(LockRank.THREAD);
    private final AtmConnection[] bySlot;
    private boolean ended;

    /** SDUs by cookie, which is their place and one more. */
    private FramePart[][] sdus = new FramePart[FIRST_ROOM][];
    private AtmConnection[] senders = new AtmConnection[FIRST_ROOM];
    private final Places sduPlaces = new Places(FIRST_ROOM);

    private final SharedFrames[] buffers;
    private final byte[] ringOf;
    private final Places bufferPlaces;
    private final int[] supplied = new int[2];
    private final int[] wanted = new int[2];

    AtmSession(AtmClient client, AtmDevice device, DriverInstance instance) {
        this.client = client;
        this.device = device;
        this.instance = instance;
        bySlot = new AtmConnection[device.slots()];
        int most = 0;
        for (int ring = 0; ring < 2; ring++) {
            wanted[ring] = device.capacity(ring);
            most += wanted[ring];
        }
        buffers = new SharedFrames[most];
        ringOf = new byte[most];
        bufferPlaces = new Places(most);
    }

    // ---- connections

    /** Notes whose a slot is. @return false if the session has ended */
    boolean bind(AtmConnection connection, int slot) {
        lock.acquire();
        try {
            if (!ended) {
                bySlot[slot] = connection;
            }
            return !ended;
        } finally {
            lock.release();
        }
    }

    void unbind(AtmConnection connection, int slot) {
        lock.acquire();
        if (bySlot[slot] == connection) {
            bySlot[slot] = null;
        }
        lock.release();
    }

    private AtmConnection connection(int slot) {
        lock.acquire();
        try {
            return ended ? null : bySlot[slot];
        } finally {
            lock.release();
        }
    }

    boolean ended() {
        lock.acquire();
        try {
            return ended;
        } finally {
            lock.release();
        }
    }

    // ---- sending

    /** Takes an SDU over. @return its cookie, 0 if the session has ended */
    long register(AtmConnection sender, FramePart[] parts) {
        lock.acquire();
        try {
            if (ended) {
                return 0;
            }
            int place = sduPlaces.take();
            if (place >= sdus.length) {
                FramePart[][] more = new FramePart[2 * sdus.length][];
                AtmConnection[] moreSenders = new AtmConnection[2 * sdus.length];
                System.arraycopy(sdus, 0, more, 0, sdus.length);
                System.arraycopy(senders, 0, moreSenders, 0, sdus.length);
                sdus = more;
                senders = moreSenders;
            }
            sdus[place] = parts;
            senders[place] = sender;
            sender.started();
            return place + 1L;
        } finally {
            lock.release();
        }
    }

    /** Gives an SDU back to whoever wanted to send it. @return false if it is known to be sent or lost */
    boolean unregister(long cookie) {
        FramePart[] parts;
        lock.acquire();
        parts = release(cookie);
        lock.release();
        return parts != null;
    }

    /** With the lock: forgets an SDU. */
    private FramePart[] release(long cookie) {
        int place = (int) cookie - 1;
        if (ended || place < 0 || place >= sdus.length || sdus[place] == null) {
            return null;
        }
        FramePart[] parts = sdus[place];
        senders[place].finished();
        sdus[place] = null;
        senders[place] = null;
        sduPlaces.give(place);
        return parts;
    }

    @Override
    public void sent(long cookie, int status) {
        AtmConnection sender;
        FramePart[] parts;
        lock.acquire();
        sender = cookie >= 1 && cookie <= senders.length ? senders[(int) cookie - 1] : null;
        parts = release(cookie);
        lock.release();
        if (parts != null) {
            drop(parts);
            sender.told(status);
        }
    }

    @Override
    public void returned(int slot, int flags, long cookie) {
        AtmConnection to;
        FramePart[] shared = null;
        lock.acquire();
        to = ended ? null : bySlot[slot];
        if (to != null && cookie >= 1 && cookie <= sdus.length && sdus[(int) cookie - 1] != null) {
            FramePart[] parts = sdus[(int) cookie - 1];
            shared = new FramePart[parts.length];
            for (int i = 0; i < parts.length; i++) {
                shared[i] = parts[i].shared(0, parts[i].length());
            }
        }
        lock.release();
        if (shared != null) {
            to.received(shared, flags);
        }
    }

    static void drop(FramePart[] parts) {
        for (FramePart part : parts) {
            part.drop();
        }
    }

    // ---- receiving

    @Override
    public void received(int slot, int flags, int[] cookies, int[] lengths, int count) {
        FramePart[] parts = new FramePart[count];
        AtmConnection to;
        lock.acquire();
        if (ended) {
            lock.release();
            return;
        }
        to = bySlot[slot];
        boolean known = true;
        for (int i = 0; i < count && known; i++) {
            SharedFrames frames = cookies[i] >= 0 && cookies[i] < buffers.length ? buffers[cookies[i]] : null;
            known = frames != null && lengths[i] >= 1 && lengths[i] <= frames.run().bytes();
            if (known) {
                buffers[cookies[i]] = null;
                supplied[ringOf[cookies[i]]]--;
                bufferPlaces.give(cookies[i]);
                parts[i] = new FramePart(frames, 0, lengths[i]);
            }
        }
        lock.release();
        if (!known) {
            for (int i = 0; parts[i] != null; i++) {
                parts[i].drop();
            }
            throw new IllegalStateException("the driver tells of buffers it does not have");
        }
        if (to == null) {
            drop(parts);
        } else {
            to.received(parts, flags);
        }
        refill();
    }

    /** Gives the device the buffers it lacks. On a thread inside the driver. */
    void refill() {
        if (!client.receives()) {
            return;
        }
        for (int ring = 0; ring < 2; ring++) {
            while (supplyOne(ring)) {
                // until there are enough
            }
        }
    }

    private boolean supplyOne(int ring) {
        int cookie;
        lock.acquire();
        boolean enough = ended || supplied[ring] >= wanted[ring];
        cookie = enough ? -1 : bufferPlaces.take();
        if (!enough) {
            supplied[ring]++;
            ringOf[cookie] = (byte) ring;
        }
        lock.release();
        if (enough) {
            return false;
        }
        SharedFrames frames;
        try {
            frames = new SharedFrames(client.frames().reserve(FRAMES[ring], FrameUse.AREA, 0), client, 0);
        } catch (CallFailed e) {
            withdraw(ring, cookie);
            client.runsShort();
            return false;
        }
        if (!hold(cookie, frames)) {
            frames.drop();
            return false;
        }
        // cut off here, the buffer may be in the device's reach: it is taken back when the session ends
        if (device.supply(ring, cookie, frames.run())) {
            return true;
        }
        if (withdraw(ring, cookie)) {
            frames.drop();
        }
        return false;
    }

    private boolean hold(int cookie, SharedFrames frames) {
        lock.acquire();
        try {
            if (!ended) {
                buffers[cookie] = frames;
            }
            return !ended;
        } finally {
            lock.release();
        }
    }

    /** Forgets a buffer the device does not have. @return false if the session has ended and taken it back */
    private boolean withdraw(int ring, int cookie) {
        lock.acquire();
        try {
            if (!ended) {
                buffers[cookie] = null;
                supplied[ring]--;
                bufferPlaces.give(cookie);
            }
            return !ended;
        } finally {
            lock.release();
        }
    }

    // ---- the rest

    @Override
    public void loopbackAnswer(int slot, int token) {
        AtmConnection to = connection(slot);
        if (to != null) {
            to.answered(token);
        }
    }

    @Override
    public void alarms(int slot, int alarms) {
        AtmConnection to = connection(slot);
        if (to != null) {
            to.alarmed(alarms);
        }
    }

    @Override
    public void link(boolean up) {
        if (!ended()) {
            client.linkChanged(up);
        }
    }

    /** The device reaches nothing any more: takes everything back, once. @return SDUs that were lost */
    int end() {
        FramePart[][] lost;
        AtmConnection[] whose;
        SharedFrames[] free = new SharedFrames[buffers.length];
        lock.acquire();
        if (ended) {
            lock.release();
            return 0;
        }
        ended = true;
        lost = sdus;
        whose = senders;
        sdus = new FramePart[0][];
        senders = new AtmConnection[0];
        for (int i = 0; i < free.length; i++) {
            free[i] = buffers[i];
            buffers[i] = null;
        }
        lock.release();
        int count = 0;
        for (int i = 0; i < lost.length; i++) {
            if (lost[i] != null) {
                count++;
                drop(lost[i]);
                whose[i].finished();
                whose[i].lost();
            }
        }
        for (SharedFrames frames : free) {
            if (frames != null) {
                frames.drop();
            }
        }
        return count;
    }

    /** Numbers from 0 on, each in use or not; there are always more. */
    private static final class Places {
        private int[] free;
        private int freeCount;
        private int used;

        Places(int room) {
            free = new int[room];
        }

        int take() {
            return freeCount > 0 ? free[--freeCount] : used++;
        }

        void give(int place) {
            if (freeCount == free.length) {
                int[] more = new int[2 * freeCount];
                System.arraycopy(free, 0, more, 0, freeCount);
                free = more;
            }
            free[freeCount++] = place;
        }
    }
}
