package org.sluice.kernel.net.arp;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;
import org.sluice.kernel.memory.FramePart;
import org.sluice.kernel.net.packet.Parts;
import org.sluice.kernel.net.packet.Timers;
import org.sluice.kernel.network.WaitLock;

/**
 * Neighbours of one interface by their IP address, and where each is reached. Transitions:
 * <ul>
 * <li>none to INCOMPLETE: a packet waits; it is asked {@link #TRIES} times, a second apart
 * <li>INCOMPLETE to VALID: an answer; what waits is sent. INCOMPLETE to none: no answer; what waits is returned as failed
 * <li>VALID to STALE: its age is reached; it is used on and asked for, {@link #TRIES} times, {@link #REVALIDATE} apart
 * <li>STALE to VALID: an answer. STALE to none: no answer
 * <li>anything to STATIC and back to none: a command
 * </ul>
 * Callbacks come with nothing locked. One timer serves all entries, so that what a peer has learned here by sending costs entries only.
 *
 * @param <L> where a neighbour is reached
 */
public final class NeighbourTable<L> {
    /** What is known. */
    public enum State { INCOMPLETE, VALID, STALE, STATIC }

    /** Requests before a neighbour is given up. */
    public static final int TRIES = 3;
    private static final long SECOND = 1_000_000_000L;
    /** Nanoseconds between requests for an entry that became old. */
    public static final long REVALIDATE = 5 * SECOND;
    /** Entries learned at most; with more a VALID or STALE one goes, the longest known first. */
    public static final int MOST = 1024;
    private static final int MOST_WAITING = 16;

    /** What the interface does. */
    public interface Link<L> {
        /** Asks who has an address. @param last where it was, or null if that was never known */
        void ask(int ip, L last);

        /** Sends a packet that has waited. Takes the holds over. */
        void send(L link, FramePart[] packet);

        /** Nobody has answered. Takes the holds over. */
        void unreachable(FramePart[] packet);

        /** An address that was there is not known any more: nobody has answered, or a command has said so. */
        default void forgotten(L last) {
        }
    }

    /**
     * An entry as it is now.
     *
     * @param link null while it is INCOMPLETE
     * @param age  nanoseconds since it was confirmed, or made
     */
    public record Neighbour<L>(int ip, L link, State state, long age) {
    }

    private final class Entry implements Comparable<Entry> {
        final int ip;
        L link;
        State state = State.INCOMPLETE;
        long since;
        /** While it is in {@link #due}. */
        long deadline;
        int tries;
        final ArrayDeque<FramePart[]> waiting = new ArrayDeque<>();

        Entry(int ip) {
            this.ip = ip;
        }

        @Override
        public int compareTo(Entry other) {
            int c = Long.compare(deadline, other.deadline);
            return c != 0 ? c : Integer.compare(ip, other.ip);
        }
    }

    private final WaitLock lock;
    private final Timers timers;
    private final Link<L> link;
    private final LongAdder dropped;
    private final Map<Integer, Entry> entries = new LinkedHashMap<>();
    /** All but STATIC ones, by when something is to be done about them. */
    private final TreeSet<Entry> due = new TreeSet<>();
    /** VALID and STALE ones, the longest known first. */
    private final LinkedHashSet<Entry> learned = new LinkedHashSet<>();
    private final Timers.Alarm alarm;

    /** An empty table. @param dropped counts packets for which too many were waiting already */
    public NeighbourTable(WaitLock lock, Timers timers, Link<L> link, LongAdder dropped) {
        this.lock = lock;
        this.timers = timers;
        this.link = link;
        this.dropped = dropped;
        alarm = timers.alarm(this::look);
    }

    /** Where an address is reached; null if that is not known. */
    public L lookup(int ip) {
        lock.acquire();
        try {
            Entry entry = entries.get(ip);
            return entry == null ? null : entry.link;
        } finally {
            lock.release();
        }
    }

    /** Sends a packet when it is known whereto, and sees to it that it gets known. Takes the holds over. */
    public void resolve(int ip, FramePart[] packet) {
        boolean ask = false;
        long next = 0;
        FramePart[] gone = null;
        L known;
        lock.acquire();
        try {
            Entry entry = entries.get(ip);
            known = entry == null ? null : entry.link;
            if (entry == null && hasRoom()) {
                entry = new Entry(ip);
                entry.since = timers.now();
                entry.tries = 1;
                entries.put(ip, entry);
                next = entry.since + SECOND;
                watch(entry, next);
                ask = true;
            }
            if (entry == null) {
                gone = packet;
            } else if (known == null) {
                entry.waiting.add(packet);
                if (entry.waiting.size() > MOST_WAITING) {
                    gone = entry.waiting.poll();
                }
            }
        } finally {
            lock.release();
        }
        if (gone != null) {
            dropped.increment();
            Parts.drop(gone);
        }
        if (known != null) {
            link.send(known, packet);
        } else if (ask) {
            alarm.by(next);
            link.ask(ip, null);
        }
    }

