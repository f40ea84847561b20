package org.sluice.kernel.process;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collection;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.sluice.abi.Errno;
import org.sluice.abi.ProcessKilled;
import org.sluice.abi.Signals;
import org.sluice.abi.Spawn;
import org.sluice.kernel.CallFailed;
import org.sluice.kernel.Kernel;
import org.sluice.kernel.area.AreaTable;
import org.sluice.kernel.handle.HandleTable;
import org.sluice.kernel.pager.AddressSpace;
import org.sluice.kernel.thread.KernelThread;
import org.sluice.kernel.thread.ThreadOwner;
import org.sluice.kernel.thread.WaitQueue;
import org.sluice.vm.code.Namespace;

/**
 * A process: a class namespace with its statics, threads, handles, environment, working directory, quotas, parent. Life:
 * RUNNING, possibly STOPPED and back, ENDING once a thread called exit, a signal killed it or its last thread ended, ZOMBIE
 * when its threads are gone and all it held is returned, and then forgotten when its parent has waited for it.
 *
 * <p>State that concerns other processes too (parent, children, group, life cycle) is guarded by the process table's lock.
 */
public final class Process implements ThreadOwner {
    /** See the life cycle above. */
    public enum State { RUNNING, STOPPED, ENDING, ZOMBIE }

    private final Kernel kernel;
    private final ProcessTable table;
    private final int id;
    private final Program program;
    private final String[] environment;
    private final HandleTable handles;
    private final AreaTable areas;
    private final HeapAccount heap;
    private final Quotas quotas;
    private final long startedAt;
    private final ConcurrentHashMap<Integer, KernelThread> threads = new ConcurrentHashMap<>();
    private final AtomicInteger liveThreads = new AtomicInteger();
    private final AtomicInteger nonDaemons = new AtomicInteger();
    private final AtomicLong cpuNanos = new AtomicLong();
    private final AtomicLong childrenNanos = new AtomicLong();
    private final AtomicLong calls = new AtomicLong();
    private volatile String directory;
    private volatile Namespace namespace;
    private final AddressSpace space;
    private volatile boolean ending;
    private volatile boolean stopped;

    // guarded by the table's lock
    Process parent;
    int group;
    volatile State state = State.RUNNING;
    int statusWord;
    boolean stopReported = true;
    int children;
    final WaitQueue childChanged = new WaitQueue();
    final WaitQueue signalArrived = new WaitQueue();
    final WaitQueue resumed = new WaitQueue();
    private final byte[] dispositions = new byte[Signals.COUNT];
    private final ArrayDeque<Integer> caught = new ArrayDeque<>();

    Process(Kernel kernel, int id, Process parent, Program program, String[] environment, String directory, Quotas quotas) {
        this.kernel = kernel;
        this.table = kernel.processes();
        this.id = id;
        this.parent = parent;
        this.program = program;
        this.environment = environment;
        this.directory = directory;
        this.quotas = quotas;
        this.handles = new HandleTable(quotas.handles());
        this.areas = new AreaTable(kernel.areas(), quotas.areaBytes());
        this.heap = new HeapAccount(quotas.heapBytes(), table.collector());
        this.startedAt = kernel.clock().monotonicNanos();
        this.space = kernel.pager().newSpace(id, threads.values());
    }

    /** The process of the calling thread. @throws IllegalStateException outside kernel threads */
    public static Process current() {
        return (Process) KernelThread.current().owner();
    }

    @Override
    public int id() {
        return id;
    }

    public Kernel kernel() {
        return kernel;
    }

    public Program program() {
        return program;
    }

    public String[] environment() {
        return environment;
    }

    public HandleTable handles() {
        return handles;
    }

    public AreaTable areas() {
        return areas;
    }

    public Quotas quotas() {
        return quotas;
    }

    public Collection<KernelThread> threads() {
        return threads.values();
    }

    public KernelThread thread(int tid) {
        return threads.get(tid);
    }

    public int group() {
        return group;
    }

    public State state() {
        return state;
    }

    /** The parent's id, 0 for the first process. */
    public int parentId() {
        Process p = parent;
        return p == null ? 0 : p.id;
    }

    /** Monotonic time of the start. */
    public long startedAt() {
        return startedAt;
    }

    /** Processor time of all threads, ended ones included. */
    public long cpuNanos() {
        return cpuNanos.get();
    }

    /** Processor time of the children waited for, and theirs. */
    public long childrenNanos() {
        return childrenNanos.get();
    }

    void childEnded(Process child) {
        childrenNanos.addAndGet(child.cpuNanos() + child.childrenNanos());
    }

    /** A thread used the processor. */
    @Override
    public void ranFor(long nanos) {
        cpuNanos.addAndGet(nanos);
    }

    /** Counts a system call. */
    public void countCall() {
        calls.incrementAndGet();
    }

    /** System calls made so far. */
    public long calls() {
        return calls.get();
    }

    public long heapCharged() {
        return heap.charged();
    }

    public long heapQuota() {
        return heap.quota();
    }

    /** Whether the quota leaves room for more heap. */
    public boolean reserve(long bytes) {
        return heap.fits(bytes);
    }

    /** Charges a heap object for as long as it is reachable. */
    public boolean charge(Object object, long bytes) {
        return heap.charge(object, bytes);
    }

    /** Its paged memory. */
    public AddressSpace space() {
        return space;
    }

    /** Frames of its page tables, and those mapped by them. */
    public int frames() {
        return space.tables() + space.resident();
    }

    /** Classes defined in its namespace. */
    public int classes() {
        Namespace n = namespace;
        return n == null ? 0 : n.definedClasses();
    }

    /** The working directory, absolute. */
    public String directory() {
        return directory;
    }

