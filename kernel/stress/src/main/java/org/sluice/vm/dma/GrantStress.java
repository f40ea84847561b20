package org.sluice.vm.dma;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** Is no window of a device open any more when a revoked grant is idle? */
@JCStressTest
@Outcome(id = {"false, false", "true, false"}, expect = ACCEPTABLE, desc = "refused, or over before the frames were another's")
@Outcome(expect = FORBIDDEN, desc = "the device reached frames that were given away")
@State
public class GrantStress {
    private final Grant grant = new Grant(0, new long[] {0}, new long[] {1}, true);
    private volatile boolean givenAway;

    @Actor
    public void device(ZZ_Result r) {
        if (grant.enter()) {
            r.r1 = true;
            r.r2 = givenAway;
            grant.leave();
        }
    }

    @Actor
    public void driver() {
        grant.revoke();
        while (!grant.idle()) {
            Thread.onSpinWait();
        }
        givenAway = true;
    }
}
