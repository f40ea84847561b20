package org.sluice.kernel.net.tcp.recovery;

/**
 * What is under way: ranges of the stream in order, without gaps, each a run of segments of one length that were sent together and have met the same
 * fate since (RFC 6675 section 3 calls it so). Runs are split at the bounds of segments only: a SACK block that covers part of a segment says nothing.
 * So there are never more ranges than segments were sent, whatever the peer answers.
 *
 * <p>A ring of {@link #STRIDE} numbers a range. Taking off the front and putting on the back is O(1), finding O(log n), splitting in the middle moves the
 * shorter side. Sacked neighbours become one range again.
 *
 * <p>Ranges are named by their index, 0 the oldest.
 */
final class Scoreboard {
    static final int SACKED = 1;
    /** Taken for lost. */
    static final int LOST = 2;
    /** Sent again, and that is under way. */
    static final int AGAIN = 4;
    /** Sent more than once at some time. */
    static final int EVER = 8;

    private static final int FROM = 0;
    private static final int TO = 1;
    private static final int SENT = 2;
    private static final int FIRST = 3;
    private static final int DELIVERED = 4;
    private static final int DELIVERED_AT = 5;
    private static final int FLIGHT_FROM = 6;
    private static final int META = 7;
    private static final int STRIDE = 8;
    private static final int UNIT_SHIFT = 8;

    /** Ranges at most; beyond, nothing new is sent and no SACK block splits one. */
    private static final int MOST = 1 << 15;
    private static final int FEW = 4;
    /** Above so many the memory is given back when nothing is under way. */
    private static final int MANY = 1 << 10;

    private long[] ring = new long[FEW * STRIDE];
    private int head;
    private int size;
    /** Where the FIN is, once known: it is no data. */
    private long fin = Recovery.NEVER;
    /** Before this there is nothing lost that waits to be sent. */
    private long hint;

    /** Segments: under way altogether, sacked, taken for lost, sent again. */
    int packets;
    int sacked;
    int lost;
    int again;
    /** Segments ever taken for lost. */
    long everLost;
    /** End of what was sacked last in the stream; 0 if nothing. */
    private long highest;

    int size() {
        return size;
    }

    /** Whether there are as many ranges as there may be. */
    boolean full() {
        return size >= MOST;
    }

    /** The FIN takes this position. */
    void finishesAt(long position) {
        fin = position;
    }

    long from(int index) {
        return ring[at(index) + FROM];
    }

    long to(int index) {
        return ring[at(index) + TO];
    }

    /** When it was sent last. */
    long sent(int index) {
        return ring[at(index) + SENT];
    }

    /** When it was sent first. */
    long first(int index) {
        return ring[at(index) + FIRST];
    }

    /** Segments delivered when it was sent last; -1 once that has been used. */
    long delivered(int index) {
        return ring[at(index) + DELIVERED];
    }

    /** When the last of these was delivered. */
    long deliveredAt(int index) {
        return ring[at(index) + DELIVERED_AT];
    }

    /** When the flight began that it belonged to. */
    long flightFrom(int index) {
        return ring[at(index) + FLIGHT_FROM];
    }

    void forgetDelivered(int index) {
        ring[at(index) + DELIVERED] = -1;
    }

    boolean is(int index, int flags) {
        return (ring[at(index) + META] & flags) != 0;
    }

    int unit(int index) {
        return (int) (ring[at(index) + META] >>> UNIT_SHIFT);
    }

    int segments(int index) {
        return segments(from(index), to(index), unit(index));
    }

    /** End of the highest range that is sacked; {@code none} if there is none. */
    long highestSacked(long none) {
        return sacked == 0 || highest == 0 ? none : highest;
    }

    // ---- sending

    /** New data, of segments of this length. */
    void append(long from, long to, int unit, long now, DeliveryRate rate) {
        if (size > 0) {
            int last = at(size - 1);
            long length = from - ring[last + FROM];
            if (ring[last + META] == (long) unit << UNIT_SHIFT && ring[last + SENT] == now && ring[last + FIRST] == now
                && ring[last + DELIVERED] == rate.delivered() && ring[last + FROM] != 0 && length % unit == 0) {
                packets -= segments(size - 1);
                ring[last + TO] = to;
                packets += segments(size - 1);
                return;
            }
        }
        if (size * STRIDE == ring.length) {
            grow();
        }
        size++;
        int last = at(size - 1);
        ring[last + FROM] = from;
        ring[last + TO] = to;
        ring[last + FIRST] = now;
        ring[last + META] = (long) unit << UNIT_SHIFT;
        stamp(last, now, rate);
        packets += segments(size - 1);
    }

