package org.sluice.kernel.tty;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.sluice.abi.Errno;
import org.sluice.abi.FileFlags;
import org.sluice.abi.Poll;
import org.sluice.abi.Signals;
import org.sluice.abi.Tty;
import org.sluice.kernel.CallFailed;
import org.sluice.kernel.Watcher;
import org.sluice.kernel.Kernel;
import org.sluice.kernel.driver.ConsoleDevice;
import org.sluice.kernel.file.FileSession;
import org.sluice.kernel.memory.FrameRun;
import org.sluice.kernel.memory.FrameUse;
import org.sluice.kernel.process.Process;
import org.sluice.kernel.thread.KernelThread;
import org.sluice.kernel.thread.LockRank;
import org.sluice.kernel.thread.Mutex;
import org.sluice.kernel.thread.SpinLock;
import org.sluice.kernel.thread.WaitQueue;
import org.sluice.vm.memory.PhysicalMemory;

/**
 * The console. Where the host's side is a terminal, programs see one: {@link Session#terminal}. Where it is a file or pipe
 * they see a plain stream. Input arrives on a kernel thread of its own.
 */
public final class Terminal {
    private static final int BUFFER = 16 * 4096;
    private static final int INPUT = 1;
    private static final int[] CHANNEL_BIT = {2, 4};
    private static final int INPUT_BUFFER = 4096;
    private static final byte[] NEWLINE = {'\r', '\n'};

    private final Kernel kernel;
    private final ConsoleDevice console;
    private final SpinLock lock = new SpinLock(LockRank.TERMINAL);
    private final WaitQueue readers = new WaitQueue();
    private final LineDiscipline discipline;
    private final Mutex outputLock = new Mutex();
    private final FrameRun output;
    private final StringBuilder pendingEcho = new StringBuilder();
    private byte[] stream = new byte[INPUT_BUFFER];
    private int streamStart;
    private int streamEnd;
    private final WaitQueue streamRoom = new WaitQueue();
    private boolean streamWanted;
    private boolean ended;
    private int minimum = 1;
    private int timeout;
    private volatile int foreground;
    private int pendingSignal;

    public Terminal(Kernel kernel, ConsoleDevice console) {
        this.kernel = kernel;
        this.console = console;
        output = kernel.frames().allocate(BUFFER / 4096, FrameUse.DMA);
        discipline = new LineDiscipline(new LineDiscipline.Output() {
            @Override
            public void echo(String text) {
                pendingEcho.append(text);
            }

            @Override
            public void signal(int signal) {
                pendingSignal = signal;
            }
        }, kernel.frames().memory());
        console.onEvent(this::event);
    }

    /** The group that gets the terminal's signals; 0 for none. */
    public int foreground() {
        return foreground;
    }

    public void setForeground(int group) {
        foreground = group;
    }

    /** A session for the given standard handle number: 0 reads, 1 and 2 write. */
    public Session session(int handle) {
        boolean terminal = (console.terminals() & (handle == 0 ? INPUT : CHANNEL_BIT[handle - 1])) != 0;
        return new Session(handle == 2 ? ConsoleDevice.ERR : ConsoleDevice.OUT, terminal);
    }

    /** Takes input from the device until it ends: the body of the terminal's own thread. */
    public void pump() {
        byte[] typed = new byte[INPUT_BUFFER];
        boolean terminal = (console.terminals() & INPUT) != 0;
        if (!terminal) {
            awaitReader();
        }
        while (true) {
            int n = console.read(typed);
            if (n < 0) {
                lock.acquire();
                ended = true;
                readers.wakeAll();
                lock.release();
                return;
            }
            if (terminal) {
                type(typed, n);
            } else {
                typed = feed(typed, n);
            }
        }
    }

    /**
     * Plain input is left with the host until somebody asks for it: it may be meant for another program there, and when it
     * arrives is chance, which a machine with a seed must not see needlessly.
     */
    private void awaitReader() {
        lock.acquire();
        try {
            while (!streamWanted) {
                streamRoom.sleep(lock, "console", WaitQueue.Mode.UNINTERRUPTIBLE, WaitQueue.FOREVER);
            }
        } finally {
            lock.release();
        }
    }

