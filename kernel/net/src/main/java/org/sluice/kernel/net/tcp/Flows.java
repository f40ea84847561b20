package org.sluice.kernel.net.tcp;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.sluice.kernel.network.WaitLock;

/**
 * The flows there are, by addresses and ports: a hash table that is read without a lock. A bucket is an array that is replaced when it changes; the table
 * doubles when there are more flows than buckets. Its hash is keyed, so that nobody outside can fill one bucket.
 */
final class Flows {
    private static final Flow[] NONE = {};
    private static final int LEAST = 256;
    private static final int MOST = 1 << 20;

    private final WaitLock lock;
    private final long key;
    private volatile AtomicReferenceArray<Flow[]> table = new AtomicReferenceArray<>(LEAST);
    private int count;

    Flows(WaitLock lock, long key) {
        this.lock = lock;
        this.key = key | 1;
    }

    private int hash(int local, int remote, int ports) {
        long h = ((long) remote << 32 ^ ports & 0xffffffffL ^ key) * 0x9e3779b97f4a7c15L;
        h = (h ^ h >>> 29 ^ local) * key;
        return (int) (h >>> 32) ^ (int) (h >>> 47);
    }

    Flow find(int local, int remote, int ports) {
        AtomicReferenceArray<Flow[]> now = table;
        Flow[] bucket = now.get(hash(local, remote, ports) & now.length() - 1);
        if (bucket != null) {
            for (Flow flow : bucket) {
                if (flow.between(local, remote, ports)) {
                    return flow;
                }
            }
        }
        return null;
    }

    /** Adds a flow unless there is one between the same; of those only the given one, which may be null, gives way. */
    boolean add(Flow flow, Flow instead) {
        lock.acquire();
        try {
            Flow there = find(flow.local, flow.remote, flow.ports);
            if (there != instead) {
                return false;
            }
            if (there == null) {
                change(null, flow);
            } else {
                // in one step: whoever looks has one or the other
                replace(table, there, flow);
            }
            return true;
        } finally {
            lock.release();
        }
    }

    boolean remove(Flow flow) {
        lock.acquire();
        try {
            if (find(flow.local, flow.remote, flow.ports) != flow) {
                return false;
            }
            change(flow, null);
            return true;
        } finally {
            lock.release();
        }
    }

    int size() {
        lock.acquire();
        try {
            return count;
        } finally {
            lock.release();
        }
    }

    List<Flow> list() {
        List<Flow> all = new ArrayList<>();
        AtomicReferenceArray<Flow[]> now = table;
        for (int i = 0; i < now.length(); i++) {
            Flow[] bucket = now.get(i);
            if (bucket != null) {
                all.addAll(List.of(bucket));
            }
        }
        return all;
    }

    /** Lock held. */
    private void change(Flow out, Flow in) {
        if (in != null && ++count > table.length() && table.length() < MOST) {
            AtomicReferenceArray<Flow[]> more = new AtomicReferenceArray<>(table.length() * 2);
            for (Flow flow : list()) {
                replace(more, null, flow);
            }
            table = more;
        }
        if (out != null) {
            count--;
        }
        replace(table, out, in);
    }

    private void replace(AtomicReferenceArray<Flow[]> to, Flow out, Flow in) {
        Flow key = out != null ? out : in;
        int at = hash(key.local, key.remote, key.ports) & to.length() - 1;
        Flow[] before = to.get(at) == null ? NONE : to.get(at);
        Flow[] after = new Flow[before.length + (in == null ? 0 : 1) - (out == null ? 0 : 1)];
        int n = 0;
        for (Flow flow : before) {
            if (flow != out) {
                after[n++] = flow;
            }
        }
        if (in != null) {
            after[n] = in;
        }
        to.set(at, after.length == 0 ? null : after);
    }
}
