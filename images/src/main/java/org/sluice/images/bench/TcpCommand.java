package org.sluice.images.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.sluice.images.command.LauncherFailure;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code sluice bench tcp}: TCP between two processes, by handing over and by copying, beside Java NIO on the host. */
@Command(name = "tcp", mixinStandardHelpOptions = true,
    description = "Measures TCP between two processes, over lo and through ATM cells, beside Java NIO on the host's loopback in the same run.")
final class TcpCommand implements Callable<Integer> {
    private static final double GIGA = 1e9;
    private static final List<Integer> WRITES = List.of(1024, 4096, 9180, 65536, 131072);
    private static final List<Integer> PACKETS = List.of(512, 1024, 2048, 4096, 9180, 16384, 32768, 65483);
    /** Bytes of headers of IP and TCP with timestamps. */
    private static final int HEADERS = 52;
    private static final String OWN = "10.1.0.2";

    @Option(names = "--smp", defaultValue = "1", description = "Virtual processors (default: ${DEFAULT-VALUE}).")
    private int processors;

    @Option(names = "--millis", defaultValue = "1000", description = "Milliseconds a figure (default: ${DEFAULT-VALUE}).")
    private int millis;

    @Option(names = "--rounds", defaultValue = "3", description = "Rounds, of which the median counts (default: ${DEFAULT-VALUE}).")
    private int rounds;

    @Option(names = "--ring", defaultValue = "1024", paramLabel = "KIB",
        description = "KiB of areas the sender has in turn (default: ${DEFAULT-VALUE}).")
    private int ring;

    @Option(names = "--only", paramLabel = "PART", split = ",",
        description = "Only these of: lo, cells, small, paper (default: all).")
    private List<String> only;

    @Option(names = "--bytes", defaultValue = "3000000000", description = "Bytes a size of the paper's experiment (default: ${DEFAULT-VALUE}).")
    private long bytes;

    @Option(names = "--csv", paramLabel = "FILE", description = "Write the paper's experiment as CSV.")
    private Path csv;

    /** Medians over the rounds. */
    private static final class Samples {
        final List<Double> gigabits = new ArrayList<>();
        final List<Double> cpu = new ArrayList<>();
        final List<Double> copied = new ArrayList<>();

        double gigabits() {
            return median(gigabits);
        }

        double cpu() {
            return median(cpu);
        }

        private static double median(List<Double> list) {
            return Report.median(list.stream().mapToDouble(d -> d).toArray());
        }
    }

    @Override
    public Integer call() {
        Report.machine("--smp " + processors + " --ring " + ring);
        System.out.println("host's congestion control: " + congestion());
        try (Rig rig = new Rig(); Conversation host = new Conversation(host(rig))) {
            if (wanted("lo")) {
                loopback(rig, host);
            }
            if (wanted("cells")) {
                link(rig, "loopback", "ATM, by reference");
                link(rig, "loopback,cells", "ATM, through cells");
            }
            if (wanted("small")) {
                small(rig, host);
            }
            if (wanted("paper")) {
                paper(rig);
            }
        }
        return 0;
    }

    private boolean wanted(String part) {
        return only == null || only.contains(part);
    }

    // ---- the host

    private static String sysctl(String name) {
        try {
            return Files.readString(Path.of("/proc/sys/net/ipv4", name)).trim();
        } catch (IOException e) {
            return "unknown";
        }
    }

    /** With bbr, which paces on loopback too, a namespace of its own with reno is asked for, which may be chosen anywhere. */
    private static boolean apart() {
        return sysctl("tcp_congestion_control").startsWith("bbr") && System.getProperty("user.name").equals("root");
    }

    private static String congestion() {
        String now = sysctl("tcp_congestion_control");
        return apart() ? "reno, in a network namespace of its own (the host's is " + now + ")" : now;
    }

    private static List<String> host(Rig rig) {
        List<String> java = rig.onHost("-Xmx512m", NioPeer.class.getName());
        if (!apart()) {
            return java;
        }
        List<String> all = new ArrayList<>(List.of("unshare", "-n", "sh", "-c",
            "ip link set lo up && echo reno > /proc/sys/net/ipv4/tcp_congestion_control && exec \"$@\"", "sh"));
        all.addAll(java);
        return all;
    }

    // ---- the machine

