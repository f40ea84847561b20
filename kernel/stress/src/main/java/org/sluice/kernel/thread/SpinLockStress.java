package org.sluice.kernel.thread;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** Does one holder at a time see all that the one before did? */
@JCStressTest
@Outcome(id = "2", expect = ACCEPTABLE, desc = "one after the other")
@Outcome(expect = FORBIDDEN, desc = "an update was lost")
@State
public class SpinLockStress {
    private final SpinLock lock = new SpinLock(LockRank.THREAD);
    private int count;

    @Actor
    public void first() {
        lock.acquire();
        count++;
        lock.release();
    }

    @Actor
    public void second() {
        lock.acquire();
        count++;
        lock.release();
    }

    @Arbiter
    public void after(I_Result r) {
        r.r1 = count;
    }
}
