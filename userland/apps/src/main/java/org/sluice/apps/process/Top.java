package org.sluice.apps.process;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.sluice.apps.Command;
import org.sluice.apps.Failure;
import org.sluice.apps.Keyboard;
import org.sluice.apps.LocalTime;
import org.sluice.apps.Numbers;
import org.sluice.apps.Options;

/** {@code top}: shows the processes that use the processor most, again and again. */
public final class Top extends Command {
    private Map<Integer, Long> timesBefore = new HashMap<>();
    private double secondsBefore = -1;
    private char order = 'P';

    public Top() {
        super("top");
    }

    public static void main(String[] args) {
        new Top().start(args);
    }

    @Override
    protected int run(String[] args) throws IOException {
        Options options = new Options("b/batch n/iterations: d/delay: o:", args);
        boolean batch = false;
        long rounds = Long.MAX_VALUE;
        double delay = 3;
        while (options.next()) {
            switch (options.name()) {
                case "b" -> batch = true;
                case "n" -> rounds = rounds(options.number("number of iterations"));
                case "d" -> delay = delay(options.value());
                default -> order = order(options.value());
            }
        }
        noOperands(options.operands());
        if (batch) {
            batch(rounds, delay);
        } else {
            interactive(rounds, delay);
        }
        return 0;
    }

    private static long rounds(long rounds) {
        if (rounds < 1) {
            throw new Failure.Usage("invalid number of iterations: '" + rounds + "'");
        }
        return rounds;
    }

    private static double delay(String text) {
        try {
            double delay = Double.parseDouble(text);
            if (delay >= 0) {
                return delay;
            }
        } catch (NumberFormatException e) {
            throw new Failure.Usage("invalid delay: '" + text + "'");
        }
        throw new Failure.Usage("invalid delay: '" + text + "'");
    }

    private static char order(String column) {
        return switch (column) {
            case "%CPU", "cpu" -> 'P';
            case "%MEM", "mem", "RES" -> 'M';
            case "TIME+", "time" -> 'T';
            case "PID", "pid" -> 'N';
            default -> throw new Failure.Usage("unknown column '" + column + "': use %CPU, %MEM, TIME+ or PID");
        };
    }

    private void batch(long rounds, double delay) throws IOException {
        for (long round = 0; round < rounds; round++) {
            if (round > 0) {
                out.println();
                out.flush();
                io.sleep((long) (delay * 1e9));
            }
            screen(Integer.MAX_VALUE, Integer.MAX_VALUE);
        }
    }

    private void interactive(long rounds, double delay) throws IOException {
        if (!io.isTerminal(1)) {
            throw new Failure(1, "standard output is no terminal; use -b");
        }
        try (Keyboard keyboard = new Keyboard(io.calls())) {
            int tenths = Math.clamp((long) (delay * 10), 1, 255);
            for (long round = 0; round < rounds; round++) {
                int[] size = keyboard.size();
                out.print("\u001b[H\u001b[J");
                screen(size[0], size[1]);
                out.flush();
                int key = keyboard.key(tenths);
                if (key == 'q' || key == 'Q' || key == Keyboard.INTERRUPT) {
                    break;
                }
                if ("PMTN".indexOf(Character.toUpperCase(key)) >= 0) {
                    order = (char) Character.toUpperCase(key);
                }
            }
        }
    }

    private void screen(int rows, int columns) throws IOException {
        List<ProcessEntry> processes = ProcessEntry.all(io);
        String uptimeText = io.readText(io.proc() + "/uptime").trim();
        int space = uptimeText.indexOf(' ');
        double uptime = Double.parseDouble(space < 0 ? uptimeText : uptimeText.substring(0, space));
        Memory memory = Memory.read(io);
        head(processes, uptime, memory);
        Map<Integer, Double> usage = usage(processes, uptime);
        processes.sort((a, b) -> compare(a, b, usage));
        line("    PID USER      S   %CPU  %MEM      RES    AREAS  NUM  THR     TIME+ COMMAND", columns);
        int shown = Math.min(processes.size(), rows - 7);
        for (int i = 0; i < shown; i++) {
            ProcessEntry process = processes.get(i);
            long residentKib = process.residentPages * ProcessEntry.PAGE / 1024;
            String row = right(Integer.toString(process.pid), 7) + " root      " + process.state
                    + " " + right(tenths(usage.get(process.pid)), 6)
                    + " " + right(tenths(memory.total == 0 ? 0 : residentKib * 100.0 / memory.total), 5)
                    + " " + right(Long.toString(residentKib), 8) + areas(process.pid) + " " + right(Long.toString(process.threads), 4)
                    + " " + right(hundredths(process.time()), 9) + " " + process.command;
            line(row, columns);
        }
    }

