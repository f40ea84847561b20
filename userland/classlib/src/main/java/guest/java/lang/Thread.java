package guest.java.lang;

import guest.java.time.Duration;
import guest.java.util.HashMap;
import guest.java.util.Map;
import guest.java.util.concurrent.ThreadFactory;
import guest.rt.Host;
import guest.rt.Kernel;
import guest.rt.Lang;
import guest.rt.Monitors;
import guest.rt.Threads;
import org.sluice.abi.ProcessKilled;

/**
 * A thread of the process, run by a kernel thread. Fields without use here are read by other classes of the library, through
 * offsets or handles, and keep the names they have in the JDK.
 */
public class Thread implements Runnable {
    public static final int MIN_PRIORITY = 1;
    public static final int NORM_PRIORITY = 5;
    public static final int MAX_PRIORITY = 10;

    private static final long NANOS_PER_MILLI = 1_000_000;

    static {
        Lang.register(LangInternals.create());
    }

    ThreadLocal.ThreadLocalMap threadLocals;
    ThreadLocal.ThreadLocalMap inheritableThreadLocals;
    ThreadLocal.ThreadLocalMap terminatingThreadLocals;
    long threadLocalRandomSeed;
    int threadLocalRandomProbe;
    int threadLocalRandomSecondarySeed;
    volatile Object parkBlocker;
    volatile Object nioBlocker;
    ClassLoader contextClassLoader;
    Object scopedValueBindings;
    Object[] scopedValueCache;
    guest.jdk.internal.vm.ThreadContainer container;
    guest.jdk.internal.vm.StackableScope headStackableScope;

    /** The kernel's id; 0 before the start. */
    volatile int tid;
    volatile boolean interrupted;
    /** The permit of LockSupport: kept here because the kernel's may be taken while the thread waits for a monitor. */
    volatile boolean permit;
    volatile boolean parked;

    private final long id;
    private final Runnable task;
    private final boolean virtual;
    private volatile String name;
    private volatile State state = State.NEW;
    private volatile Object host;
    private boolean daemon;
    private int priority = NORM_PRIORITY;
    private ThreadGroup group;
    private volatile UncaughtExceptionHandler uncaughtExceptionHandler;
    private static volatile UncaughtExceptionHandler defaultUncaughtExceptionHandler;

    public enum State {
        NEW, RUNNABLE, BLOCKED, WAITING, TIMED_WAITING, TERMINATED
    }

    @FunctionalInterface
    public interface UncaughtExceptionHandler {
        void uncaughtException(Thread t, Throwable e);
    }

    public Thread() {
        this(null, null, null, 0, true);
    }

    public Thread(Runnable task) {
        this(null, task, null, 0, true);
    }

    public Thread(ThreadGroup group, Runnable task) {
        this(group, task, null, 0, true);
    }

    public Thread(String name) {
        this(null, null, checked(name), 0, true);
    }

    public Thread(ThreadGroup group, String name) {
        this(group, null, checked(name), 0, true);
    }

    public Thread(Runnable task, String name) {
        this(null, task, checked(name), 0, true);
    }

    public Thread(ThreadGroup group, Runnable task, String name) {
        this(group, task, checked(name), 0, true);
    }

    public Thread(ThreadGroup group, Runnable task, String name, long stackSize) {
        this(group, task, checked(name), stackSize, true);
    }

    public Thread(ThreadGroup group, Runnable task, String name, long stackSize, boolean inheritInheritableThreadLocals) {
        this(group, name, task, inheritInheritableThreadLocals, false);
    }

    /** A thread of either kind; a name of {@code null} is replaced by the next number. */
    Thread(ThreadGroup group, String name, Runnable task, boolean inherit, boolean virtual) {
        Thread parent = currentThread();
        this.id = ThreadTable.nextId();
        this.task = task;
        this.virtual = virtual;
        this.name = name != null ? name : virtual ? "" : "Thread-" + ThreadTable.nextNumber();
        if (parent == null) {
            this.group = group;
            return;
        }
        this.group = group != null ? group : parent.group;
        this.daemon = virtual || parent.daemon;
        this.priority = Math.min(virtual ? NORM_PRIORITY : parent.priority, this.group.getMaxPriority());
        this.contextClassLoader = parent.contextClassLoader;
        if (inherit && parent.inheritableThreadLocals != null) {
            inheritableThreadLocals = ThreadLocal.createInheritedMap(parent.inheritableThreadLocals);
        }
    }

