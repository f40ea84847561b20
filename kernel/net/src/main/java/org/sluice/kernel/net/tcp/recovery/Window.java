package org.sluice.kernel.net.tcp.recovery;

/**
 * Congestion window and slow-start threshold in segments, whether they are made use of (RFC 7661 in the form of RFC 2861), and the restart after idle time
 * (RFC 5681 4.1).
 */
final class Window {
    /** The threshold before the first loss: arbitrarily high (RFC 5681 3.1), the number Linux shows. */
    static final int UNLIMITED = 0x7fff_ffff;
    private static final int MOST = 1 << 24;

    private final int initial;
    int size;
    int threshold = UNLIMITED;
    /** Segments acknowledged that have not made the window grow. */
    int counted;
    /** Whether all of it was used in the round trip that ends where {@link #usageEnd} is acknowledged; and the most that was under way. */
    private boolean limited;
    private int mostOut;
    private long usageEnd;
    /** Most under way since the window was last full, and when that was. */
    private int used;
    private long fullAt;

    Window(int initial) {
        this.initial = initial;
        this.size = initial;
    }

    int initial() {
        return initial;
    }

    void set(int segments) {
        size = Math.max(1, Math.min(segments, MOST));
    }

    boolean slowStart() {
        return size < threshold;
    }

    /** Slow start: a segment for each acknowledged; returns what is left above the threshold. */
    int slowStart(int acknowledged) {
        int target = (int) Math.min((long) size + acknowledged, threshold);
        int left = acknowledged - (target - size);
        set(target);
        return left;
    }

    /** One segment for every {@code each} acknowledged. */
    void additive(int each, int acknowledged) {
        if (counted >= each) {
            counted = 0;
            set(size + 1);
        }
        counted += acknowledged;
        if (counted >= each) {
            int more = counted / each;
            counted -= more * each;
            set(size + more);
        }
    }

    /** What the threshold is remembered as: three quarters of a window that was in use. */
    int remembered(boolean shrinking) {
        return shrinking ? threshold : Math.max(threshold, (size >> 1) + (size >> 2));
    }

    /** Something was sent: what is under way now, whether congestion control allows no more. */
    void validate(int out, boolean full, long acknowledged, long next, boolean idleRule, long timeout, long now) {
        if (acknowledged >= usageEnd || full || !limited && out > mostOut) {
            limited = full;
            mostOut = out;
            usageEnd = next;
        }
        if (inUse()) {
            used = 0;
            fullAt = now;
            return;
        }
        used = Math.max(used, out);
        if (idleRule && now - fullAt >= timeout) {
            int most = Math.max(used, initial);
            if (most < size) {
                threshold = remembered(false);
                set((size + most) >> 1);
            }
            used = 0;
            fullAt = now;
        }
    }

    /** Whether the window may grow: it was full, or in slow start half full. */
    boolean inUse() {
        return limited || slowStart() && size < 2L * mostOut;
    }

    /** The window changed for other reasons; what it was used for before says nothing. */
    void touched(long now) {
        fullAt = now;
    }

    /** The size after an idle time: halved for each timeout, not below the initial window. */
    int afterIdle(long idle, long timeout) {
        int restart = Math.min(initial, size);
        int now = size;
        for (long left = idle - timeout; left > 0 && now > restart; left -= timeout) {
            now >>= 1;
        }
        return Math.max(now, restart);
    }

    void restart(long idle, long timeout, long now) {
        int after = afterIdle(idle, timeout);
        threshold = remembered(false);
        set(after);
        fullAt = now;
        used = 0;
    }
}
