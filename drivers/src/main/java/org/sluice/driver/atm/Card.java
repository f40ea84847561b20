package org.sluice.driver.atm;

/** Registers and descriptors of the interface. */
final class Card {
    static final int CONTROL = 0x00;
    static final int STATUS = 0x08;
    static final int EVENTS = 0x10;
    static final int EVENT_MASK = 0x18;
    static final int RESET = 0x28;
    static final int SLOTS = 0x30;
    static final int INTERRUPT = 0x40;
    static final int RING_FAULTS = 0x48;
    static final int RINGS = 0x50;
    static final int RING_STRIDE = 0x10;
    static final int SPURIOUS = 0x88;
    static final int RECEIVE_COUNT = 0x90;
    static final int SENT = 0x100;
    static final int ALARMED = 0x140;
    static final int LINK_NAME = 0x180;
    static final int LINK_NAME_END = 0x280;
    static final int COUNTER = 0x800;
    static final int WINDOWS = 0x1000;
    static final int WINDOW = 0x400;

    static final int ENABLE = 1;
    static final int LINK_UP = 1;

    static final int DONE = 2;
    static final int LINK = 4;
    static final int ALARM = 8;
    static final int RING_FAULT = 32;
    static final int COMMAND_DONE = 64;
    static final int ALL_EVENTS = 127;

    static final int RING_RECEIVE = 2;

    static final int ADDRESS = 0x00;
    static final int MODE = 0x08;
    static final int PCR = 0x10;
    static final int SCR = 0x18;
    static final int MBS = 0x20;
    static final int CDVT = 0x28;
    static final int TIMEOUT = 0x30;
    static final int TX_BASE = 0x38;
    static final int TX_SIZE = 0x40;
    static final int TOKEN = 0x48;
    static final int COMMAND = 0x50;
    static final int SLOT_STATUS = 0x58;
    static final int DOORBELL = 0x60;
    static final int LOOPBACK = 0x68;
    static final int ALARMS = 0x70;
    static final int SLOT_COUNTER = 0x80;

    static final int MODE_AAL5 = 1;
    static final int MODE_TRANSMIT = 2;
    static final int MODE_RECEIVE = 4;
    static final int MODE_LARGE = 8;
    static final int MODE_POLICE = 16;
    static final int MODE_CONTINUITY = 32;
    static final int MODE_CATEGORY_SHIFT = 8;
    static final int MODE_WEIGHT_SHIFT = 16;
    static final int MODE_MAX_SDU_SHIFT = 32;

    static final int OPEN = 1;
    static final int CLOSE = 2;

    static final int OPENED = 1;
    static final int BUSY = 2;
    static final int IN_USE = 3;

    static final int QUIET = 1;

    static final long OWN = Long.MIN_VALUE;
    static final long LAST = 1L << 62;
    static final int TYPE_SHIFT = 60;
    static final int LENGTH_SHIFT = 32;
    static final int SLOT_SHIFT = 32;
    static final int TRANSMIT_BYTES = 32;
    static final int FREE_BYTES = 16;
    static final int RECEIVE_BYTES = 32;
    static final int FLAGS = 0xffffff;

    static final int TYPE_SDU = 0;
    static final int TYPE_RETURNED = 1;
    static final int TYPE_LOOPBACK = 2;

    static final int SENT_WHOLE = 0;
    static final int FAULTED = 1;
    static final int GIVEN_BACK = 2;

    /** Names of the counters, in the order of their registers; those a connection has come first. */
    static final String[] COUNTERS = {"tx_cells", "tx_pdus", "tx_bytes", "tx_oam", "tx_dma_fault", "tx_closed", "tx_refused",
        "tx_link_down", "rx_cells", "rx_pdus", "rx_bytes", "rx_returned", "rx_delivered_cells", "rx_dropped_cells", "rx_oam",
        "drop_not_receiving", "drop_policed", "drop_policed_frame", "drop_crc", "drop_length", "drop_too_long", "drop_timeout",
        "drop_aborted", "drop_closed", "drop_no_buffer", "drop_ring_full", "drop_dma_fault", "drop_sender", "drop_oam",
        "loopback_answered", "loopback_returned", "rx_empty", "hec_corrected", "drop_hec", "drop_unknown_vc", "drop_disabled",
        "drop_reserved", "oam_overflow", "ring_faults", "interrupts", "interrupts_again", "interrupts_spurious",
        "tx_link_failed"};
    static final int OF_CONNECTION = 31;

    private Card() {
    }

    static int slot(int slot, int register) {
        return WINDOWS + slot * WINDOW + register;
    }
}
