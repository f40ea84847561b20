package org.sluice.vm.board;

/** Where firmware jumps to. A kernel module provides it as a service; firmware finds it in the modules of the boot partition. */
public interface KernelEntry {
    /**
     * Runs the system until it halts, on the thread that called firmware.
     *
     * @return the exit status of the machine: that of the first process
     */
    int run(Machine machine);
}
