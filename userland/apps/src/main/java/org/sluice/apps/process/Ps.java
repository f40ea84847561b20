package org.sluice.apps.process;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.sluice.apps.Command;
import org.sluice.apps.Failure;
import org.sluice.apps.LocalTime;
import org.sluice.apps.Numbers;
import org.sluice.apps.Options;

/** {@code ps}: lists processes. */
public final class Ps extends Command {
    private static final String DEFAULT = "pid,tty,time,comm=CMD";
    private static final String FULL = "uid=UID,pid,ppid,pcpu=C,stime,tty,time,args=CMD";

    private long uptimeTicks;
    private long bootSecond;
    private long memoryKib;

    public Ps() {
        super("ps");
    }

    public static void main(String[] args) {
        new Ps().start(args);
    }

    @Override
    protected int run(String[] args) throws IOException {
        Options options = new Options("e A a x f l o/format: p/pid: no-headers", dashed(args));
        boolean all = false;
        boolean headings = true;
        String columns = DEFAULT;
        List<Integer> wanted = null;
        while (options.next()) {
            switch (options.name()) {
                case "e", "A", "a", "x" -> all = true;
                case "f" -> columns = FULL;
                case "l" -> columns = "state=S,uid=UID,pid,ppid,pri,ni,vsz=SZ,nlwp,tty,time,comm=CMD";
                case "o" -> columns = columns.equals(DEFAULT) || columns.equals(FULL) ? options.value() : columns + ","
                        + options.value();
                case "p" -> wanted = pids(options.value());
                default -> headings = false;
            }
        }
        noOperands(options.operands());
        clocks();
        List<ProcessEntry> chosen = choose(all, wanted);
        print(chosen, columns(columns), headings);
        return wanted != null && chosen.isEmpty() ? 1 : 0;
    }

    /** {@code ps aux} and {@code ps ef} are habits: a first argument without a dash gets one. */
    private static String[] dashed(String[] args) {
        String[] changed = args.clone();
        if (changed.length > 0 && !changed[0].isEmpty() && changed[0].charAt(0) != '-') {
            changed[0] = changed[0].equals("aux") ? "-ef" : "-" + changed[0];
        }
        return changed;
    }

    private static List<Integer> pids(String list) {
        List<Integer> pids = new ArrayList<>();
        String[] parts = list.split("[, ]+");
        for (int i = 0; i < parts.length; i++) {
            try {
                pids.add(Integer.parseInt(parts[i]));
            } catch (NumberFormatException e) {
                throw new Failure.Usage("invalid process id: '" + parts[i] + "'");
            }
        }
        return pids;
    }

    private void clocks() throws IOException {
        String uptime = io.readText(io.proc() + "/uptime");
        double seconds = Double.parseDouble(uptime.substring(0, uptime.indexOf(' ') < 0 ? uptime.length()
                : uptime.indexOf(' ')).trim());
        uptimeTicks = (long) (seconds * ProcessEntry.TICKS);
        bootSecond = io.now() / 1000 - (long) seconds;
        memoryKib = Memory.read(io).total;
    }

    private List<ProcessEntry> choose(boolean all, List<Integer> wanted) {
        List<ProcessEntry> processes = ProcessEntry.all(io);
        ProcessEntry self = ProcessEntry.one(io, "self");
        List<ProcessEntry> chosen = new ArrayList<>();
        for (int i = 0; i < processes.size(); i++) {
            ProcessEntry process = processes.get(i);
            boolean ours = self == null || process.session == self.session;
            if (wanted != null ? wanted.contains(process.pid) : all || ours) {
                chosen.add(process);
            }
        }
        return chosen;
    }

    /** Columns as pairs of name and heading. */
    private static List<String[]> columns(String list) {
        List<String[]> columns = new ArrayList<>();
        String[] parts = list.split(",");
        for (int i = 0; i < parts.length; i++) {
            int equals = parts[i].indexOf('=');
            String column = (equals < 0 ? parts[i] : parts[i].substring(0, equals)).trim();
            String heading = heading(column);
            columns.add(new String[] {column, equals < 0 ? heading : parts[i].substring(equals + 1)});
        }
        return columns;
    }

    private static String heading(String column) {
        return switch (column) {
            case "pid", "ppid", "pgid", "sid", "tty", "time", "stime", "pri", "ni", "vsz", "rss", "nlwp", "state", "uid" ->
                column.toUpperCase(java.util.Locale.ROOT);
            case "pgrp" -> "PGRP";
            case "sess" -> "SESS";
            case "comm", "args", "cmd", "ucmd" -> column.equals("cmd") || column.equals("ucmd") ? "CMD" : "COMMAND";
            case "command" -> "COMMAND";
            case "stat", "s" -> column.equals("s") ? "S" : "STAT";
            case "pcpu", "%cpu" -> "%CPU";
            case "pmem", "%mem" -> "%MEM";
            case "etime" -> "ELAPSED";
            case "tname", "tt" -> "TT";
            case "tpgid" -> "TPGID";
            case "user" -> "USER";
            case "thcount" -> "THCNT";
            default -> throw new Failure.Usage("unknown column '" + column + "'");
        };
    }

