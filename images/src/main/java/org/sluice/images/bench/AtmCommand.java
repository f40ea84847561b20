package org.sluice.images.bench;

import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.sluice.images.build.Distribution;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code sluice bench atm}: SDUs between two processes over the ATM interface, the interface by itself, and how exactly it shapes. */
@Command(name = "atm", mixinStandardHelpOptions = true,
    description = "Measures AAL5 between two processes, by reference and through cells, and the interface's parts by themselves.")
final class AtmCommand implements Callable<Integer> {
    private static final List<String> SIZES = List.of("64", "256", "1024", "4096", "9180", "16384", "65535");
    private static final int TRAILER = 8;
    private static final int PAYLOAD = 48;
    private static final double GIGA = 1e9;

    @Option(names = "--smp", defaultValue = "1", description = "Virtual processors (default: ${DEFAULT-VALUE}).")
    private int processors;

    @Option(names = "--seconds", defaultValue = "3", description = "Seconds a figure (default: ${DEFAULT-VALUE}).")
    private int seconds;

    @Option(names = "--verify", defaultValue = "512", paramLabel = "MIB",
        description = "MiB two processes exchange and hash (default: ${DEFAULT-VALUE}); 0 for none.")
    private int verify;

    /** What a run of SDUs of one size took. */
    private record Figures(long sdus, double nanos, double cpuNanos) {
    }

    @Override
    public Integer call() {
        Report.machine("--smp " + processors);
        int status = 0;
        try (Rig rig = new Rig()) {
            status |= speed(rig, "loopback", "by reference");
            status |= speed(rig, "loopback,cells", "through cells");
            if (verify > 0) {
                status |= verify(rig, "loopback", "9180");
                status |= verify(rig, "loopback,cells", "65535");
            }
            status |= shape(rig);
            status |= rig.lines(parts(), System.out::println);
        }
        return status;
    }

    /** In virtual time, where nothing but the shaper decides when a cell leaves. */
    private int shape(Rig rig) {
        Report.row("shaping, 20000 cells", "PCR", "SCR", "error [per mille]");
        return rig.run(List.of("--seed", "1", "--atm", "loopback,cells"), Rig.java("AtmShape", "20000"), line -> {
            String[] words = line.split(" ");
            Report.row(words[0], words[1], words[2], words[3]);
        });
    }

    /** A plain JVM with the machine's classes on its class path. */
    private static List<String> parts() {
        String path = Distribution.current().boot().stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
        return List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp", path, AtmParts.class.getName());
    }

    private List<String> options(String link) {
        return List.of("--smp", Integer.toString(processors), "--memory", "1G", "--atm", link);
    }

    private int speed(Rig rig, String link, String title) {
        List<String> lines = new ArrayList<>();
        Duration[] begun = new Duration[1];
        Report.row("SDUs " + title + ", --atm " + link, "SDUs/s", "Gbit/s", "CPU ns/SDU", "CPU ns/cell", "touched: SDUs/s", "Gbit/s",
            "CPU ns/SDU");
        Figures[] plain = new Figures[1];
        return rig.watch(options(link), Rig.java("AtmBench", "speed " + seconds + " " + String.join(" ", SIZES)), (machine, line) -> {
            String[] words = line.split(" ");
            Duration cpu = machine.toHandle().info().totalCpuDuration().orElse(Duration.ZERO);
            if (words[0].equals("begin")) {
                begun[0] = cpu;
            } else if (words[0].equals("end")) {
                Figures f = new Figures(Long.parseLong(words[3]), Double.parseDouble(words[4]), cpu.minus(begun[0]).toNanos());
                if (words[2].equals("0")) {
                    plain[0] = f;
                } else {
                    row(Integer.parseInt(words[1]), plain[0], f);
                }
            } else {
                System.out.println(line);
            }
            return null;
        });
    }

    private static void row(int size, Figures plain, Figures touched) {
        int cells = (size + TRAILER + PAYLOAD - 1) / PAYLOAD;
        Report.row(size + " bytes", Report.figure(plain.sdus() * GIGA / plain.nanos()), Report.figure(plain.sdus() * 8.0 * size / plain.nanos()),
            Report.figure(plain.cpuNanos() / plain.sdus()), Report.figure(plain.cpuNanos() / plain.sdus() / cells),
            Report.figure(touched.sdus() * GIGA / touched.nanos()), Report.figure(touched.sdus() * 8.0 * size / touched.nanos()),
            Report.figure(touched.cpuNanos() / touched.sdus()));
    }

    private int verify(Rig rig, String link, String size) {
        System.out.println("exchange of " + verify + " MiB in SDUs of " + size + " bytes, --atm " + link);
        return rig.run(options(link), Rig.java("AtmBench", "verify " + verify + " " + size), System.out::println);
    }
}