    /** Changes the working directory to one the caller has checked. */
    public void setDirectory(String path) {
        directory = path;
    }

    /** A path of this process made absolute. @throws CallFailed ENOENT for the empty one, EFAULT for null */
    public String absolute(String path) {
        if (path == null) {
            throw new CallFailed(Errno.EFAULT);
        }
        if (path.isEmpty()) {
            throw new CallFailed(Errno.ENOENT);
        }
        if (path.charAt(0) == '/') {
            return path;
        }
        return directory.equals("/") ? "/" + path : directory + "/" + path;
    }

    // ---- threads

    /**
     * Starts a thread.
     *
     * @throws CallFailed EAGAIN when the quota is used up
     */
    public KernelThread startThread(Runnable body, String name, int priority, boolean daemon) {
        if (liveThreads.incrementAndGet() > quotas.threads()) {
            liveThreads.decrementAndGet();
            throw new CallFailed(Errno.EAGAIN);
        }
        if (!daemon) {
            nonDaemons.incrementAndGet();
        }
        int tid = kernel.newThreadId();
        boolean started = false;
        try {
            KernelThread thread = new KernelThread(kernel, tid, this, name, priority, daemon, () -> runBody(body, name));
            threads.put(tid, thread);
            thread.start();
            started = true;
            return thread;
        } finally {
            if (!started) {
                threads.remove(tid);
                liveThreads.decrementAndGet();
                if (!daemon) {
                    nonDaemons.decrementAndGet();
                }
            }
        }
    }

    private void runBody(Runnable body, String name) {
        try {
            if (!ending) {
                body.run();
            }
        } catch (ProcessKilled end) {
            // The way every thread of an ending process leaves; threadEnded does the rest.
        } catch (Throwable escaped) {
            // The class library reports what a guest's thread throws; this is a body handed to the kernel directly.
            kernel.log().line("process", this + ", thread " + name + ": " + escaped);
        }
    }

    /** A thread's body is over; the last one takes the process down. Called on that thread. */
    @Override
    public void threadEnded(KernelThread thread) {
        if (thread.openViews() > 0) {
            attempt("views", () -> areas.closeViewsOf(thread));
        }
        threads.remove(thread.id());
        if (!thread.daemon() && nonDaemons.decrementAndGet() == 0) {
            table.end(this, Spawn.exited(0));
        }
        if (liveThreads.decrementAndGet() == 0) {
            table.reap(this);
        }
    }

    // ---- namespace and polls

    /** Gives the process its classes, on its first thread, before any guest code runs. */
    void attach(Namespace classes) {
        namespace = classes;
        if (ending || stopped) {
            classes.raisePoll();
        }
    }

    /** Makes the threads that run guest code call the kernel at their next poll. */
    @Override
    public void raisePoll() {
        Namespace n = namespace;
        if (n != null) {
            n.raisePoll();
        }
    }

    /** The slow path of a poll, on one of the process' threads. */
    public void poll() {
        Namespace n = namespace;
        if (n != null && !ending && !stopped && !kernel.scheduler().countsPolls()) {
            n.lowerPoll();
            if (ending || stopped) {
                n.raisePoll();
            }
        }
        KernelThread.current().polled(kernel.scheduler().sliceOver());
        checkpoint();
    }

    /** Where a thread leaves when the process is ending, and waits while it is stopped. */
    public void checkpoint() {
        if (ending) {
            throw ProcessKilled.INSTANCE;
        }
        if (stopped) {
            table.waitWhileStopped(this);
        }
    }

    /** Whether the process is on its way out, so that no thread of it may block any more. */
    @Override
    public boolean ending() {
        return ending;
    }

    boolean stopped() {
        return stopped;
    }

    /** Marks the process as ending and gets every thread moving. Called by the table, without its lock. */
    void unwind() {
        ending = true;
        stopped = false;
        raisePoll();
        for (KernelThread thread : threads.values()) {
            thread.unblock();
        }
    }

    void setStopped(boolean value) {
        stopped = value;
        if (value) {
            raisePoll();
        }
    }

    /** Returns everything the process held. Called once, by its last thread. What fails to be returned is logged, and keeps nothing else back. */
    void releaseAll() {
        handles.closeAll(e -> failed("a handle", e));
        attempt("memory", space::close);
        namespace = null;
        attempt("ports", () -> kernel.ports().closeAll(this));
        attempt("areas", areas::closeAll);
    }

    /** A step of the end, which has to go on: nobody else would take the process down, and its parent would wait for ever. */
    void attempt(String what, Runnable step) {
        try {
            step.run();
        } catch (Throwable e) {
            failed(what, e);
        }
    }

    private void failed(String what, Throwable cause) {
        kernel.log().line("process", this + ", at its end, " + what + ": " + cause);
    }

    // ---- signals; called with the table's lock held

    int disposition(int signal) {
        return dispositions[signal];
    }

    int setDisposition(int signal, int disposition) {
        int old = dispositions[signal];
        dispositions[signal] = (byte) disposition;
        if (disposition != Signals.CATCH) {
            caught.removeIf(s -> s == signal);
        }
        return old;
    }

    /** Queues a caught signal once, however often it arrives before it is taken. */
    void enqueue(int signal) {
        if (!caught.contains(signal)) {
            caught.add(signal);
        }
        signalArrived.wakeAll();
    }

    int takeCaught() {
        Integer signal = caught.poll();
        return signal == null ? 0 : signal;
    }

    /** Tells threads that wait in a signal-aware call. Called without the table's lock. */
    void noticeSignal() {
        for (KernelThread thread : threads.values()) {
            thread.noticeSignal();
        }
    }

    @Override
    public String toString() {
        return "process " + id + " (" + program.name() + ")" + Arrays.toString(program.arguments());
    }
}
