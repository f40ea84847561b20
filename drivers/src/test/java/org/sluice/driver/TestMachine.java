package org.sluice.driver;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.sluice.kernel.driver.DmaBuffer;
import org.sluice.kernel.driver.Driver;
import org.sluice.kernel.driver.DriverContext;
import org.sluice.kernel.driver.DriverStopped;
import org.sluice.kernel.driver.KernelLock;
import org.sluice.kernel.memory.FrameAllocator;
import org.sluice.kernel.memory.FrameRun;
import org.sluice.vm.bus.Device;
import org.sluice.vm.dma.Iommu;
import org.sluice.vm.irq.InterruptController;
import org.sluice.vm.memory.PhysicalMemory;

/** One device with its driver, run by host threads in place of a kernel. */
public final class TestMachine implements AutoCloseable {
    public final PhysicalMemory memory = new PhysicalMemory(16 << 20);
    public final FrameAllocator frames = new FrameAllocator(memory);
    public final Iommu iommu = new Iommu(memory, 1, 99);
    private final InterruptController interrupts = new InterruptController(1);
    private final Device device;
    private Context context;

    public TestMachine(Device device) {
        this.device = device;
        device.attach(iommu.port(0, device.kind()), () -> interrupts.raise(0));
    }

    /** Starts a driver and waits for what it publishes. */
    public <T> T start(Driver driver, Class<T> type) {
        context = new Context();
        context.thread = Thread.ofPlatform().name("driver").start(() -> context.live(driver));
        try {
            return type.cast(context.published.get());
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
        }
    }

    /** Stops the driver as a kernel does: grants go first, then its thread ends. */
    public void stop() {
        context.stopped = true;
        interrupts.disconnect(0);
        iommu.revokeAll(0);
        context.wakeups.release();
        try {
            context.thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        if (context.failure != null) {
            throw new AssertionError("driver failed", context.failure);
        }
    }

    /** A frame run with these bytes at its start. */
    public FrameRun run(byte[] bytes) {
        FrameRun run = frames.allocate(Math.max(1, (bytes.length + 4095) / 4096));
        memory.write(run.address(), bytes, 0, bytes.length);
        return run;
    }

    /** The first bytes of a frame run. */
    public byte[] bytes(FrameRun run, int length) {
        byte[] bytes = new byte[length];
        memory.read(run.address(), bytes, 0, length);
        return bytes;
    }

    @Override
    public void close() {
        if (context != null && !context.stopped) {
            stop();
        }
        device.close();
    }

    private final class Context implements DriverContext {
        final CompletableFuture<Object> published = new CompletableFuture<>();
        final Semaphore wakeups = new Semaphore(0);
        final Set<Long> grants = ConcurrentHashMap.newKeySet();
        final List<String> log = new ArrayList<>();
        volatile boolean stopped;
        volatile Throwable failure;
        Thread thread;

        void live(Driver driver) {
            interrupts.connect(0, wakeups::release);
            try {
                driver.run(this);
            } catch (DriverStopped e) {
                // the ordinary end
            } catch (Throwable e) {
                failure = e;
                published.completeExceptionally(e);
            }
        }

        private void check() {
            if (stopped) {
                throw new DriverStopped("test");
            }
        }

        @Override
        public String instance() {
            return device.instance();
        }

        @Override
        public long read(int offset) {
            check();
            return device.registers().read(offset);
        }

        @Override
        public void write(int offset, long value) {
            check();
            device.registers().write(offset, value);
        }

        @Override
        public DmaBuffer allocate(int bytes) {
            check();
            FrameRun run = frames.allocate((bytes + 4095) / 4096);
            return new DmaBuffer(run, iommu.grant(0, run.address(), run.bytes(), true), memory);
        }

        @Override
        public long grant(FrameRun run, int offset, int length, boolean deviceWrites) {
            check();
            return granted(iommu.grant(0, run.address() + offset, length, deviceWrites));
        }

        @Override
        public long grant(FrameRun run, boolean deviceWrites) {
            return grant(run, 0, (int) run.bytes(), deviceWrites);
        }

        @Override
        public long grant(boolean deviceWrites, FrameRun... frames) {
            check();
            long bus = iommu.grant(0, java.util.Arrays.stream(frames).mapToLong(FrameRun::address).toArray(),
                java.util.Arrays.stream(frames).mapToLong(FrameRun::bytes).toArray(), deviceWrites);
            return granted(bus);
        }

        /** As a kernel does: what was granted after all grants were revoked is revoked at once. */
        private long granted(long bus) {
            grants.add(bus);
            if (stopped) {
                iommu.revoke(0, bus);
                check();
            }
            return bus;
        }

        @Override
        public void revoke(long busAddress) {
            if (!grants.remove(busAddress)) {
                throw new AssertionError("revoked what was not granted");
            }
            iommu.revoke(0, busAddress);
            check();
        }

        @Override
        public void awaitInterrupt() {
            wakeups.acquireUninterruptibly();
            wakeups.drainPermits();
            check();
        }

        @Override
        public KernelLock lock() {
            return new HostLock();
        }

        @Override
        public void publish(Object service) {
            check();
            published.complete(service);
        }

        @Override
        public void log(String line) {
            log.add(line);
        }
    }

    /** Refuses what a kernel lock refuses: re-entry, and use by a thread that does not hold it. */
    private static final class HostLock implements KernelLock {
        private final ReentrantLock lock = new ReentrantLock();
        private final Condition condition = lock.newCondition();

        @Override
        public void acquire() {
            if (lock.isHeldByCurrentThread()) {
                throw new AssertionError("lock acquired twice");
            }
            lock.lock();
        }

        @Override
        public void release() {
            lock.unlock();
        }

        @Override
        public void await() {
            condition.awaitUninterruptibly();
        }

        @Override
        public void signalAll() {
            condition.signalAll();
        }
    }
}
