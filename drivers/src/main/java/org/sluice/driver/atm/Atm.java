package org.sluice.driver.atm;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.sluice.abi.Errno;
import org.sluice.kernel.CallFailed;
import org.sluice.kernel.driver.AtmDevice;
import org.sluice.kernel.driver.AtmReceiver;
import org.sluice.kernel.driver.DmaBuffer;
import org.sluice.kernel.driver.DriverContext;
import org.sluice.kernel.driver.KernelLock;
import org.sluice.kernel.driver.VcParameters;
import org.sluice.kernel.memory.FrameRun;

/**
 * The interface as the kernel uses it. Senders ring the device and then look after it themselves, so that what a loopback brings back
 * needs no other thread; one thread at a time looks, and one that comes meanwhile leaves word.
 */
final class Atm implements AtmDevice {
    private static final int RECEIVE_SIZE = 1024;
    private static final long REASSEMBLY_NANOS = 5_000_000_000L;
    /** How often a sender looks before it leaves the rest to the driver's thread. */
    private static final int LOOKS = 4;
    /** How often the driver's thread looks before it waits for the interrupt, which then is there already: it shows that it is no loop. */
    private static final int LOOKS_OF_DRIVER = 16;
    private static final int MAX_BUFFERS = 17;

    private final DriverContext device;
    private final Connection[] connections;
    private final TransmitRing[] transmit;
    private final TransmitBudget budget = new TransmitBudget();
    private final Buffers buffers;
    private final DmaBuffer receive;
    /** Held over a whole open or close. */
    private final KernelLock control;
    /** Where those wait for the device. */
    private final KernelLock commands;
    private final AtomicInteger waiters = new AtomicInteger();
    private final AtomicInteger asked = new AtomicInteger();
    private volatile AtmReceiver receiver = Nobody.INSTANCE;
    /** The driver's thread, which alone waits for interrupts. */
    private final Thread own = Thread.currentThread();
    private volatile boolean broken;
    private volatile int looks;
    /** The ring of a connection that is being closed: the device may not have said what came back. */
    private volatile TransmitRing closing;
    private int tokens;

    // ---- of the thread that looks
    private int receiveHead;
    private final int[] cookies = new int[MAX_BUFFERS];
    private final int[] lengths = new int[MAX_BUFFERS];
    private final TransmitRing[] ready;
    /** Where to begin with the rings that wait for what others give back. */
    private int firstWaiting;

    /** An open connection. */
    private record Connection(int slot, int token, VcParameters vc, TransmitRing ring) {
    }

    Atm(DriverContext device) {
        this.device = device;
        int slots = (int) device.read(Card.SLOTS);
        connections = new Connection[slots];
        transmit = new TransmitRing[slots];
        ready = new TransmitRing[slots + 1];
        control = device.lock();
        commands = device.lock();
        buffers = new Buffers(device);
        receive = device.allocate(RECEIVE_SIZE * Card.RECEIVE_BYTES);
        setRing(SMALL, buffers.busAddress(SMALL), Buffers.SIZE);
        setRing(LARGE, buffers.busAddress(LARGE), Buffers.SIZE);
        setRing(Card.RING_RECEIVE, receive.busAddress(), RECEIVE_SIZE);
        device.write(Card.EVENT_MASK, Card.ALL_EVENTS);
        device.write(Card.CONTROL, Card.ENABLE);
    }

    private void setRing(int ring, long base, int size) {
        device.write(Card.RINGS + ring * Card.RING_STRIDE, base);
        device.write(Card.RINGS + ring * Card.RING_STRIDE + 8, size);
    }

    // ---- looking after the device

    /** Serves an interrupt, on the driver's thread. */
    void interrupt() {
        if (device.read(Card.EVENTS) == 0 && asked.get() == 0 && !broken) {
            device.write(Card.SPURIOUS, 1);
        }
        look(LOOKS_OF_DRIVER);
        if (broken) {
            throw new IllegalStateException("a descriptor ring has stopped: rings " + Long.toBinaryString(device.read(Card.RING_FAULTS)));
        }
    }