    private static String checked(String name) {
        if (name == null) {
            throw new NullPointerException("'name' is null");
        }
        return name;
    }

    /** The main thread, on the calling kernel thread. */
    static Thread attachMain() {
        Thread main = new Thread(ThreadGroup.MAIN, "main", null, false, false);
        main.tid = Kernel.CALLS.threadSelf();
        main.state = State.RUNNABLE;
        main.host = Host.currentThread();
        Threads.bind(main);
        ThreadTable.add(main);
        main.contextClassLoader = ClassLoader.getSystemClassLoader();
        return main;
    }

    // ------------------------------------------------------------------ the calling thread

    public static Thread currentThread() {
        return Threads.current();
    }

    static Thread currentCarrierThread() {
        return Threads.current();
    }

    public static void yield() {
        Kernel.CALLS.threadYield();
    }

    public static void onSpinWait() {
        Host.onSpinWait();
    }

    public static void sleep(long millis) throws InterruptedException {
        sleep(millis, 0);
    }

    public static void sleep(long millis, int nanos) throws InterruptedException {
        if (millis < 0) {
            throw new IllegalArgumentException("timeout value is negative");
        }
        Threads.sleep(nanos(millis, nanos));
    }

    public static void sleep(Duration duration) throws InterruptedException {
        long nanos = guest.java.util.concurrent.TimeUnit.NANOSECONDS.convert(duration);
        Threads.sleep(Math.max(0, nanos));
    }

    /** The sum, or the largest number when it is larger. */
    static long nanos(long millis, int nanos) {
        if (nanos < 0 || nanos > 999_999) {
            throw new IllegalArgumentException("nanosecond timeout value out of range");
        }
        return millis > Long.MAX_VALUE / NANOS_PER_MILLI - 1 ? Long.MAX_VALUE : millis * NANOS_PER_MILLI + nanos;
    }

    public static boolean interrupted() {
        Thread me = currentThread();
        boolean was = me.interrupted;
        if (was) {
            me.clearInterrupt();
        }
        return was;
    }

    void clearInterrupt() {
        interrupted = false;
        Kernel.CALLS.threadClearInterrupt();
    }

    public static boolean holdsLock(Object object) {
        if (object == null) {
            throw new NullPointerException();
        }
        return Monitors.isHeld(object);
    }

    public static void dumpStack() {
        new Exception("Stack trace").printStackTrace();
    }

    // ------------------------------------------------------------------ life

    public void start() {
        synchronized (this) {
            if (state != State.NEW) {
                throw new IllegalThreadStateException();
            }
            state = State.RUNNABLE;
        }
        ThreadTable.add(this);
        int result = Kernel.CALLS.threadStart(this::life, name, priority, daemon);
        if (result < 0) {
            ThreadTable.remove(this);
            state = State.TERMINATED;
            throw new OutOfMemoryError("unable to create thread: the quota of threads is used up");
        }
        tid = result;
    }

    void start(guest.jdk.internal.vm.ThreadContainer inside) {
        container = inside;
        inside.add(this);
        start();
    }

    private void life() {
        Threads.bind(this);
        tid = Kernel.CALLS.threadSelf();
        host = Host.currentThread();
        if (interrupted) {
            Kernel.CALLS.threadInterrupt(tid);
        }
        try {
            run();
        } catch (ProcessKilled e) {
            throw e;
        } catch (Throwable e) {
            dispatchUncaught(e);
        }
        end();
    }

    void dispatchUncaught(Throwable e) {
        try {
            getUncaughtExceptionHandler().uncaughtException(this, e);
        } catch (ProcessKilled killed) {
            throw killed;
        } catch (Throwable ignored) {
            // as the JDK does: an exception of the handler is dropped
            state = state;
        }
    }

    /** What remains to be done when the task has returned. */
    private void end() {
        try {
            if (terminatingThreadLocals != null) {
                guest.jdk.internal.misc.TerminatingThreadLocal.threadTerminated();
            }
            if (container != null) {
                container.remove(this);
            }
        } finally {
            threadLocals = null;
            inheritableThreadLocals = null;
            host = null;
            ThreadTable.remove(this);
            synchronized (this) {
                state = State.TERMINATED;
                notifyAll();
            }
        }
    }

