package org.sluice.kernel.thread;

import java.util.concurrent.atomic.AtomicLong;
import org.sluice.kernel.Kernel;
import org.sluice.vm.cpu.Context;
import org.sluice.vm.time.Clock;

/**
 * A thread: a context that the scheduler knows. Transitions of its state:
 * <ul>
 *   <li>NEW to READY by {@link #start}
 *   <li>READY to RUNNING when a processor takes it
 *   <li>RUNNING to READY when its time slice is over
 *   <li>RUNNING to BLOCKED in {@link #block}, BLOCKED to READY by {@link #unblock}, the timer, or a signal
 *   <li>RUNNING to ENDED when its body returns
 * </ul>
 * The state is not stored but follows from what the thread itself and its processor note: the host may hand a thread over to
 * be run once more than it became ready (after its stack was looked at), and such a run does nothing.
 */
public final class KernelThread {
    /** Lowest and highest priority of guest threads. */
    public static final int MIN_PRIORITY = 1;
    public static final int MAX_PRIORITY = 10;
    public static final int NORMAL_PRIORITY = 5;
    /** Drivers and services: above all guests, a boosted one included. */
    public static final int KERNEL_PRIORITY = 12;

    /** See the transitions above. */
    public enum State { NEW, READY, RUNNING, BLOCKED, ENDED }

    private final Kernel kernel;
    private final int id;
    private final ThreadOwner owner;
    private final boolean daemon;
    private final Context context;
    private final AtomicLong cpuNanos = new AtomicLong();
    private volatile String name;
    private volatile int priority;
    private volatile boolean started;
    private volatile boolean ended;
    /** In the scheduler's queue; set by whoever made it ready, cleared by the processor that takes it. */
    private volatile boolean queued;
    /** In {@link #block}; set and cleared by the thread itself. */
    private volatile boolean blocking;
    private volatile String waitingFor = "";
    private volatile boolean permit;
    private volatile boolean interrupted;
    private volatile boolean signalNotice;
    /** It is in a wait that a caught signal ends. */
    private volatile boolean expectsSignals;
    /** It gave up its processor before its slice was over, so it may run before those that did not. */
    private volatile boolean boosted;
    /** Ticks at which it was asked to poll since it last did; the watchdog's measure. */
    private volatile int ticksWithoutPoll;
    /** Ticks seen since it last blocked or entered other code. */
    private volatile int busyTicks;
    /** Whose code it runs, for the polls. */
    private volatile Polled code;
    /** Ranks of the spin locks held, one bit each; kept only when assertions are on, by the thread itself. */
    long heldRanks;
    private int openViews;
    /** Counts the times it was at a poll or began to run. */
    private volatile int moment;
    /** Who wants to know of the next such time. */
    private volatile KernelThread momentWaiter;

    /** A thread that does not run before {@link #start}. Its process counts it from here on. */
    public KernelThread(Kernel kernel, int id, ThreadOwner owner, String name, int priority, boolean daemon, Runnable body) {
        this.kernel = kernel;
        this.id = id;
        this.owner = owner;
        this.name = name;
        this.priority = priority;
        this.daemon = daemon;
        this.code = owner;
        this.context = new Context(owner.id() + "/" + name, this, kernel.scheduler(), () -> {
            try {
                body.run();
            } finally {
                ended = true;
                owner.threadEnded(this);
            }
        });
    }

    /** The calling thread. @throws IllegalStateException outside kernel threads */
    public static KernelThread current() {
        KernelThread thread = currentOrNull();
        if (thread == null) {
            throw new IllegalStateException(Thread.currentThread() + " is no thread of this machine");
        }
        return thread;
    }

    /** The calling thread, or null outside kernel threads, such as on the clock's. */
    public static KernelThread currentOrNull() {
        Context context = Context.current();
        return context == null ? null : (KernelThread) context.attachment();
    }

    public void start() {
        started = true;
        context.start();
    }

    public int id() {
        return id;
    }

    /** Its process. */
    public ThreadOwner owner() {
        return owner;
    }

    public Kernel kernel() {
        return kernel;
    }

    public String name() {
        return name;
    }

    public boolean daemon() {
        return daemon;
    }

    public State state() {
        if (ended) {
            return State.ENDED;
        }
        if (!started) {
            return State.NEW;
        }
        if (queued) {
            return State.READY;
        }
        return blocking ? State.BLOCKED : State.RUNNING;
    }

    /** What it is blocked on; empty when it is not. */
    public String waitingFor() {
        return state() == State.BLOCKED ? waitingFor : "";
    }

    public int priority() {
        return priority;
    }

    public void setPriority(int value) {
        priority = value;
    }

    /** The queue to stand in: the priority, one higher for a thread that blocked of its own accord. */
    public int effectivePriority() {
        return boosted && priority < KERNEL_PRIORITY ? priority + 1 : priority;
    }

