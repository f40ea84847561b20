package org.sluice.vm.device.hostnet;

/** Something the driver wants, until it is completed. */
final class Command {
    final int operation;
    final int slot;
    /** Bytes of memory; what comes back of them in a completion. */
    final int length;
    /** Bus address, or address and port, or the number of a forward. */
    final long operand;
    final long cookie;
    /** Bytes done so far. */
    int done;

    Command(long head, long operand, long cookie) {
        operation = (int) (head >>> HostNetRegisters.OPERATION_SHIFT) & 0xff;
        slot = (int) (head >>> HostNetRegisters.SLOT_SHIFT) & 0xffff;
        length = (int) head;
        this.operand = operand;
        this.cookie = cookie;
    }
}
