package org.sluice.kernel.net.ip;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import org.sluice.kernel.network.WaitLock;

/** The IP interfaces there are, in the order of their numbers. */
public final class Interfaces {
    private final WaitLock lock;
    private volatile List<IpInterface> all = List.of();
    private volatile boolean promiscuous;

    public Interfaces(WaitLock lock) {
        this.lock = lock;
    }

    public List<IpInterface> all() {
        return all;
    }

    public Optional<IpInterface> named(String name) {
        return all.stream().filter(i -> i.name().equals(name)).findAny();
    }

    public Optional<IpInterface> numbered(int index) {
        return all.stream().filter(i -> i.index() == index).findAny();
    }

    /** Adds one that is made with the smallest number not in use. */
    public <T extends IpInterface> T add(IntFunction<T> maker) {
        lock.acquire();
        try {
            List<IpInterface> now = new ArrayList<>(all);
            int at = 0;
            while (at < now.size() && now.get(at).index() == at + 1) {
                at++;
            }
            T made = maker.apply(at + 1);
            now.add(at, made);
            all = List.copyOf(now);
            return made;
        } finally {
            lock.release();
        }
    }

    /** The first of {@code clip0}, {@code clip1} and so on that is not in use. Called by the maker of an interface. */
    public String freeName(String kind) {
        for (int i = 0;; i++) {
            String name = kind + i;
            if (named(name).isEmpty()) {
                return name;
            }
        }
    }

    public void remove(IpInterface gone) {
        lock.acquire();
        try {
            List<IpInterface> now = new ArrayList<>(all);
            now.remove(gone);
            all = List.copyOf(now);
        } finally {
            lock.release();
        }
    }

    /** Says whether all addresses are this machine's: a gateway answers for others. */
    public void setPromiscuous(boolean now) {
        promiscuous = now;
    }

    /** Whether an address is one of this machine's. */
    public boolean own(int ip) {
        if (promiscuous || Ip.loopback(ip)) {
            return true;
        }
        for (IpInterface i : all) {
            if (i.address().ip() == ip && ip != Ip.ANY) {
                return true;
            }
        }
        return false;
    }
}
