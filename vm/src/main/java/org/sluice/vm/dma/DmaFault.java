package org.sluice.vm.dma;

/** A device touched memory it was not granted. */
public final class DmaFault extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final String device;
    private final long busAddress;
    private final boolean write;

    /** A fault of the device at a bus address. */
    public DmaFault(String device, long busAddress, int length, boolean write) {
        super(device + ": DMA " + (write ? "write" : "read") + " of " + length + " bytes at bus address 0x"
            + Long.toHexString(busAddress) + " is not granted", null, false, false);
        this.device = device;
        this.busAddress = busAddress;
        this.write = write;
    }

    public String device() {
        return device;
    }

    public long busAddress() {
        return busAddress;
    }

    public boolean write() {
        return write;
    }
}
