package org.sluice.images.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code sluice bench kernel}: switches, system calls, ports and pipes, each beside what the host needs for its like. */
@Command(name = "kernel", mixinStandardHelpOptions = true,
    description = "Measures switches, system calls, port calls and pipes beside the host's.")
final class KernelCommand implements Callable<Integer> {
    @Option(names = "--smp", defaultValue = "1", description = "Virtual processors (default: ${DEFAULT-VALUE}).")
    private int processors;

    @Override
    public Integer call() {
        Map<String, Double> guest = new LinkedHashMap<>();
        int status;
        try (Rig rig = new Rig()) {
            status = rig.run(List.of("--smp", Integer.toString(processors)), Rig.java("KernelBench", ""), line -> {
                String[] words = line.split(" ");
                guest.put(words[0], Double.parseDouble(words[1]));
            });
        }
        Report.machine("--smp " + processors);
        Report.row("", "Sluice", "host", "the host's like");
        row("system call, getpid [ns]", guest.get("getpid_ns"), HostFigures.systemCall(), "getppid(2)");
        row("clock [ns]", guest.get("clock_ns"), HostFigures.clock(), "nanoTime");
        row("switch by yield [ns]", guest.get("yield_ns"), HostFigures.yields(), "2 threads");
        row("block and wake [ns]", guest.get("park_ns"), HostFigures.parks(), "2 threads");
        row("thread, start to join [ns]", guest.get("thread_ns"), HostFigures.threads(), "thread");
        row("port call in a process [ns]", guest.get("port_same_process_ns"), HostFigures.rendezvous(), "rendezvous");
        row("port call of a process [ns]", guest.get("port_other_process_ns"), HostFigures.roundTrip(), "cat");
        row("pipe, two threads [MiB/s]", guest.get("pipe_threads_mib_s"), HostFigures.pipeBetweenThreads(), "pipe(2)");
        row("pipe, two processes [MiB/s]", guest.get("pipe_processes_mib_s"), HostFigures.pipeToProcess(), "cat");
        return status;
    }

    private static void row(String name, Double guest, double host, String what) {
        Report.row(name, guest == null ? "-" : Report.figure(guest), Report.figure(host), what);
    }
}
