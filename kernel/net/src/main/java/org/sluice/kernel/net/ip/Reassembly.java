package org.sluice.kernel.net.ip;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.sluice.kernel.memory.FramePart;
import org.sluice.kernel.net.packet.Counters;
import org.sluice.kernel.net.packet.FrameCharge;
import org.sluice.kernel.net.packet.Memory;
import org.sluice.kernel.net.packet.Packet;
import org.sluice.kernel.net.packet.Parts;
import org.sluice.kernel.net.packet.Timers;
import org.sluice.kernel.network.WaitLock;

/**
 * Puts fragments together, by reference. A fragment that is there already is ignored. One that overlaps another otherwise, or disagrees
 * about the end, condemns the datagram and all fragments of it that are still to come, as RFC 5722 has it for IPv6. What
 * is kept is bounded in bytes of frames; beyond, the datagrams that began longest ago go.
 */
final class Reassembly {
    /** Nanoseconds from a datagram's first fragment on until it is given up (RFC 1122 3.3.2 asks for 60 to 120 s, Linux takes 30). */
    static final long TIMEOUT = 30_000_000_000L;
    /** Bytes of frames kept at most. */
    static final long MOST_MEMORY = 4 << 20;
    /** Fragments of one datagram at most: as many as 64 KiB have at an MTU of 296. */
    static final int MOST_FRAGMENTS = 256;
    private static final int MOST_BYTES = 65535;

    /** Is told of datagrams of which fragments stayed away. The packet stays the caller's. */
    interface Late {
        void missed(Protocol.Arrival arrival, Ipv4Header header, Packet first);
    }

    private record Key(int source, int destination, int protocol, int id) {
    }

    /** A fragment's payload; the first fragment's parts have its header before that. */
    private record Piece(int from, int length, Packet packet) {
    }

    private final class Datagram {
        final Key key;
        final Protocol.Arrival arrival;
        final long since;
        final List<Piece> pieces = new ArrayList<>();
        final FrameCharge charge = new FrameCharge();
        Ipv4Header first;
        /** Bytes of the payload, once the last fragment is there; before that -1. */
        int end = -1;
        int have;
        boolean condemned;

        Datagram(Key key, Protocol.Arrival arrival, long since) {
            this.key = key;
            this.arrival = arrival;
            this.since = since;
        }
    }

    private final Memory memory;
    private final WaitLock lock;
    private final Timers timers;
    private final Late late;
    private final Map<Key, Datagram> datagrams = new LinkedHashMap<>();
    private long kept;
    /** Whether a timer runs, for the oldest. */
    private boolean armed;
    private final LongAdder fragments;
    private final LongAdder reassembled;
    private final LongAdder malformed;
    private final LongAdder duplicates;
    private final LongAdder overlaps;
    private final LongAdder timeouts;
    private final LongAdder evicted;

    Reassembly(Memory memory, WaitLock lock, Timers timers, Counters counters, Late late) {
        this.memory = memory;
        this.lock = lock;
        this.timers = timers;
        this.late = late;
        fragments = counters.counter("ip_reassembly_fragments");
        reassembled = counters.counter("ip_reassembly_done");
        malformed = counters.counter("ip_reassembly_malformed");
        duplicates = counters.counter("ip_reassembly_duplicates");
        overlaps = counters.counter("ip_reassembly_overlaps");
        timeouts = counters.counter("ip_reassembly_timeouts");
        evicted = counters.counter("ip_reassembly_evicted");
    }

    /** Adds a fragment, taking it over; returns the whole datagram, from its IP header on, if nothing is missing any more. */
    Optional<Packet> add(Protocol.Arrival arrival, Ipv4Header header, Packet packet) {
        fragments.increment();
        int from = header.offset();
        int length = header.payload();
        if (length == 0 || header.more() && (length & 7) != 0 || header.headerLength() + from + length > MOST_BYTES) {
            malformed.increment();
            packet.drop();
            return Optional.empty();
        }
        if (from > 0) {
            packet.clip(header.headerLength(), length);
        }
        List<Packet> gone = new ArrayList<>();
        boolean arm = false;
        Optional<Packet> whole = Optional.empty();
        Key key = new Key(header.source(), header.destination(), header.protocol(), header.id());
        lock.acquire();
        try {
            Datagram datagram = datagrams.get(key);
            if (datagram == null) {
                datagram = new Datagram(key, arrival, timers.now());
                datagrams.put(key, datagram);
                arm = !armed;
                armed = true;
            }
            if (!accept(datagram, header, from, length, packet, gone)) {
                gone.add(packet);
            } else if (datagram.have == datagram.end) {
                datagrams.remove(key);
                kept -= datagram.charge.bytes();
                whole = join(datagram);
            } else {
                evict(gone);
            }
        } finally {
            lock.release();
        }
        gone.forEach(Packet::drop);
        if (arm) {
            timers.after(TIMEOUT, this::expire);
        }
        if (whole.isPresent()) {
            reassembled.increment();
        }
        return whole;
    }

