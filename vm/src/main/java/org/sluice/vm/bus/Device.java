package org.sluice.vm.bus;

/** A device as the bus shows it. One instance serves one machine. */
public interface Device extends AutoCloseable {
    /** The kind a driver's manifest asks for, such as {@code "disk"}; with the instance it is the device's address. */
    String kind();

    /** Tells devices of one kind apart: {@code "0"} for the first, or a name such as a share's mount point. */
    String instance();

    Registers registers();

    /**
     * Connects the device to the machine. Called once, before any register access.
     *
     * @param dma       the device's only way to memory
     * @param interrupt raises the device's interrupt line; may be called from any thread, never blocks
     */
    void attach(org.sluice.vm.dma.DmaPort dma, Runnable interrupt);

    /** Stops the device's threads and closes what it holds of the host. */
    @Override
    void close();
}
