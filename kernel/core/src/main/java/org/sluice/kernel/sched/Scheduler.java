package org.sluice.kernel.sched;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.sluice.kernel.thread.KernelThread;
import org.sluice.vm.cpu.Context;
import org.sluice.vm.cpu.Dispatcher;
import org.sluice.vm.cpu.VirtualCpu;
import org.sluice.vm.time.Clock;

/**
 * Priority round-robin. Ready threads stand in one queue per priority; a processor takes from the highest, and now and then
 * from the lowest so that nobody starves. A thread that blocks of its own accord stands one priority higher when it comes
 * back, so interactive programs run before those that compute.
 *
 * <p>Preemption: a tick, or a thread of higher priority becoming ready, raises the poll flag of a running process; its thread
 * gives way at its next poll. A thread that does not poll for {@link #PATIENCE} ticks loses its processor to a spare host
 * thread, so it delays nobody but itself.
 *
 * <p>Queues are lock-free: {@link #ready} is called from any thread, pinned or not.
 */
public final class Scheduler implements Dispatcher, Context.ReadyListener {
    /** Length of a time slice. */
    public static final long TICK_NANOS = 2_000_000;
    /** Ticks a thread may go without a poll while others are ready. */
    private static final int PATIENCE = 4;
    /** Ticks a thread may spend in a driver's code without blocking, before that code counts as stuck: one second. */
    public static final int OVERDUE_TICKS = 500;
    private static final int PRIORITIES = KernelThread.KERNEL_PRIORITY + 1;
    /** Every so many dispatches the lowest queue is served first. */
    private static final int FAIRNESS = 61;

    private final ConcurrentLinkedQueue<KernelThread>[] queues = newQueues();
    private final AtomicInteger readyThreads = new AtomicInteger();
    private final AtomicInteger dispatches = new AtomicInteger();
    private final AtomicLong idleNanos = new AtomicLong();
    private final VirtualCpu[] cpus;
    private final long[] idleSince;
    private final Clock clock;
    private final long pollsPerSlice;
    private final AtomicLong polls = new AtomicLong();

    /**
     * A scheduler; its processors do not run before {@link #start}.
     *
     * @param pollsPerSlice 0 to preempt by the clock's tick; else a slice is over after that many polls, as a deterministic
     *     machine needs it
     */
    public Scheduler(int processors, Clock clock, long pollsPerSlice) {
        this.clock = clock;
        this.pollsPerSlice = pollsPerSlice;
        cpus = new VirtualCpu[processors];
        idleSince = new long[processors];
        for (int i = 0; i < processors; i++) {
            cpus[i] = new VirtualCpu(i, this, pollsPerSlice > 0);
        }
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static ConcurrentLinkedQueue<KernelThread>[] newQueues() {
        ConcurrentLinkedQueue[] result = new ConcurrentLinkedQueue[PRIORITIES];
        for (int i = 0; i < PRIORITIES; i++) {
            result[i] = new ConcurrentLinkedQueue<>();
        }
        return result;
    }

    /** Starts the processors and the tick. */
    public void start() {
        if (pollsPerSlice == 0) {
            clock.tick(TICK_NANOS, this::tick);
        }
        for (VirtualCpu cpu : cpus) {
            cpu.start();
        }
    }

    /** Stops the processors when their contexts stop. */
    public void halt() {
        for (VirtualCpu cpu : cpus) {
            cpu.halt();
        }
    }

    public int processors() {
        return cpus.length;
    }

    /** Host threads started for processor loops, beyond one for each: how often a spare had to take over. */
    public int handOffs() {
        int sum = -cpus.length;
        for (VirtualCpu cpu : cpus) {
            sum += cpu.carriers();
        }
        return sum;
    }

    /** Threads waiting for a processor. */
    public int readyThreads() {
        return readyThreads.get();
    }

    /** Time processors had nothing to do, summed over them. */
    public long idleNanos() {
        return idleNanos.get();
    }

    @Override
    public void ready(Context context) {
        KernelThread thread = (KernelThread) context.attachment();
        thread.becameReady();
        int priority = thread.effectivePriority();
        readyThreads.incrementAndGet();
        queues[priority].add(thread);
        VirtualCpu victim = null;
        for (VirtualCpu cpu : cpus) {
            if (cpu.sleeping()) {
                cpu.wake();
                return;
            }
            Context running = cpu.running();
            if (running == null) {
                return;
            }
            if (((KernelThread) running.attachment()).effectivePriority() < priority) {
                victim = cpu;
            }
        }
        if (victim != null && pollsPerSlice == 0) {
            Context running = victim.running();
            if (running != null) {
                ((KernelThread) running.attachment()).raisePoll();
            }
        }
    }

    @Override
    public Context next(VirtualCpu cpu) {
        if (readyThreads.get() == 0) {
            return null;
        }
        boolean lowestFirst = dispatches.incrementAndGet() % FAIRNESS == 0;
        for (int i = 0; i < PRIORITIES; i++) {
            KernelThread thread = queues[lowestFirst ? i : PRIORITIES - 1 - i].poll();
            if (thread != null) {
                readyThreads.decrementAndGet();
                return thread.context();
            }
        }
        return null;
    }

    @Override
    public long started(VirtualCpu cpu, Context context) {
        long now = clock.monotonicNanos();
        long since = idleSince[cpu.number()];
        if (since != 0) {
            idleNanos.addAndGet(now - since);
            idleSince[cpu.number()] = 0;
        }
        ((KernelThread) context.attachment()).becameRunning();
        return now;
    }

    @Override
    public void stopped(VirtualCpu cpu, Context context, long startedAt) {
        ((KernelThread) context.attachment()).ranFor(clock.monotonicNanos() - startedAt);
    }

    @Override
    public boolean anyReady() {
        return readyThreads.get() > 0;
    }

    @Override
    public boolean idle(VirtualCpu cpu) {
        if (idleSince[cpu.number()] == 0) {
            idleSince[cpu.number()] = clock.monotonicNanos();
        }
        for (VirtualCpu other : cpus) {
            if (other != cpu && !other.sleeping()) {
                return false;
            }
        }
        return clock.idle();
    }

    /** Whether the calling thread's slice is over: called at a poll whose flag was up. */
    public boolean sliceOver() {
        if (pollsPerSlice > 0) {
            if (polls.incrementAndGet() % pollsPerSlice != 0) {
                return false;
            }
            KernelThread.current().tick();
        }
        return anyReady();
    }

    /** Whether poll flags stay up, because polls are what slices are measured in. */
    public boolean countsPolls() {
        return pollsPerSlice > 0;
    }

    private void tick() {
        boolean waiting = anyReady();
        for (VirtualCpu cpu : cpus) {
            Context running = cpu.running();
            if (running == null) {
                continue;
            }
            KernelThread thread = (KernelThread) running.attachment();
            boolean overdue = thread.tick() > OVERDUE_TICKS && thread.visiting();
            if (waiting || overdue) {
                int asked = thread.askForPoll();
                if (waiting && asked > PATIENCE) {
                    cpu.handOff(running);
                }
            }
        }
    }
}