    /** With the lock. */
    private void wantStream() {
        if (!streamWanted) {
            streamWanted = true;
            streamRoom.wakeAll();
        }
    }

    private void type(byte[] typed, int count) {
        for (int i = 0; i < count; i++) {
            byte b = typed[i];
            change(() -> discipline.type(b));
        }
    }

    /** Does something to the line discipline, then what that asks for: wake readers, echo, send a signal. */
    private void change(Runnable what) {
        String echo;
        int signal;
        lock.acquire();
        try {
            what.run();
            echo = pendingEcho.toString();
            pendingEcho.setLength(0);
            signal = pendingSignal;
            pendingSignal = 0;
            if (discipline.readable()) {
                readers.wakeAll();
            }
        } finally {
            lock.release();
        }
        if (!echo.isEmpty()) {
            byte[] bytes = echo.getBytes(StandardCharsets.ISO_8859_1);
            send(ConsoleDevice.OUT, bytes, 0, bytes.length, (discipline.mode() & Tty.OPOST) != 0);
        }
        if (signal != 0 && foreground != 0) {
            kernel.processes().signalGroup(foreground, signal);
        }
    }

    /**
     * Plain input waits in a bounded buffer: the host is not read faster than programs read.
     *
     * @return the buffer to read into next, in exchange for the one given
     */
    private byte[] feed(byte[] typed, int count) {
        lock.acquire();
        try {
            while (streamStart != streamEnd) {
                streamRoom.sleep(lock, "console", WaitQueue.Mode.UNINTERRUPTIBLE, WaitQueue.FOREVER);
            }
            byte[] read = stream;
            stream = typed;
            streamStart = 0;
            streamEnd = count;
            readers.wakeAll();
            return read;
        } finally {
            lock.release();
        }
    }

    private void event(int signal) {
        if (signal == Signals.TERM) {
            Process init = kernel.processes().find(1);
            if (init != null) {
                kernel.processes().signal(init, signal);
            }
        } else if (foreground != 0) {
            kernel.processes().signalGroup(foreground, signal);
        }
    }

    /** @param newlines whether a line feed becomes a carriage return and a line feed */
    private void send(int channel, byte[] bytes, int offset, int length, boolean newlines) {
        PhysicalMemory memory = kernel.frames().memory();
        int end = offset + length;
        outputLock.acquire();
        try {
            int filled = 0;
            for (int at = offset; at < end;) {
                boolean newline = newlines && bytes[at] == '\n';
                int n = newline ? NEWLINE.length : Math.min(BUFFER - filled, (newlines ? lineEnd(bytes, at, end) : end) - at);
                if (filled == BUFFER || filled + n > BUFFER) {
                    console.write(channel, output, filled);
                    filled = 0;
                    continue;
                }
                memory.write(output.address() + filled, newline ? NEWLINE : bytes, newline ? 0 : at, n);
                filled += n;
                at += newline ? 1 : n;
            }
            if (filled > 0) {
                console.write(channel, output, filled);
            }
        } finally {
            outputLock.release();
        }
    }

    private static int lineEnd(byte[] bytes, int from, int end) {
        int at = from;
        while (at < end && bytes[at] != '\n') {
            at++;
        }
        return at;
    }

    /** The console as an open file. */
    public final class Session extends FileSession {
        private final int channel;
        private final boolean terminal;

        private Session(int channel, boolean terminal) {
            this.channel = channel;
            this.terminal = terminal;
        }

        /** Whether programs may treat it as a terminal. */
        public boolean terminal() {
            return terminal;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) {
            if (length == 0) {
                return 0;
            }
            if ((console.terminals() & INPUT) == 0) {
                return readStream(buffer, offset, length);
            }
            Process caller = Process.current();
            lock.acquire();
            try {
                long deadline = WaitQueue.FOREVER;
                if ((discipline.mode() & Tty.ICANON) == 0 && minimum == 0) {
                    deadline = kernel.clock().monotonicNanos() + timeout * 100_000_000L;
                }
                while (true) {
                    if (foreground != 0 && caller.group() != foreground) {
                        lock.release();
                        try {
                            stopInBackground(caller);
                        } finally {
                            lock.acquire();
                        }
                        continue;
                    }
                    if (discipline.readable()) {
                        return discipline.take(buffer, offset, length);
                    }
                    if (ended) {
                        return 0;
                    }
                    switch (readers.sleep(lock, "tty", WaitQueue.Mode.SIGNALLED, deadline)) {
                        case INTERRUPTED -> throw new CallFailed(Errno.EINTR);
                        case TIMED_OUT -> {
                            return 0;
                        }
                        default -> { }
                    }
                }
            } finally {
                lock.release();
            }
        }

