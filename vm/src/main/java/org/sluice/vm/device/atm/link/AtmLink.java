package org.sluice.vm.device.atm.link;

import java.util.List;

/**
 * What an ATM interface is plugged into. A link carries single cells always, and AAL5 PDUs in one of three ways. The interface
 * sends in each call what it is told to by {@link #carriage}; raw and OAM cells always go as cells.
 *
 * <p>Sending is for one thread at a time. What arrives is handed over on whatever thread it arrives on, the sending one included,
 * one call at a time for each link.
 */
public interface AtmLink extends AutoCloseable {
    /** How AAL5 PDUs travel. */
    enum Carriage {
        /** Cut into cells, by the interface. */
        CELLS,
        /** As a whole; the link reads the bytes with {@link Pdu#copyTo}. There is no trailer and no cell. */
        PDUS,
        /** As a whole, and back to the interface that sent it: the bytes stay where they are. */
        REFERENCES
    }

    /** Bytes of a cell. */
    int CELL = 53;

    /** Where what arrives goes. Nothing of an argument may be kept after the call. */
    interface Arrivals {
        /** Cells back to back, five bytes of header and 48 of payload each; the HEC has not been looked at. */
        void cells(byte[] cells, int offset, int count);

        /** An AAL5 PDU; only from links that do not carry cells. */
        void pdu(Pdu pdu);

        /** The link came up or went down. */
        void state(boolean up);
    }

    Carriage carriage();

    /** Whether sending only hands over, without the host, a lock or a wait, so that any thread of the machine may do it. */
    default boolean immediate() {
        return false;
    }

    /** Plugs the interface in, once; what arrives before that is lost. Tells the state, now if it is up already. */
    void connect(Arrivals arrivals);

    /** Whether the other end is there. What is sent while it is not is lost. */
    boolean up();

    /**
     * When the next cell may be sent, in the machine's monotonic nanoseconds; at or before now if at once. Whole PDUs count for as many
     * cells as they would be. The caller does not send earlier.
     */
    long freeAt();

    /** Cells a second it carries, rounded down; 0 for as many as come. Does not change. */
    default long cellsPerSecond() {
        return 0;
    }

    /** Sends cells back to back with complete headers. @param count at least 1 */
    void send(byte[] cells, int offset, int count);

    /** Sends a PDU; only if the link does not carry cells. */
    void send(Pdu pdu);

    /** Something a link has counted since it was made. @param name what, in a few words */
    record Counter(String name, long value) {
    }

    /** What the link has counted, always the same names in the same order; a wrapper's own come first. */
    default List<Counter> counters() {
        return List.of();
    }

    /** What it is, for people, in one word such as {@code "loopback"} or {@code "pcap(x.pcap,cells:127.0.0.1:2820)"}. */
    String describe();

    @Override
    void close();
}