    @Override
    public void run() {
        if (task != null) {
            task.run();
        }
    }

    public final void stop() {
        throw new UnsupportedOperationException();
    }

    public void interrupt() {
        guest.sun.nio.ch.Interruptible blocker = (guest.sun.nio.ch.Interruptible) nioBlocker;
        interrupted = true;
        if (blocker != null) {
            blocker.interrupt(this);
        }
        if (tid != 0 && isAlive()) {
            Kernel.CALLS.threadInterrupt(tid);
        }
        if (blocker != null) {
            blocker.postInterrupt();
        }
    }

    public boolean isInterrupted() {
        return interrupted;
    }

    public final boolean isAlive() {
        return state != State.NEW && state != State.TERMINATED;
    }

    boolean isTerminated() {
        return state == State.TERMINATED;
    }

    public final void join() throws InterruptedException {
        join(0);
    }

    public final void join(long millis) throws InterruptedException {
        join(millis, 0);
    }

    public final void join(long millis, int nanos) throws InterruptedException {
        if (millis < 0) {
            throw new IllegalArgumentException("timeout value is negative");
        }
        awaitEnd(nanos(millis, nanos));
    }

    public final boolean join(Duration duration) throws InterruptedException {
        if (state == State.NEW) {
            throw new IllegalThreadStateException("Thread not started");
        }
        long nanos = guest.java.util.concurrent.TimeUnit.NANOSECONDS.convert(duration);
        if (nanos > 0) {
            awaitEnd(nanos);
        } else {
            Threads.checkInterrupt();
        }
        return isTerminated();
    }

    private synchronized void awaitEnd(long nanos) throws InterruptedException {
        long deadline = System.nanoTime() + nanos;
        while (isAlive()) {
            long left = nanos == 0 ? 0 : deadline - System.nanoTime();
            if (nanos != 0 && left <= 0) {
                return;
            }
            Threads.await(this, left);
        }
    }

    // ------------------------------------------------------------------ properties

    public final String getName() {
        return name;
    }

    public final synchronized void setName(String name) {
        this.name = checked(name);
    }

    public final int getPriority() {
        return priority;
    }

    public final void setPriority(int newPriority) {
        if (newPriority < MIN_PRIORITY || newPriority > MAX_PRIORITY) {
            throw new IllegalArgumentException();
        }
        if (virtual) {
            return;
        }
        priority = Math.min(newPriority, group.getMaxPriority());
        if (tid != 0) {
            Kernel.CALLS.threadPriority(tid, priority);
        }
    }

    public final boolean isDaemon() {
        return daemon;
    }

    public final void setDaemon(boolean on) {
        if (virtual && !on) {
            throw new IllegalArgumentException("'false' not legal for virtual threads");
        }
        if (isAlive()) {
            throw new IllegalThreadStateException();
        }
        daemon = on;
    }

    void daemon(boolean on) {
        daemon = on;
    }

    public final boolean isVirtual() {
        return virtual;
    }

    public final long threadId() {
        return id;
    }

    @Deprecated
    public long getId() {
        return id;
    }

    public final ThreadGroup getThreadGroup() {
        return isTerminated() ? null : group;
    }

    public State getState() {
        State now = state;
        return now == State.RUNNABLE && parked ? State.WAITING : now;
    }

    public ClassLoader getContextClassLoader() {
        return contextClassLoader;
    }

    public void setContextClassLoader(ClassLoader loader) {
        contextClassLoader = loader;
    }

    /** The host's thread while this one runs, else {@code null}. */
    Object host() {
        return host;
    }

    public StackTraceElement[] getStackTrace() {
        Object running = host;
        return running == null ? new StackTraceElement[0]
            : guest.rt.Frames.guestTrace(Host.stackTrace(running));
    }

    public UncaughtExceptionHandler getUncaughtExceptionHandler() {
        return uncaughtExceptionHandler != null ? uncaughtExceptionHandler : group;
    }

    public void setUncaughtExceptionHandler(UncaughtExceptionHandler handler) {
        uncaughtExceptionHandler = handler;
    }

    public static void setDefaultUncaughtExceptionHandler(UncaughtExceptionHandler handler) {
        defaultUncaughtExceptionHandler = handler;
    }

    public static UncaughtExceptionHandler getDefaultUncaughtExceptionHandler() {
        return defaultUncaughtExceptionHandler;
    }

