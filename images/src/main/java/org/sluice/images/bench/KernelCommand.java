package org.sluice.images.bench;

import java.util.HashMap;
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
        Map<String, Double> guest = new HashMap<>();
        Map<String, Double> host = new HashMap<>();
        int status;
        try (Rig rig = new Rig()) {
            status = rig.run(List.of("--smp", Integer.toString(processors)), Rig.java("KernelBench", ""), line -> read(line, guest));
            int hostStatus = rig.lines(rig.onHost("--enable-native-access=ALL-UNNAMED", HostFigures.class.getName()),
                line -> read(line, host));
            status = status == 0 ? hostStatus : status;
        }
        Report.machine("--smp " + processors);
        Report.row("", "Sluice", "host", "the host's like");
        row("system call, getpid [ns]", guest.get("getpid_ns"), host.get("system_call_ns"), "getppid(2)");
        row("clock [ns]", guest.get("clock_ns"), host.get("clock_ns"), "nanoTime");
        row("switch by yield [ns]", guest.get("yield_ns"), host.get("yield_ns"), "2 threads");
        row("block and wake [ns]", guest.get("park_ns"), host.get("park_ns"), "2 threads");
        row("thread, start to join [ns]", guest.get("thread_ns"), host.get("thread_ns"), "thread");
        row("port call in a process [ns]", guest.get("port_same_process_ns"), host.get("rendezvous_ns"), "rendezvous");
        row("port call of a process [ns]", guest.get("port_other_process_ns"), host.get("round_trip_ns"), "cat");
        row("pipe, two threads [MiB/s]", guest.get("pipe_threads_mib_s"), host.get("pipe_threads_mib_s"), "pipe(2)");
        row("pipe, two processes [MiB/s]", guest.get("pipe_processes_mib_s"), host.get("pipe_process_mib_s"), "cat");
        return status;
    }

    private static void read(String line, Map<String, Double> figures) {
        int space = line.indexOf(' ');
        figures.put(line.substring(0, space), Double.parseDouble(line.substring(space + 1)));
    }

    private static void row(String name, Double guest, Double host, String what) {
        Report.row(name, cell(guest), cell(host), what);
    }

    private static String cell(Double figure) {
        return figure == null ? "-" : Report.figure(figure);
    }
}