    private String value(String column, ProcessEntry process) {
        return switch (column) {
            case "pid" -> Integer.toString(process.pid);
            case "ppid" -> Integer.toString(process.parent);
            case "pgid", "pgrp" -> Integer.toString(process.group);
            case "sid", "sess" -> Integer.toString(process.session);
            case "tpgid" -> Integer.toString(process.foreground);
            case "tty", "tname", "tt" -> process.terminalName();
            case "time" -> hours(process.time() / ProcessEntry.TICKS);
            case "etime" -> elapsed((uptimeTicks - process.start) / ProcessEntry.TICKS);
            case "stime" -> startTime(process);
            case "pri" -> Long.toString(process.priority);
            case "ni" -> Long.toString(process.nice);
            case "vsz" -> Long.toString(process.virtualBytes / 1024);
            case "rss" -> Long.toString(process.residentPages * ProcessEntry.PAGE / 1024);
            case "nlwp", "thcount" -> Long.toString(process.threads);
            case "state", "s", "stat" -> String.valueOf(process.state);
            case "pcpu", "%cpu" -> percentOfTime(process);
            case "pmem", "%mem" -> tenths(process.residentPages * ProcessEntry.PAGE / 1024, memoryKib);
            case "uid", "user" -> "root";
            case "comm", "ucmd" -> process.command;
            default -> process.line;
        };
    }

    private String percentOfTime(ProcessEntry process) {
        return tenths(process.time(), Math.max(1, uptimeTicks - process.start));
    }

    private static String tenths(long part, long whole) {
        long tenths = whole == 0 ? 0 : part * 1000 / whole;
        return tenths / 10 + "." + tenths % 10;
    }

    static String hours(long seconds) {
        return Numbers.zeros(seconds / 3600, 2) + ":" + Numbers.zeros(seconds / 60 % 60, 2) + ":"
                + Numbers.zeros(seconds % 60, 2);
    }

    private static String elapsed(long seconds) {
        long days = seconds / 86400;
        String clock = seconds >= 3600 ? hours(seconds % 86400) : hours(seconds).substring(3);
        return days > 0 ? days + "-" + clock : clock;
    }

    private String startTime(ProcessEntry process) {
        long second = bootSecond + process.start / ProcessEntry.TICKS;
        LocalTime time = LocalTime.of(io, second);
        boolean today = time.date().equals(LocalTime.of(io, io.now() / 1000).date());
        return today ? time.clock() : time.monthName() + Numbers.zeros(time.day(), 2);
    }

    private static boolean isText(String column) {
        return switch (column) {
            case "tty", "tname", "tt", "comm", "ucmd", "args", "cmd", "command", "state", "s", "stat", "uid", "user" -> true;
            default -> false;
        };
    }

    private void print(List<ProcessEntry> processes, List<String[]> columns, boolean headings) {
        boolean anyHeading = false;
        int[] widths = new int[columns.size()];
        String[][] cells = new String[processes.size()][columns.size()];
        for (int k = 0; k < widths.length; k++) {
            String name = columns.get(k)[0];
            String heading = columns.get(k)[1];
            anyHeading |= !heading.isEmpty();
            int least = name.endsWith("pid") ? 5 : name.equals("tty") ? 8 : 1;
            widths[k] = Math.max(least, heading.length());
            for (int i = 0; i < cells.length; i++) {
                cells[i][k] = value(name, processes.get(i));
                widths[k] = Math.max(widths[k], cells[i][k].length());
            }
        }
        if (headings && anyHeading) {
            String[] row = new String[widths.length];
            for (int k = 0; k < row.length; k++) {
                row[k] = columns.get(k)[1];
            }
            row(row, columns, widths);
        }
        for (int i = 0; i < cells.length; i++) {
            row(cells[i], columns, widths);
        }
    }

    private void row(String[] cells, List<String[]> columns, int[] widths) {
        for (int k = 0; k < cells.length; k++) {
            if (k > 0) {
                out.write(' ');
            }
            if (!isText(columns.get(k)[0])) {
                out.printRight(cells[k], widths[k]);
            } else if (k == cells.length - 1) {
                out.print(cells[k]);
            } else {
                out.printLeft(cells[k], widths[k]);
            }
        }
        out.println();
    }
}
