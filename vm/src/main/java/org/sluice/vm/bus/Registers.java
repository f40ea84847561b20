package org.sluice.vm.bus;

/**
 * A device's register window. Offsets are in bytes from the start of the window and a multiple of eight; every register is
 * 64 bits wide. Reading or writing an offset the device does not have is an {@link IllegalArgumentException} naming it.
 */
public interface Registers {
    long read(int offset);

    void write(int offset, long value);
}
