package org.sluice.vm.cpu;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * A virtual processor: a dispatcher loop on a host thread, its carrier. When the context it runs cannot be stopped (it is
 * pinned, or does not poll), {@link #handOff} gives the loop to a fresh carrier at once, so that everything else goes on; the
 * old carrier ends when its context stops running.
 */
public final class VirtualCpu {
    /** Bytes of stack a context has at most: it runs on the stack of its carrier. */
    public static final long STACK_BYTES = 2L << 20;
    /** How often an idle processor looks for work before it asks the host to let it sleep. */
    private static final int SPINS = 2_000;

    private final int number;
    private final Dispatcher dispatcher;
    /** Whether nothing else runs while a context runs beside the processor. */
    private final boolean exclusive;
    private final AtomicInteger carriersStarted = new AtomicInteger();
    /** Contexts that run, not merely wait, on carriers they were left with by a hand-off. */
    private final AtomicInteger aside = new AtomicInteger();
    private final AtomicReference<Carrier> carrier = new AtomicReference<>();
    private volatile boolean sleeping;
    private volatile boolean halted;

    /**
     * A processor that is not running yet.
     *
     * @param exclusive whether a context that was handed off, when it runs, still has the processor to itself: the order of
     *     events then does not depend on the speed of host threads
     */
    public VirtualCpu(int number, Dispatcher dispatcher, boolean exclusive) {
        this.number = number;
        this.dispatcher = dispatcher;
        this.exclusive = exclusive;
    }

    public int number() {
        return number;
    }

    /** Whether nothing else runs while a context runs beside the processor. */
    boolean exclusive() {
        return exclusive;
    }

    /** Starts the dispatcher loop. */
    public void start() {
        replace(null);
    }

    /** Ends the loop once the running context stops. */
    public void halt() {
        halted = true;
        lookAgain();
    }

    /** Makes a sleeping processor look for ready contexts. Wait-free. */
    public void wake() {
        if (sleeping) {
            lookAgain();
        }
    }

    /** Whether the processor waits for work. */
    public boolean sleeping() {
        return sleeping;
    }

    /** The context that runs now on the processor's own carrier, or null. */
    public Context running() {
        Carrier c = carrier.get();
        return c == null ? null : c.running;
    }

    /** Carriers started so far: 1 plus the number of hand-offs. */
    public int carriers() {
        return carriersStarted.get();
    }

    /**
     * Gives the loop to a fresh carrier if the current one is the given context's; the context goes on running beside it
     * until it stops.
     */
    public void handOff(Context from) {
        Carrier c = carrier.get();
        if (c != null && c.running == from && !halted) {
            replace(c);
        }
    }

    /** A context beside the processor goes on. */
    void asideResumes() {
        aside.incrementAndGet();
    }

    /** A context beside the processor waits, or is beside it no longer; the processor may have something to do now. */
    void asideStops() {
        aside.decrementAndGet();
        lookAgain();
    }

    private void lookAgain() {
        sleeping = false;
        Carrier c = carrier.get();
        if (c != null) {
            LockSupport.unpark(c);
        }
    }

    private void replace(Carrier old) {
        Carrier next = new Carrier("cpu" + number + "." + (carriersStarted.get() + 1));
        if (carrier.compareAndSet(old, next)) {
            if (old != null) {
                aside.incrementAndGet();
            }
            carriersStarted.incrementAndGet();
            next.start();
        }
    }

    /** The host thread under the loop. */
    private final class Carrier extends Thread {
        private volatile Context running;

        Carrier(String name) {
            super(null, null, name, STACK_BYTES, false);
            setDaemon(true);
        }

        @Override
        public void run() {
            while (carrier.get() == this && !halted) {
                if (exclusive && aside.get() > 0) {
                    LockSupport.park(this);
                    continue;
                }
                Context next = dispatcher.next(VirtualCpu.this);
                if (next == null) {
                    waitForWork();
                    continue;
                }
                long startedAt = dispatcher.started(VirtualCpu.this, next);
                if (next.waitsAside()) {
                    next.resumeAside();
                    continue;
                }
                running = next;
                next.resume(VirtualCpu.this);
                running = null;
                dispatcher.stopped(VirtualCpu.this, next, startedAt);
            }
            if (carrier.get() != this) {
                asideStops();
            }
        }

        private void waitForWork() {
            for (int i = 0; i < SPINS; i++) {
                if (dispatcher.anyReady() || halted) {
                    return;
                }
                Thread.onSpinWait();
            }
            if (dispatcher.idle(VirtualCpu.this)) {
                return;
            }
            sleeping = true;
            while (sleeping && !halted && !dispatcher.anyReady()) {
                LockSupport.park(this);
            }
            sleeping = false;
        }
    }
}
