package org.sluice.kernel.net.tcp;

import java.util.ArrayList;
import org.sluice.kernel.memory.FramePart;
import org.sluice.kernel.memory.SharedFrames;
import org.sluice.kernel.net.packet.Parts;

/**
 * Data that came before what is missing in front of them, in order of position and without overlap; and the blocks SACK tells of them (RFC 2018 4), the
 * newest first. Guarded by the connection's lock.
 */
final class OutOfOrder {
    /** Pieces that are kept at most; their number bounds the work for each segment. */
    private static final int MOST = 4096;
    private static final int BLOCKS = 4;
    /** Bytes of bookkeeping that a part counts for beside its memory. */
    private static final int OVERHEAD = 128;

    private static final class Piece {
        long from;
        long to;
        FramePart[] parts;
        long cost;
    }

    private final ArrayList<Piece> pieces = new ArrayList<>();
    private long cost;
    private long bytes;
    /** Positions in the blocks that changed last, the newest first. */
    private final long[] recent = new long[BLOCKS];
    private int recentCount;

    boolean isEmpty() {
        return pieces.isEmpty();
    }

    long cost() {
        return cost;
    }

    long bytes() {
        return bytes;
    }

    int count() {
        return pieces.size();
    }

    /** Index of the first piece that ends behind a position. */
    private int firstEndingBehind(long position) {
        int low = 0;
        int high = pieces.size();
        while (low < high) {
            int middle = low + high >>> 1;
            if (pieces.get(middle).to > position) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    /** Whether so many pieces more may be kept. */
    boolean roomFor(int more) {
        return pieces.size() + more <= MOST;
    }

    /** Pieces that {@link #add} would make of a range. */
    int holes(long from, long to) {
        int count = 0;
        long at = from;
        for (int i = firstEndingBehind(from); at < to; i++) {
            long next = i < pieces.size() ? pieces.get(i).from : to;
            if (next > at) {
                count++;
            }
            at = i < pieces.size() ? pieces.get(i).to : to;
        }
        return count;
    }

    /** Memory that parts keep in so many pieces at most. */
    static long costOf(FramePart[] parts, int pieces) {
        return costOf(parts, null) + (long) (pieces - 1) * OVERHEAD;
    }

    /** Each run counts with the last part that lies in it; not if what comes behind lies in it too. */
    private static long costOf(FramePart[] parts, Object behind) {
        long sum = 0;
        Object last = behind;
        for (int i = parts.length - 1; i >= 0; i--) {
            SharedFrames whole = parts[i].frames().whole();
            sum += OVERHEAD + (whole == last ? 0 : whole.run().bytes());
            last = whole;
        }
        return sum;
    }

    /** Length of the beginning of a range that is there already: what came twice. 0 if it begins with something new. */
    long known(long from, long to) {
        int i = firstEndingBehind(from);
        if (i == pieces.size() || pieces.get(i).from > from) {
            return 0;
        }
        long end = pieces.get(i).to;
        while (++i < pieces.size() && pieces.get(i).from == end) {
            end = pieces.get(i).to;
        }
        return Math.min(to, end) - from;
    }

    /**
     * Keeps what of a range is not there yet. Takes the holds over.
     *
     * @param gone gets the holds that are not needed
     */
    void add(long from, long to, FramePart[] parts, Connection gone) {
        note(from);
        int i = firstEndingBehind(from);
        long at = from;
        boolean first = true;
        Piece before = null;
        while (at < to) {
            Piece next = i < pieces.size() ? pieces.get(i) : null;
            if (next != null && next.from <= at) {
                at = Math.max(at, next.to);
                i++;
                continue;
            }
            long end = next == null ? to : Math.min(to, next.from);
            Piece made = new Piece();
            made.from = at;
            made.to = end;
            if (first && at == from && end == to) {
                made.parts = parts;
                parts = Parts.NONE;
            } else {
                made.parts = Parts.share(parts, (int) (at - from), (int) (end - at));
            }
            first = false;
            charge(before, made.parts[0].frames().whole());
            before = made;
            bytes += end - at;
            pieces.add(i++, made);
            at = end;
        }
        charge(before, null);
        for (FramePart part : parts) {
            gone.gone(part);
        }
    }

    /** A run that several pieces of a segment lie in is charged for with the last of them. */
    private void charge(Piece piece, Object behind) {
        if (piece != null) {
            piece.cost = costOf(piece.parts, behind);
            cost += piece.cost;
        }
    }

    private void note(long position) {
        int n = Math.min(recentCount, BLOCKS - 1);
        for (int i = n; i > 0; i--) {
            recent[i] = recent[i - 1];
        }
        recent[0] = position;
        recentCount = n + 1;
    }

    /** Takes the first piece's parts out if it begins at or before a position; null if not. {@link #taken} says where it lay. */
    FramePart[] poll(long next) {
        if (pieces.isEmpty() || pieces.get(0).from > next) {
            return null;
        }
        Piece first = pieces.remove(0);
        cost -= first.cost;
        bytes -= first.to - first.from;
        takenFrom = first.from;
        takenTo = first.to;
        return first.parts;
    }

    long takenFrom;
    long takenTo;

    /** Drops the piece that lies farthest behind; false if there is none. */
    boolean dropLast(Connection gone) {
        if (pieces.isEmpty()) {
            return false;
        }
        Piece last = pieces.remove(pieces.size() - 1);
        cost -= last.cost;
        bytes -= last.to - last.from;
        for (FramePart part : last.parts) {
            gone.gone(part);
        }
        return true;
    }

    /** Blocks there are to tell of, at most {@link #BLOCKS}. */
    int blocks() {
        int keep = 0;
        for (int r = 0; r < recentCount; r++) {
            int i = firstEndingBehind(recent[r]);
            if (i == pieces.size() || pieces.get(i).from > recent[r]) {
                continue;
            }
            int low = i;
            while (low > 0 && pieces.get(low - 1).to == pieces.get(low).from) {
                low--;
            }
            long left = pieces.get(low).from;
            boolean there = false;
            for (int k = 0; k < keep; k++) {
                there |= recent[k] == left;
            }
            if (!there) {
                recent[keep++] = left;
            }
        }
        recentCount = keep;
        return keep;
    }

    /** Fills in blocks behind those that are there already, as far as there is room. @param initial sequence number of position 0 */
    void blocks(Out out, int most, int initial) {
        int count = blocks();
        for (int r = 0; r < count && out.blocks < most; r++) {
            int high = firstEndingBehind(recent[r]);
            while (high + 1 < pieces.size() && pieces.get(high).to == pieces.get(high + 1).from) {
                high++;
            }
            out.left[out.blocks] = initial + (int) recent[r];
            out.right[out.blocks++] = initial + (int) pieces.get(high).to;
        }
    }
}
