package org.sluice.kernel.process;

import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import org.sluice.abi.ProcessKilled;
import org.sluice.kernel.CallFailed;
import org.sluice.kernel.area.AreaTable;
import org.sluice.kernel.file.FileSession;
import org.sluice.kernel.handle.OpenObject;
import org.sluice.kernel.handle.Rights;

/**
 * What a process had not given back when it ended: a line for each area and one with the sums, to its handle 2 and to the kernel's
 * log. It is written if the process' environment says {@value #VARIABLE}, and if there is something to write.
 */
final class LeakReport {
    private static final String VARIABLE = "SLUICE_LEAKS=1";
    /** Standard input and output and standard error, which nobody closes. */
    private static final int STANDARD_HANDLES = 3;
    /** Areas the log has lines for; it has room for 1024 lines of all. */
    private static final int MOST_LOGGED = 64;
    private static final long NANOS_PER_TENTH = 100_000_000;

    private LeakReport() {
    }

    /** Called by the last thread of a process, before what it held is returned. Never fails. */
    static void write(Process process) {
        if (!List.of(process.environment()).contains(VARIABLE)) {
            return;
        }
        List<AreaTable.Entry> areas = process.areas().entries().stream().sorted(Comparator.comparingLong(AreaTable.Entry::since)
            .thenComparingLong(AreaTable.Entry::address)).toList();
        int handles = process.handles().countFrom(STANDARD_HANDLES);
        if (areas.isEmpty() && handles == 0) {
            return;
        }
        String who = process.id() + " (" + process.program().name() + "): ";
        long now = process.kernel().clock().monotonicNanos();
        StringBuilder text = new StringBuilder();
        long bytes = 0;
        for (int i = 0; i < areas.size(); i++) {
            AreaTable.Entry area = areas.get(i);
            String line = who + line(area, now);
            text.append("leaks: ").append(line).append('\n');
            if (i < MOST_LOGGED) {
                process.kernel().log().line("leaks", line);
            }
            bytes += area.length();
        }
        String sums = who + "left areas: " + areas.size() + " of " + bytes + " bytes, handles: " + handles;
        process.kernel().log().line("leaks", sums);
        tell(process, text.append("leaks: ").append(sums).append('\n').toString().getBytes(StandardCharsets.UTF_8));
    }

    private static String line(AreaTable.Entry area, long now) {
        long tenths = (now - area.since()) / NANOS_PER_TENTH;
        boolean open = area.mapped() || area.use().equals("left");
        return "area " + Long.toHexString(area.address()) + " of " + area.length() + " bytes, " + tenths / 10 + "." + tenths % 10
            + " s old, " + (open ? "view open" : "no view");
    }

    /** To the process' standard error, if it has one that takes it at once: a thread of a process that ends must not wait. */
    private static void tell(Process process, byte[] text) {
        try {
            OpenObject<FileSession> error = process.handles().use(2, FileSession.class, Rights.WRITE);
            try {
                error.object().write(text, 0, text.length);
            } finally {
                error.release();
            }
        } catch (CallFailed | ProcessKilled e) {
            // the log has it
        }
    }
}
