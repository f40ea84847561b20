package org.sluice.vm.device.console;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * The console on the process' own standard input, output and error. Which of them are terminals, their size and the host's
 * signals are found out by whoever started the process and handed in through {@link #resize} and {@link #send}: the JDK cannot
 * tell.
 */
public final class HostConsole implements ConsoleBackend {
    private final FileInputStream in = new FileInputStream(FileDescriptor.in);
    private final FileChannel[] out = {
        new FileOutputStream(FileDescriptor.out).getChannel(), new FileOutputStream(FileDescriptor.err).getChannel()};
    private final int terminals;
    private final Runnable restore;
    private volatile int size;
    private volatile Listener listener = event -> { };

    /**
     * A console on the standard streams.
     *
     * @param terminals which of them are terminals
     * @param size      columns times 65536 plus rows, 0 unknown
     * @param restore   puts the terminal back as it was; run by every {@link #close}
     */
    public HostConsole(int terminals, int size, Runnable restore) {
        this.terminals = terminals;
        this.size = size;
        this.restore = restore;
    }

    /** Takes a new size and tells the machine. */
    public void resize(int newSize) {
        size = newSize;
        listener.event(Event.RESIZED);
    }

    /** Tells the machine of an event. */
    public void send(Event event) {
        listener.event(event);
    }

    @Override
    public int read(byte[] buffer) throws IOException {
        return in.read(buffer);
    }

    @Override
    public void write(int channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            out[channel].write(bytes);
        }
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public int terminals() {
        return terminals;
    }

    @Override
    public void listen(Listener newListener) {
        listener = newListener;
    }

    @Override
    public void close() {
        restore.run();
    }
}