    private Conversation boot(Rig rig, String atm, String address) {
        List<String> command = rig.boot(List.of("--smp", Integer.toString(processors), "--memory", "1G", "--atm", atm, "--address", OWN + "/24"));
        command.add("-c");
        command.add(Rig.java("TcpBench", address));
        return new Conversation(command);
    }

    private static void control(Conversation machine, String command) {
        String answer = machine.ask("control " + command);
        if (!answer.equals("done")) {
            throw new LauncherFailure(1, "bench: " + command + ": " + answer);
        }
    }

    private void measure(Conversation peer, String kind, boolean touch, int size, Samples into) {
        measure(peer, "transfer " + kind + (touch ? " 1 " : " 0 ") + size + " " + millis + " " + ((long) ring << 10), into);
    }

    private static void measure(Conversation peer, String order, Samples into) {
        peer.tell(order);
        String begin = peer.answer();
        if (!begin.equals("begin")) {
            throw new LauncherFailure(1, "bench: " + order + ": " + begin);
        }
        long cpu = peer.cpu().toNanos();
        String[] words = peer.answer().split(" ");
        cpu = peer.cpu().toNanos() - cpu;
        long n = Long.parseLong(words[1]);
        into.gigabits.add(n * 8 / Double.parseDouble(words[2]));
        into.cpu.add(cpu / (double) n);
        into.copied.add(Double.parseDouble(words[3]) / n);
    }

    private static String pair(Samples samples) {
        return String.format(Locale.ROOT, "%s %.2f", Report.figure(samples.gigabits()), samples.cpu());
    }

    private static String ratio(Samples a, Samples b) {
        return String.format(Locale.ROOT, "%.2f", a.gigabits() / b.gigabits());
    }

    private void warm(Conversation peer) {
        for (int i = 0; i < 2; i++) {
            measure(peer, "transfer copy 1 9180 1500 1048576", new Samples());
            measure(peer, "transfer zero 1 9180 1500 1048576", new Samples());
        }
    }

    private void loopback(Rig rig, Conversation host) {
        System.out.println("lo: Gbit/s and CPU ns a byte of both ends; written once by the sender and read once by the receiver unless it says untouched");
        try (Conversation machine = boot(rig, "loopback", "127.0.0.1")) {
            warm(machine);
            warm(host);
            for (String large : List.of("on", "off")) {
                control(machine, "large lo " + large);
                for (int mtu : new int[] {1500, 9180, 65535}) {
                    for (String checksum : List.of("off", "on")) {
                        control(machine, "mtu lo " + mtu);
                        control(machine, "checksum lo " + checksum);
                        Report.row("MTU " + mtu + ", checksum " + checksum + (large.equals("on") ? "" : ", a packet a segment"), "by areas",
                            "by copying", "areas/copying", "untouched", "NIO direct", "NIO heap", "areas/direct");
                        for (int size : WRITES) {
                            row(machine, host, size);
                        }
                    }
                }
            }
        }
    }

    private void row(Conversation machine, Conversation host, int size) {
        Samples areas = new Samples();
        Samples copying = new Samples();
        Samples untouched = new Samples();
        Samples direct = new Samples();
        Samples heap = new Samples();
        for (int i = 0; i < rounds; i++) {
            measure(machine, "zero", true, size, areas);
            measure(host, "zero", true, size, direct);
            measure(machine, "copy", true, size, copying);
            measure(host, "copy", true, size, heap);
            measure(machine, "zero", false, size, untouched);
        }
        Report.row("writes of " + size, pair(areas), pair(copying), ratio(areas, copying), pair(untouched), pair(direct), pair(heap),
            ratio(areas, direct));
    }

    private void link(Rig rig, String atm, String title) {
        try (Conversation machine = boot(rig, atm, OWN)) {
            control(machine, "route add " + OWN + "/32 dev clip0");
            warm(machine);
            for (int mtu : new int[] {1500, 9180}) {
                control(machine, "mtu clip0 " + mtu);
                for (String checksum : List.of("off", "on")) {
                    control(machine, "checksum clip0 " + checksum);
                    Report.row(title + ", MTU " + mtu + ", checksum " + checksum, "by areas", "by copying", "areas/copying", "untouched");
                    for (int size : WRITES) {
                        Samples areas = new Samples();
                        Samples copying = new Samples();
                        Samples untouched = new Samples();
                        for (int i = 0; i < rounds; i++) {
                            measure(machine, "zero", true, size, areas);
                            measure(machine, "copy", true, size, copying);
                            measure(machine, "zero", false, size, untouched);
                        }
                        Report.row("writes of " + size, pair(areas), pair(copying), ratio(areas, copying), pair(untouched));
                    }
                }
            }
        }
    }

