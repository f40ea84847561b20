package org.sluice.kernel.net.tcp.recovery;

/** Congestion avoidance as RFC 5681 3.1 has it: half a window on loss, a segment more for each window acknowledged. */
final class Reno implements Congestion {
    @Override
    public int number() {
        return 0;
    }

    @Override
    public int reduced(Window window) {
        return Math.max(window.size >> 1, 2);
    }

    @Override
    public void grow(Window window, int arrived, long roundTrip, long now) {
        window.additive(window.size, arrived);
    }

    @Override
    public void undo() {
    }

    @Override
    public void timedOut() {
    }

    @Override
    public void idle(long time, long now) {
    }
}
