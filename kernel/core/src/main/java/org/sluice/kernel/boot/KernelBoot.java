package org.sluice.kernel.boot;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.sluice.abi.Errno;
import org.sluice.abi.Spawn;
import org.sluice.kernel.CallFailed;
import org.sluice.kernel.Kernel;
import org.sluice.kernel.file.FileService;
import org.sluice.kernel.file.FileServiceFactory;
import org.sluice.kernel.file.FileSession;
import org.sluice.kernel.handle.OpenObject;
import org.sluice.kernel.handle.Rights;
import org.sluice.kernel.network.NetService;
import org.sluice.kernel.network.NetServiceFactory;
import org.sluice.kernel.process.Process;
import org.sluice.kernel.process.ProgramLoader;
import org.sluice.kernel.process.Quotas;
import org.sluice.kernel.service.ServiceLock;
import org.sluice.kernel.syscall.SystemCallGate;
import org.sluice.kernel.thread.KernelThread;
import org.sluice.kernel.thread.Mutex;
import org.sluice.kernel.tty.Terminal;
import org.sluice.vm.board.KernelEntry;
import org.sluice.vm.board.Machine;
import org.sluice.vm.code.ClassArchive;
import org.sluice.vm.code.TranslationCache;

/** Starts the parts in the order in which they need each other, then the first program; the machine ends with it. */
public final class KernelBoot implements KernelEntry {
    /** Exit status when the system could not be started. */
    private static final int BOOT_FAILED = 125;
    private static final long TRANSLATIONS_KEPT = 64L << 20;
    private static final String[] FIRST_ENVIRONMENT = {"PATH=/bin", "HOME=/home", "USER=root", "SHELL=/bin/sh", "LANG=C.UTF-8"};

