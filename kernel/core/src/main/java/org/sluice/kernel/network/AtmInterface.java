package org.sluice.kernel.network;

import org.sluice.kernel.driver.VcParameters;
import org.sluice.kernel.memory.FramePart;

/**
 * An ATM network interface that stays usable across restarts of its driver: connections are opened again, and what was under way is
 * told or counted as lost. Errors are {@link org.sluice.kernel.CallFailed}; methods may be called from any kernel thread that may block,
 * but for {@link Connection#send}, which does not block.
 */
public interface AtmInterface {
    /** Its name, such as {@code "atm0"}. */
    String name();

    /** Whether the driver runs and the link's other end is there. */
    boolean up();

    /** What the link is, for people. */
    String link();

    /**
     * Opens a connection.
     *
     * @throws org.sluice.kernel.CallFailed as {@link org.sluice.kernel.driver.AtmDevice#open} says, and ENODEV while there is no driver
     */
    Connection open(VcParameters vc, VcListener listener);

    /** Names and values of counters, the device's and those of SDUs lost to restarts of the driver. */
    Counter[] counters();

    /** A counter. */
    record Counter(String name, long value) {
    }

    /** An open connection. */
    interface Connection {
        VcParameters parameters();

        /**
         * Sends an SDU. Takes the holds over if it returns true: they are dropped when the device does not need them any more.
         *
         * @param flags of {@link org.sluice.kernel.driver.AtmDevice}: CLP, UU, CPI
         * @return false if there is no room; the holds are still the caller's, and {@link VcListener#room} is called later
         * @throws org.sluice.kernel.CallFailed EMSGSIZE, EINVAL; EPIPE when it is closed; ENODEV when the driver was given up or stopped. The
         *     holds are the caller's
         */
        boolean send(FramePart[] parts, int flags);

        /** SDUs taken over whose memory is still in use. */
        int pending();

        /** Sends a loopback cell; the answer comes to the listener. */
        void loopback(int token);

        /** Alarms now, bits of {@link org.sluice.kernel.driver.AtmDevice}. */
        int alarms();

        Counter[] counters();

        /** Closes it, once; nothing is told of it afterwards. SDUs not sent are dropped. */
        void close();
    }
}