    /** Processor time used, up to the last time it stopped running. */
    public long cpuNanos() {
        return cpuNanos.get();
    }

    /** The guest's and kernel's stack, innermost first. */
    public StackTraceElement[] stack() {
        return context.stack();
    }

    /** Its execution context. */
    public Context context() {
        return context;
    }

    // ---- the scheduler's side

    /** The scheduler put the thread into its queue. */
    public void becameReady() {
        queued = true;
    }

    /** A processor is about to run it. */
    public void becameRunning() {
        queued = false;
        ticksWithoutPoll = 0;
        nextMoment();
    }

    /** A processor ran it for that long. */
    public void ranFor(long nanos) {
        tellWaiter();
        cpuNanos.addAndGet(nanos);
        owner.ranFor(nanos);
    }

    /** A clock tick found it running; returns how many did since it last blocked or entered other code. */
    public int tick() {
        return ++busyTicks;
    }

    /** Ticks seen, as {@link #tick} counts them. */
    public int busyTicks() {
        return busyTicks;
    }

    /** Asks for a poll. */
    public void raisePoll() {
        code.raisePoll();
    }

    /** Asks for a poll at a tick; returns at how many ticks that was done since the last poll. */
    public int askForPoll() {
        raisePoll();
        return ++ticksWithoutPoll;
    }

    /**
     * The thread goes over into other code, such as a driver's.
     *
     * @return what it ran until now, to be entered again afterwards
     */
    public Polled enter(Polled other) {
        Polled old = code;
        code = other;
        busyTicks = 0;
        return old;
    }

    /** Whether it runs code that is not its process'. */
    public boolean visiting() {
        return code != owner;
    }

    /** The thread polls: lets others run if its slice is over. */
    public void polled(boolean sliceOver) {
        ticksWithoutPoll = 0;
        nextMoment();
        if (!sliceOver) {
            return;
        }
        boosted = false;
        context.yieldNow();
    }

    // ---- grace periods

    /**
     * A number that changes whenever the thread has been at a poll or was resumed: what it read of translations before, it does
     * not use afterwards. Changed by the thread and the processor that resumes it only.
     */
    public int moment() {
        return moment;
    }

    /** Has a thread unblocked when the number changes or this thread stops running. The last one to ask is told, once. */
    public void tellMoment(KernelThread waiter) {
        momentWaiter = waiter;
    }

    private void nextMoment() {
        moment++;
        tellWaiter();
    }

    private void tellWaiter() {
        KernelThread waiter = momentWaiter;
        if (waiter != null) {
            momentWaiter = null;
            waiter.unblock();
        }
    }

    // ---- views of areas that only this thread can close

    /** Counts views opened, or with a negative number closed, by this thread, which is the calling one. */
    public void viewsOpened(int count) {
        openViews += count;
    }

    /** Views to be closed before the thread ends. */
    public int openViews() {
        return openViews;
    }

    // ---- blocking

    /**
     * Blocks until {@link #unblock}, the deadline, or for no reason. The caller has made itself findable for whoever will
     * unblock it, holds no spin lock, and checks its condition again afterwards.
     */
    public void block(String reason, long deadline) {
        Clock.Timer timer = deadline == WaitQueue.FOREVER ? null : kernel.clock().at(deadline, this::unblock);
        waitingFor = reason;
        boosted = true;
        busyTicks = 0;
        blocking = true;
        context.park();
        blocking = false;
        if (timer != null) {
            timer.cancel();
        }
    }

    /** Ends a {@link #block}, or makes the next one return at once. Wait-free. */
    public void unblock() {
        context.unpark();
    }

    /** Waits for the permit of {@code LockSupport} semantics and takes it. */
    public void parkForPermit(long deadline) {
        if (!permit && !interrupted && !owner.ending() && kernel.clock().monotonicNanos() < deadline) {
            block("park", deadline);
        }
        permit = false;
    }

    /** Gives that permit. */
    public void givePermit() {
        permit = true;
        unblock();
    }

    /** Makes the current or next interruptible wait end. */
    public void interrupt() {
        interrupted = true;
        unblock();
    }

    /** Takes a pending interrupt; returns whether there was one. */
    public boolean takeInterrupt() {
        boolean was = interrupted;
        if (was) {
            interrupted = false;
        }
        return was;
    }

    /** Whether an interrupt is pending. */
    boolean interruptPending() {
        return interrupted;
    }

    /** The thread enters or leaves a wait of mode SIGNALLED; signals that come between two such waits end neither. */
    void expectSignals(boolean value) {
        signalNotice = false;
        expectsSignals = value;
    }

    /** A caught signal is waiting: ends a wait of mode SIGNALLED. */
    public void noticeSignal() {
        if (expectsSignals) {
            signalNotice = true;
            unblock();
        }
    }

    boolean signalPending() {
        return signalNotice;
    }
}
