package org.sluice.vm.device.console;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/** A console in memory, for tests and for programs that drive a machine. All methods may be called from any host thread. */
public final class MemoryConsole implements ConsoleBackend {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ByteArrayOutputStream input = new ByteArrayOutputStream();
    private final ByteArrayOutputStream[] output = {new ByteArrayOutputStream(), new ByteArrayOutputStream()};
    private final int terminals;
    private int inputRead;
    private boolean inputEnded;
    private boolean closed;
    private volatile int size;
    private volatile Listener listener = event -> { };

    /** A console that is no terminal. */
    public MemoryConsole() {
        this(0, 0);
    }

    /**
     * A console.
     *
     * @param terminals bits of {@link ConsoleBackend#terminals}
     * @param size      columns times 65536 plus rows
     */
    public MemoryConsole(int terminals, int size) {
        this.terminals = terminals;
        this.size = size;
    }

    /** Types text, in UTF-8. */
    public void type(String text) {
        lock.lock();
        try {
            input.writeBytes(text.getBytes(StandardCharsets.UTF_8));
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Ends input. */
    public void endInput() {
        lock.lock();
        try {
            inputEnded = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Changes the size and tells the machine. */
    public void resize(int columns, int rows) {
        size = columns << 16 | rows;
        listener.event(Event.RESIZED);
    }

    /** Tells the machine of an event. */
    public void send(Event event) {
        listener.event(event);
    }

    /** What has been written to a channel so far. */
    public String output(int channel) {
        lock.lock();
        try {
            return output[channel].toString(StandardCharsets.UTF_8);
        } finally {
            lock.unlock();
        }
    }

    /** Waits until what was written to a channel satisfies a condition, and returns it. */
    public String awaitOutput(int channel, Predicate<String> condition) throws InterruptedException {
        lock.lock();
        try {
            while (!condition.test(output(channel))) {
                changed.await();
            }
            return output(channel);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public int read(byte[] buffer) {
        lock.lock();
        try {
            while (inputRead == input.size() && !inputEnded && !closed) {
                changed.awaitUninterruptibly();
            }
            int n = Math.min(buffer.length, input.size() - inputRead);
            System.arraycopy(input.toByteArray(), inputRead, buffer, 0, n);
            inputRead += n;
            return n == 0 ? -1 : n;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void write(int channel, ByteBuffer bytes) {
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(copy);
        lock.lock();
        try {
            output[channel].writeBytes(copy);
            changed.signalAll();
        } finally {
            lock.unlock();
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
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