    @Override
    public int run(Machine machine) {
        Kernel kernel = new Kernel(machine);
        AtomicInteger status = new AtomicInteger(BOOT_FAILED);
        CountDownLatch ended = new CountDownLatch(1);
        kernel.processes().onInitEnd(word -> {
            status.set(Spawn.exitStatus(word));
            ended.countDown();
        });
        Process own = kernel.processes().createKernel();
        own.startThread(() -> {
            try {
                bringUp(kernel, own);
            } catch (CallFailed | IllegalArgumentException e) {
                fail(kernel, e instanceof CallFailed c ? Errno.message(c.errno()) : e.getMessage());
                ended.countDown();
            } catch (RuntimeException | Error e) {
                fail(kernel, e.toString());
                e.printStackTrace();
                ended.countDown();
            }
        }, "boot", KernelThread.KERNEL_PRIORITY, true); // a daemon, as all kernel threads: its end must not end the kernel process
        // Only now, so that no processor starts idle or not as host threads have it.
        kernel.scheduler().start();
        try {
            ended.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        kernel.scheduler().halt();
        return status.get();
    }

    private static void fail(Kernel kernel, String reason) {
        System.err.println("sluice: boot failed: " + reason);
        System.err.writeBytes(kernel.log().text());
        kernel.log().line("boot", "failed: " + reason);
    }

    private static void bringUp(Kernel kernel, Process own) {
        Machine machine = kernel.machine();
        Map<String, String> arguments = machine.arguments();
        kernel.log().line("boot", machine.processors() + " processors, " + (machine.memory().size() >> 20) + " MiB of memory");
        kernel.services().startDrivers(own);
        startPager(kernel, own);
        Terminal terminal = new Terminal(kernel, kernel.services().console());
        FileService files = mountAll(kernel, terminal);
        NetService network = network(kernel);
        files.mountView("/proc", new ProcRoot(kernel, network.view()));
        kernel.log().line("boot", "file systems mounted");
        ClassArchive library = ClassArchive.open(machine.library());
        Quotas quotas = new Quotas(1024, 4096, 1024, number(arguments, "heap", Runtime.getRuntime().maxMemory() / 4),
            number(arguments, "areas", machine.memory().size() / 2));
        ProgramLoader loader = new ProgramLoader(kernel, SystemCallGate.of(kernel), library,
            new TranslationCache(library, TRANSLATIONS_KEPT), quotas);
        kernel.install(files, network, loader, terminal);
        own.startThread(kernel.areas()::clearAhead, "areas", KernelThread.MIN_PRIORITY, true);
        own.startThread(terminal::pump, "terminal", KernelThread.KERNEL_PRIORITY, true);
        own.startThread(network::run, "network", KernelThread.KERNEL_PRIORITY, true);
        startInit(kernel, terminal);
    }

    /** The swap area is the disk's partition of that name, if the machine may write to the disk. */
    private static void startPager(Kernel kernel, Process own) {
        Map<String, String> arguments = kernel.machine().arguments();
        long blocks = Math.min(number(arguments, "swap.blocks", 0),
            number(arguments, "swap.bytes", Long.MAX_VALUE) / kernel.services().disk("0").blockSize());
        if (blocks > 0 && "writable".equals(arguments.get("disk0"))) {
            kernel.pager().useSwap(kernel.services().disk("0"), number(arguments, "swap.block", 0), blocks);
        }
        own.startThread(kernel.pager()::run, "pager", KernelThread.KERNEL_PRIORITY, true);
    }

    private static FileService mountAll(Kernel kernel, Terminal terminal) {
        Map<String, String> arguments = kernel.machine().arguments();
        FileServiceFactory factory = ServiceLoader.load(KernelBoot.class.getModule().getLayer(), FileServiceFactory.class)
            .findFirst().orElseThrow(() -> new IllegalArgumentException("no file service among the modules"));
        Map<String, Supplier<FileSession>> devices = new LinkedHashMap<>();
        devices.put("tty", () -> terminal.session(0));
        devices.put("console", () -> terminal.session(1));
        return factory.create(new FileServiceFactory.Resources(kernel.frames(), kernel.services().disk("0"),
            number(arguments, "root.block", 0), number(arguments, "root.blocks", 0), kernel.services().shares(), devices,
            kernel.services()::entropy, kernel.clock()::realtimeNanos, Mutex::new, kernel.pager().mappedFiles()));
    }

    /** What is to be configured are the boot arguments {@code net.0}, {@code net.1} and so on. */
    private static NetService network(Kernel kernel) {
        NetServiceFactory factory = ServiceLoader.load(KernelBoot.class.getModule().getLayer(), NetServiceFactory.class)
            .findFirst().orElseThrow(() -> new IllegalArgumentException("no network service among the modules"));
        return factory.create(new NetServiceFactory.Resources(kernel.services().atmInterfaces(), kernel.services().hostNetwork(),
            kernel.machine().memory(),
            kernel.areas(), ServiceLock::new, kernel.clock()::monotonicNanos, kernel.clock()::realtimeNanos,
            kernel.services()::entropy, line -> kernel.log().line("network", line), numbered(kernel.machine().arguments(), "net.")));
    }

    private static List<String> numbered(Map<String, String> arguments, String prefix) {
        List<String> values = new ArrayList<>();
        for (int i = 0; arguments.containsKey(prefix + i); i++) {
            values.add(arguments.get(prefix + i));
        }
        return values;
    }

    private static void startInit(Kernel kernel, Terminal terminal) {
        Map<String, String> arguments = kernel.machine().arguments();
        String path = arguments.getOrDefault("init", "/bin/sh");
        List<String> argv = new ArrayList<>();
        if (arguments.containsKey("command")) {
            argv.addAll(List.of("sh", "-c", arguments.get("command")));
        } else if (arguments.containsKey("script")) {
            argv.addAll(List.of("sh", arguments.get("script")));
        } else {
            argv.add("-sh");
        }
        argv.addAll(numbered(arguments, "argument."));
        List<String> environment = new ArrayList<>(List.of(FIRST_ENVIRONMENT));
        arguments.forEach((name, value) -> {
            if (name.startsWith("env.")) {
                environment.add(name.substring(4) + "=" + value);
            }
        });
        var request = new ProgramLoader.Request(path, argv.toArray(String[]::new), environment.toArray(String[]::new), "/home",
            Spawn.GROUP_NEW, false);
        kernel.programs().start(null, request, process -> {
            terminal.setForeground(process.group());
            for (int i = 0; i < 3; i++) {
                process.handles().add(new OpenObject<FileSession>(terminal.session(i), i == 0 ? Rights.READ | Rights.WRITE
                    : Rights.WRITE | Rights.READ, () -> { }));
            }
        });
        kernel.log().line("boot", "started " + path);
    }

    private static long number(Map<String, String> arguments, String name, long missing) {
        String value = arguments.get(name);
        try {
            return value == null ? missing : Long.parseLong(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("boot argument " + name + "=" + value + " is no number");
        }
    }
}
