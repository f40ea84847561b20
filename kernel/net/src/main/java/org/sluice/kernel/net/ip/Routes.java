package org.sluice.kernel.net.ip;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.sluice.abi.Errno;
import org.sluice.kernel.CallFailed;
import org.sluice.kernel.network.WaitLock;

/**
 * Which way packets go: the longest prefix, and among equals a route made by command before a machine's own address before a network
 * that an interface is on. So a route to an own address sends its packets over a link instead of to {@code lo}.
 */
public final class Routes {
    /** Where a route comes from, best first. */
    public enum Kind { STATIC, LOCAL, CONNECTED }

    /**
     * A route.
     *
     * @param via the gateway, or 0 if the destination itself is on the link
     */
    public record Route(int destination, int prefix, int via, IpInterface device, Kind kind) {
        boolean matches(int ip) {
            return ((ip ^ destination) & Ip.mask(prefix)) == 0;
        }

        /** Who is to get a packet on the link. */
        public int next(int ip) {
            return via == Ip.ANY ? ip : via;
        }
    }

    private static final Comparator<Route> ORDER = Comparator.comparingInt((Route r) -> -r.prefix).thenComparing(Route::kind);

    private final WaitLock lock;
    private volatile List<Route> all = List.of();

    public Routes(WaitLock lock) {
        this.lock = lock;
    }

    /** All routes, best first. */
    public List<Route> all() {
        return all;
    }

    /** The best route. */
    public Optional<Route> lookup(int ip) {
        for (Route route : all) {
            if (route.matches(ip) && route.device.up()) {
                return Optional.of(route);
            }
        }
        return Optional.empty();
    }

    /** The best route through an interface. */
    public Optional<Route> lookup(int ip, IpInterface device) {
        for (Route route : all) {
            if (route.device == device && route.matches(ip)) {
                return Optional.of(route);
            }
        }
        return Optional.empty();
    }

    /** @throws CallFailed EEXIST if there is one of that kind to the same network */
    public void add(Route route) {
        lock.acquire();
        try {
            List<Route> now = new ArrayList<>(all);
            if (now.stream().anyMatch(r -> r.destination == route.destination && r.prefix == route.prefix && r.kind == route.kind
                && (r.kind == Kind.STATIC || r.device == route.device))) {
                throw new CallFailed(Errno.EEXIST);
            }
            now.add(route);
            now.sort(ORDER);
            all = List.copyOf(now);
        } finally {
            lock.release();
        }
    }

    /** Has whoever keeps a way look again: an interface came up. */
    public void refresh() {
        lock.acquire();
        // another list with the same routes: paths know theirs by identity
        all = Collections.unmodifiableList(new ArrayList<>(all));
        lock.release();
    }

    /** Removes some; returns how many. */
    public int remove(Predicate<Route> which) {
        lock.acquire();
        try {
            List<Route> now = new ArrayList<>(all);
            now.removeIf(which);
            int gone = all.size() - now.size();
            all = List.copyOf(now);
            return gone;
        } finally {
            lock.release();
        }
    }
}
