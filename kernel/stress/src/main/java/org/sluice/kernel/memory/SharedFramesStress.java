package org.sluice.kernel.memory;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** Do frames that several hold go back once, with the last holder? */
public class SharedFramesStress {
    /** Two holders let go at the same time: one is the last. */
    @JCStressTest
    @Outcome(id = "1", expect = ACCEPTABLE, desc = "given back once")
    @Outcome(expect = FORBIDDEN, desc = "frames lost or given back twice")
    @State
    public static class TwoDrops {
        private final AtomicInteger back = new AtomicInteger();
        private final SharedFrames frames = new SharedFrames(new FrameRun(1, 1), gone -> back.incrementAndGet(), 0);

        public TwoDrops() {
            frames.hold();
        }

        @Actor
        public void first() {
            frames.drop();
        }

        @Actor
        public void second() {
            frames.drop();
        }

        @Arbiter
        public void afterwards(I_Result r) {
            r.r1 = back.get();
        }
    }

    /** One holder takes a further hold and drops both, another drops its own. */
    @JCStressTest
    @Outcome(id = "1", expect = ACCEPTABLE, desc = "given back once")
    @Outcome(expect = FORBIDDEN, desc = "frames lost or given back twice")
    @State
    public static class HoldAndDrop {
        private final AtomicInteger back = new AtomicInteger();
        private final SharedFrames frames = new SharedFrames(new FrameRun(1, 1), gone -> back.incrementAndGet(), 0);

        public HoldAndDrop() {
            frames.hold();
        }

        @Actor
        public void holder() {
            frames.hold();
            frames.drop();
            frames.drop();
        }

        @Actor
        public void other() {
            frames.drop();
        }

        @Arbiter
        public void afterwards(I_Result r) {
            r.r1 = back.get();
        }
    }

    /** The holders of two slices let go at the same time: the frames under both go back once, the slices' counts with them. */
    @JCStressTest
    @Outcome(id = "1", expect = ACCEPTABLE, desc = "given back once")
    @Outcome(expect = FORBIDDEN, desc = "frames lost or given back twice")
    @State
    public static class TwoSlices {
        private final AtomicInteger back = new AtomicInteger();
        private final SharedFrames first;
        private final SharedFrames second;

        public TwoSlices() {
            SharedFrames whole = new SharedFrames(new FrameRun(1, 1), gone -> back.incrementAndGet(), 0);
            first = whole.slice();
            second = whole.slice();
            whole.drop();
        }

        @Actor
        public void one() {
            first.drop();
        }

        @Actor
        public void other() {
            second.drop();
        }

        @Arbiter
        public void afterwards(I_Result r) {
            r.r1 = back.get();
        }
    }
}
