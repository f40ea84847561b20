package org.sluice.kernel.boot;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.sluice.abi.IoVectors;
import org.sluice.kernel.TestKernel;
import org.sluice.kernel.memory.FrameRun;
import org.sluice.kernel.memory.FrameUse;
import org.sluice.kernel.process.Process;

/** Does {@code /proc/frames} name the owner of every frame, also of those that change it without the allocator? */
class FrameMapTest {
    /** Frames by use and process; checks on the way that the lines cover memory from end to end. */
    private static Map<String, Integer> frames(TestKernel machine) {
        Map<String, Integer> frames = new HashMap<>();
        int next = 0;
        for (String line : FrameMap.of(machine.kernel()).split("\n")) {
            String[] fields = line.split(" ");
            assertEquals(next, Integer.parseInt(fields[0]), line);
            next += Integer.parseInt(fields[1]);
            frames.merge(fields[2] + " " + fields[3], Integer.parseInt(fields[1]), Integer::sum);
        }
        assertEquals(machine.kernel().frames().total(), next);
        return frames;
    }

    @Test
    void framesAreOfWhomHasThem() throws Exception {
        try (TestKernel machine = new TestKernel(1)) {
            Process process = machine.process("p");
            machine.run(process, () -> {
                String mine = " " + process.id();
                Map<String, Integer> before = frames(machine);
                assertEquals(1, before.get("reserved 0"));
                assertEquals(1, before.get("kernel" + mine));
                long[] vector = new long[IoVectors.size(1)];
                process.areas().allocate(5 * 4096 - 100, 0, vector);
                FrameRun pipe = machine.kernel().frames().allocate(3, FrameUse.PIPE);
                Map<String, Integer> during = frames(machine);
                assertEquals(5, during.get("area" + mine));
                assertEquals(3, during.get("pipe 0"));
                assertEquals(before.get("free 0") - 8, during.get("free 0"));
                process.areas().release(vector);
                machine.kernel().frames().release(pipe);
                Map<String, Integer> after = frames(machine);
                assertEquals(5, after.get("spare" + mine), "kept for the next area");
                assertEquals(null, after.get("area" + mine));
                assertEquals(before.get("free 0") - 5, after.get("free 0"));
            });
        }
    }
}
