package org.sluice.kernel;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.sluice.abi.Spawn;
import org.sluice.kernel.process.Process;
import org.sluice.kernel.process.TestProcesses;
import org.sluice.kernel.thread.KernelThread;
import org.sluice.vm.board.Machine;
import org.sluice.vm.bus.Device;
import org.sluice.vm.dma.Iommu;
import org.sluice.vm.irq.InterruptController;
import org.sluice.vm.memory.PhysicalMemory;
import org.sluice.vm.time.VirtualClock;

/**
 * A kernel on a machine without devices, in virtual time. With one processor a run depends on nothing but the test: threads
 * switch only where they block, yield or poll.
 */
public final class TestKernel implements AutoCloseable {
    private static final long MEMORY = 8L << 20;
    /** Only ever reached by a test that hangs. */
    private static final int PATIENCE_SECONDS = 30;

    /** What a test does on a kernel thread. */
    public interface Body {
        void run() throws Exception;
    }

    private final VirtualClock clock = new VirtualClock();
    private final Kernel kernel;
    private final Process own;
    private final Process init;

    public TestKernel(int processors) {
        this(processors, List.of());
    }

    /** A kernel on a machine with devices, not attached to anything; device {@code i} has line and domain {@code i}. */
    public TestKernel(int processors, List<Device> devices) {
        PhysicalMemory memory = new PhysicalMemory(MEMORY);
        int lines = Math.max(1, devices.size());
        kernel = new Kernel(new Machine(memory, processors, clock, new InterruptController(lines), new Iommu(memory, lines, 1),
            devices, null, Map.of(), TestKernel.class.getClassLoader(), TestKernel::classFile, Map.of("seed", "1")));
        own = kernel.processes().createKernel();
        init = TestProcesses.create(kernel, null, "init", Spawn.GROUP_NEW);
        kernel.scheduler().start();
        keep(own);
        keep(init);
    }

    private static byte[] classFile(String name) {
        try (InputStream in = TestKernel.class.getClassLoader().getResourceAsStream(name.replace('.', '/') + ".class")) {
            return in == null ? null : in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A thread that does nothing, so that its process does not end with its first other thread. */
    public static void keep(Process process) {
        process.startThread(() -> {
            while (!process.ending()) {
                KernelThread.current().block("nothing", Long.MAX_VALUE);
            }
        }, "keeper", KernelThread.NORMAL_PRIORITY, false);
    }

    public Kernel kernel() {
        return kernel;
    }

    /** Process 1. */
    public Process init() {
        return init;
    }

    public VirtualClock clock() {
        return clock;
    }

    /** A child of process 1 without threads, in a group of its own. */
    public Process process(String name) {
        return TestProcesses.create(kernel, init, name, Spawn.GROUP_NEW);
    }

    /** The kernel's own process. */
    public Process own() {
        return own;
    }

    /** Runs a test on a thread of the kernel's and waits for it. */
    public void run(Body body) throws Exception {
        run(own, body);
    }

    /** Runs a test on a thread of a process and waits for it. */
    public void run(Process process, Body body) throws Exception {
        Throwable[] failure = new Throwable[1];
        CountDownLatch ended = new CountDownLatch(1);
        process.startThread(() -> {
            try {
                body.run();
            } catch (Throwable e) {
                failure[0] = e;
            } finally {
                ended.countDown();
            }
        }, "test", KernelThread.NORMAL_PRIORITY, false);
        if (!ended.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("the test hangs: " + threads());
        }
        if (failure[0] instanceof Exception e) {
            throw e;
        }
        if (failure[0] instanceof Error e) {
            throw e;
        }
    }

    private String threads() {
        StringBuilder text = new StringBuilder();
        for (Process process : kernel.processes().snapshot()) {
            for (KernelThread thread : process.threads()) {
                text.append('\n').append(process.program().name()).append('/').append(thread.name()).append(' ')
                    .append(thread.state()).append(' ').append(thread.waitingFor());
            }
        }
        return text.toString();
    }

    /** Blocks the calling thread for a stretch of virtual time. */
    public void sleep(long nanos) {
        long deadline = clock.monotonicNanos() + nanos;
        while (clock.monotonicNanos() < deadline) {
            KernelThread.current().block("sleep", deadline);
        }
    }

    /** Starts a thread of a process. */
    public static KernelThread start(Process process, String name, Body body) {
        return process.startThread(() -> {
            try {
                body.run();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }, name, KernelThread.NORMAL_PRIORITY, false);
    }

    /** Lets other threads run for a number of turns. */
    public static void yieldTimes(int turns) {
        for (int i = 0; i < turns; i++) {
            KernelThread.current().polled(true);
        }
    }

    /** Lets others run until a thread waits for something, or is gone. */
    public static void untilBlocked(KernelThread thread) {
        while (thread.state() != KernelThread.State.BLOCKED && thread.state() != KernelThread.State.ENDED) {
            KernelThread.current().polled(true);
        }
    }

    /** Lets others run until a condition holds. */
    public static void until(java.util.function.BooleanSupplier condition) {
        long start = System.nanoTime();
        for (long i = 0; !condition.getAsBoolean(); i++) {
            // on a busy host another processor's thread may not run for a while; only a test that fails ever gets here
            if (i > 5_000_000 && System.nanoTime() - start > TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS / 2)) {
                throw new AssertionError("the condition never came true");
            }
            KernelThread.current().polled(true);
        }
    }

    /** Yields between 0 and a few turns, as a seed says. */
    public static void jitter(Random random) {
        yieldTimes(random.nextInt(4));
    }

    @Override
    public void close() {
        kernel.scheduler().halt();
        clock.close();
    }
}
