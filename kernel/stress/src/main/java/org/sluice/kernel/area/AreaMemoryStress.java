package org.sluice.kernel.area;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;
import org.sluice.kernel.memory.FrameRun;

/** Do the frames under areas go back once, with the last area? */
public class AreaMemoryStress {
    /** Two areas are released at the same time: one release is the last. */
    @JCStressTest
    @Outcome(id = {"true, false", "false, true"}, expect = ACCEPTABLE, desc = "one was the last")
    @Outcome(expect = FORBIDDEN, desc = "frames lost or given back twice")
    @State
    public static class TwoReleases {
        private final AreaMemory memory = new AreaMemory(new FrameRun(1, 1));

        public TwoReleases() {
            memory.share();
        }

        @Actor
        public void first(ZZ_Result r) {
            r.r1 = memory.drop();
        }

        @Actor
        public void second(ZZ_Result r) {
            r.r2 = memory.drop();
        }
    }

    /** One holder shares and releases both, another releases its own. */
    @JCStressTest
    @Outcome(id = {"true, false", "false, true"}, expect = ACCEPTABLE, desc = "one was the last")
    @Outcome(expect = FORBIDDEN, desc = "frames lost or given back twice")
    @State
    public static class ShareAndRelease {
        private final AreaMemory memory = new AreaMemory(new FrameRun(1, 1));

        public ShareAndRelease() {
            memory.share();
        }

        @Actor
        public void sharer(ZZ_Result r) {
            memory.share();
            boolean last = memory.drop();
            r.r1 = last | memory.drop();
        }

        @Actor
        public void other(ZZ_Result r) {
            r.r2 = memory.drop();
        }
    }
}
