package org.sluice.vm.cpu;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.util.concurrent.atomic.AtomicBoolean;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.Z_Result;

/**
 * Does a context that parks always learn that it was unparked? What a kernel thread's {@code block} and {@code unblock} rest on. The
 * one actor is the processor, on which the context looks for what the other one does, and parks.
 */
@JCStressTest
@Outcome(id = "true", expect = ACCEPTABLE, desc = "it went on")
@Outcome(expect = FORBIDDEN, desc = "it sleeps for ever")
@State
public class ContextStress {
    private final AtomicBoolean ready = new AtomicBoolean();
    private final Context context = new Context("stress", null, c -> ready.set(true), this::body);
    private volatile boolean happened;
    private volatile boolean told;
    private volatile boolean done;

    private void body() {
        while (!happened) {
            Context.current().park();
        }
        done = true;
    }

    @Actor
    public void processor(Z_Result r) {
        context.start();
        while (!done) {
            // who was told by now is ready by now
            boolean last = told;
            if (ready.compareAndSet(true, false)) {
                context.resume(null);
            } else if (last) {
                break;
            } else {
                Thread.onSpinWait();
            }
        }
        r.r1 = done;
    }

    @Actor
    public void waker() {
        happened = true;
        context.unpark();
        told = true;
    }
}
