package org.sluice.kernel.handle;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;
import org.sluice.kernel.CallFailed;

/** Is an object closed once, with its last reference, and never under somebody who uses it? */
public class HandleStress {
    private static final int REFUSED = 0;
    private static final int USED_OPEN = 1;
    private static final int USED_CLOSED = 2;

    /** An object that knows whether it was closed. */
    private static final class Closing {
        private volatile int closed;

        void close() {
            closed++;
        }

        int use() {
            return closed == 0 ? USED_OPEN : USED_CLOSED;
        }
    }

    /** The last reference goes while another is asked for. */
    @JCStressTest
    @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "closed first, the other was refused")
    @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "used while open, then closed")
    @Outcome(expect = FORBIDDEN, desc = "used after its end, or not closed once")
    @State
    public static class RetainAndRelease {
        private final Closing object = new Closing();
        private final OpenObject<Closing> open = new OpenObject<>(object, 0, object::close);

        @Actor
        public void user(II_Result r) {
            r.r1 = REFUSED;
            if (open.retain()) {
                r.r1 = object.use();
                open.release();
            }
        }

        @Actor
        public void owner() {
            open.release();
        }

        @Arbiter
        public void after(II_Result r) {
            r.r2 = object.closed;
        }
    }

    /** A handle is closed while it is used. */
    @JCStressTest
    @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "closed first, the call was refused")
    @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "used while open, then closed")
    @Outcome(expect = FORBIDDEN, desc = "used after its end, or not closed once")
    @State
    public static class UseAndClose {
        private final Closing object = new Closing();
        private final HandleTable table = new HandleTable(4);
        private final int handle = table.add(new OpenObject<>(object, 0, object::close));

        @Actor
        public void user(II_Result r) {
            try {
                OpenObject<Closing> open = table.use(handle, Closing.class, 0);
                r.r1 = object.use();
                open.release();
            } catch (CallFailed e) {
                r.r1 = REFUSED;
            }
        }

        @Actor
        public void closer() {
            table.close(handle);
        }

        @Arbiter
        public void after(II_Result r) {
            r.r2 = object.closed;
        }
    }

    /** A handle is closed twice, the second time by the end of its process. */
    @JCStressTest
    @Outcome(id = {"0, 0, 1", "1, 0, 1"}, expect = ACCEPTABLE, desc = "closed once, by one or the other")
    @Outcome(expect = FORBIDDEN, desc = "not closed once")
    @State
    public static class CloseAndEnd {
        private final Closing object = new Closing();
        private final HandleTable table = new HandleTable(4);
        private final int handle = table.add(new OpenObject<>(object, 0, object::close));

        @Actor
        public void closer(III_Result r) {
            try {
                table.close(handle);
                r.r1 = 1;
            } catch (CallFailed e) {
                r.r1 = 0;
            }
        }

        @Actor
        public void end() {
            table.closeAll(thrown -> { });
        }

        @Arbiter
        public void after(III_Result r) {
            r.r2 = table.count();
            r.r3 = object.closed;
        }
    }
}
