package org.sluice.images.bench;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code sluice bench memory}: areas, their views and their ways between processes, beside what the host has of the kind. */
@Command(name = "memory", mixinStandardHelpOptions = true,
    description = "Measures areas of memory, access through their views, and handing them over.")
final class MemoryCommand implements Callable<Integer> {
    private static final int[] SIZES = {4096, 9180, 64 << 10, 2 << 20};
    /** What the kernel may copy in an exchange beyond its control run: reading counters and writing lines. */
    private static final double MOST_COPIED = 64 << 10;

    @Option(names = "--smp", defaultValue = "1", description = "Virtual processors (default: ${DEFAULT-VALUE}).")
    private int processors;

    @Option(names = "--exchange", defaultValue = "3072", paramLabel = "MIB",
        description = "MiB two processes exchange in areas (default: ${DEFAULT-VALUE}); 0 for none.")
    private int exchange;

    @Override
    public Integer call() {
        Map<String, Double> guest = new HashMap<>();
        Map<String, Double> host = new HashMap<>();
        List<String> options = List.of("--smp", Integer.toString(processors));
        Report.machine("--smp " + processors);
        int status;
        try (Rig rig = new Rig()) {
            status = rig.run(options, Rig.java("AreaBench", ""), line -> read(line, guest));
            int hostStatus = rig.lines(rig.onHost("--enable-native-access=ALL-UNNAMED", HostMemory.class.getName()),
                line -> read(line, host));
            status = status == 0 ? hostStatus : status;
            print(guest, host);
            if (exchange > 0) {
                int exchanged = exchange(rig, options);
                status = status == 0 ? exchanged : status;
            }
        }
        return status;
    }

    private int exchange(Rig rig, List<String> options) {
        Map<String, String> said = new HashMap<>();
        int status = rig.run(options, Rig.java("AreaExchange", Integer.toString(exchange)), line -> {
            System.out.println(line);
            int space = line.indexOf(' ');
            said.put(space < 0 ? line : line.substring(0, space), line.substring(space + 1));
        });
        double more = Double.parseDouble(said.getOrDefault("copied_exchange", "NaN"))
            - Double.parseDouble(said.getOrDefault("copied_control", "NaN"));
        if (!(more <= MOST_COPIED)) {
            System.out.println("the kernel COPIED " + more + " bytes more than in the control run");
            return 1;
        }
        return status;
    }

    private static void read(String line, Map<String, Double> figures) {
        int space = line.indexOf(' ');
        figures.put(line.substring(0, space), Double.parseDouble(line.substring(space + 1)));
    }

    private static void print(Map<String, Double> guest, Map<String, Double> host) {
        Report.row("allocate+map+release [ns]", "own p50", "own p99", "cleared p50", "cleared p99", "host malloc", "host mmap",
            "own/mmap");
        for (int size : SIZES) {
            Report.row(size + " bytes", cell(guest.get("own_" + size + "_p50")), cell(guest.get("own_" + size + "_p99")),
                cell(guest.get("cleared_" + size + "_p50")), cell(guest.get("cleared_" + size + "_p99")),
                cell(host.get("arena_" + size)), cell(host.get("mmap_" + size)),
                ratio(guest.get("own_" + size + "_p50"), host.get("mmap_" + size)));
        }
        Report.row("64 KiB [ns]", "byte[]", "ByteBuffer", "MemorySegment", "buffer/array", "segment/array", "host byte[]",
            "host buffer", "host segment");
        for (String loop : List.of("sum", "hash", "set", "fill", "copy")) {
            Double array = guest.get("array_" + loop);
            Report.row(loop, cell(array), cell(guest.get("buffer_" + loop)), cell(guest.get("segment_" + loop)),
                ratio(guest.get("buffer_" + loop), array), ratio(guest.get("segment_" + loop), array), cell(host.get("array_" + loop)),
                cell(host.get("buffer_" + loop)), cell(host.get("segment_" + loop)));
        }
        Report.row("between two processes [ns]", "");
        Report.row("port call and reply", cell(guest.get("call_ns")));
        Report.row("with 64 KiB there and back", cell(guest.get("call_with_area_ns")));
        Report.row("hand-over of an area", cell(guest.get("hand_over_ns")));
        Report.row("64 KiB through a pipe", cell(guest.get("pipe_64k_ns")));
        Report.row("64 KiB copied by the host", cell(host.get("segment_copy")));
        Report.row("hand-over/host's copy", ratio(guest.get("hand_over_ns"), host.get("segment_copy")));
        Report.row("page fault, zero page [ns]", "p50", "p99", "host p50", "host p99", "guest/host p50");
        Report.row("", cell(guest.get("fault_zero_p50")), cell(guest.get("fault_zero_p99")), cell(host.get("fault_p50")),
            cell(host.get("fault_p99")), ratio(guest.get("fault_zero_p50"), host.get("fault_p50")));
    }

    private static String ratio(Double figure, Double base) {
        return figure == null || base == null ? "-" : String.format(Locale.ROOT, "%.2f", figure / base);
    }

    private static String cell(Double figure) {
        return figure == null ? "-" : Report.figure(figure);
    }
}