    public final void checkAccess() {
    }

    public static int activeCount() {
        return currentThread().getThreadGroup().activeCount();
    }

    public static int enumerate(Thread[] into) {
        return currentThread().getThreadGroup().enumerate(into);
    }

    public static Map<Thread, StackTraceElement[]> getAllStackTraces() {
        Map<Thread, StackTraceElement[]> traces = new HashMap<>();
        for (Thread t : ThreadTable.all()) {
            if (!t.virtual) {
                traces.put(t, t.getStackTrace());
            }
        }
        return traces;
    }

    @Override
    protected Object clone() throws CloneNotSupportedException {
        throw new CloneNotSupportedException();
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(virtual ? "VirtualThread[#" : "Thread[#").append(id);
        if (virtual) {
            return (name.isEmpty() ? text : text.append(',').append(name)).append("]/").append(state.name().toLowerCase())
                .toString();
        }
        ThreadGroup in = getThreadGroup();
        return text.append(',').append(name).append(',').append(priority).append(',').append(in == null ? "" : in.getName())
            .append(']').toString();
    }

    // ------------------------------------------------------------------ what ThreadLocal asks

    ThreadLocal.ThreadLocalMap threadLocals() {
        return threadLocals;
    }

    void setThreadLocals(ThreadLocal.ThreadLocalMap map) {
        threadLocals = map;
    }

    ThreadLocal.ThreadLocalMap inheritableThreadLocals() {
        return inheritableThreadLocals;
    }

    void setInheritableThreadLocals(ThreadLocal.ThreadLocalMap map) {
        inheritableThreadLocals = map;
    }

    ThreadLocal.ThreadLocalMap terminatingThreadLocals() {
        return terminatingThreadLocals;
    }

    void setTerminatingThreadLocals(ThreadLocal.ThreadLocalMap map) {
        terminatingThreadLocals = map;
    }

    static Object[] scopedValueCache() {
        return currentThread().scopedValueCache;
    }

    static void setScopedValueCache(Object[] cache) {
        currentThread().scopedValueCache = cache;
    }

    static Object scopedValueBindings() {
        return currentThread().scopedValueBindings;
    }

    static Object findScopedValueBindings() {
        return currentThread().scopedValueBindings;
    }

    static void setScopedValueBindings(Object bindings) {
        currentThread().scopedValueBindings = bindings;
    }

    static void ensureMaterializedForStackWalk(Object o) {
    }

    static void blockedOn(guest.sun.nio.ch.Interruptible blocker) {
        currentThread().nioBlocker = blocker;
    }

    // ------------------------------------------------------------------ builders

    public static Builder.OfPlatform ofPlatform() {
        return new ThreadBuilders.Platform();
    }

    public static Builder.OfVirtual ofVirtual() {
        return new ThreadBuilders.Virtual();
    }

    public static Thread startVirtualThread(Runnable task) {
        return ofVirtual().start(task);
    }

    public sealed interface Builder permits Builder.OfPlatform, Builder.OfVirtual {
        Builder name(String name);

        Builder name(String prefix, long start);

        Builder inheritInheritableThreadLocals(boolean inherit);

        Builder uncaughtExceptionHandler(UncaughtExceptionHandler handler);

        Thread unstarted(Runnable task);

        Thread start(Runnable task);

        ThreadFactory factory();

        sealed interface OfPlatform extends Builder permits ThreadBuilders.Platform {
            @Override
            OfPlatform name(String name);

            @Override
            OfPlatform name(String prefix, long start);

            @Override
            OfPlatform inheritInheritableThreadLocals(boolean inherit);

            @Override
            OfPlatform uncaughtExceptionHandler(UncaughtExceptionHandler handler);

            OfPlatform group(ThreadGroup group);

            OfPlatform daemon(boolean on);

            default OfPlatform daemon() {
                return daemon(true);
            }

            OfPlatform priority(int priority);

            OfPlatform stackSize(long stackSize);
        }

        sealed interface OfVirtual extends Builder permits ThreadBuilders.Virtual {
            @Override
            OfVirtual name(String name);

            @Override
            OfVirtual name(String prefix, long start);

            @Override
            OfVirtual inheritInheritableThreadLocals(boolean inherit);

            @Override
            OfVirtual uncaughtExceptionHandler(UncaughtExceptionHandler handler);
        }
    }
}
