package org.sluice.kernel.trace;

import java.nio.charset.StandardCharsets;
import org.sluice.kernel.thread.LockRank;
import org.sluice.kernel.thread.SpinLock;
import org.sluice.vm.time.Clock;

/** The ring of kernel messages that {@code dmesg} shows. */
public final class KernelLog {
    private static final int LINES = 1024;
    private static final int LINE_LENGTH = 512;

    private final SpinLock lock = new SpinLock(LockRank.LOG);
    private final String[] ring = new String[LINES];
    private final Clock clock;
    private long written;

    public KernelLog(Clock clock) {
        this.clock = clock;
    }

    /** Adds a line, cut at 512 characters, with the time since the machine started. */
    public void line(String area, String text) {
        long micros = clock.monotonicNanos() / 1000;
        String stamp = String.valueOf(micros % 1_000_000 + 1_000_000).substring(1);
        String seconds = String.valueOf(micros / 1_000_000);
        String line = "[" + " ".repeat(Math.max(0, 5 - seconds.length())) + seconds + "." + stamp + "] " + area + ": " + text;
        line = line.replace('\n', ' ');
        line = line.length() > LINE_LENGTH ? line.substring(0, LINE_LENGTH) : line;
        lock.acquire();
        ring[(int) (written++ % LINES)] = line;
        lock.release();
    }

    /** Everything still in the ring, oldest line first. */
    public byte[] text() {
        StringBuilder text = new StringBuilder();
        lock.acquire();
        try {
            for (long i = Math.max(0, written - LINES); i < written; i++) {
                text.append(ring[(int) (i % LINES)]).append('\n');
            }
        } finally {
            lock.release();
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }
}
