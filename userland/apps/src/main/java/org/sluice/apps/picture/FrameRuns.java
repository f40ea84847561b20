package org.sluice.apps.picture;

import java.util.ArrayList;
import java.util.List;

/**
 * What {@code /proc/frames} says: runs of frames by use and process, one behind the other. Which process the kernel has tables
 * for is of no interest here.
 */
public final class FrameRuns {
    private static final int FIELDS = 4;
    /** The use of frames that are nobody's. */
    static final String FREE = "free";

    /**
     * Frames of one owner.
     *
     * @param process 0 for no process'
     */
    public record Run(int first, int count, String use, int process) {
        /** Whether both belong to the same. */
        boolean like(Run other) {
            return process == other.process && use.equals(other.use);
        }
    }

    private final List<Run> runs = new ArrayList<>();
    private int frames;

    /** @throws IllegalArgumentException if the text is not of that form */
    public static FrameRuns parse(String text) {
        FrameRuns result = new FrameRuns();
        String[] lines = text.split("\n");
        for (int i = 0; i < lines.length; i++) {
            String[] fields = lines[i].split(" ");
            if (fields.length != FIELDS) {
                throw new IllegalArgumentException("line " + (i + 1) + ": " + lines[i]);
            }
            // NumberFormatException is one as well
            int process = Integer.parseInt(fields[3]);
            Run run = new Run(Integer.parseInt(fields[0]), Integer.parseInt(fields[1]), fields[2],
                Palette.isOfProcess(fields[2]) ? process : 0);
            if (run.first != result.frames || run.count < 1) {
                throw new IllegalArgumentException("line " + (i + 1) + ": " + lines[i]);
            }
            result.frames += run.count;
            result.runs.add(run);
        }
        return result;
    }

    /** The runs in their order. */
    public List<Run> runs() {
        return runs;
    }

    /** Frames of the machine. */
    int frames() {
        return frames;
    }

    /** One run for each owner, with all its frames counted; in the order of uses' names given, then of processes. */
    List<Run> owners(List<String> order) {
        List<Run> owners = new ArrayList<>();
        for (Run run : runs) {
            int at = 0;
            while (at < owners.size() && !owners.get(at).like(run)) {
                at++;
            }
            if (at < owners.size()) {
                Run sum = owners.get(at);
                owners.set(at, new Run(sum.first, sum.count + run.count, sum.use, sum.process));
            } else {
                owners.add(run);
            }
        }
        owners.sort((a, b) -> a.use.equals(b.use) ? Integer.compare(a.process, b.process)
            : Integer.compare(order.indexOf(a.use), order.indexOf(b.use)));
        return owners;
    }
}
