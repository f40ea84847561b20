package org.sluice.kernel.net.tcp;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import org.sluice.kernel.net.packet.Timers;
import org.sluice.kernel.network.WaitLock;

/** The connections in TIME-WAIT, in the order in which they end, with one timer for all. */
final class TimeWaits {
    /** As Linux has it, instead of twice the two minutes of RFC 9293 3.4.2. */
    static final long LIFE = 60_000_000_000L;

    private final Tcp tcp;
    private final WaitLock lock;
    private final Timers.Alarm alarm;
    private final LinkedHashSet<TimeWait> all = new LinkedHashSet<>();

    TimeWaits(Tcp tcp, WaitLock lock) {
        this.tcp = tcp;
        this.lock = lock;
        alarm = tcp.timers.alarm(this::expire);
    }

    /** Takes one in; false if there are too many. */
    boolean add(TimeWait one) {
        lock.acquire();
        try {
            if (all.size() >= tcp.settings.maxTimeWait.get()) {
                return false;
            }
            all.add(one);
        } finally {
            lock.release();
        }
        alarm.by(one.until);
        return true;
    }

    /** Its time begins again. */
    void again(TimeWait one, long now) {
        lock.acquire();
        try {
            if (all.remove(one)) {
                one.until = now + LIFE;
                all.add(one);
            }
        } finally {
            lock.release();
        }
    }

    /** Forgets one. */
    void end(TimeWait one) {
        forget(one);
        tcp.forget(one);
    }

    boolean forget(TimeWait one) {
        lock.acquire();
        try {
            return all.remove(one);
        } finally {
            lock.release();
        }
    }

    int size() {
        lock.acquire();
        try {
            return all.size();
        } finally {
            lock.release();
        }
    }

    private void expire() {
        long now = tcp.timers.now();
        List<TimeWait> over = new ArrayList<>();
        long next = Connection.NEVER;
        lock.acquire();
        try {
            for (TimeWait one : all) {
                if (one.until > now) {
                    next = one.until;
                    break;
                }
                over.add(one);
            }
            over.forEach(all::remove);
        } finally {
            lock.release();
        }
        over.forEach(tcp::forget);
        if (next != Connection.NEVER) {
            alarm.by(next);
        }
    }
}
