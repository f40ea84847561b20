package org.sluice.vm.irq;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** Does a line's handler see what each of two devices did before it raised the line, although they raise it at once? */
public class InterruptStress {
    /** A line, and a handler that looks at what the devices did. */
    abstract static class Board {
        final InterruptController controller = new InterruptController(1);
        volatile boolean first;
        volatile boolean second;
        volatile boolean seenFirst;
        volatile boolean seenSecond;

        void handler() {
            if (first) {
                seenFirst = true;
            }
            if (second) {
                seenSecond = true;
            }
        }
    }

    /** Two raises at once. */
    @JCStressTest
    @Outcome(id = "true, true", expect = ACCEPTABLE, desc = "both were seen")
    @Outcome(expect = FORBIDDEN, desc = "an interrupt was lost")
    @State
    public static class TwoRaises extends Board {
        public TwoRaises() {
            controller.connect(0, this::handler);
        }

        @Actor
        public void one() {
            first = true;
            controller.raise(0);
        }

        @Actor
        public void other() {
            second = true;
            controller.raise(0);
        }

        @Arbiter
        public void after(ZZ_Result r) {
            r.r1 = seenFirst;
            r.r2 = seenSecond;
        }
    }

    /** A raise while the line is unmasked. */
    @JCStressTest
    @Outcome(id = "true, false", expect = ACCEPTABLE, desc = "it was seen")
    @Outcome(expect = FORBIDDEN, desc = "an interrupt was lost, or came from nowhere")
    @State
    public static class RaiseAndUnmask extends Board {
        public RaiseAndUnmask() {
            controller.connect(0, this::handler);
            controller.mask(0);
        }

        @Actor
        public void device() {
            first = true;
            controller.raise(0);
        }

        @Actor
        public void driver() {
            controller.unmask(0);
        }

        @Arbiter
        public void after(ZZ_Result r) {
            r.r1 = seenFirst;
            r.r2 = seenSecond;
        }
    }
}
