package org.sluice.vm.board;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.sluice.vm.bus.Device;
import org.sluice.vm.device.Worker;
import org.sluice.vm.device.atm.AtmNic;
import org.sluice.vm.device.console.ConsoleDevice;
import org.sluice.vm.device.disk.DiskDevice;
import org.sluice.vm.device.entropy.EntropyDevice;
import org.sluice.vm.device.hostnet.HostNetDevice;
import org.sluice.vm.device.share.ShareDevice;
import org.sluice.vm.dma.Iommu;
import org.sluice.vm.irq.InterruptController;
import org.sluice.vm.memory.PhysicalMemory;
import org.sluice.vm.time.Clock;
import org.sluice.vm.time.RealClock;
import org.sluice.vm.time.VirtualClock;

/** One machine put together: what {@link Machine} shows to the kernel, and the duty to switch it off. */
public final class Board implements AutoCloseable {
    /** What a device of a deterministic machine takes for a request, in virtual time. */
    private static final long DEVICE_LATENCY_NANOS = 20_000;
    /** What a link with a rate forgives a sender that was woken late: by the host, by the latency above. */
    private static final long LATENESS_NANOS = 1_000_000;
    private static final long VIRTUAL_LATENESS_NANOS = 2 * DEVICE_LATENCY_NANOS;

    private final BoardConfig config;
    private final PhysicalMemory memory;
    private final Clock clock;
    private final InterruptController interrupts;
    private final Iommu iommu;
    private final List<Device> devices = new ArrayList<>();
    private final Map<String, String> arguments;

    /**
     * Makes memory, clock and devices, and attaches the devices.
     *
     * @throws IOException if the disk image, a link or a share cannot be opened; nothing is left open then, the console included
     */
    public Board(BoardConfig config) throws IOException {
        this.config = config;
        boolean seeded = config.seed().isPresent();
        arguments = new TreeMap<>(config.arguments());
        clock = seeded ? new VirtualClock() : new RealClock();
        memory = new PhysicalMemory(config.memory());
        try {
            addDevices(seeded ? Worker.timers(clock, DEVICE_LATENCY_NANOS) : Worker.threads());
        } catch (IOException e) {
            close();
            throw e;
        }
        interrupts = new InterruptController(devices.size());
        iommu = new Iommu(memory, devices.size(), config.seed().orElseGet(System::nanoTime));
        for (int i = 0; i < devices.size(); i++) {
            int line = i;
            Device device = devices.get(i);
            device.attach(iommu.port(i, device.kind() + device.instance()), () -> interrupts.raise(line));
        }
    }

    private void addDevices(Worker.Factory workers) throws IOException {
        devices.add(new ConsoleDevice(config.console(), workers));
        devices.add(config.seed().isPresent() ? EntropyDevice.seeded(config.seed().getAsLong()) : EntropyDevice.secure(workers));
        DiskDevice disk = DiskDevice.open("0", config.image(), true, workers);
        devices.add(disk);
        arguments.put("disk0", disk.writable() ? "writable" : "read-only");
        long late = config.seed().isPresent() ? VIRTUAL_LATENESS_NANOS : LATENESS_NANOS;
        for (int i = 0; i < config.links().size(); i++) {
            devices.add(new AtmNic(Integer.toString(i), config.links().get(i).open(clock, late), clock, workers));
        }
        if (!config.outside().none()) {
            devices.add(HostNetDevice.open(config.outside()));
        }
        for (BoardConfig.Share share : config.shares()) {
            devices.add(ShareDevice.open(share.mountPoint(), share.hostDirectory(), share.writable(), workers));
        }
    }

    /** The machine with the modules that firmware has loaded. Boot arguments are the configuration's and those given here. */
    public Machine machine(MemorySegment library, Map<String, String> modules, ClassLoader moduleLoader,
                           Function<String, byte[]> classFiles, Map<String, String> moreArguments) {
        Map<String, String> all = new TreeMap<>(arguments);
        all.putAll(moreArguments);
        int processors = config.seed().isPresent() ? 1 : config.processors();
        return new Machine(memory, processors, clock, interrupts, iommu, List.copyOf(devices), library, modules, moduleLoader,
            classFiles, Map.copyOf(all));
    }

    /** Switches the machine off: stops the clock and the devices, restores the terminal. Memory goes with its last user. */
    @Override
    public void close() {
        clock.close();
        for (int i = devices.size() - 1; i >= 0; i--) {
            devices.get(i).close();
        }
        if (devices.isEmpty()) {
            config.console().close();
        }
    }
}
