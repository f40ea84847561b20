package org.sluice.kernel.net.tcp;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import org.sluice.abi.Errno;
import org.sluice.kernel.CallFailed;
import org.sluice.kernel.net.ip.Ip;
import org.sluice.kernel.network.WaitLock;

/** Who has which local port, and who listens there. The rules of SO_REUSEADDR and SO_REUSEPORT are Linux'. */
final class Ports {
    /** A port that a socket, a connection or what is left of one has. Guarded by the table's lock. */
    static final class Binding {
        final int port;
        final int address;
        final int through;
        /** Whether it was chosen for a connection: connections to other peers may have it too. */
        private final boolean chosen;
        /** Whether connections that were accepted have it: as many as {@link #claims} says have one binding together. */
        private boolean inherited;
        private int claims = 1;
        private boolean reuseAddress;
        private boolean reusePort;
        private Listen listen;

        private Binding(int port, int address, int through, boolean chosen, boolean reuseAddress, boolean reusePort) {
            this.port = port;
            this.address = address;
            this.through = through;
            this.chosen = chosen;
            this.reuseAddress = reuseAddress;
            this.reusePort = reusePort;
        }
    }

    private final WaitLock lock;
    private final Settings settings;
    private final Map<Integer, List<Binding>> bound = new HashMap<>();
    /** Those of them that somebody listens at. */
    private final Map<Integer, List<Binding>> listening = new HashMap<>();
    /** Counts ports that were chosen (RFC 6056 3.3.3). */
    private int chosen;

    Ports(WaitLock lock, Settings settings) {
        this.lock = lock;
        this.settings = settings;
    }

    /**
     * Binds.
     *
     * @param port   0 for any that is free
     * @param random where the search begins then
     * @throws CallFailed EADDRINUSE
     */
    Binding bind(int address, int port, int through, boolean reuseAddress, boolean reusePort, int random) {
        lock.acquire();
        try {
            int use = port;
            if (port == 0) {
                int low = (int) settings.portRange.get(0);
                int count = (int) settings.portRange.get(1) - low + 1;
                int from = Integer.remainderUnsigned(random, count);
                for (int i = 0; use == 0 && i < count; i++) {
                    int candidate = low + (from + i) % count;
                    if (!bound.containsKey(candidate)) {
                        use = candidate;
                    }
                }
            }
            Binding made = new Binding(use, address, through, false, reuseAddress, reusePort);
            if (use == 0 || conflict(made)) {
                throw new CallFailed(Errno.EADDRINUSE);
            }
            add(made);
            return made;
        } finally {
            lock.release();
        }
    }

    private void add(Binding binding) {
        add(bound, binding);
    }

    private static void add(Map<Integer, List<Binding>> map, Binding binding) {
        map.computeIfAbsent(binding.port, p -> new ArrayList<>(1)).add(binding);
    }

    private static void remove(Map<Integer, List<Binding>> map, Binding binding) {
        List<Binding> there = map.get(binding.port);
        if (there != null && there.remove(binding) && there.isEmpty()) {
            map.remove(binding.port);
        }
    }

    private boolean conflict(Binding made) {
        for (Binding other : bound.getOrDefault(made.port, List.of())) {
            if (other != made && overlap(made, other) && !(made.reuseAddress && other.reuseAddress && other.listen == null)
                && !(made.reusePort && other.reusePort)) {
                return true;
            }
        }
        return false;
    }

    private static boolean overlap(Binding a, Binding b) {
        return (a.address == Ip.ANY || b.address == Ip.ANY || a.address == b.address)
            && (a.through == 0 || b.through == 0 || a.through == b.through);
    }

    /** A port for a connection (RFC 6056 3.3.3): the first from a place on that depends on both ends, which the predicate finds free. */
    Binding choose(int address, int through, int hash, IntPredicate free) {
        int low = (int) settings.portRange.get(0);
        int count = (int) settings.portRange.get(1) - low + 1;
        lock.acquire();
        int start = chosen++;
        lock.release();
        for (int i = 0; i < count; i++) {
            int candidate = low + Integer.remainderUnsigned(hash + start + i, count);
            lock.acquire();
            boolean ours = true;
            for (Binding other : bound.getOrDefault(candidate, List.of())) {
                ours &= other.chosen;
            }
            lock.release();
            if (ours && free.test(candidate)) {
                Binding made = new Binding(candidate, address, through, true, false, false);
                lock.acquire();
                add(made);
                lock.release();
                return made;
            }
        }
        throw new CallFailed(Errno.EADDRNOTAVAIL);
    }

    /** A further claim on the port, for a connection that was accepted there, or is made from there. */
    Binding inherit(Binding from, int address) {
        lock.acquire();
        try {
            for (Binding b : bound.getOrDefault(from.port, List.of())) {
                if (b.inherited && b.address == address && b.through == from.through && b.reuseAddress == from.reuseAddress
                    && b.reusePort == from.reusePort) {
                    b.claims++;
                    return b;
                }
            }
            Binding made = new Binding(from.port, address, from.through, false, from.reuseAddress, from.reusePort);
            made.inherited = true;
            add(made);
            return made;
        } finally {
            lock.release();
        }
    }

    /** The options of what is bound have changed. */
    void reuse(Binding binding, boolean address, boolean port) {
        lock.acquire();
        binding.reuseAddress = address;
        binding.reusePort = port;
        lock.release();
    }

    /** Listens. @throws CallFailed EADDRINUSE if another does */
    void listen(Binding binding, Listen listen) {
        lock.acquire();
        try {
            Listen before = binding.listen;
            binding.listen = listen;
            if (listen != null && before == null && conflict(binding)) {
                binding.listen = null;
                throw new CallFailed(Errno.EADDRINUSE);
            }
            if (listen != null && before == null) {
                add(listening, binding);
            } else if (listen == null && before != null) {
                remove(listening, binding);
            }
        } finally {
            lock.release();
        }
    }

    void release(Binding binding) {
        lock.acquire();
        try {
            if (--binding.claims == 0) {
                remove(bound, binding);
                if (binding.listen != null) {
                    binding.listen = null;
                    remove(listening, binding);
                }
            }
        } finally {
            lock.release();
        }
    }

    /** Who listens for segments to an address and port: the most particular; of several that share a port, by hash. Null if nobody does. */
    Listen listener(int address, int port, int through, int hash) {
        lock.acquire();
        try {
            List<Binding> there = listening.get(port);
            if (there == null) {
                return null;
            }
            int best = -1;
            int equals = 0;
            Binding found = null;
            for (Binding b : there) {
                if ((b.address == Ip.ANY || b.address == address) && (b.through == 0 || b.through == through)) {
                    int score = (b.address == Ip.ANY ? 0 : 2) + (b.through == 0 ? 0 : 1);
                    equals = score == best ? equals + 1 : score > best ? 1 : equals;
                    if (score > best || score == best && Integer.remainderUnsigned(hash, equals) == 0) {
                        found = b;
                        best = Math.max(best, score);
                    }
                }
            }
            return found == null ? null : found.listen;
        } finally {
            lock.release();
        }
    }

    int count() {
        lock.acquire();
        try {
            return bound.size();
        } finally {
            lock.release();
        }
    }
}