    /** KiB mapped by open views, rounded up, and number of areas. */
    private String areas(int pid) {
        long mapped = 0;
        long count = 0;
        try {
            String status = io.readText(io.proc() + "/" + pid + "/status");
            mapped = field(status, "AreaMapped:");
            count = field(status, "AreaCount:");
        } catch (IOException e) {
            // it has ended since
        }
        return " " + right(Long.toString((mapped + 1023) / 1024), 8) + " " + right(Long.toString(count), 4);
    }

    private static long field(String status, String name) {
        String[] lines = status.split("\n");
        for (int i = 0; i < lines.length; i++) {
            if (lines[i].startsWith(name)) {
                return Long.parseLong(lines[i].substring(name.length()).trim());
            }
        }
        return 0;
    }

    private void head(List<ProcessEntry> processes, double uptime, Memory memory) throws IOException {
        int running = 0;
        int stopped = 0;
        int dead = 0;
        for (int i = 0; i < processes.size(); i++) {
            char state = processes.get(i).state;
            running += state == 'R' ? 1 : 0;
            stopped += state == 'T' ? 1 : 0;
            dead += state == 'Z' ? 1 : 0;
        }
        int sleeping = processes.size() - running - stopped - dead;
        String clock = LocalTime.of(io, io.now() / 1000).clockWithSeconds();
        out.println("top - " + clock + " up " + Load.duration((long) uptime) + ",  load average: " + Load.averages(io));
        out.println("Tasks: " + processes.size() + " total, " + running + " running, " + sleeping + " sleeping, " + stopped
                + " stopped, " + dead + " zombie");
        long cache = memory.buffers + memory.cached + memory.reclaimable;
        out.println("MiB Mem : " + mib(memory.total) + " total, " + mib(memory.free) + " free, "
                + mib(memory.total - memory.free - cache) + " used, " + mib(cache) + " buff/cache");
        out.println("MiB Swap: " + mib(memory.swapTotal) + " total, " + mib(memory.swapFree) + " free, "
                + mib(memory.swapTotal - memory.swapFree) + " used, " + mib(memory.available) + " avail Mem");
        out.println();
    }

    /** Percent of one processor since the screen before, or since the start of the process on the first one. */
    private Map<Integer, Double> usage(List<ProcessEntry> processes, double uptime) {
        Map<Integer, Double> usage = new HashMap<>();
        Map<Integer, Long> times = new HashMap<>();
        for (int i = 0; i < processes.size(); i++) {
            ProcessEntry process = processes.get(i);
            Long before = timesBefore.get(process.pid);
            double seconds = before == null ? uptime - (double) process.start / ProcessEntry.TICKS : uptime - secondsBefore;
            long ticks = before == null ? process.time() : process.time() - before;
            usage.put(process.pid, seconds <= 0 ? 0 : ticks * 100.0 / ProcessEntry.TICKS / seconds);
            times.put(process.pid, process.time());
        }
        timesBefore = times;
        secondsBefore = uptime;
        return usage;
    }

    private int compare(ProcessEntry a, ProcessEntry b, Map<Integer, Double> usage) {
        int result = switch (order) {
            case 'M' -> Long.compare(b.residentPages, a.residentPages);
            case 'T' -> Long.compare(b.time(), a.time());
            case 'N' -> Integer.compare(b.pid, a.pid);
            default -> Double.compare(usage.get(b.pid), usage.get(a.pid));
        };
        return result == 0 ? Integer.compare(a.pid, b.pid) : result;
    }

    private void line(String text, int columns) {
        out.println(text.length() > columns ? text.substring(0, columns) : text);
    }

    private static String right(String text, int width) {
        return text.length() >= width ? text : " ".repeat(width - text.length()) + text;
    }

    private static String tenths(double value) {
        long tenths = Math.round(value * 10);
        return tenths / 10 + "." + tenths % 10;
    }

    private static String hundredths(long ticks) {
        return ticks / 6000 + ":" + Numbers.zeros(ticks / 100 % 60, 2) + "." + Numbers.zeros(ticks % 100, 2);
    }

    private static String mib(long kib) {
        return right(tenths(kib / 1024.0), 8);
    }
}