    /** Tells what has happened, unless somebody is at it: then that one does. */
    private void look(int most) {
        if (asked.getAndIncrement() != 0) {
            return;
        }
        boolean through = false;
        try {
            for (int i = 1;; i++) {
                int word = asked.get();
                boolean more = lookOnce();
                looks++;
                wakeWaiters();
                if (!more && asked.compareAndSet(word, 0)) {
                    through = true;
                    wakeWaiters(); // some wait for just that
                    return;
                }
                if (i >= most) {
                    through = true;
                    asked.set(0);
                    wakeWaiters();
                    device.write(Card.INTERRUPT, 1);
                    return;
                }
            }
        } finally {
            if (!through) {
                asked.set(0);
            }
        }
    }

    private void wakeWaiters() {
        if (waiters.get() > 0) {
            commands.acquire();
            commands.signalAll();
            commands.release();
        }
    }

    /** @return whether there is more */
    private boolean lookOnce() {
        long events = device.read(Card.EVENTS);
        if (events != 0) {
            device.write(Card.EVENTS, events);
        }
        // what came back is told before what was sent, so it is noted first what was sent
        int count = 0;
        for (int i = 0; (events & Card.DONE) != 0 && i < connections.length / Long.SIZE; i++) {
            long bits = device.read(Card.SENT + 8 * i);
            if (bits != 0) {
                device.write(Card.SENT + 8 * i, bits);
                for (; bits != 0; bits &= bits - 1) {
                    int slot = i * Long.SIZE + Long.numberOfTrailingZeros(bits);
                    if (transmit[slot] != null && transmit[slot].look()) {
                        ready[count++] = transmit[slot];
                    }
                }
            }
        }
        TransmitRing ending = closing;
        if (ending != null && ending.look()) {
            ready[count++] = ending;
        }
        boolean more = takeReceived((int) device.read(Card.RECEIVE_COUNT) - receiveHead);
        for (int i = 0; i < count; i++) {
            ready[i].tell(receiver);
        }
        more |= budget.missed() && putDeferred();
        if ((events & Card.LINK) != 0) {
            receiver.link(linkUp());
        }
        if ((events & Card.ALARM) != 0) {
            tellAlarms();
        }
        if ((events & Card.RING_FAULT) != 0 && !broken) {
            broken = true;
            device.write(Card.INTERRUPT, 1);
        }
        return more;
    }

    /** Gives the device what rings hold back for want of grants. @return whether there was such */
    private boolean putDeferred() {
        boolean any = false;
        int first = firstWaiting++;
        for (int i = 0; i < connections.length; i++) {
            Connection connection = connections[(first + i & Integer.MAX_VALUE) % connections.length];
            if (connection != null && connection.ring.putDeferred()) {
                device.write(Card.slot(connection.slot, Card.DOORBELL), Card.QUIET);
                any = true;
            }
        }
        return any;
    }

    /** Takes a number of entries out of the receive ring. @return whether there are more */
    private boolean takeReceived(int most) {
        int count = 0;
        for (int entries = 0; entries < most || count > 0; entries++) {
            long offset = (long) (receiveHead & RECEIVE_SIZE - 1) * Card.RECEIVE_BYTES;
            long head = receive.getLongAcquire(offset);
            if (head >= 0) {
                return false;
            }
            int length = (int) receive.getLong(offset + 8);
            long cookie = receive.getLong(offset + 16);
            int token = (int) receive.getLong(offset + 24);
            receive.putLongRelease(offset, 0);
            receiveHead++;
            int slot = (int) (head >>> Card.SLOT_SHIFT) & 0xffff;
            Connection connection = slot < connections.length ? connections[slot] : null;
            boolean ours = connection != null && connection.token == token;
            int flags = (int) head & Card.FLAGS;
            switch ((int) (head >>> Card.TYPE_SHIFT) & 3) {
                case Card.TYPE_SDU -> {
                    if (!ours || count == MAX_BUFFERS) {
                        buffers.again(cookie);
                    } else {
                        int named = buffers.take(cookie);
                        if (named >= 0) {
                            cookies[count] = named;
                            lengths[count++] = length;
                        }
                    }
                    if (count > 0 && (head & Card.LAST) != 0) {
                        int parts = count;
                        count = 0;
                        receiver.received(slot, flags, cookies, lengths, parts);
                    }
                }
                case Card.TYPE_RETURNED -> {
                    if (ours) {
                        receiver.returned(slot, flags, cookie);
                    }
                }
                case Card.TYPE_LOOPBACK -> {
                    if (ours) {
                        receiver.loopbackAnswer(slot, (int) cookie);
                    }
                }
                default -> buffers.again(cookie);
            }
        }
        return receive.getLongAcquire((long) (receiveHead & RECEIVE_SIZE - 1) * Card.RECEIVE_BYTES) < 0;
    }

