package org.sluice.vm.device.atm;

import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * The counters of an interface, or of one connection. Each is changed by one thread at a time: those before {@link #RX_CELLS} by whoever
 * transmits, the others by whoever holds the receiver's lock; but for the last six, which anybody adds to.
 */
final class NicCounters {
    static final int TX_CELLS = 0;
    static final int TX_PDUS = 1;
    static final int TX_BYTES = 2;
    static final int TX_OAM = 3;
    static final int TX_FAULT = 4;
    static final int TX_CLOSED = 5;
    static final int TX_REFUSED = 6;
    static final int TX_LINK_DOWN = 7;
    static final int RX_CELLS = 8;
    static final int RX_PDUS = 9;
    static final int RX_BYTES = 10;
    static final int RX_RETURNED = 11;
    static final int RX_DELIVERED_CELLS = 12;
    static final int RX_DROPPED_CELLS = 13;
    static final int RX_OAM = 14;
    static final int DROP_NOT_RECEIVING = 15;
    static final int DROP_POLICED = 16;
    static final int DROP_POLICED_FRAME = 17;
    static final int DROP_CRC = 18;
    static final int DROP_LENGTH = 19;
    static final int DROP_TOO_LONG = 20;
    static final int DROP_TIMEOUT = 21;
    static final int DROP_ABORTED = 22;
    static final int DROP_CLOSED = 23;
    static final int DROP_NO_BUFFER = 24;
    static final int DROP_RING_FULL = 25;
    static final int DROP_FAULT = 26;
    static final int DROP_SENDER = 27;
    static final int DROP_OAM = 28;
    static final int LOOPBACK_ANSWERED = 29;
    static final int LOOPBACK_RETURNED = 30;
    /** Counters a connection has; those above are the interface's alone. */
    static final int OF_CONNECTION = 31;
    static final int RX_EMPTY = 31;
    static final int HEC_CORRECTED = 32;
    static final int DROP_HEC = 33;
    static final int DROP_UNKNOWN = 34;
    static final int DROP_DISABLED = 35;
    static final int DROP_RESERVED = 36;
    static final int OAM_OVERFLOW = 37;
    static final int RING_FAULTS = 38;
    static final int INTERRUPTS = 39;
    static final int INTERRUPTS_AGAIN = 40;
    static final int INTERRUPTS_SPURIOUS = 41;
    static final int TX_LINK_FAILED = 42;
    static final int COUNT = 43;

    /** As documented in {@code docs/atm-nic.md}. */
    static final List<String> NAMES = List.of("tx_cells", "tx_pdus", "tx_bytes", "tx_oam", "tx_dma_fault", "tx_closed", "tx_refused",
        "tx_link_down", "rx_cells", "rx_pdus", "rx_bytes", "rx_returned", "rx_delivered_cells", "rx_dropped_cells", "rx_oam",
        "drop_not_receiving", "drop_policed", "drop_policed_frame", "drop_crc", "drop_length", "drop_too_long", "drop_timeout",
        "drop_aborted", "drop_closed", "drop_no_buffer", "drop_ring_full", "drop_dma_fault", "drop_sender", "drop_oam",
        "loopback_answered", "loopback_returned", "rx_empty", "hec_corrected", "drop_hec", "drop_unknown_vc", "drop_disabled",
        "drop_reserved", "oam_overflow", "ring_faults", "interrupts", "interrupts_again",
        "interrupts_spurious", "tx_link_failed");

    private final AtomicLongArray values;

    NicCounters(int count) {
        values = new AtomicLongArray(count);
    }

    long get(int counter) {
        return values.getOpaque(counter);
    }

    void add(int counter, long number) {
        if (counter >= OAM_OVERFLOW) {
            values.getAndAdd(counter, number);
        } else {
            values.setOpaque(counter, values.getPlain(counter) + number);
        }
    }
}
