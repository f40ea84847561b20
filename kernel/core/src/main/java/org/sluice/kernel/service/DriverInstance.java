package org.sluice.kernel.service;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import org.sluice.kernel.Kernel;
import org.sluice.kernel.driver.DmaBuffer;
import org.sluice.kernel.driver.Driver;
import org.sluice.kernel.driver.DriverContext;
import org.sluice.kernel.driver.DriverStopped;
import org.sluice.kernel.driver.KernelLock;
import org.sluice.kernel.memory.FrameRun;
import org.sluice.kernel.memory.FrameUse;
import org.sluice.kernel.sched.Scheduler;
import org.sluice.kernel.thread.KernelThread;
import org.sluice.kernel.thread.LockRank;
import org.sluice.kernel.thread.Mutex;
import org.sluice.kernel.thread.Polled;
import org.sluice.kernel.thread.SpinLock;
import org.sluice.kernel.thread.WaitQueue;
import org.sluice.vm.code.StoppableCode;

/**
 * One life of a driver: its classes, its thread, and what it was granted. {@link #stop} takes the grants away and makes every
 * thread leave the driver's code at its next poll, lock or use of the context. Memory it shared with the device goes
 * back when the last thread has left, so that nobody ever writes to frames that are somebody else's by then.
 */
final class DriverInstance implements DriverContext, Polled {
    private static final int FRAME = 4096;

    private final Kernel kernel;
    private final DriverHost host;
    private final int number;
    private final int line;
    private final StoppableCode code;
    private final SpinLock lock = new SpinLock(LockRank.THREAD);
    private final List<FrameRun> buffers = new ArrayList<>();
    private final List<DriverLock> locks = new ArrayList<>();
    private long dmaBytes;
    /** Threads in the driver's code, its own included. */
    private int inside;
    private volatile boolean stopped;
    private volatile boolean interruptPending;
    private volatile KernelThread thread;

    DriverInstance(Kernel kernel, DriverHost host, int number, int line) {
        this.kernel = kernel;
        this.host = host;
        this.number = number;
        this.line = line;
        code = new StoppableCode("driver " + host.id() + "." + number, kernel.machine().moduleLoader(),
            kernel.machine().classFiles(), packages(), this::polled);
        if (kernel.scheduler().countsPolls()) {
            code.raise();
        }
    }

    /** The packages of the driver's module, or its own package alone when it is in none. */
    private Set<String> packages() {
        String name = host.manifest().className();
        try {
            Module module = Class.forName(name, false, kernel.machine().moduleLoader()).getModule();
            return module.isNamed() ? module.getPackages() : Set.of(name.substring(0, Math.max(0, name.lastIndexOf('.'))));
        } catch (ClassNotFoundException | LinkageError e) {
            throw new IllegalArgumentException("driver " + host.id() + ": class " + name + " cannot be loaded: " + e);
        }
    }

    /** Which instance of its driver this is, from 1. */
    int number() {
        return number;
    }

    boolean stopped() {
        return stopped;
    }

    /** The driver's main loop: the body of its thread. Tells the host when it is over. */
    void live() {
        Throwable cause = null;
        thread = KernelThread.current();
        try {
            inside(() -> {
                if (host.manifest().interrupt()) {
                    kernel.machine().interrupts().connect(line, this::interrupt);
                }
                Driver driver = (Driver) code.load(host.manifest().className()).getDeclaredConstructor().newInstance();
                driver.run(this);
                return null;
            });
        } catch (DriverStopped end) {
            // The ordinary way a stopped instance ends.
        } catch (Exception | LinkageError | AssertionError | StackOverflowError | OutOfMemoryError e) {
            cause = e;
        } finally {
            host.ended(this, cause);
        }
    }

    /** What runs in the driver's code. */
    interface Visit<R> {
        R run() throws Exception;
    }

    /**
     * Runs in the driver's code on the calling thread.
     *
     * @throws DriverStopped when the instance was stopped before or meanwhile
     */
    <R> R inside(Visit<R> visit) throws Exception {
        KernelThread current = KernelThread.current();
        lock.acquire();
        inside++;
        lock.release();
        Polled before = current.enter(this);
        try {
            check();
            return visit.run();
        } finally {
            current.enter(before);
            leave();
        }
    }

