package org.sluice.vm.cpu;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * An execution context: a stack and a point of execution. It runs when a {@link VirtualCpu} resumes it and stops when it
 * parks, yields or ends.
 *
 * <p>Life: new, then {@link #start} makes it ready; a processor resumes it; {@link #yieldNow} makes it ready again;
 * {@link #park} blocks it until {@link #unpark}; it ends when its body returns. Each change to ready is announced to the
 * {@link ReadyListener}, from whatever thread caused it.
 */
public final class Context {
    /** Learns that a context can be resumed. Must not block: it may be called from any thread and while pinned. */
    public interface ReadyListener {
        void ready(Context context);
    }

    private static final ThreadLocal<Context> CURRENT = new ThreadLocal<>();

    private final ReadyListener listener;
    private final Thread thread;
    /** The host's "continue this virtual thread" task; one fixed object per virtual thread. */
    private volatile Runnable continuation;
    private volatile VirtualCpu cpu;
    /** Set when the host makes the context ready; how a yield finds out that it did not take place. */
    private volatile boolean resubmitted;
    private final Object attachment;
    /** It is pinned, blocks the host thread it is on, beside its processor, and has no permit. */
    private final AtomicBoolean asleep = new AtomicBoolean();
    /** A processor has resumed it since it blocked so. */
    private volatile boolean resumed = true;
    /** That is done, and the host's permit that goes with it is there. */
    private volatile boolean granted;

    /**
     * Makes a context; it does not run before {@link #start}.
     *
     * @param name       for host thread dumps
     * @param attachment what the kernel wants back from {@link #attachment}, its thread object
     * @param body       runs in the context
     */
    public Context(String name, Object attachment, ReadyListener listener, Runnable body) {
        this.listener = listener;
        this.attachment = attachment;
        this.thread = VirtualThreads.unstarted(this::execute, name, () -> {
            CURRENT.set(this);
            body.run();
        });
    }

    /** The context the caller runs in, or null on a thread that is none. */
    public static Context current() {
        return CURRENT.get();
    }

    public Object attachment() {
        return attachment;
    }

    /** Makes the context ready for the first time. */
    public void start() {
        thread.start();
    }

    /** Gives the context its permit to go on; it becomes ready if it is parked. */
    public void unpark() {
        if (asleep.get() && asleep.compareAndSet(true, false)) {
            listener.ready(this);
        } else {
            LockSupport.unpark(thread);
        }
    }

    /**
     * Stops the calling context until it has a permit; may return without one. A context is pinned, and cannot leave its
     * processor, while a class initialiser or another call from native code is on its stack; then its processor goes on with a
     * spare carrier, and the context blocks the host thread it is on.
     */
    public void park() {
        if (!VirtualThreads.tryPark(thread)) {
            cpu.handOff(this);
            if (cpu.exclusive()) {
                waitAside();
            } else {
                LockSupport.park();
            }
        }
    }

    /**
     * Blocks the host thread until the permit is there and a processor resumes the context, so that it goes on in its turn. Permits are binary and the caller
     * checks its condition after every return, so taking one too many just before returning loses nothing, and leaving one
     * behind would make a later wait end for no reason.
     */
    private void waitAside() {
        granted = false;
        resumed = false;
        asleep.set(true);
        if (VirtualThreads.takePermit(thread) && asleep.compareAndSet(true, false)) {
            resumed = true;
            return;
        }
        cpu.asideStops();
        while (!resumed) {
            LockSupport.park();
        }
        while (!granted) {
            Thread.onSpinWait();
        }
        VirtualThreads.takePermit(thread);
    }

    /**
     * Stops the calling context and makes it ready again. A pinned one goes on at once, beside the spare carrier that its
     * processor gets.
     */
    public void yieldNow() {
        resubmitted = false;
        Thread.yield();
        if (!resubmitted) {
            cpu.handOff(this);
        }
    }

    /** Whether the body has returned. */
    public boolean ended() {
        return thread.getState() == Thread.State.TERMINATED;
    }

    /** The stack now, innermost frame first; empty before the start and after the end. */
    public StackTraceElement[] stack() {
        return thread.getStackTrace();
    }

    /** The processor that runs the context or ran it last, or null. */
    public VirtualCpu cpu() {
        return cpu;
    }

    /** Runs the context on the calling host thread until it parks, yields or ends. Only processors call this. */
    void resume(VirtualCpu on) {
        cpu = on;
        continuation.run();
    }

    /** Whether it waits pinned, so that it can go on only on the host thread it is on. */
    boolean waitsAside() {
        return !resumed;
    }

    /** Lets one that waits pinned go on beside its processor. Only processors call this. */
    void resumeAside() {
        cpu.asideResumes();
        resumed = true;
        LockSupport.unpark(thread);
        granted = true;
    }

    private void execute(Runnable task) {
        if (continuation == null) {
            continuation = task;
        } else if (task != continuation) {
            // A virtual thread the host started on our behalf would run outside every account.
            throw new IllegalStateException("foreign task on the scheduler of " + thread.getName());
        }
        resubmitted = true;
        listener.ready(this);
    }
}
