package org.sluice.kernel.service;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.sluice.abi.Errno;
import org.sluice.kernel.CallFailed;
import org.sluice.kernel.Kernel;
import org.sluice.kernel.driver.DmaBuffer;
import org.sluice.kernel.driver.Driver;
import org.sluice.kernel.driver.DriverContext;
import org.sluice.kernel.driver.DriverStopped;
import org.sluice.kernel.driver.KernelLock;
import org.sluice.kernel.memory.FrameRun;
import org.sluice.kernel.process.Process;
import org.sluice.kernel.thread.KernelThread;
import org.sluice.kernel.thread.LockRank;
import org.sluice.kernel.thread.Mutex;
import org.sluice.kernel.thread.SpinLock;
import org.sluice.kernel.thread.WaitQueue;
import org.sluice.vm.bus.Device;

/**
 * Runs the driver of one device, one instance after another. Stopping an instance takes its interrupt, registers and DMA
 * grants away first; whatever it does afterwards throws {@link DriverStopped}.
 */
public final class DriverHost {
    /** Ends within a second after which a driver is given up. */
    private static final int MAX_RESTARTS = 5;

    private final Kernel kernel;
    private final Process owner;
    private final Manifest manifest;
    private final Device device;
    private final int line;
    private final SpinLock lock = new SpinLock(LockRank.THREAD);
    private final WaitQueue publications = new WaitQueue();
    private Instance instance;
    private Object published;
    private int generation;
    private long windowStart;
    private int endsInWindow;
    private boolean failed;

    DriverHost(Kernel kernel, Process owner, Manifest manifest, Device device, int line) {
        this.kernel = kernel;
        this.owner = owner;
        this.manifest = manifest;
        this.device = device;
        this.line = line;
    }

    /** The manifest's name. */
    public String name() {
        return manifest.name();
    }

    public Device device() {
        return device;
    }

    /** Instances started so far. */
    public int generation() {
        return generation;
    }

    /** "running", "stopped" or "failed". */
    public String state() {
        return failed ? "failed" : instance == null ? "stopped" : "running";
    }

    /** Starts an instance unless one runs. */
    public void start() {
        Instance next;
        lock.acquire();
        try {
            if (instance != null) {
                return;
            }
            failed = false;
            next = new Instance(++generation);
            instance = next;
        } finally {
            lock.release();
        }
        owner.startThread(next::live, "driver " + manifest.name(), KernelThread.KERNEL_PRIORITY, true);
    }

    /** Stops the running instance and leaves the device without a driver. */
    public void stop() {
        Instance old;
        lock.acquire();
        old = instance;
        instance = null;
        published = null;
        lock.release();
        if (old != null) {
            old.revokeAll();
        }
    }

    /**
     * What the driver published, waiting for an instance that is just starting.
     *
     * @throws CallFailed ENODEV when the driver is stopped or given up
     */
    public <T> T service(Class<T> type) {
        lock.acquire();
        try {
            while (published == null) {
                if (instance == null) {
                    throw new CallFailed(Errno.ENODEV);
                }
                publications.sleep(lock, "driver", WaitQueue.Mode.UNINTERRUPTIBLE, WaitQueue.FOREVER);
            }
            return type.cast(published);
        } finally {
            lock.release();
        }
    }

    private void ended(Instance old, Throwable cause) {
        boolean again = false;
        long now = kernel.clock().monotonicNanos();
        lock.acquire();
        try {
            if (instance == old) {
                instance = null;
                published = null;
                if (now - windowStart > 1_000_000_000L) {
                    windowStart = now;
                    endsInWindow = 0;
                }
                again = manifest.restart() && ++endsInWindow <= MAX_RESTARTS;
                failed = !again;
                publications.wakeAll();
            }
        } finally {
            lock.release();
        }
        old.revokeAll();
        if (again || failed) {
            kernel.log().line(manifest.name(), (cause == null ? "ended" : "died of " + cause) + (again ? ", restarting" : ", given up"));
        }
        if (again) {
            start();
        }
    }

    /** One life of the driver: what it was granted, and the end of it. */
    private final class Instance implements DriverContext {
        private final int number;
        private final Map<Long, FrameRun> grants = new ConcurrentHashMap<>();
        private final List<FrameRun> buffers = new ArrayList<>();
        private volatile boolean stopped;
        private volatile boolean interruptPending;
        private volatile KernelThread thread;
        private long dmaBytes;

        Instance(int number) {
            this.number = number;
        }

        void live() {
            Throwable cause = null;
            thread = KernelThread.current();
            try {
                if (manifest.interrupt()) {
                    kernel.machine().interrupts().connect(line, this::interrupt);
                }
                Driver driver = (Driver) kernel.machine().moduleLoader().loadClass(manifest.className())
                    .getDeclaredConstructor().newInstance();
                driver.run(this);
            } catch (DriverStopped end) {
                // The ordinary way a stopped instance ends.
            } catch (ReflectiveOperationException | RuntimeException | StackOverflowError | OutOfMemoryError e) {
                cause = e;
            } finally {
                ended(this, cause);
            }
        }

        private void interrupt() {
            interruptPending = true;
            KernelThread t = thread;
            if (t != null) {
                t.unblock();
            }
        }

        void revokeAll() {
            stopped = true;
            if (manifest.interrupt()) {
                kernel.machine().interrupts().disconnect(line);
            }
            kernel.machine().iommu().revokeAll(line);
            grants.clear();
            List<FrameRun> free;
            lock.acquire();
            free = List.copyOf(buffers);
            buffers.clear();
            lock.release();
            free.forEach(kernel.frames()::release);
            KernelThread t = thread;
            if (t != null) {
                t.unblock();
            }
        }

        private void check() {
            if (stopped) {
                throw new DriverStopped(manifest.name() + " instance " + number);
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
            int count = (bytes + 4095) / 4096;
            if (bytes <= 0 || dmaBytes + count * 4096L > manifest.dmaBytes()) {
                throw new IllegalStateException("manifest allows " + manifest.dmaBytes() + " bytes for DMA, "
                    + (dmaBytes + bytes) + " wanted");
            }
            FrameRun run = kernel.frames().allocate(count);
            lock.acquire();
            buffers.add(run);
            dmaBytes += run.bytes();
            lock.release();
            return new DmaBuffer(run, kernel.machine().iommu().grant(line, run.address(), run.bytes(), true),
                kernel.machine().memory());
        }

        @Override
        public long grant(FrameRun frames, boolean deviceWrites) {
            check();
            long bus = kernel.machine().iommu().grant(line, frames.address(), frames.bytes(), deviceWrites);
            grants.put(bus, frames);
            return bus;
        }

        @Override
        public void revoke(long busAddress) {
            if (grants.remove(busAddress) != null) {
                kernel.machine().iommu().revoke(line, busAddress);
            }
        }

        @Override
        public void awaitInterrupt() {
            while (true) {
                check();
                if (interruptPending) {
                    interruptPending = false;
                    return;
                }
                KernelThread.current().block("interrupt", WaitQueue.FOREVER);
            }
        }

        @Override
        public KernelLock lock() {
            return new Mutex();
        }

        @Override
        public void publish(Object service) {
            check();
            lock.acquire();
            if (instance == this) {
                published = service;
                publications.wakeAll();
            }
            lock.release();
        }

        @Override
        public void log(String text) {
            kernel.log().line(manifest.name(), text);
        }
    }
}
