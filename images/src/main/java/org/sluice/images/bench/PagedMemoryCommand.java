package org.sluice.images.bench;

import java.util.Arrays;
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
    private static final int PAUSE_MILLIS = 20;

    @Option(names = "--smp", defaultValue = "1", description = "Virtual processors (default: ${DEFAULT-VALUE}).")
    private int processors;

    @Option(names = "--memory", defaultValue = "128", paramLabel = "MIB",
        description = "Memory of the machine; the largest working set is four times that (default: ${DEFAULT-VALUE}).")
    private int memory;

    @Option(names = "--echoes", defaultValue = "200", paramLabel = "COUNT",
        description = "Lines the shell answers beside two hogs of memory (default: ${DEFAULT-VALUE}); 0 for none.")
    private int echoes;

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
            int hogs = echoes == 0 ? 0 : hogs(rig, options);
            return status != 0 ? status : hostStatus != 0 ? hostStatus : hogs;
        }
    }

    /** How fast the shell answers while two programs have all paged memory and go on using it. */
    private int hogs(Rig rig, List<String> options) {
        double[] millis = new double[echoes];
        int[] state = new int[2]; // hogs that were refused memory; echoes so far
        long[] asked = new long[1];
        String loop = "while read line; do if [ $line = quit ]; then break; fi; echo $line; done";
        int status = rig.watch(options, Rig.java("PagedHog", "a 0") + " & " + Rig.java("PagedHog", "b 0") + " & " + loop
            + "; kill -9 %1 %2", (machine, line) -> {
                if (line.startsWith("hog")) {
                    System.out.println(line);
                    if (++state[0] < 2) {
                        return null;
                    }
                } else if (line.equals("echo")) {
                    millis[state[1]++] = (System.nanoTime() - asked[0]) / 1e6;
                } else {
                    return null;
                }
                Thread.sleep(PAUSE_MILLIS);
                asked[0] = System.nanoTime();
                return state[1] == echoes ? "quit" : "echo";
            });
        Arrays.sort(millis);
        Report.row("shell's echo beside two hogs [ms]", "p50", "p99", "max");
        Report.row("", Report.figure(millis[echoes / 2]), Report.figure(millis[echoes * 99 / 100]), Report.figure(millis[echoes - 1]));
        return status;
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