    // ---- small things

    private void small(Rig rig, Conversation host) {
        try (Conversation machine = boot(rig, "loopback", "127.0.0.1")) {
            Report.row("a byte there and back [ns]", "p50", "p99", "NIO p50", "NIO p99");
            for (int i = 0; i < rounds; i++) {
                String[] a = machine.ask("latency 20000").split(" ");
                String[] b = host.ask("latency 20000").split(" ");
                Report.row("round " + (i + 1), a[1], a[2], b[1], b[2]);
            }
            Report.row("connections [1/s]", "Sluice", "NIO");
            for (int i = 0; i < rounds; i++) {
                Report.row("round " + (i + 1), rate(machine.ask("connections " + 2 * millis)), rate(host.ask("connections " + 2 * millis)));
            }
            Report.row("memory of an idle connection, both ends", "frames [bytes]", "heap [bytes]");
            for (int i = 0; i < rounds; i++) {
                long before = heap(machine);
                String[] words = machine.ask("idle 400").split(" ");
                long after = heap(machine);
                machine.tell("release");
                Report.row("round " + (i + 1), Report.figure(Double.parseDouble(words[2]) / 400), Report.figure((after - before) / 400.0));
            }
        }
    }

    private static String rate(String answer) {
        String[] words = answer.split(" ");
        return Report.figure(Double.parseDouble(words[1]) * GIGA / Double.parseDouble(words[2]));
    }

    /** Bytes of live objects in the machine's process: programs, kernel and all. */
    private static long heap(Conversation machine) {
        ProcessHandle jvm = machine.process().toHandle().descendants().reduce((a, b) -> b).orElse(machine.process().toHandle());
        try {
            Process jcmd = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(), Long.toString(jvm.pid()),
                "GC.class_histogram").redirectErrorStream(true).start();
            try (var reader = jcmd.inputReader()) {
                return reader.lines().filter(line -> line.startsWith("Total")).map(line -> line.trim().split("\\s+")[2])
                    .mapToLong(Long::parseLong).findFirst().orElseThrow(() -> new LauncherFailure(1, "bench: jcmd tells no heap"));
            }
        } catch (IOException e) {
            throw new LauncherFailure(1, "bench: " + e.getMessage());
        }
    }

    // ---- the paper's experiment

    /** Packets of one size over the loop-back interface, without checksums, by copying and by handing over. */
    private void paper(Rig rig) {
        StringBuilder table = new StringBuilder("packet_bytes,areas_gbit_s,areas_cpu_ns_byte,copying_gbit_s,copying_cpu_ns_byte,ratio\n");
        try (Conversation machine = boot(rig, "loopback", "127.0.0.1")) {
            warm(machine);
            control(machine, "checksum lo off");
            control(machine, "large lo off");
            Report.row(bytes + " bytes over lo, checksum off", "areas Gbit/s", "CPU ns/byte", "copying Gbit/s", "CPU ns/byte", "ratio");
            for (int packet : PACKETS) {
                control(machine, "mtu lo " + (packet + HEADERS));
                Samples areas = new Samples();
                Samples copying = new Samples();
                measure(machine, "volume zero 1 " + packet + " " + bytes + " " + ((long) ring << 10), areas);
                measure(machine, "volume copy 1 " + packet + " " + bytes + " " + ((long) ring << 10), copying);
                Report.row("packets of " + packet, Report.figure(areas.gigabits()), Report.figure(areas.cpu()),
                    Report.figure(copying.gigabits()), Report.figure(copying.cpu()), ratio(areas, copying));
                table.append(String.format(Locale.ROOT, "%d,%.3f,%.4f,%.3f,%.4f,%.3f%n", packet, areas.gigabits(), areas.cpu(),
                    copying.gigabits(), copying.cpu(), areas.gigabits() / copying.gigabits()));
            }
        }
        if (csv != null) {
            try {
                Files.writeString(csv, table);
            } catch (IOException e) {
                throw new LauncherFailure(1, "bench: " + csv + ": " + e.getMessage());
            }
        }
    }
}