    /** Keeps a fragment in its place; false if it is not kept. Lock held. */
    private boolean accept(Datagram datagram, Ipv4Header header, int from, int length, Packet packet, List<Packet> gone) {
        if (datagram.condemned) {
            overlaps.increment();
            return false;
        }
        List<Piece> pieces = datagram.pieces;
        int at = pieces.size();
        while (at > 0 && pieces.get(at - 1).from > from) {
            at--;
        }
        Piece before = at > 0 ? pieces.get(at - 1) : null;
        Piece after = at < pieces.size() ? pieces.get(at) : null;
        boolean last = !header.more();
        boolean knowsEnd = datagram.end >= 0;
        if (before != null && before.from == from && before.length == length && last == (knowsEnd && from + length == datagram.end)) {
            duplicates.increment();
            return false;
        }
        boolean overlaps = before != null && before.from + before.length > from || after != null && from + length > after.from;
        boolean disagrees = knowsEnd && (last || from + length > datagram.end)
            || last && !pieces.isEmpty() && pieces.getLast().from + pieces.getLast().length > from + length;
        if (overlaps || disagrees || pieces.size() == MOST_FRAGMENTS) {
            this.overlaps.increment();
            condemn(datagram, gone);
            return false;
        }
        pieces.add(at, new Piece(from, length, packet));
        kept -= datagram.charge.bytes();
        datagram.charge.add(packet.parts());
        kept += datagram.charge.bytes();
        datagram.have += length;
        if (from == 0) {
            datagram.first = header;
        }
        if (last) {
            datagram.end = from + length;
        }
        // a datagram with options in its first fragment may be too long only now
        if (datagram.first != null && datagram.end >= 0 && datagram.first.headerLength() + datagram.end > MOST_BYTES) {
            malformed.increment();
            pieces.remove(at);
            condemn(datagram, gone);
            return false;
        }
        return true;
    }

    /** Forgets what a datagram has, but not that it is to be refused. Lock held. */
    private void condemn(Datagram datagram, List<Packet> gone) {
        datagram.condemned = true;
        kept -= datagram.charge.bytes();
        for (Piece piece : datagram.pieces) {
            gone.add(piece.packet);
        }
        datagram.pieces.clear();
        datagram.charge.clear();
        datagram.have = 0;
    }

    /** Lets the oldest go while too much is kept. Lock held. */
    private void evict(List<Packet> gone) {
        var oldest = datagrams.values().iterator();
        while ((kept > MOST_MEMORY || datagrams.size() > MOST_FRAGMENTS * 4) && oldest.hasNext()) {
            Datagram datagram = oldest.next();
            condemn(datagram, gone);
            oldest.remove();
            evicted.increment();
        }
    }

    private Optional<Packet> join(Datagram datagram) {
        FramePart[] all = Parts.NONE;
        for (Piece piece : datagram.pieces) {
            all = Parts.join(all, piece.packet.take());
        }
        return Optional.of(new Packet(memory, all));
    }

    /** Gives up what is too old. */
    private void expire() {
        List<Datagram> old = new ArrayList<>();
        List<Packet> gone = new ArrayList<>();
        List<Packet> firsts = new ArrayList<>();
        long again = 0;
        lock.acquire();
        try {
            long now = timers.now();
            for (var i = datagrams.values().iterator(); i.hasNext();) {
                Datagram datagram = i.next();
                again = datagram.since + TIMEOUT - now;
                if (again > 0) {
                    break;
                }
                i.remove();
                if (datagram.first != null && !datagram.condemned) {
                    old.add(datagram);
                    firsts.add(datagram.pieces.getFirst().packet);
                }
                condemn(datagram, gone);
                timeouts.increment();
            }
            armed = again > 0;
        } finally {
            lock.release();
        }
        if (again > 0) {
            timers.after(again, this::expire);
        }
        for (int i = 0; i < old.size(); i++) {
            late.missed(old.get(i).arrival, old.get(i).first, firsts.get(i));
        }
        gone.forEach(Packet::drop);
    }

    void clear() {
        List<Packet> gone = new ArrayList<>();
        lock.acquire();
        try {
            datagrams.values().forEach(datagram -> condemn(datagram, gone));
            datagrams.clear();
        } finally {
            lock.release();
        }
        gone.forEach(Packet::drop);
    }
}
