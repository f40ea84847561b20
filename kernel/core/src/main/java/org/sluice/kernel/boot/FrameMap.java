package org.sluice.kernel.boot;

import java.util.Arrays;
import java.util.Locale;
import org.sluice.kernel.Kernel;
import org.sluice.kernel.area.AreaTable;
import org.sluice.kernel.memory.FrameRun;
import org.sluice.kernel.memory.FrameUse;
import org.sluice.kernel.process.Process;
import org.sluice.vm.memory.PhysicalMemory;

/**
 * The text of {@code /proc/frames}: lines of first frame, frames, use and process, 0 for no one's; neighbours with the same use and
 * process are one line. The allocator tells the uses, and the pager whose page is in which of its frames; those ready for use are no one's. An area moves between processes without the allocator's knowing, so the
 * tables of areas are asked whose it is: that of the first process asked which has it; no one's while it is on its way.
 */
final class FrameMap {
    private static final int USE_BITS = 8;

    private final Kernel kernel;
    /** For each frame the process above the use. */
    private final long[] owners;

    private FrameMap(Kernel kernel) {
        this.kernel = kernel;
        owners = new long[kernel.frames().total()];
    }

    /** The map now. */
    static String of(Kernel kernel) {
        FrameMap map = new FrameMap(kernel);
        kernel.frames().visit((frame, count, use, process) -> Arrays.fill(map.owners, frame, frame + count, owner(use, process)));
        kernel.pager().visit((frame, process) -> map.owners[frame] = owner(process == 0 ? FrameUse.CACHE : FrameUse.PAGED, process));
        for (Process process : kernel.processes().snapshot()) {
            map.areasOf(process);
        }
        return map.text();
    }

    private static long owner(FrameUse use, int process) {
        return (long) process << USE_BITS | use.ordinal();
    }

    private void areasOf(Process process) {
        for (AreaTable.Entry area : process.areas().entries()) {
            int last = (int) (area.frame() + (area.offset() + area.length() - 1L >> PhysicalMemory.FRAME_SHIFT));
            claim((int) area.frame(), last, owner(FrameUse.AREA, process.id()));
        }
        for (FrameRun run : process.areas().spareRuns()) {
            claim(run.frame(), run.frame() + run.count() - 1, owner(FrameUse.SPARE, process.id()));
        }
    }

    /** Memory of another use that somebody reads as an area stays what it is. */
    private void claim(int first, int last, long owner) {
        for (int frame = first; frame <= last; frame++) {
            if (owners[frame] == owner(FrameUse.AREA, 0)) {
                owners[frame] = owner;
            }
        }
    }

    private String text() {
        StringBuilder text = new StringBuilder();
        int start = 0;
        for (int frame = 1; frame <= owners.length; frame++) {
            if (frame == owners.length || owners[frame] != owners[start]) {
                FrameUse use = FrameUse.values()[(int) owners[start] & (1 << USE_BITS) - 1];
                text.append(start).append(' ').append(frame - start).append(' ').append(use.name().toLowerCase(Locale.ROOT)).append(' ')
                    .append(owners[start] >> USE_BITS).append('\n');
                start = frame;
            }
        }
        return text.toString();
    }
}
