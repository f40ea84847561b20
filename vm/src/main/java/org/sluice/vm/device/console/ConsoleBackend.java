package org.sluice.vm.device.console;

import java.io.IOException;
import java.nio.ByteBuffer;

/** What the console's line leads to on the host. */
public interface ConsoleBackend extends AutoCloseable {
    /** Channel of ordinary output. */
    int OUT = 0;
    /** Channel of diagnostic output. */
    int ERR = 1;

    /** Bits of {@link #terminals}. */
    int INPUT_TERMINAL = 1;
    int OUTPUT_TERMINAL = 2;
    int ERROR_TERMINAL = 4;

    /** Things the host tells. */
    enum Event {
        /** The terminal has another size. */
        RESIZED,
        /** The host's user wants the foreground work interrupted. */
        INTERRUPT,
        /** The host wants the machine to end. */
        TERMINATE
    }

    /** Takes events; from any thread, never blocks. */
    interface Listener {
        void event(Event event);
    }

    /**
     * Waits for input; called by one thread at a time.
     *
     * @return bytes put into the buffer, at least 1, or -1 when input has ended
     */
    int read(byte[] buffer) throws IOException;

    /**
     * Gives all bytes to the host, waiting as long as it takes.
     *
     * @throws IOException if nobody takes output any more
     */
    void write(int channel, ByteBuffer bytes) throws IOException;

    /** Columns times 65536 plus rows, 0 when unknown. */
    int size();

    /** Which channels are terminals. */
    int terminals();

    /** Names the one to be told of events; those before are not kept. */
    void listen(Listener listener);

    /** Puts the host's terminal back as it was. May be called several times. */
    @Override
    void close();
}
