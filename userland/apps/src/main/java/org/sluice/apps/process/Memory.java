package org.sluice.apps.process;

import java.io.IOException;
import org.sluice.apps.Io;

/** The lines of {@code /proc/meminfo}, in KiB. */
public final class Memory {
    public final long total;
    public final long free;
    public final long available;
    public final long buffers;
    public final long cached;
    public final long reclaimable;
    public final long shared;
    public final long swapTotal;
    public final long swapFree;

    private Memory(String text) {
        total = field(text, "MemTotal:", 0);
        free = field(text, "MemFree:", 0);
        available = field(text, "MemAvailable:", free);
        buffers = field(text, "Buffers:", 0);
        cached = field(text, "Cached:", 0);
        reclaimable = field(text, "SReclaimable:", 0);
        shared = field(text, "Shmem:", 0);
        swapTotal = field(text, "SwapTotal:", 0);
        swapFree = field(text, "SwapFree:", 0);
    }

    /** The memory of the machine at this moment. */
    public static Memory read(Io io) throws IOException {
        return new Memory(io.readText(io.proc() + "/meminfo"));
    }

    private static long field(String text, String name, long missing) {
        int at = text.startsWith(name) ? 0 : text.indexOf("\n" + name);
        if (at < 0) {
            return missing;
        }
        int from = text.indexOf(':', at) + 1;
        while (from < text.length() && text.charAt(from) == ' ') {
            from++;
        }
        int to = from;
        while (to < text.length() && Character.isDigit(text.charAt(to))) {
            to++;
        }
        return to == from ? missing : Long.parseLong(text.substring(from, to));
    }
}
