package org.sluice.kernel.driver;

import org.sluice.kernel.memory.FrameRun;

/**
 * An ATM network interface. It has no memory of its own: SDUs are sent from and received into frames of the caller's by DMA.
 * Connections have numbers, slots, while they are open. Errors are {@link org.sluice.kernel.CallFailed}.
 */
public interface AtmDevice {
    /** Free rings: buffers of one frame, for cells and short SDUs, and of four. */
    int SMALL = 0;
    int LARGE = 1;
    int SMALL_FRAMES = 1;
    int LARGE_FRAMES = 4;

    /** SDU flags: cell loss priority; congestion experienced (received only); user-to-user indication and CPI from these bits on. */
    int CLP = 1;
    int EFCI = 2;
    int UU_SHIFT = 8;
    int CPI_SHIFT = 16;

    /** What became of an SDU: sent; its memory was out of reach; its connection was closed before it was sent whole. */
    int SENT = 0;
    int FAULT = 1;
    int CLOSED = 2;
    /** The driver was stopped before it was known what became of it; never told by a driver. */
    int LOST = 3;

    /** Alarms: an AIS cell, an RDI cell came in the last 3.5 s; no cell came for so long although continuity is checked (ITU-T I.610). */
    int AIS = 1;
    int RDI = 2;
    int LOSS_OF_CONTINUITY = 4;

    /** Connections that can be open at once. */
    int slots();

    /** Buffers a free ring holds. @param ring {@link #SMALL} or {@link #LARGE} */
    int capacity(int ring);

    /** Says whom to tell. Called once, before anything else. */
    void start(AtmReceiver receiver);

    /**
     * Opens a connection.
     *
     * @return its slot
     * @throws org.sluice.kernel.CallFailed EADDRINUSE if VPI and VCI are open, ENOSPC without a free slot, EINVAL for parameters it cannot
     *     do, among them a contract that exceeds what the link has left (CBR and VBR by their SCR)
     */
    int open(VcParameters vc);

    /** Closes a connection. SDUs not sent whole are told to be {@link #CLOSED} before this returns; nothing is told of the slot afterwards. */
    void close(int slot);

    /**
     * Gives the device a buffer to receive into, its own until it is told to be received or the driver stops.
     *
     * @param cookie not negative, and of no other buffer the device has
     * @param buffer as many frames as the ring's buffers have
     * @return false if the ring is full
     */
    boolean supply(int ring, int cookie, FrameRun buffer);

    /**
     * Sends an SDU. The memory stays as it is until the device tells that it is {@linkplain AtmReceiver#sent sent}.
     *
     * @param cookie  of no other SDU that is not sent yet, positive
     * @param flags   CLP, UU and CPI
     * @param runs    frames the SDU lies in, one part behind the other
     * @param offsets where each part begins in its run, in bytes
     * @param lengths bytes of each part, at least 1
     * @return false if the connection's ring has no room
     * @throws org.sluice.kernel.CallFailed EINVAL for a connection that is not open for sending; EMSGSIZE for an SDU longer than it
     *     allows or, with AAL0, of another length than 52
     */
    boolean send(int slot, long cookie, int flags, FrameRun[] runs, int[] offsets, int[] lengths);

    /** Sends a loopback cell (ITU-T I.610 F5 end-to-end) that carries a token. */
    void loopback(int slot, int token);

    /** Alarms of a connection now. */
    int alarms(int slot);

    /** Whether the link's other end is there. */
    boolean linkUp();

    /** What the link is, for people. */
    String describeLink();

    /** Names of the interface's counters, in the order of {@link #counters()}. */
    String[] counterNames();

    /** The interface's counters since the machine started; not reset by a new driver. */
    long[] counters();

    /** Names of a connection's counters, in the order of {@link #counters(int)}. */
    String[] connectionCounterNames();

    /** A connection's counters since it was opened. */
    long[] counters(int slot);
}