    /** A range was sent again: as a loss probe it is not reckoned under way twice. */
    int sentAgain(int index, boolean probe, long now, DeliveryRate rate) {
        int base = at(index);
        int segments = segments(index);
        stamp(base, now, rate);
        ring[base + META] |= EVER;
        if (!probe && (ring[base + META] & AGAIN) == 0) {
            ring[base + META] |= AGAIN;
            again += segments;
        }
        return segments;
    }

    private void stamp(int base, long now, DeliveryRate rate) {
        ring[base + SENT] = now;
        ring[base + DELIVERED] = rate.delivered();
        ring[base + DELIVERED_AT] = rate.deliveredAt();
        ring[base + FLIGHT_FROM] = rate.flightFrom();
    }

    // ---- fates

    /** The peer has it. */
    void sack(int index) {
        int segments = segments(index);
        if (is(index, LOST)) {
            lost -= segments;
            if (is(index, AGAIN)) {
                again -= segments;
                ring[at(index) + META] &= ~AGAIN;
            }
            ring[at(index) + META] &= ~LOST;
        }
        ring[at(index) + META] |= SACKED;
        sacked += segments;
        highest = Math.max(highest, to(index));
    }

    /** The peer may have thrown away everything it sacked (RFC 2018 section 8). */
    void forgetSacks() {
        for (int i = 0; i < size; i++) {
            ring[at(i) + META] &= ~SACKED;
        }
        sacked = 0;
        highest = 0;
    }

    /** It is taken for lost; if it had been sent again, that is lost too. */
    void lose(int index) {
        int base = at(index);
        if (is(index, SACKED)) {
            return;
        }
        int segments = segments(index);
        if (!is(index, LOST)) {
            ring[base + META] |= LOST;
            lost += segments;
            everLost += segments;
        } else if (is(index, AGAIN)) {
            ring[base + META] &= ~AGAIN;
            again -= segments;
            everLost += segments;
        }
        hint = Math.min(hint, from(index));
    }

    /** A D-SACK says that what was sent again has arrived. */
    void arrivedTwice(int index) {
        if (is(index, AGAIN)) {
            ring[at(index) + META] &= ~AGAIN;
            again -= segments(index);
        }
    }

    /** Nothing is lost after all. */
    void unlose() {
        for (int i = 0; i < size; i++) {
            ring[at(i) + META] &= ~LOST;
        }
        lost = 0;
    }

    /** First range from the hint on that is lost and not under way again; -1 if there is none. */
    int firstToRepeat() {
        if (lost == 0 || size == 0) {
            return -1;
        }
        for (int i = find(Math.max(hint, from(0))); i >= 0 && i < size; i++) {
            if ((ring[at(i) + META] & (LOST | AGAIN | SACKED)) == LOST) {
                hint = from(i);
                return i;
            }
        }
        hint = to(size - 1);
        return -1;
    }

    // ---- shape

