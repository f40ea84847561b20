package org.sluice.vm.dma;

import java.lang.foreign.MemorySegment;

/** One DMA access in progress: granted memory as a device sees it until it closes the window. */
public final class DmaWindow implements AutoCloseable {
    private final Grant grant;
    private final MemorySegment memory;
    private boolean closed;

    DmaWindow(Grant grant, MemorySegment memory) {
        this.grant = grant;
        this.memory = memory;
    }

    /**
     * The range asked for; read-only if the access was not a write.
     *
     * @throws IllegalStateException after {@link #close}
     */
    public MemorySegment memory() {
        if (closed) {
            throw new IllegalStateException("DMA window is closed");
        }
        return memory;
    }

    /** Ends the access. Closing twice has no effect. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            grant.leave();
        }
    }
}
