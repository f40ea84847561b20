package org.sluice.images.bench;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code sluice bench paging}: page faults, access to paged memory, mapped files and the swap area, beside the host's. */
@Command(name = "paging", mixinStandardHelpOptions = true,
    description = "Measures page faults, access to paged memory, mapped files and the swap area.")
final class PagedMemoryCommand implements Callable<Integer> {
    @Option(names = "--smp", defaultValue = "1", description = "Virtual processors (default: ${DEFAULT-VALUE}).")
    private int processors;

    @Option(names = "--memory", defaultValue = "128", paramLabel = "MIB",
        description = "Memory of the machine; the largest working set is four times that (default: ${DEFAULT-VALUE}).")
    private int memory;

    @Override
    public Integer call() {
        Map<String, Double> guest = new HashMap<>();
        Map<String, Double> host = new HashMap<>();
        List<String> options = List.of("--smp", Integer.toString(processors), "--memory", memory + "M");
        Report.machine(String.join(" ", options));
        try (Rig rig = new Rig()) {
            int status = rig.run(options, Rig.java("PagedBench", Integer.toString(memory)), line -> read(line, guest));
            int hostStatus = rig.lines(rig.onHost("--enable-native-access=ALL-UNNAMED", HostMemory.class.getName()),
                line -> read(line, host));
            print(guest, host);
            return status == 0 ? hostStatus : status;
        }
    }

    private static void read(String line, Map<String, Double> figures) {
        int space = line.indexOf(' ');
        figures.put(line.substring(0, space), Double.parseDouble(line.substring(space + 1)));
    }

    private static void print(Map<String, Double> guest, Map<String, Double> host) {
        Report.row("first touch of a zero page [ns]", "p50", "p99", "host mmap p50", "host p99");
        Report.row("", cell(guest, "fault_zero_p50"), cell(guest, "fault_zero_p99"), cell(host, "fault_p50"), cell(host, "fault_p99"));
        Report.row("a long in memory [ns]", "paged", "array");
        Report.row("in order", cell(guest, "access_order"), cell(guest, "access_order_array"));
        Report.row("scattered", cell(guest, "access_scattered"), cell(guest, "access_scattered_array"));
        Report.row("a file of /tmp [MiB/s]", "map: write, force", "map: read", "channel: read");
        Report.row("", cell(guest, "map_write_force_MiBps"), cell(guest, "map_read_MiBps"), cell(guest, "channel_read_MiBps"));
        Report.row("four times the memory", "");
        Report.row("written in order [MiB/s]", cell(guest, "swap_out_MiBps"));
        Report.row("read in order [MiB/s]", cell(guest, "swap_in_order_MiBps"));
        Report.row("a page anywhere [ns]", cell(guest, "swap_in_scattered_ns"));
    }

    private static String cell(Map<String, Double> figures, String name) {
        Double figure = figures.get(name);
        return figure == null ? "-" : Report.figure(figure);
    }
}
