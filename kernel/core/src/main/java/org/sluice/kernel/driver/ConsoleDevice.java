package org.sluice.kernel.driver;

import org.sluice.kernel.memory.FrameRun;

/** The serial console. */
public interface ConsoleDevice {
    /** Output channels. */
    int OUT = 0;
    int ERR = 1;

    /**
     * Sends bytes out of frames by DMA; returns when the device has taken them.
     *
     * @param channel {@link #OUT} or {@link #ERR}; on a terminal both lead to the screen
     */
    void write(int channel, FrameRun frames, int length);

    /**
     * Takes what was typed.
     *
     * @return bytes put into the buffer, at least 1 (blocks), or -1 when input has ended for good
     */
    int read(byte[] buffer);

    /** Columns times 65536 plus rows, 0 when unknown. */
    int size();

    /** Whether input or output is a terminal on the host: bit 0 input, bit 1 output, bit 2 error. */
    int terminals();

    /**
     * Runs when the size changed or the host asked for an interrupt (its SIGINT), on the driver's thread.
     *
     * @param listener gets {@link org.sluice.abi.Signals#WINCH}, {@link org.sluice.abi.Signals#INT} or
     *     {@link org.sluice.abi.Signals#TERM}
     */
    void onEvent(java.util.function.IntConsumer listener);
}
