package org.sluice.apps.process;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.sluice.apps.Io;

/**
 * One process as {@code /proc/PID/stat} describes it, in the order of fields that Linux has. Times are in 1/100 s. Processes
 * are ordered by their ids.
 */
final class ProcessEntry implements Comparable<ProcessEntry> {
    /** Clock ticks in a second. */
    static final long TICKS = 100;
    /** Bytes in a page. */
    static final long PAGE = 4096;

    final int pid;
    final String command;
    final char state;
    final int parent;
    final int group;
    final int session;
    final long terminal;
    final int foreground;
    final long user;
    final long system;
    final long priority;
    final long nice;
    final long threads;
    final long start;
    final long virtualBytes;
    final long residentPages;
    /** Arguments separated by spaces, or the command in brackets when there are none. */
    String line = "";

    private ProcessEntry(int pid, String command, String[] fields) {
        this.pid = pid;
        this.command = command;
        state = fields[0].charAt(0);
        parent = (int) number(fields, 1);
        group = (int) number(fields, 2);
        session = (int) number(fields, 3);
        terminal = number(fields, 4);
        foreground = (int) number(fields, 5);
        user = number(fields, 11);
        system = number(fields, 12);
        priority = number(fields, 15);
        nice = number(fields, 16);
        threads = number(fields, 17);
        start = number(fields, 19);
        virtualBytes = number(fields, 20);
        residentPages = number(fields, 21);
    }

    private static long number(String[] fields, int index) {
        try {
            return index < fields.length ? Long.parseLong(fields[index]) : 0;
        } catch (NumberFormatException e) {
            return 0; // a field that is no number tells nothing; the others still do
        }
    }

    /**
     * Reads the text of a stat file. The command stands in brackets and may itself hold brackets and spaces.
     *
     * @return the process, or {@code null} when the text is not of that form
     */
    static ProcessEntry parse(String text) {
        int open = text.indexOf('(');
        int close = text.lastIndexOf(')');
        if (open < 1 || close < open || close + 2 >= text.length()) {
            return null;
        }
        try {
            int pid = Integer.parseInt(text.substring(0, open).trim());
            return new ProcessEntry(pid, text.substring(open + 1, close), text.substring(close + 2).trim().split(" "));
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /** All processes in the order of their ids. One that ends meanwhile is left out. */
    static List<ProcessEntry> all(Io io) {
        List<ProcessEntry> found = new ArrayList<>();
        String[] names = io.file(io.proc()).list();
        for (int i = 0; names != null && i < names.length; i++) {
            if (!names[i].isEmpty() && Character.isDigit(names[i].charAt(0))) {
                ProcessEntry entry = one(io, names[i]);
                if (entry != null) {
                    found.add(entry);
                }
            }
        }
        Collections.sort(found);
        return found;
    }

    /** The process with an id (or {@code "self"}), or {@code null} when there is none any more. */
    static ProcessEntry one(Io io, String pid) {
        try {
            ProcessEntry entry = parse(io.readText(io.proc() + "/" + pid + "/stat"));
            if (entry != null) {
                String line = io.readText(io.proc() + "/" + pid + "/cmdline").replace('\0', ' ').trim();
                entry.line = line.isEmpty() ? "[" + entry.command + "]" : line;
            }
            return entry;
        } catch (IOException e) {
            return null;
        }
    }

    @Override
    public int compareTo(ProcessEntry other) {
        return Integer.compare(pid, other.pid);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ProcessEntry entry && entry.pid == pid;
    }

    @Override
    public int hashCode() {
        return pid;
    }

    /** Processor time in ticks. */
    long time() {
        return user + system;
    }

    /** Name of the terminal from its device number as Linux numbers them; {@code "?"} for none. */
    String terminalName() {
        int major = (int) (terminal >> 8 & 0xfff);
        int minor = (int) (terminal & 0xff | terminal >> 12 & 0xfff00);
        if (terminal == 0) {
            return "?";
        }
        if (major >= 136 && major <= 143) {
            return "pts/" + minor;
        }
        return major == 4 ? "tty" + minor : major == 5 && minor == 1 ? "console" : "tty";
    }
}
