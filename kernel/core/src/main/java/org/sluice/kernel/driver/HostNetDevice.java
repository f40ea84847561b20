package org.sluice.kernel.driver;

import org.sluice.kernel.memory.FrameRun;

/**
 * Sockets of the host. Connections of TCP and flows of UDP have numbers, slots, which the caller chooses among those that are free. Nothing waits: what
 * becomes of a call is told to the {@link HostNetReceiver}, once for each.
 */
public interface HostNetDevice {
    /** What became of a call: done. */
    int DONE = 0;
    /** Nothing more will be received. */
    int END = 1;
    /** Nobody listens there. */
    int REFUSED = 2;
    int HOST_UNREACHABLE = 3;
    int NET_UNREACHABLE = 4;
    int TIMED_OUT = 5;
    /** The machine may not go there. */
    int PROHIBITED = 6;
    /** The connection was reset; or the driver was stopped, which no driver tells. */
    int BROKEN = 7;
    /** The slot was closed before. */
    int CLOSED = 8;
    /** The device could not reach the memory. */
    int FAULT = 9;
    int INVALID = 10;
    /** A datagram waits that is longer than the memory. */
    int TOO_SMALL = 11;
    /** The host has no sockets left. */
    int NO_ROOM = 12;

    /** Sends, and receives, that may be under way for a slot. */
    int MOST_SENDS = 8;
    int MOST_RECEIVES = 1;

    int slots();

    /** Ports of the host that lead here. */
    int forwards();

    /** Whether a forward is one of UDP. */
    boolean datagrams(int forward);

    /** The machine's port that a forward leads to. */
    int port(int forward);

    /** Says whom to tell. Called once, before anything else. */
    void start(HostNetReceiver receiver);

    /** Opens a connection, or flow, to an address of version 4. */
    void open(int slot, boolean datagrams, int address, int port);

    /** Waits for the next connection to a forwarded port, or the next who sends there. */
    void accept(int slot, int forward);

    /**
     * Sends bytes, or a datagram. The memory stays as it is until that is told.
     *
     * @param cookie told again
     * @param offset in the run
     * @param length from 0 with datagrams, else from 1
     */
    void send(int slot, long cookie, FrameRun run, int offset, int length);

    /** Receives what comes next into frames, which are the device's until that is told. */
    void receive(int slot, long cookie, FrameRun run);

    /** Sends nothing more, behind what is to be sent. Not told. */
    void shutdown(int slot);

    /** Ends it; what is under way is told before this is. @param reset whether the other end is to see a reset */
    void close(int slot, boolean reset);

    /** Names of counters, in the order of {@link #counters}. */
    String[] counterNames();

    long[] counters();
}