    private void tellAlarms() {
        for (int i = 0; i < connections.length / Long.SIZE; i++) {
            long bits = device.read(Card.ALARMED + 8 * i);
            device.write(Card.ALARMED + 8 * i, bits);
            for (; bits != 0; bits &= bits - 1) {
                int slot = i * Long.SIZE + Long.numberOfTrailingZeros(bits);
                if (connections[slot] != null) {
                    receiver.alarms(slot, alarms(slot));
                }
            }
        }
    }

    // ---- connections

    @Override
    public int slots() {
        return connections.length;
    }

    @Override
    public int capacity(int ring) {
        return Buffers.SIZE;
    }

    @Override
    public void start(AtmReceiver whom) {
        receiver = whom;
    }

    @Override
    public int open(VcParameters vc) {
        control.acquire();
        try {
            int slot = -1;
            for (int i = connections.length - 1; i >= 0; i--) {
                Connection other = connections[i];
                if (other == null) {
                    slot = i;
                } else if (other.vc.vpi() == vc.vpi() && other.vc.vci() == vc.vci()) {
                    throw new CallFailed(Errno.EADDRINUSE);
                }
            }
            if (slot < 0) {
                throw new CallFailed(Errno.ENOSPC);
            }
            check(vc);
            transmit[slot] = transmit[slot] == null ? new TransmitRing(device, budget) : transmit[slot].renewed();
            Connection connection = new Connection(slot, ++tokens, vc, transmit[slot]);
            setUp(connection);
            connections[slot] = connection;
            int status = command(slot, Card.OPEN) & 0xff;
            if (status != Card.OPENED) {
                connections[slot] = null;
                throw new CallFailed(status == Card.IN_USE ? Errno.EADDRINUSE : Errno.EINVAL);
            }
            return slot;
        } finally {
            control.release();
        }
    }

    private static void check(VcParameters vc) {
        boolean fits = vc.vpi() >= 0 && vc.vpi() <= 255 && vc.vci() >= 0 && vc.vci() <= 65535
            && (vc.aal() == VcParameters.AAL5 ? vc.maxSdu() >= 1 && vc.maxSdu() <= 65535
                : vc.aal() == VcParameters.AAL0 && vc.maxSdu() == VcParameters.AAL0_SDU);
        if (!fits) {
            throw new CallFailed(Errno.EINVAL);
        }
    }

    private void setUp(Connection c) {
        VcParameters vc = c.vc;
        VcParameters.Traffic t = vc.traffic();
        boolean aal5 = vc.aal() == VcParameters.AAL5;
        long mode = (aal5 ? Card.MODE_AAL5 : 0) | (vc.transmit() ? Card.MODE_TRANSMIT : 0) | (vc.receive() ? Card.MODE_RECEIVE : 0)
            | (aal5 && vc.maxSdu() > SMALL_FRAMES * 4096 ? Card.MODE_LARGE : 0) | (t.police() ? Card.MODE_POLICE : 0)
            | (vc.continuity() ? Card.MODE_CONTINUITY : 0) | (long) t.category().ordinal() << Card.MODE_CATEGORY_SHIFT
            | (long) Math.clamp(t.weight(), 1, 255) << Card.MODE_WEIGHT_SHIFT | (long) vc.maxSdu() << Card.MODE_MAX_SDU_SHIFT;
        long[] values = {vc.vpi() << 16 | vc.vci(), mode, t.pcr(), t.scr(), t.mbs(), t.cdvt(), REASSEMBLY_NANOS,
            c.ring.busAddress(), TransmitRing.SIZE, c.token};
        for (int i = 0; i < values.length; i++) {
            device.write(Card.slot(c.slot, Card.ADDRESS + 8 * i), values[i]);
        }
    }

    /** Has the device carry out a command, and waits for it. @return the slot's status */
    private int command(int slot, int command) {
        int register = Card.slot(slot, Card.SLOT_STATUS);
        device.write(Card.slot(slot, Card.COMMAND), command);
        await(() -> device.read(register) != Card.BUSY);
        return (int) device.read(register);
    }

    private interface Condition {
        boolean holds();
    }

