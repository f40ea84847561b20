package guest.sun.nio.ch;

import guest.java.io.IOException;
import guest.java.nio.channels.ClosedSelectorException;
import guest.java.nio.channels.SelectionKey;
import guest.java.nio.channels.Selector;
import guest.java.nio.channels.spi.SelectorProvider;
import guest.java.util.ArrayDeque;
import guest.java.util.Arrays;
import guest.java.util.function.Consumer;
import guest.rt.Clock;
import guest.rt.Files;
import guest.rt.Kernel;
import org.sluice.abi.Errno;
import org.sluice.abi.Poll;

/**
 * A selector that polls. Entry 0 is a pipe, by which others wake whoever selects; the key with index i has entry i, and a key without
 * interest has none. Entries are changed by who selects only; others leave word in {@link #changed}.
 */
final class KernelSelector extends SelectorImpl {
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final int FIRST_ROOM = 16;

    private final int wakeReader;
    private final int wakeWriter;
    private final Object wakeLock = new Object();
    private boolean woken;

    private final Object changedLock = new Object();
    private final ArrayDeque<SelectionKeyImpl> changed = new ArrayDeque<>();

    private long[] entries = new long[FIRST_ROOM];
    private SelectionKeyImpl[] keys = new SelectionKeyImpl[FIRST_ROOM];
    private int count = 1;

    KernelSelector(SelectorProvider provider) throws IOException {
        super(provider);
        long pipe = IOUtil.makePipe(false);
        wakeReader = (int) (pipe >>> 32);
        wakeWriter = (int) pipe;
        entries[0] = Poll.entry(wakeReader, Poll.IN);
    }

    /** @param timeout milliseconds; 0 to look only, negative for ever */
    @Override
    protected int doSelect(Consumer<SelectionKey> action, long timeout) throws IOException {
        boolean blocking = timeout != 0;
        takeChanges();
        processDeregisterQueue();
        int ready;
        try {
            begin(blocking);
            ready = poll(timeout);
        } finally {
            end(blocking);
        }
        processDeregisterQueue();
        return ready == 0 ? 0 : tell(ready, action);
    }

    private int poll(long timeout) throws IOException {
        long limit = timeout <= 0 ? timeout : Math.min(timeout, Long.MAX_VALUE / NANOS_PER_MILLI / 2) * NANOS_PER_MILLI;
        long deadline = limit > 0 ? Clock.monotonic() + limit : 0;
        while (true) {
            int n = Kernel.CALLS.pollFiles(entries, count, limit);
            if (n >= 0) {
                return n;
            }
            if (n != -Errno.EINTR) {
                throw SocketErrors.transfer(n);
            }
            if (limit > 0) {
                limit = Math.max(0, deadline - Clock.monotonic());
            }
        }
    }

    /** Tells the keys what there is. @param ready number of entries with events */
    private int tell(int ready, Consumer<SelectionKey> action) throws IOException {
        int updated = 0;
        int left = ready;
        boolean wake = Poll.ready(entries[0]) != 0;
        if (wake) {
            left--;
        }
        // processDeregisterQueue may have moved entries together with their events, so all are looked at until none is left
        for (int i = 1; i < count && left > 0; i++) {
            int events = Poll.ready(entries[i]);
            if (events != 0) {
                left--;
                SelectionKeyImpl key = keys[i];
                if (key.isValid()) {
                    updated += processReadyEvents(events, key, action);
                }
            }
        }
        if (wake) {
            synchronized (wakeLock) {
                IOUtil.drain(wakeReader);
                woken = false;
            }
        }
        return updated;
    }

    private void takeChanges() {
        synchronized (changedLock) {
            SelectionKeyImpl key;
            while ((key = changed.pollFirst()) != null) {
                if (key.isValid()) {
                    change(key, key.translateInterestOps());
                }
            }
        }
    }

    private void change(SelectionKeyImpl key, int events) {
        int index = key.getIndex();
        if (events == 0) {
            if (index > 0) {
                remove(key);
            }
            return;
        }
        if (index == 0) {
            if (count == entries.length) {
                entries = Arrays.copyOf(entries, count * 2);
                keys = Arrays.copyOf(keys, count * 2);
            }
            index = count++;
            keys[index] = key;
            key.setIndex(index);
        }
        entries[index] = Poll.entry(key.getFDVal(), events);
    }

    private void remove(SelectionKeyImpl key) {
        int index = key.getIndex();
        count--;
        entries[index] = entries[count];
        keys[index] = keys[count];
        keys[index].setIndex(index);
        keys[count] = null;
        key.setIndex(0);
    }

    @Override
    protected void implRegister(SelectionKeyImpl key) {
        if (!isOpen()) {
            throw new ClosedSelectorException();
        }
    }

    @Override
    protected void implDereg(SelectionKeyImpl key) throws IOException {
        if (key.getIndex() > 0) {
            remove(key);
        }
    }

    @Override
    public void setEventOps(SelectionKeyImpl key) {
        synchronized (changedLock) {
            changed.addLast(key);
        }
    }

    @Override
    public Selector wakeup() {
        synchronized (wakeLock) {
            if (!woken) {
                woken = true;
                try {
                    IOUtil.write1(wakeWriter, (byte) 0);
                } catch (IOException e) {
                    throw new InternalError(e);
                }
            }
        }
        return this;
    }

    @Override
    protected void implClose() throws IOException {
        synchronized (wakeLock) {
            woken = true;
        }
        Files.close(wakeReader);
        Files.close(wakeWriter);
    }
}
