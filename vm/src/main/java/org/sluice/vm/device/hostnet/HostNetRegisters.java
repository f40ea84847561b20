package org.sluice.vm.device.hostnet;

/** Registers, descriptors and numbers of {@link HostNetDevice}; {@code docs/devices.md} says what they mean. */
final class HostNetRegisters {
    // registers
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
    static final int COUNTERS = 0x50;
    static final int FORWARD = 0x100;
    static final int COUNTER = 0x400;

    static final long ENABLE = 1;
    /** EVENTS. */
    static final long COMPLETED = 1;
    static final long RING_FAULT = 2;
    static final long RESET_DONE = 4;
    /** FORWARD. */
    static final long FORWARD_UDP = 1;
    static final int FORWARD_GUEST_SHIFT = 16;
    static final int FORWARD_HOST_SHIFT = 32;

    // descriptors of both rings: four words
    static final int BYTES = 32;
    static final int MAX_RING = 1 << 16;
    static final long OWN = 1L << 63;
    static final int STATUS_SHIFT = 56;
    static final int OPERATION_SHIFT = 48;
    static final int SLOT_SHIFT = 32;

    // operations
    static final int OPEN_TCP = 1;
    static final int OPEN_UDP = 2;
    static final int ACCEPT = 3;
    static final int SEND = 4;
    static final int RECEIVE = 5;
    static final int SHUTDOWN = 6;
    static final int CLOSE = 7;
    /** Length of CLOSE: the connection is reset. */
    static final int CLOSE_RESETS = 1;

    // status of a completion
    static final int DONE = 0;
    static final int END = 1;
    static final int REFUSED = 2;
    static final int HOST_UNREACHABLE = 3;
    static final int NET_UNREACHABLE = 4;
    static final int TIMED_OUT = 5;
    static final int PROHIBITED = 6;
    static final int BROKEN = 7;
    static final int CLOSED = 8;
    static final int FAULT = 9;
    static final int INVALID = 10;
    static final int TOO_SMALL = 11;
    static final int NO_ROOM = 12;

    private HostNetRegisters() {
    }
}
