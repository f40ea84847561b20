package org.sluice.kernel.boot;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.sluice.kernel.Kernel;
import org.sluice.kernel.file.ViewDirectory;
import org.sluice.kernel.file.ViewFile;
import org.sluice.kernel.file.ViewLink;
import org.sluice.kernel.file.ViewNode;
import org.sluice.kernel.process.Process;
import org.sluice.kernel.service.DriverHost;
import org.sluice.kernel.thread.KernelThread;

/** The tree under {@code /proc}: what the kernel knows, as text in Linux' formats where Linux has one (proc(5)). */
final class ProcRoot implements ViewDirectory {
    private static final long NANOS_PER_TICK = 10_000_000;
    private static final double NANOS_PER_SECOND = 1e9;

    private final Kernel kernel;
    private final Map<String, ViewNode> files = new LinkedHashMap<>();

    ProcRoot(Kernel kernel, ViewDirectory network) {
        this.kernel = kernel;
        text("meminfo", this::memory);
        text("uptime", () -> String.format("%.2f %.2f%n", kernel.clock().monotonicNanos() / NANOS_PER_SECOND,
            kernel.scheduler().idleNanos() / NANOS_PER_SECOND));
        text("version", () -> "Sluice version " + release() + " (Java " + Runtime.version() + ")\n");
        text("loadavg", this::load);
        text("stat", this::processors);
        text("mounts", () -> kernel.files().mounts());
        text("cpuinfo", this::cpuinfo);
        files.put("drivers", new ViewFile() {
            @Override
            public byte[] text() {
                return drivers().getBytes(StandardCharsets.UTF_8);
            }

            @Override
            public boolean accept(byte[] command) {
                kernel.services().command(new String(command, StandardCharsets.UTF_8));
                return true;
            }
        });
        text("interrupts", this::interrupts);
        text("dma", this::dma);
        text("kernel", this::counters);
        text("frames", () -> FrameMap.of(kernel));
        text("vmstat", () -> kernel.pager().statistics());
        files.put("net", network);
        files.put("kmsg", (ViewFile) () -> kernel.log().text());
        files.put("self", (ViewLink) () -> Integer.toString(KernelThread.current().owner().id()));
    }

    /** The version of the system, as {@code uname -r} shows it. */
    private String release() {
        return kernel.machine().arguments().getOrDefault("release", "0.1.0");
    }

    private void text(String name, Supplier<String> content) {
        files.put(name, (ViewFile) () -> content.get().getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public List<String> names() {
        List<String> names = new ArrayList<>(files.keySet());
        for (Process process : kernel.processes().snapshot()) {
            names.add(Integer.toString(process.id()));
        }
        return names;
    }

    @Override
    public ViewNode lookup(String name) {
        ViewNode file = files.get(name);
        if (file != null) {
            return file;
        }
        try {
            Process process = kernel.processes().find(Integer.parseInt(name));
            return process == null ? null : new ProcProcess(kernel, process);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private String memory() {
        long total = kernel.frames().total() * 4L;
        long free = kernel.frames().free() * 4L;
        Runtime host = Runtime.getRuntime();
        var pager = kernel.pager().usage();
        return String.format("MemTotal: %14d kB%nMemFree: %15d kB%nMemAvailable: %10d kB%nPaged: %17d kB%nSwapTotal: %13d kB%n"
            + "SwapFree: %14d kB%nCommitLimit: %11d kB%nCommitted_AS: %10d kB%nHeapTotal: %13d kB%nHeapUsed: %14d kB%n",
            total, free, free + pager.ready() * 4L, pager.resident() * 4L, pager.swapTotal() * 4L, pager.swapFree() * 4L,
            pager.commitLimit() * 4, pager.committed() * 4, host.maxMemory() >> 10,
            host.totalMemory() - host.freeMemory() >> 10);
    }

    private String load() {
        int running = 0;
        int threads = 0;
        for (Process process : kernel.processes().snapshot()) {
            for (KernelThread thread : process.threads()) {
                threads++;
                running += thread.state() == KernelThread.State.RUNNING || thread.state() == KernelThread.State.READY ? 1 : 0;
            }
        }
        double now = running;
        return String.format("%.2f %.2f %.2f %d/%d %d%n", now, now, now, running, threads, kernel.processes().started());
    }

    private String processors() {
        int cpus = kernel.scheduler().processors();
        long idle = kernel.scheduler().idleNanos() / NANOS_PER_TICK;
        long total = kernel.clock().monotonicNanos() / NANOS_PER_TICK * cpus;
        return "cpu  " + Math.max(0, total - idle) + " 0 0 " + idle + " 0 0 0\nprocesses " + kernel.processes().started() + "\n";
    }

    private String cpuinfo() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < kernel.scheduler().processors(); i++) {
            text.append("processor\t: ").append(i).append("\nmodel name\t: Sluice virtual processor (Java bytecode)\n\n");
        }
        return text.toString();
    }

    private String drivers() {
        StringBuilder text = new StringBuilder();
        for (DriverHost host : kernel.services().drivers()) {
            text.append(String.format("%-16s %-10s %-8s %d%n", host.id(), host.name(),
                host.state().name().toLowerCase(java.util.Locale.ROOT), host.generation()));
        }
        return text.toString();
    }

    private String interrupts() {
        StringBuilder text = new StringBuilder();
        List<DriverHost> hosts = kernel.services().drivers();
        for (DriverHost host : hosts) {
            int line = kernel.machine().devices().indexOf(host.device());
            text.append(String.format("%3d: %10d  %s%n", line, kernel.machine().interrupts().raised(line), host.name()));
        }
        return text.toString();
    }

    /** What each device has read and written of memory, in bytes, as the IOMMU counts it. */
    private String dma() {
        StringBuilder text = new StringBuilder();
        for (DriverHost host : kernel.services().drivers()) {
            int domain = kernel.machine().devices().indexOf(host.device());
            text.append(host.id()).append(' ').append(kernel.machine().iommu().dmaBytes(domain, false)).append(' ')
                .append(kernel.machine().iommu().dmaBytes(domain, true)).append('\n');
        }
        return text.toString();
    }

    private String counters() {
        return "frames_total " + kernel.frames().total() + "\nframes_free "
            + (kernel.frames().free() + kernel.areas().clearedFrames())
            + "\nobjects_open " + org.sluice.kernel.handle.OpenObject.openObjects() + "\nports " + kernel.ports().count()
            + "\nprocesses " + kernel.processes().snapshot().size() + "\nthreads "
            + kernel.processes().snapshot().stream().mapToInt(p -> p.threads().size()).sum()
            + "\nhandoffs " + kernel.scheduler().handOffs() + "\nready " + kernel.scheduler().readyThreads()
            + "\nbytes_copied " + kernel.machine().memory().bytesCopied()
            + "\narea_bytes_moved " + kernel.areas().bytesMoved()
            + "\ndma_faults " + kernel.machine().iommu().faultCount() + "\n";
    }
}
