package org.sluice.images.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code sluice bench flood}: what is left of a connection while packets that nobody wants come in. */
@Command(name = "flood", mixinStandardHelpOptions = true,
    description = "Measures a TCP connection while another process floods the machine with packets, and what memory that takes.")
final class FloodCommand implements Callable<Integer> {
    private static final List<String> KINDS = List.of("syn", "rst", "ack", "own", "order", "fragment", "overlap");
    private static final String OWN = "10.1.0.2";

    @Option(names = "--smp", defaultValue = "2", description = "Virtual processors (default: ${DEFAULT-VALUE}).")
    private int processors;

    @Option(names = "--millis", defaultValue = "2000", description = "Milliseconds a figure (default: ${DEFAULT-VALUE}).")
    private int millis;

    @Option(names = "--rate", defaultValue = "100000", description = "Packets a second (default: ${DEFAULT-VALUE}).")
    private int rate;

    @Option(names = "--write", defaultValue = "65536", description = "Bytes a write (default: ${DEFAULT-VALUE}).")
    private int write;

    @Override
    public Integer call() {
        Report.machine("--smp " + processors + " --rate " + rate);
        try (Rig rig = new Rig()) {
            List<String> command = rig.boot(List.of("--smp", Integer.toString(processors), "--memory", "512M", "--atm", "loopback", "--address",
                OWN + "/24"));
            command.add("-c");
            command.add(Rig.java("TcpBench", OWN));
            try (Conversation machine = new Conversation(command)) {
                // what is answered goes somewhere
                machine.ask("control route add default dev clip0");
                transfer(machine);
                transfer(machine);
                Report.row("flood of " + rate + "/s", "before Gbit/s", "during", "after", "ratio", "packets/s", "refused", "memory [KiB]");
                for (String kind : KINDS) {
                    row(machine, kind);
                }
            }
        }
        return 0;
    }

    private void row(Conversation machine, String kind) {
        double before = transfer(machine);
        long memory = memory(machine);
        machine.tell("flood " + kind + " " + 2 * millis + " " + rate);
        double during = transfer(machine);
        machine.tell("wait");
        String[] words = machine.answer().split(" ");
        double after = transfer(machine);
        Report.row(kind, Report.figure(before), Report.figure(during), Report.figure(after), Report.figure(during / before),
            Report.figure(Double.parseDouble(words[1]) * 1e9 / Double.parseDouble(words[2])), words[3], (memory(machine) - memory) >> 10);
    }

    private static long memory(Conversation machine) {
        return Long.parseLong(machine.ask("memory").split(" ")[1]);
    }

    private double transfer(Conversation machine) {
        machine.tell("transfer zero 1 " + write + " " + millis + " 1048576");
        List<String> lines = new ArrayList<>();
        String line = machine.answer();
        while (!line.startsWith("end ")) {
            lines.add(line);
            line = machine.answer();
        }
        String[] words = line.split(" ");
        return Long.parseLong(words[1]) * 8 / Double.parseDouble(words[2]);
    }
}
