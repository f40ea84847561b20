package org.sluice.vm.device.atm;

/** Offsets and bits of {@link AtmNic}'s registers and descriptors: the table in {@code docs/atm-nic.md}. */
public final class NicRegisters {
    public static final int CONTROL = 0x00;
    public static final int STATUS = 0x08;
    public static final int EVENTS = 0x10;
    public static final int EVENT_MASK = 0x18;
    public static final int MODERATION = 0x20;
    public static final int RESET = 0x28;
    public static final int SLOTS = 0x30;
    public static final int LINK_RATE = 0x38;
    public static final int INTERRUPT = 0x40;
    public static final int RING_FAULTS = 0x48;
    /** Base and size of the free rings, small and large, and of the receive ring. */
    public static final int RINGS = 0x50;
    public static final int RING_STRIDE = 0x10;
    public static final int COUNTERS = 0x80;
    public static final int SPURIOUS = 0x88;
    public static final int RECEIVE_COUNT = 0x90;
    /** A bit for each slot, 64 in a register: descriptors came back; alarms changed. */
    public static final int SENT = 0x100;
    public static final int ALARMED = 0x140;
    /** What the link is, in UTF-8, eight bytes a register, ended by zeros. */
    public static final int LINK_NAME = 0x180;
    public static final int LINK_NAME_END = 0x280;
    /** The interface's counters, then a window for each slot. */
    public static final int COUNTER = 0x800;
    public static final int WINDOWS = 0x1000;
    public static final int WINDOW = 0x400;

    public static final int ENABLE = 1;

    public static final int LINK_UP = 1;
    public static final int BY_REFERENCE = 2;

    public static final int RECEIVED = 1;
    public static final int DONE = 2;
    public static final int LINK = 4;
    public static final int ALARM = 8;
    public static final int NO_BUFFER = 16;
    public static final int RING_FAULT = 32;
    public static final int COMMAND_DONE = 64;
    public static final int ALL_EVENTS = 127;

    public static final int RING_SMALL = 0;
    public static final int RING_LARGE = 1;
    public static final int RING_RECEIVE = 2;
    public static final int RING_COUNT = 3;
    public static final int MAX_RING = 65536;

    // ---- in a slot's window
    public static final int ADDRESS = 0x00;
    public static final int MODE = 0x08;
    public static final int PCR = 0x10;
    public static final int SCR = 0x18;
    public static final int MBS = 0x20;
    public static final int CDVT = 0x28;
    public static final int TIMEOUT = 0x30;
    public static final int TX_BASE = 0x38;
    public static final int TX_SIZE = 0x40;
    public static final int TOKEN = 0x48;
    /** Registers up to here are kept as written, for the next open. */
    public static final int KEPT = 0x50;
    public static final int COMMAND = 0x50;
    public static final int SLOT_STATUS = 0x58;
    public static final int DOORBELL = 0x60;
    public static final int LOOPBACK = 0x68;
    public static final int ALARMS = 0x70;
    public static final int SLOT_COUNTER = 0x80;

    public static final int MODE_AAL5 = 1;
    public static final int MODE_TRANSMIT = 2;
    public static final int MODE_RECEIVE = 4;
    public static final int MODE_LARGE = 8;
    public static final int MODE_POLICE = 16;
    public static final int MODE_CONTINUITY = 32;
    public static final int MODE_CATEGORY_SHIFT = 8;
    public static final int MODE_WEIGHT_SHIFT = 16;
    public static final int MODE_MAX_SDU_SHIFT = 32;
    public static final int UBR = 0;
    public static final int CBR = 1;
    public static final int VBR = 2;

    public static final int OPEN = 1;
    public static final int CLOSE = 2;

    public static final int CLOSED = 0;
    public static final int OPENED = 1;
    public static final int BUSY = 2;
    public static final int IN_USE = 3;
    public static final int BAD_PARAMETERS = 4;
    public static final int NO_CAPACITY = 5;
    /** Bit of a slot's status: its transmit ring has stopped. */
    public static final int STOPPED = 256;

    public static final int QUIET = 1;

    public static final int ALARM_AIS = 1;
    public static final int ALARM_RDI = 2;
    public static final int ALARM_CONTINUITY = 4;

    // ---- descriptors
    /** Transmit and free descriptors: the device's. Receive entries: the driver's. */
    public static final long OWN = Long.MIN_VALUE;
    public static final long LAST = 1L << 62;
    public static final int TYPE_SHIFT = 60;
    public static final int LENGTH_SHIFT = 32;
    public static final int SLOT_SHIFT = 32;
    public static final int TRANSMIT_BYTES = 32;
    public static final int FREE_BYTES = 16;
    public static final int RECEIVE_BYTES = 32;

    public static final int CLP = 1;
    public static final int EFCI = 2;
    public static final int UU_SHIFT = 8;
    public static final int CPI_SHIFT = 16;

    public static final int TYPE_SDU = 0;
    public static final int TYPE_RETURNED = 1;
    public static final int TYPE_LOOPBACK = 2;
    public static final int TYPE_UNUSED = 3;

    public static final int SENT_WHOLE = 0;
    public static final int FAULTED = 1;
    public static final int GIVEN_BACK = 2;
    public static final int REFUSED = 3;

    public static final int SMALL_BUFFER = 4096;
    public static final int LARGE_BUFFER = 16384;

    private NicRegisters() {
    }
}
