package org.sluice.kernel.process;

import java.lang.ref.WeakReference;
import java.util.ArrayDeque;
import java.util.Iterator;
import org.sluice.kernel.thread.LockRank;
import org.sluice.kernel.thread.SpinLock;

/**
 * What a process is charged for large heap objects. Objects are held weakly: once the collector has taken one, its bytes are
 * given back the next time the account runs short.
 * Only what does not fit after a collection either is refused.
 */
final class HeapAccount {
    private static final class Charge extends WeakReference<Object> {
        final long bytes;

        Charge(Object object, long bytes) {
            super(object);
            this.bytes = bytes;
        }
    }

    private final SpinLock lock = new SpinLock(LockRank.THREAD);
    private final ArrayDeque<Charge> charges = new ArrayDeque<>();
    private final HeapCollector collector;
    private final long quota;
    private long charged;

    HeapAccount(long quota, HeapCollector collector) {
        this.quota = quota;
        this.collector = collector;
    }

    long quota() {
        return quota;
    }

    long charged() {
        return charged;
    }

    /** Whether that many bytes more fit, after giving back what is gone. */
    boolean fits(long bytes) {
        return admit(bytes, null);
    }

    /** Charges an object; false, and nothing charged, when it does not fit. */
    boolean charge(Object object, long bytes) {
        return admit(bytes, new Charge(object, bytes));
    }

    private boolean admit(long bytes, Charge charge) {
        if (bytes < 0 || bytes > quota) {
            return false;
        }
        if (tryAdmit(bytes, charge)) {
            return true;
        }
        collector.collect();
        return tryAdmit(bytes, charge);
    }

    private boolean tryAdmit(long bytes, Charge charge) {
        lock.acquire();
        try {
            if (charged + bytes > quota) {
                collect();
            }
            if (charged + bytes > quota) {
                return false;
            }
            if (charge != null) {
                charged += bytes;
                charges.add(charge);
            }
            return true;
        } finally {
            lock.release();
        }
    }

    private void collect() {
        for (Iterator<Charge> i = charges.iterator(); i.hasNext();) {
            Charge charge = i.next();
            if (charge.refersTo(null)) {
                charged -= charge.bytes;
                i.remove();
            }
        }
    }
}
