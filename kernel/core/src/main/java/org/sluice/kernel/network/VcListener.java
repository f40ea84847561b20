package org.sluice.kernel.network;

import org.sluice.kernel.memory.FramePart;

/** Who has opened a connection. Called on a driver's thread or on one that is sending; must not block, nor call the interface's methods that may. */
public interface VcListener {
    /**
     * An SDU has arrived.
     *
     * @param parts where it lies; the holds are the listener's. Others may hold the same frames, also whoever sent them
     * @param flags of {@link org.sluice.kernel.driver.AtmDevice}
     */
    void received(FramePart[] parts, int flags);

    /** After a send that found no room: there may be some. */
    void room();

    /** A loopback cell came back. */
    void loopbackAnswer(int token);

    /** The alarms changed. */
    void alarms(int alarms);
}