    /** Whether there is room for one more, after making some if need be. Lock held. */
    private boolean hasRoom() {
        if (entries.size() >= MOST) {
            if (learned.isEmpty()) {
                return false;
            }
            Entry oldest = learned.getFirst();
            entries.remove(oldest.ip);
            unlist(oldest);
        }
        return true;
    }

    /** Has something done about an entry at a time. Lock held. */
    private void watch(Entry entry, long deadline) {
        due.remove(entry);
        entry.deadline = deadline;
        due.add(entry);
    }

    /** Has nothing more done about an entry. Lock held. */
    private void unlist(Entry entry) {
        due.remove(entry);
        learned.remove(entry);
    }

    /**
     * Notes where an address is, unless a command has said so.
     *
     * @param lifetime nanoseconds until that is doubted
     * @param make     whether to note it also if nobody has asked
     */
    public void learn(int ip, L where, long lifetime, boolean make) {
        ArrayList<FramePart[]> ready = new ArrayList<>();
        long next;
        lock.acquire();
        try {
            Entry entry = entries.get(ip);
            if (entry == null ? !make || !hasRoom() : entry.state == State.STATIC) {
                return;
            }
            if (entry == null) {
                entry = new Entry(ip);
                entries.put(ip, entry);
            }
            entry.link = where;
            entry.state = State.VALID;
            entry.since = timers.now();
            entry.tries = 0;
            next = entry.since + lifetime;
            watch(entry, next);
            learned.remove(entry);
            learned.add(entry);
            ready.addAll(entry.waiting);
            entry.waiting.clear();
        } finally {
            lock.release();
        }
        alarm.by(next);
        ready.forEach(packet -> link.send(where, packet));
    }

    /** Notes where an address is for good. */
    public void set(int ip, L where) {
        List<FramePart[]> ready = new ArrayList<>();
        lock.acquire();
        try {
            Entry entry = entries.computeIfAbsent(ip, Entry::new);
            entry.link = where;
            unlist(entry);
            entry.state = State.STATIC;
            entry.since = timers.now();
            ready.addAll(entry.waiting);
            entry.waiting.clear();
        } finally {
            lock.release();
        }
        ready.forEach(packet -> link.send(where, packet));
    }

    /** Forgets some entries; what waits for them is dropped. Returns how many. */
    public int forget(Predicate<Neighbour<L>> which) {
        List<FramePart[]> gone = new ArrayList<>();
        List<L> forgotten = new ArrayList<>();
        int[] count = {0};
        lock.acquire();
        try {
            long now = timers.now();
            entries.values().removeIf(entry -> {
                boolean is = which.test(new Neighbour<>(entry.ip, entry.link, entry.state, now - entry.since));
                if (is) {
                    count[0]++;
                    unlist(entry);
                    gone.addAll(entry.waiting);
                    if (entry.link != null) {
                        forgotten.add(entry.link);
                    }
                }
                return is;
            });
        } finally {
            lock.release();
        }
        gone.forEach(Parts::drop);
        forgotten.forEach(link::forgotten);
        return count[0];
    }

    /** All entries. */
    public List<Neighbour<L>> list() {
        List<Neighbour<L>> list = new ArrayList<>();
        lock.acquire();
        try {
            long now = timers.now();
            entries.values().forEach(e -> list.add(new Neighbour<>(e.ip, e.link, e.state, now - e.since)));
        } finally {
            lock.release();
        }
        return list;
    }

    /** What is to be asked. */
    private record Question<L>(int ip, L last) {
    }

    /** What becomes of entries whose time is up. */
    private void look() {
        List<FramePart[]> failed = new ArrayList<>();
        List<Question<L>> questions = new ArrayList<>();
        List<L> forgotten = new ArrayList<>();
        long next;
        lock.acquire();
        try {
            long now = timers.now();
            while (!due.isEmpty() && due.first().deadline <= now) {
                Entry entry = due.first();
                if (entry.tries == TRIES) {
                    entries.remove(entry.ip);
                    unlist(entry);
                    failed.addAll(entry.waiting);
                    if (entry.link != null) {
                        forgotten.add(entry.link);
                    }
                } else {
                    entry.tries++;
                    entry.state = entry.link == null ? State.INCOMPLETE : State.STALE;
                    watch(entry, now + (entry.link == null ? SECOND : REVALIDATE));
                    questions.add(new Question<>(entry.ip, entry.link));
                }
            }
            next = due.isEmpty() ? 0 : due.first().deadline;
        } finally {
            lock.release();
        }
        if (next > 0) {
            alarm.by(next);
        }
        questions.forEach(q -> timers.attempt(() -> link.ask(q.ip, q.last)));
        failed.forEach(packet -> timers.attempt(() -> link.unreachable(packet)));
        forgotten.forEach(last -> timers.attempt(() -> link.forgotten(last)));
    }
}
