package org.sluice.kernel.boot;

import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.sluice.kernel.CallFailed;
import org.sluice.kernel.Kernel;
import org.sluice.kernel.area.AreaTable;
import org.sluice.kernel.file.FileSession;
import org.sluice.kernel.file.ViewDirectory;
import org.sluice.kernel.file.ViewFile;
import org.sluice.kernel.file.ViewLink;
import org.sluice.kernel.file.ViewNode;
import org.sluice.kernel.pager.AddressSpace;
import org.sluice.kernel.process.Process;
import org.sluice.kernel.thread.KernelThread;
import org.sluice.vm.code.Namespace;
import org.sluice.vm.memory.PhysicalMemory;

/** One process' directory under {@code /proc}. */
final class ProcProcess implements ViewDirectory {
    private static final long NANOS_PER_TICK = 10_000_000;
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final Kernel kernel;
    private final Process process;
    private final Map<String, Supplier<String>> texts;

    ProcProcess(Kernel kernel, Process process) {
        this.kernel = kernel;
        this.process = process;
        texts = Map.of("stat", this::stat, "status", this::status, "cmdline", () -> joined(process.program().argv()),
            "environ", () -> joined(process.environment()), "handles", this::handles, "stacks", this::stacks, "areas", this::areas,
            "maps", this::maps, "comm", () -> process.program().name() + "\n");
    }

    @Override
    public List<String> names() {
        return List.of("areas", "cmdline", "comm", "cwd", "environ", "exe", "handles", "maps", "stacks", "stat", "status");
    }

    @Override
    public ViewNode lookup(String name) {
        if (name.equals("cwd")) {
            return (ViewLink) process::directory;
        }
        if (name.equals("exe")) {
            return (ViewLink) () -> process.program().path();
        }
        Supplier<String> text = texts.get(name);
        return text == null ? null : (ViewFile) () -> text.get().getBytes(StandardCharsets.UTF_8);
    }

    private static String joined(String[] strings) {
        StringBuilder text = new StringBuilder();
        for (String s : strings) {
            text.append(s).append('\0');
        }
        return text.toString();
    }

    /** Linux' letters: R running, S sleeping, T stopped, Z zombie. */
    private char state() {
        if (process.state() == Process.State.ZOMBIE) {
            return 'Z';
        }
        if (process.state() == Process.State.STOPPED) {
            return 'T';
        }
        for (KernelThread thread : process.threads()) {
            if (thread.state() == KernelThread.State.RUNNING || thread.state() == KernelThread.State.READY) {
                return 'R';
            }
        }
        return 'S';
    }

    private long residentPages() {
        return process.frames() + (process.heapCharged() + 4095) / 4096;
    }

    private String stat() {
        return process.id() + " (" + process.program().name() + ") " + state() + " " + process.parentId() + " " + process.group()
            + " 1 1025 " + kernel.terminal().foreground() + " 0 0 0 0 0 " + process.cpuNanos() / NANOS_PER_TICK + " 0 "
            + process.childrenNanos() / NANOS_PER_TICK + " 0 20 0 " + process.threads().size() + " 0 "
            + process.startedAt() / NANOS_PER_TICK + " " + residentPages() * 4096 + " " + residentPages() + "\n";
    }

    private String status() {
        return "Name:\t" + process.program().name() + "\nState:\t" + state() + "\nPid:\t" + process.id() + "\nPPid:\t"
            + process.parentId() + "\nThreads:\t" + process.threads().size() + "\nVmRSS:\t" + residentPages() * 4 + " kB\nVmSwap:\t" + process.space().swapped() * 4L + " kB\nFaults:\t"
            + process.space().minorFaults() + ' ' + process.space().majorFaults() + "\nVmData:\t"
            + (process.heapCharged() >> 10) + " kB\nHandleCount:\t" + process.handles().count() + "\nAreaFrames:\t"
            + process.areas().bytes() / PhysicalMemory.FRAME_SIZE + "\nAreaFramesKept:\t"
            + process.areas().keptBytes() / PhysicalMemory.FRAME_SIZE + "\nClasses:\t" + process.classes() + "\nSystemCalls:\t" + process.calls() + "\nAreaCount:\t" + process.areas().count()
            + "\nAreaMapped:\t" + mapped() + "\n";
    }

    /** Bytes of the areas with an open view. */
    private long mapped() {
        return process.areas().entries().stream().filter(AreaTable.Entry::mapped).mapToLong(AreaTable.Entry::length).sum();
    }

    private String handles() {
        StringBuilder text = new StringBuilder();
        for (int handle = 0; handle < process.handles().limit(); handle++) {
            try {
                var open = process.handles().use(handle, Object.class, 0);
                try {
                    text.append(handle).append(' ').append(open.object() instanceof FileSession s ? s.path() : "port").append('\n');
                } finally {
                    open.release();
                }
            } catch (CallFailed closed) {
                // Not every number below the limit is open.
            }
        }
        return text.toString();
    }

    /** Lines of address (hexadecimal), length, first frame, offset in it, sharers, use, and age in milliseconds; oldest first. */
    private String areas() {
        long now = kernel.clock().monotonicNanos();
        StringBuilder text = new StringBuilder();
        process.areas().entries().stream().sorted(Comparator.comparingLong(AreaTable.Entry::since)
            .thenComparingLong(AreaTable.Entry::address)).forEach(e -> text.append(Long.toHexString(e.address())).append(' ')
            .append(e.length()).append(' ').append(e.frame()).append(' ').append(e.offset()).append(' ').append(e.sharers())
            .append(' ').append(e.use()).append(' ').append((now - e.since()) / NANOS_PER_MILLI).append('\n'));
        return text.toString();
    }

    /**
     * Lines as in Linux' maps, with the pages mapped, in the swap area, and mapped and written, between the range and the file:
     * {@code start-end perms offset resident swapped dirty file}.
     */
    private String maps() {
        StringBuilder text = new StringBuilder();
        for (AddressSpace.Entry e : process.space().entries()) {
            text.append(String.format("%08x-%08x r%c-%c %08x %d %d %d %s%n", e.start(), e.end(), e.writable() ? 'w' : '-',
                e.shared() ? 's' : 'p', e.offset(), e.resident(), e.swapped(), e.dirty(), e.file()));
        }
        return text.toString();
    }

    private String stacks() {
        StringBuilder text = new StringBuilder();
        for (KernelThread thread : process.threads()) {
            text.append('"').append(thread.name()).append("\" #").append(thread.id()).append(thread.daemon() ? " daemon" : "")
                .append(" prio=").append(thread.priority()).append(' ').append(thread.state());
            if (!thread.waitingFor().isEmpty()) {
                text.append(" on ").append(thread.waitingFor());
            }
            text.append('\n');
            for (StackTraceElement frame : Namespace.guestTrace(thread.stack())) {
                text.append("    at ").append(frame).append('\n');
            }
            text.append('\n');
        }
        return text.toString();
    }
}