    /** Range that has the position; -1 if none has. */
    int find(long position) {
        int low = 0;
        int high = size - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            if (position < from(middle)) {
                high = middle - 1;
            } else if (position >= to(middle)) {
                low = middle + 1;
            } else {
                return middle;
            }
        }
        return -1;
    }

    /** First end of a segment of the range that is not before the position. */
    long endAtOrAfter(int index, long position) {
        long data = from(index) + (from(index) == 0 ? 1 : 0);
        long segments = Math.max(1, (position - data + unit(index) - 1) / unit(index));
        return segments >= segments(index) ? to(index) : data + segments * unit(index);
    }

    /** Last end of a segment of the range that is not after the position; its beginning if there is none. */
    long endAtOrBefore(int index, long position) {
        if (position >= to(index)) {
            return to(index);
        }
        long data = from(index) + (from(index) == 0 ? 1 : 0);
        long segments = position < data ? 0 : (position - data) / unit(index);
        return segments == 0 ? from(index) : Math.min(to(index), data + segments * unit(index));
    }

    /** The range ends at the position inside it from now on; what is behind becomes the next range. */
    void split(int index, long position) {
        if (size * STRIDE == ring.length) {
            grow();
        }
        count(index, -1);
        if (index < size / 2) {
            head = head == 0 ? ring.length - STRIDE : head - STRIDE;
            size++;
            for (int i = 0; i <= index; i++) {
                move(i + 1, i);
            }
        } else {
            size++;
            for (int i = size - 1; i > index + 1; i--) {
                move(i - 1, i);
            }
        }
        move(index, index + 1);
        ring[at(index) + TO] = position;
        ring[at(index + 1) + FROM] = position;
        count(index, 1);
        count(index + 1, 1);
    }

    /** The next range becomes part of this one, with its fate. */
    void join(int index) {
        count(index, -1);
        count(index + 1, -1);
        ring[at(index) + TO] = to(index + 1);
        ring[at(index) + META] |= ring[at(index + 1) + META] & EVER;
        if (index < size / 2) {
            for (int i = index; i >= 0; i--) {
                move(i, i + 1);
            }
            head = (head + STRIDE) % ring.length;
        } else {
            for (int i = index + 1; i < size - 1; i++) {
                move(i + 1, i);
            }
        }
        size--;
        count(index, 1);
    }

    /** Joins a sacked range with its neighbours where that changes no number of segments; returns its index afterwards. */
    int tidy(int index) {
        if (index + 1 < size && joinable(index)) {
            join(index);
        }
        if (index > 0 && joinable(index - 1)) {
            join(index - 1);
            return index - 1;
        }
        return index;
    }

    private boolean joinable(int index) {
        return is(index, SACKED) && ring[at(index) + META] == ring[at(index + 1) + META] && from(index) != 0
            && (to(index) - from(index)) % unit(index) == 0;
    }

    /** What is sent again may be put together to fuller segments (RFC 1122 4.2.2.15): whether the next range fits into this one's segment. */
    boolean fitsBehind(int index, int mss) {
        return index + 1 < size && from(index) != 0 && unit(index) == mss && segments(index) == 1 && segments(index + 1) == 1
            && !is(index + 1, SACKED | AGAIN) && segments(from(index), to(index + 1), mss) == 1;
    }

    /** Whether the range has the FIN. */
    boolean finishes(long from, long to) {
        return from <= fin && fin < to;
    }

    /** Takes the oldest range off. */
    void removeFirst() {
        count(0, -1);
        head = (head + STRIDE) % ring.length;
        size--;
        if (size == 0) {
            highest = 0;
            hint = 0;
            if (ring.length > MANY * STRIDE) {
                ring = new long[FEW * STRIDE];
                head = 0;
            }
        }
    }

    /** Segments are no longer than this from now on, those under way too. */
    void shorten(int unit) {
        for (int i = 0; i < size; i++) {
            if (unit(i) > unit) {
                count(i, -1);
                ring[at(i) + META] = (ring[at(i) + META] & 0xff) | (long) unit << UNIT_SHIFT;
                count(i, 1);
            }
        }
    }

    int segments(long from, long to, int unit) {
        long data = to - from - (from == 0 ? 1 : 0) - (from <= fin && fin < to ? 1 : 0);
        return (int) Math.max(1, (data + unit - 1) / unit);
    }

    private void count(int index, int sign) {
        int n = sign * segments(index);
        long meta = ring[at(index) + META];
        packets += n;
        sacked += (meta & SACKED) != 0 ? n : 0;
        lost += (meta & LOST) != 0 ? n : 0;
        again += (meta & AGAIN) != 0 ? n : 0;
    }

    private int at(int index) {
        int place = head + index * STRIDE;
        return place < ring.length ? place : place - ring.length;
    }

    private void move(int source, int target) {
        int a = at(source);
        int b = at(target);
        for (int i = 0; i < STRIDE; i++) {
            ring[b + i] = ring[a + i];
        }
    }

    private void grow() {
        long[] larger = new long[2 * ring.length];
        for (int i = 0; i < size; i++) {
            int a = at(i);
            for (int j = 0; j < STRIDE; j++) {
                larger[i * STRIDE + j] = ring[a + j];
            }
        }
        ring = larger;
        head = 0;
    }
}
