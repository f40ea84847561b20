package org.sluice.driver.hostnet;

/** The numbers of {@code docs/devices.md}. */
final class Registers {
    static final int CONTROL = 0x00;
    static final int SLOTS = 0x08;
    static final int FORWARDS = 0x10;
    static final int RESET = 0x18;
    static final int COMMAND_BASE = 0x20;
    static final int COMMAND_SIZE = 0x28;
    static final int COMPLETION_BASE = 0x30;
    static final int COMPLETION_SIZE = 0x38;
    static final int DOORBELL = 0x40;
    static final int EVENTS = 0x48;
    static final int FORWARD = 0x100;
    static final int COUNTER = 0x400;

    static final long ENABLE = 1;
    static final long RING_FAULT = 2;
    static final long FORWARD_UDP = 1;
    static final int FORWARD_GUEST_SHIFT = 16;

    static final int BYTES = 32;
    static final long OWN = 1L << 63;
    static final int STATUS_SHIFT = 56;
    static final int STATUS = 0x7f;
    static final int OPERATION_SHIFT = 48;
    static final int SLOT_SHIFT = 32;

    static final int OPEN_TCP = 1;
    static final int OPEN_UDP = 2;
    static final int ACCEPT = 3;
    static final int SEND = 4;
    static final int RECEIVE = 5;
    static final int SHUTDOWN = 6;
    static final int CLOSE = 7;

    /** Counters, in the order of their registers. */
    static final String[] COUNTERS = {"opened", "accepted", "prohibited", "failed", "sent_bytes", "received_bytes", "dropped_datagrams", "resets",
        "faults"};

    private Registers() {
    }
}