    /** A caller's visit to what the driver published; arguments of the body are that and the instance's number. */
    <S, R> R call(S service, BiFunction<S, Integer, R> body) {
        try {
            return inside(() -> body.apply(service, number));
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private void leave() {
        List<FrameRun> free = List.of();
        lock.acquire();
        inside--;
        if (stopped && inside == 0) {
            free = List.copyOf(buffers);
            buffers.clear();
        }
        lock.release();
        free.forEach(kernel.frames()::release);
    }

    /** Revokes everything. Called once, by the host, which starts the next instance only afterwards. */
    void stop() {
        stopped = true;
        code.raise();
        if (host.manifest().interrupt()) {
            kernel.machine().interrupts().disconnect(line);
        }
        kernel.machine().iommu().revokeAll(line);
        List<FrameRun> free = List.of();
        List<DriverLock> broken;
        lock.acquire();
        broken = List.copyOf(locks);
        if (inside == 0) {
            free = List.copyOf(buffers);
            buffers.clear();
        }
        lock.release();
        free.forEach(kernel.frames()::release);
        broken.forEach(DriverLock::breakUp);
        KernelThread t = thread;
        if (t != null) {
            t.unblock();
        }
    }

    private void check() {
        if (stopped) {
            throw new DriverStopped(host.id() + " instance " + number);
        }
    }

    // ---- polls

    @Override
    public void raisePoll() {
        code.raise();
    }

    /** The slow path of a poll, on any thread in the driver's code. */
    private void polled() {
        check();
        Scheduler scheduler = kernel.scheduler();
        if (!scheduler.countsPolls()) {
            code.lower();
            if (stopped) {
                code.raise();
            }
        }
        KernelThread current = KernelThread.current();
        current.polled(scheduler.sliceOver());
        if (current.visiting() && current.busyTicks() > Scheduler.OVERDUE_TICKS) {
            host.ended(this, new IllegalStateException("a loop without end in " + current.name()));
        }
        check();
    }

    private void interrupt() {
        interruptPending = true;
        KernelThread t = thread;
        if (t != null) {
            t.unblock();
        }
    }

    // ---- the driver's world

    @Override
    public String instance() {
        return host.device().instance();
    }

    @Override
    public long read(int offset) {
        check();
        return host.device().registers().read(offset);
    }

    @Override
    public void write(int offset, long value) {
        check();
        host.device().registers().write(offset, value);
    }

    @Override
    public DmaBuffer allocate(int bytes) {
        check();
        int count = (int) ((bytes + (long) FRAME - 1) / FRAME);
        lock.acquire();
        boolean fits = bytes > 0 && dmaBytes + (long) count * FRAME <= host.manifest().dmaBytes();
        dmaBytes += fits ? (long) count * FRAME : 0;
        lock.release();
        if (!fits) {
            throw new IllegalStateException("manifest allows " + host.manifest().dmaBytes() + " bytes for DMA, " + bytes
                + " more than " + dmaBytes + " wanted");
        }
        FrameRun run = kernel.frames().allocate(count, FrameUse.DMA);
        lock.acquire();
        buffers.add(run);
        lock.release();
        return new DmaBuffer(run, granted(kernel.machine().iommu().grant(line, run.address(), run.bytes(), true)),
            kernel.machine().memory());
    }

    @Override
    public long grant(FrameRun frames, boolean deviceWrites) {
        return grant(frames, 0, Math.toIntExact(frames.bytes()), deviceWrites);
    }

    @Override
    public long grant(FrameRun frames, int offset, int length, boolean deviceWrites) {
        check();
        java.util.Objects.checkFromIndexSize(offset, length, frames.bytes());
        return granted(kernel.machine().iommu().grant(line, frames.address() + offset, length, deviceWrites));
    }

    @Override
    public long grant(boolean deviceWrites, FrameRun... frames) {
        check();
        long[] addresses = new long[frames.length];
        long[] lengths = new long[frames.length];
        for (int i = 0; i < frames.length; i++) {
            addresses[i] = frames[i].address();
            lengths[i] = frames[i].bytes();
        }
        return granted(kernel.machine().iommu().grant(line, addresses, lengths, deviceWrites));
    }

    /** A grant given while the instance was being stopped may have come after all others were revoked. */
    private long granted(long bus) {
        if (stopped) {
            kernel.machine().iommu().revoke(line, bus);
            check();
        }
        return bus;
    }

    @Override
    public void revoke(long busAddress) {
        if (!stopped) {
            kernel.machine().iommu().revoke(line, busAddress);
        }
    }

    @Override
    public void awaitInterrupt() {
        while (true) {
            check();
            if (interruptPending) {
                interruptPending = false;
                // a driver that comes here each time is busy, not in a loop without end
                KernelThread.current().enter(this);
                return;
            }
            KernelThread.current().block("interrupt", WaitQueue.FOREVER);
        }
    }

    @Override
    public KernelLock lock() {
        DriverLock made = new DriverLock();
        lock.acquire();
        locks.add(made);
        lock.release();
        return made;
    }

    @Override
    public void publish(Object service) {
        check();
        host.published(this, service);
    }

    @Override
    public void log(String text) {
        kernel.log().line(host.id(), text);
    }

    /** A lock that cannot be had any more once the instance is stopped: its holder may have left without giving it back. */
    private final class DriverLock extends Mutex {
        @Override
        protected void check() {
            DriverInstance.this.check();
        }

        void breakUp() {
            wakeAll();
        }
    }
}
