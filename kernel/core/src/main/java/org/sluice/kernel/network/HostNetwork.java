package org.sluice.kernel.network;

import java.util.List;
import org.sluice.kernel.memory.FramePart;

/**
 * The host's network, as far as the machine may have it: connections of TCP and flows of UDP. It stays usable across restarts of its driver, which break
 * all of them. Nothing blocks; everything is told on some other thread, in no case by a call that is being made.
 */
public interface HostNetwork {
    /** A port of the host that leads here. @param port the machine's */
    record Forward(boolean datagrams, int port) {
    }

    /** Whom to tell of the driver. */
    interface Listener {
        /** There is one, with no connections. @param forwards always the same */
        void started(List<Forward> forwards);
    }

    /** Says whom to tell. Called once. */
    void start(Listener listener);

    /**
     * Opens a connection or flow.
     *
     * @throws org.sluice.kernel.CallFailed ENODEV without a driver, ENOBUFS if there are as many as can be
     */
    Flow open(boolean datagrams, int address, int port, FlowListener listener);

    /** Waits for the next one to come by a forward. @param forward its number; errors as {@link #open} */
    Flow accept(int forward, FlowListener listener);

    /** Counters, for people. */
    AtmInterface.Counter[] counters();

    /** A connection or flow. */
    interface Flow {
        /**
         * Sends a part; at most {@link org.sluice.kernel.driver.HostNetDevice#MOST_SENDS} at once. Takes the hold over.
         */
        void send(FramePart part);

        /**
         * Receives what comes next; one at a time.
         *
         * @param bytes room that is wanted; there may be less
         * @return false if there is no memory now; then nothing is told
         */
        boolean receive(int bytes);

        /** Sends nothing more. */
        void shutdown();

        /** Ends it, once; nothing is told of it any more. @param reset whether the other end sees a reset */
        void close(boolean reset);
    }

    /** Whom to tell of a connection or flow. Status numbers are those of {@link org.sluice.kernel.driver.HostNetDevice}. Must not block. */
    interface FlowListener {
        /** It is open, or will not be. @param address of who came by a forward, else 0 */
        void opened(int status, int address, int port);

        /** A part was sent, or not. */
        void sent(int status);

        /**
         * Something was received, or not.
         *
         * @param part   the listener's; null without any bytes
         * @param length of a datagram that found too little room
         */
        void received(int status, FramePart part, int length);
    }
}
