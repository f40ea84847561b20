package org.sluice.driver.atm;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.sluice.kernel.Kernel;
import org.sluice.kernel.memory.FramePart;
import org.sluice.kernel.memory.FrameRun;
import org.sluice.kernel.memory.FrameUse;
import org.sluice.kernel.memory.SharedFrames;
import org.sluice.kernel.network.AtmInterface;
import org.sluice.kernel.process.Process;
import org.sluice.kernel.service.DriverHost;
import org.sluice.kernel.thread.KernelThread;
import org.sluice.vm.board.Machine;
import org.sluice.vm.bus.Device;
import org.sluice.vm.bus.Registers;
import org.sluice.vm.device.Worker;
import org.sluice.vm.device.atm.AtmNic;
import org.sluice.vm.dma.DmaPort;
import org.sluice.vm.dma.Iommu;
import org.sluice.vm.irq.InterruptController;
import org.sluice.vm.memory.PhysicalMemory;
import org.sluice.vm.time.VirtualClock;

/** A kernel on a machine with an ATM interface, in virtual time, and its driver as it is or wayward. */
final class AtmKernel implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 60;

    interface Body {
        void run() throws Exception;
    }

    /** What becomes of an interrupt that the interface raises: how often it comes. */
    interface Interrupts {
        int times();
    }

    final VirtualClock clock = new VirtualClock();
    final PhysicalMemory memory = new PhysicalMemory(24L << 20);
    final Iommu iommu = new Iommu(memory, 1, 1);
    final Kernel kernel;
    final Process own;
    final TestLink link;
    final AtomicLong main = new AtomicLong();
    final AtomicLong call = new AtomicLong();
    volatile Interrupts interrupts = () -> 1;
    final DriverHost host;
    final AtmInterface atm;

    AtmKernel(int processors, TestLink link) {
        this.link = link;
        AtmNic nic = new AtmNic("0", link, clock, Worker.timers(clock, 20_000));
        InterruptController controller = new InterruptController(1);
        Device device = new Harmed(nic);
        String manifest = "class = " + WaywardAtmDriver.class.getName() + "\ndevice = atm\nirq = yes\ndma = 16777216\n";
        kernel = new Kernel(new Machine(memory, processors, clock, controller, iommu, List.of(device), null, Map.of("atm.driver", manifest),
            AtmKernel.class.getClassLoader(), AtmKernel::classFile, Map.of("seed", "1")));
        nic.attach(iommu.port(0, "atm0"), () -> {
            for (int i = interrupts.times(); i > 0; i--) {
                controller.raise(0);
            }
        });
        own = kernel.processes().createKernel();
        kernel.scheduler().start();
        own.startThread(() -> {
            while (!own.ending()) {
                KernelThread.current().block("nothing", Long.MAX_VALUE);
            }
        }, "keeper", KernelThread.NORMAL_PRIORITY, false);
        kernel.services().startDrivers(own);
        host = kernel.services().driver("atm", "0");
        atm = kernel.services().atmInterfaces().get(0);
    }

    private static byte[] classFile(String name) {
        try (InputStream in = AtmKernel.class.getClassLoader().getResourceAsStream(name.replace('.', '/') + ".class")) {
            return in == null ? null : in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The interface with the two registers of the wayward driver. A value in one of them is read once. */
    private final class Harmed implements Device, Registers {
        private final AtmNic nic;

        Harmed(AtmNic nic) {
            this.nic = nic;
        }

        @Override
        public long read(int offset) {
            return offset == WaywardAtmDriver.MAIN ? main.getAndSet(0) : offset == WaywardAtmDriver.CALL ? call.getAndSet(0)
                : nic.read(offset);
        }

        @Override
        public void write(int offset, long value) {
            nic.write(offset, value);
        }

        @Override
        public String kind() {
            return nic.kind();
        }

        @Override
        public String instance() {
            return nic.instance();
        }

        @Override
        public Registers registers() {
            return this;
        }

        @Override
        public void attach(DmaPort dma, Runnable interrupt) {
            nic.attach(dma, interrupt);
        }

        @Override
        public void close() {
            nic.close();
        }
    }

    /** Runs a test on a kernel thread and waits for it. */
    void run(Body body) throws Exception {
        Throwable[] failure = new Throwable[1];
        CountDownLatch ended = new CountDownLatch(1);
        own.startThread(() -> {
            try {
                body.run();
            } catch (Throwable e) {
                failure[0] = e;
            } finally {
                ended.countDown();
            }
        }, "test", KernelThread.NORMAL_PRIORITY, false);
        if (!ended.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("the test hangs: " + threads() + "\n" + log());
        }
        if (failure[0] != null) {
            throw new AssertionError(log(), failure[0]);
        }
    }

    private String threads() {
        StringBuilder text = new StringBuilder();
        for (KernelThread thread : own.threads()) {
            text.append('\n').append(thread.name()).append(' ').append(thread.state()).append(' ').append(thread.waitingFor());
        }
        return text.toString();
    }

    String log() {
        return new String(kernel.log().text(), StandardCharsets.UTF_8);
    }

    void sleep(long nanos) {
        long deadline = clock.monotonicNanos() + nanos;
        while (clock.monotonicNanos() < deadline) {
            KernelThread.current().block("sleep", deadline);
        }
    }

    /** Sleeps until a condition holds, at most so long in virtual time. @return whether it does */
    boolean within(long nanos, java.util.function.BooleanSupplier condition) {
        long end = clock.monotonicNanos() + nanos;
        while (!condition.getAsBoolean()) {
            if (clock.monotonicNanos() > end) {
                return false;
            }
            sleep(1_000_000);
        }
        return true;
    }

    /** A part with so many bytes, of frames that go back when nobody holds them. */
    FramePart part(byte[] bytes) {
        int offset = bytes.length % 64;
        FrameRun run = kernel.frames().allocate((bytes.length + offset + 4095) / 4096, FrameUse.AREA);
        memory.write(run.address() + offset, bytes, 0, bytes.length);
        return new FramePart(new SharedFrames(run, gone -> kernel.frames().release(gone.run()), 0), offset, bytes.length);
    }

    byte[] bytes(FramePart[] parts) {
        int length = 0;
        for (FramePart part : parts) {
            length += part.length();
        }
        byte[] all = new byte[length];
        int at = 0;
        for (FramePart part : parts) {
            memory.read(part.address(), all, at, part.length());
            at += part.length();
        }
        return all;
    }

    long counter(String name) {
        for (AtmInterface.Counter counter : atm.counters()) {
            if (counter.name().equals(name)) {
                return counter.value();
            }
        }
        throw new AssertionError("no counter " + name);
    }

    String counters() {
        StringBuilder text = new StringBuilder();
        for (AtmInterface.Counter counter : atm.counters()) {
            if (counter.value() != 0) {
                text.append(counter.name()).append('=').append(counter.value()).append(' ');
            }
        }
        return text.toString();
    }

    @Override
    public void close() {
        kernel.scheduler().halt();
        clock.close();
    }
}
