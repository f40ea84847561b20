package org.sluice.kernel.memory;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;
import org.sluice.vm.memory.PhysicalMemory;

/** Does no other process write into frames between their allocation and their release, and do they come cleared? */
@JCStressTest
@Outcome(id = "true, true", expect = ACCEPTABLE, desc = "each had frames of its own")
@Outcome(expect = FORBIDDEN, desc = "frames with two owners, or not cleared")
@State
public class FrameAllocatorStress {
    /** One memory for all states; both want a single frame, so that they meet. */
    private static final PhysicalMemory MEMORY = new PhysicalMemory(8L << PhysicalMemory.FRAME_SHIFT);
    private static final FrameAllocator FRAMES = new FrameAllocator(MEMORY);

    private static final int ROUNDS = 20;

    @Actor
    public void first(ZZ_Result r) {
        r.r1 = own(1);
    }

    @Actor
    public void second(ZZ_Result r) {
        r.r2 = own(2);
    }

    private static boolean own(long mark) {
        boolean good = true;
        for (int i = 0; i < ROUNDS; i++) {
            good &= once(mark);
        }
        return good;
    }

    private static boolean once(long mark) {
        FrameRun run = FRAMES.allocate(1, FrameUse.PAGED, (int) mark);
        long last = run.address() + run.bytes() - Long.BYTES;
        boolean cleared = MEMORY.getLong(run.address()) == 0 && MEMORY.getLong(last) == 0;
        MEMORY.putLong(run.address(), mark);
        MEMORY.putLong(last, mark);
        boolean mine = MEMORY.getLong(run.address()) == mark && MEMORY.getLong(last) == mark;
        FRAMES.release(run);
        return cleared && mine;
    }
}
