package org.sluice.kernel;

import java.util.concurrent.atomic.AtomicInteger;
import org.sluice.kernel.area.AreaPool;
import org.sluice.kernel.file.FileService;
import org.sluice.kernel.ipc.PortNames;
import org.sluice.kernel.memory.FrameAllocator;
import org.sluice.kernel.network.NetService;
import org.sluice.kernel.pager.Pager;
import org.sluice.kernel.process.ProcessTable;
import org.sluice.kernel.process.ProgramLoader;
import org.sluice.kernel.sched.Scheduler;
import org.sluice.kernel.service.Services;
import org.sluice.kernel.trace.KernelLog;
import org.sluice.kernel.tty.Terminal;
import org.sluice.vm.board.Machine;
import org.sluice.vm.time.Clock;

/** One running kernel: what its parts are and where they find each other. Made once, by {@code boot}. */
public final class Kernel {
    private final Machine machine;
    private final KernelLog log;
    private final Scheduler scheduler;
    private final FrameAllocator frames;
    private final Pager pager;
    private final AreaPool areas;
    private final ProcessTable processes;
    private final PortNames ports = new PortNames();
    private final Services services;
    private final AtomicInteger threadIds = new AtomicInteger();
    private ProgramLoader programs;
    private FileService files;
    private NetService network;
    private Terminal terminal;

    /** A kernel for a machine; {@link #install} completes it. */
    public Kernel(Machine machine) {
        this.machine = machine;
        log = new KernelLog(machine.clock());
        long polls = machine.arguments().containsKey("seed") ? 2_000 : 0;
        scheduler = new Scheduler(machine.processors(), machine.clock(), polls);
        frames = new FrameAllocator(machine.memory());
        pager = new Pager(frames, machine.clock(), log);
        areas = new AreaPool(frames, machine.clock());
        processes = new ProcessTable(this);
        services = new Services(this);
    }

    /** Hands over what needed a running kernel to be made. Called once, before the first program. */
    public void install(FileService fileService, NetService netService, ProgramLoader loader, Terminal console) {
        files = fileService;
        network = netService;
        programs = loader;
        terminal = console;
    }

    public Machine machine() {
        return machine;
    }

    public Clock clock() {
        return machine.clock();
    }

    public KernelLog log() {
        return log;
    }

    public Scheduler scheduler() {
        return scheduler;
    }

    public FrameAllocator frames() {
        return frames;
    }

    /** The owner of paged memory. */
    public Pager pager() {
        return pager;
    }

    /** Where areas come from. */
    public AreaPool areas() {
        return areas;
    }

    public ProcessTable processes() {
        return processes;
    }

    public PortNames ports() {
        return ports;
    }

    public Services services() {
        return services;
    }

    public ProgramLoader programs() {
        return programs;
    }

    public FileService files() {
        return files;
    }

    public NetService network() {
        return network;
    }

    /** The console's terminal. */
    public Terminal terminal() {
        return terminal;
    }

    /** A number no other thread of this machine has had. */
    public int newThreadId() {
        return threadIds.incrementAndGet();
    }
}
