package org.sluice.kernel.net.tcp.recovery;

/** How the window grows beyond slow start and by what it shrinks. Windows in segments, times in nanoseconds. */
interface Congestion {
    /** Its number, as {@link org.sluice.abi.Sockets#CONGESTION} has it. */
    int number();

    /** The threshold after congestion. */
    int reduced(Window window);

    /** So many segments arrived in congestion avoidance. */
    void grow(Window window, int arrived, long roundTrip, long now);

    /** The reduction was not called for (RFC 9438 4.9). */
    void undo();

    /** The timer has run out. */
    void timedOut();

    /** Nothing was under way for so long (RFC 9438 5.8). */
    void idle(long time, long now);
}