    /** Waits for what a look may bring about. */
    private void await(Condition condition) {
        if (condition.holds()) {
            return;
        }
        if (Thread.currentThread() == own) {
            // nobody else looks while it is not back at its interrupts
            while (!condition.holds()) {
                device.awaitInterrupt();
                look(Integer.MAX_VALUE);
            }
            return;
        }
        waiters.incrementAndGet();
        commands.acquire();
        try {
            while (!condition.holds()) {
                commands.await();
            }
        } finally {
            commands.release();
            waiters.decrementAndGet();
        }
    }

    @Override
    public void close(int slot) {
        control.acquire();
        try {
            Connection connection = connections[slot];
            if (connection == null) {
                return;
            }
            command(slot, Card.CLOSE);
            connections[slot] = null;
            connection.ring.close();
            closing = connection.ring;
            // a look that is under way may be telling of it still; the one after that knows
            int before = looks;
            look(LOOKS);
            await(() -> connection.ring.isEmpty() && (asked.get() == 0 || looks - before >= 2));
            closing = null;
        } finally {
            control.release();
        }
    }

    @Override
    public boolean supply(int ring, int cookie, FrameRun buffer) {
        if (buffer.count() != Buffers.frames(ring)) {
            throw new CallFailed(Errno.EINVAL);
        }
        return buffers.supply(ring, cookie, buffer);
    }

    @Override
    public boolean send(int slot, long cookie, int flags, FrameRun[] runs, int[] offsets, int[] sizes) {
        Connection connection = slot >= 0 && slot < connections.length ? connections[slot] : null;
        if (connection == null || !connection.vc.transmit() || runs.length == 0) {
            throw new CallFailed(Errno.EINVAL);
        }
        long sum = 0;
        for (int size : sizes) {
            sum += size;
        }
        if (sum > connection.vc.maxSdu() || connection.vc.aal() == VcParameters.AAL0 && sum != VcParameters.AAL0_SDU
            || runs.length > TransmitRing.SIZE) {
            throw new CallFailed(Errno.EMSGSIZE);
        }
        boolean taken = connection.ring.put(cookie, flags, runs, offsets, sizes);
        if (taken) {
            device.write(Card.slot(slot, Card.DOORBELL), Card.QUIET);
        }
        // also without room: so nothing hangs on an interrupt that was lost
        look(LOOKS);
        return taken;
    }

    @Override
    public void loopback(int slot, int token) {
        device.write(Card.slot(slot, Card.LOOPBACK), token);
    }

    @Override
    public int alarms(int slot) {
        return (int) device.read(Card.slot(slot, Card.ALARMS));
    }

    @Override
    public boolean linkUp() {
        return (device.read(Card.STATUS) & Card.LINK_UP) != 0;
    }

    @Override
    public String describeLink() {
        byte[] text = new byte[Card.LINK_NAME_END - Card.LINK_NAME];
        int length = 0;
        for (int at = Card.LINK_NAME; at < Card.LINK_NAME_END; at += 8) {
            for (long word = device.read(at); word != 0; word >>>= 8) {
                text[length++] = (byte) word;
            }
        }
        return new String(text, 0, length, StandardCharsets.UTF_8);
    }

    @Override
    public String[] counterNames() {
        return Card.COUNTERS.clone();
    }

    @Override
    public long[] counters() {
        long[] values = new long[Card.COUNTERS.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = device.read(Card.COUNTER + 8 * i);
        }
        return values;
    }

    @Override
    public String[] connectionCounterNames() {
        return java.util.Arrays.copyOf(Card.COUNTERS, Card.OF_CONNECTION);
    }

    @Override
    public long[] counters(int slot) {
        long[] values = new long[Card.OF_CONNECTION];
        for (int i = 0; i < values.length; i++) {
            values[i] = device.read(Card.slot(slot, Card.SLOT_COUNTER + 8 * i));
        }
        return values;
    }

    /** Whom to tell before anybody said. */
    private enum Nobody implements AtmReceiver {
        INSTANCE;

        @Override
        public void received(int slot, int flags, int[] buffers, int[] lengths, int count) {
            // no connection is open yet
        }

        @Override
        public void returned(int slot, int flags, long cookie) {
            // no connection is open yet
        }

        @Override
        public void sent(long cookie, int status) {
            // nothing was sent yet
        }

        @Override
        public void loopbackAnswer(int slot, int token) {
            // none was sent yet
        }

        @Override
        public void alarms(int slot, int alarms) {
            // no connection is open yet
        }

        @Override
        public void link(boolean up) {
            // whoever starts looks at it
        }
    }
}