        private void stopInBackground(Process caller) {
            if (kernel.processes().ignores(caller, Signals.TTIN)) {
                throw new CallFailed(Errno.EIO);
            }
            kernel.processes().signalGroup(caller.group(), Signals.TTIN);
            caller.checkpoint();
            if (foreground != 0 && caller.group() != foreground && kernel.processes().find(foreground) == null
                && !kernel.processes().groupExists(foreground)) {
                throw new CallFailed(Errno.EIO);
            }
        }

        private int readStream(byte[] buffer, int offset, int length) {
            lock.acquire();
            try {
                wantStream();
                while (streamStart == streamEnd) {
                    if (ended) {
                        return 0;
                    }
                    if (readers.sleep(lock, "console", WaitQueue.Mode.SIGNALLED, WaitQueue.FOREVER)
                        == WaitQueue.Wake.INTERRUPTED) {
                        throw new CallFailed(Errno.EINTR);
                    }
                }
                int n = Math.min(length, streamEnd - streamStart);
                kernel.frames().memory().copy(stream, streamStart, buffer, offset, n);
                streamStart += n;
                if (streamStart == streamEnd) {
                    streamRoom.wakeAll();
                }
                return n;
            } finally {
                lock.release();
            }
        }

        @Override
        public int write(byte[] buffer, int offset, int length) {
            send(channel, buffer, offset, length, terminal && (discipline.mode() & Tty.OPOST) != 0);
            return length;
        }

        @Override
        public int ready() {
            lock.acquire();
            try {
                boolean in = (console.terminals() & INPUT) != 0 ? discipline.readable() : streamStart != streamEnd;
                if ((console.terminals() & INPUT) == 0 && !in) {
                    wantStream();
                    in = streamStart != streamEnd;
                }
                return Poll.OUT | (in || ended ? Poll.IN : 0);
            } finally {
                lock.release();
            }
        }

        @Override
        public void watch(Watcher watcher) {
            lock.acquire();
            readers.watch(watcher);
            lock.release();
        }

        @Override
        public void unwatch(Watcher watcher) {
            lock.acquire();
            readers.unwatch(watcher);
            lock.release();
        }

        @Override
        public int available() {
            if ((console.terminals() & INPUT) != 0) {
                return discipline.available();
            }
            lock.acquire();
            try {
                wantStream();
                return streamEnd - streamStart;
            } finally {
                lock.release();
            }
        }

        @Override
        public void stat(long[] stat) {
            Arrays.fill(stat, 0);
            stat[FileFlags.ST_MODE] = (terminal ? FileFlags.S_IFCHR : FileFlags.S_IFIFO) | 0620;
            stat[FileFlags.ST_NLINK] = 1;
        }

        @Override
        public String path() {
            return terminal ? "/dev/tty" : "pipe:";
        }

        /** Reads attributes into an array of {@link Tty#ATTR_LENGTH}. */
        public void attributes(int[] target) {
            lock.acquire();
            target[Tty.ATTR_MODE] = discipline.mode();
            target[Tty.ATTR_VMIN] = minimum;
            target[Tty.ATTR_VTIME] = timeout;
            lock.release();
        }

        /** Sets attributes. */
        public void setAttributes(int[] source) {
            change(() -> {
                discipline.setMode(source[Tty.ATTR_MODE]);
                minimum = source[Tty.ATTR_VMIN];
                timeout = source[Tty.ATTR_VTIME];
                readers.wakeAll();
            });
        }

        /** Columns times 65536 plus rows. */
        public int size() {
            return console.size();
        }

        /** The terminal it belongs to. */
        public Terminal owner() {
            return Terminal.this;
        }
    }
}
