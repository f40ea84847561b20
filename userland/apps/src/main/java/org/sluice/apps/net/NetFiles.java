package org.sluice.apps.net;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sluice.abi.Errno;
import org.sluice.abi.FileFlags;
import org.sluice.apps.Failure;
import org.sluice.apps.Io;
import org.sluice.apps.Utf8;
import org.sluice.sys.Sys;

/** The files of {@code /proc/net}: records of words, with counters on indented lines below. */
public final class NetFiles {
    /**
     * One record.
     *
     * @param words    what stands before the first {@code key=value}
     * @param values   by key
     * @param counters by name, in their order
     */
    public record Entry(List<String> words, Map<String, String> values, Map<String, Long> counters) {
        /** A word, empty if there are fewer. */
        public String word(int index) {
            return index < words.size() ? words.get(index) : "";
        }

        /** A value, {@code "-"} if it is missing. */
        public String value(String key) {
            return values.getOrDefault(key, "-");
        }

        public long counter(String name) {
            return counters.getOrDefault(name, 0L);
        }
    }

    private NetFiles() {
    }

    /** The records of a file. */
    public static List<Entry> read(Io io, String file) throws IOException {
        List<Entry> entries = new ArrayList<>();
        for (String line : io.readText(io.proc() + "/net/" + file).split("\n")) {
            if (line.startsWith(" ")) {
                if (entries.isEmpty()) {
                    entries.add(entry("")); // a file of counters alone
                }
                count(line.trim().split(" +"), entries.getLast().counters());
            } else if (!line.isBlank()) {
                entries.add(entry(line));
            }
        }
        return entries;
    }

    /** Takes a line with one counter, or with several as {@code name=value}. */
    private static void count(String[] words, Map<String, Long> counters) {
        if (words.length == 2 && words[0].indexOf('=') < 0) {
            counters.put(words[0], Long.parseLong(words[1]));
            return;
        }
        for (String word : words) {
            int equals = word.indexOf('=');
            if (equals > 0) {
                counters.put(word.substring(0, equals), Long.parseLong(word.substring(equals + 1)));
            }
        }
    }

    /** The IP interface of a name. @throws Failure if there is none */
    public static Entry link(Io io, String name) throws IOException {
        for (Entry link : read(io, "links")) {
            if (link.word(0).equals(name)) {
                return link;
            }
        }
        throw new Failure(1, name + ": " + Errno.message(Errno.ENODEV));
    }

    private static Entry entry(String line) {
        Entry entry = new Entry(new ArrayList<>(), new LinkedHashMap<>(), new LinkedHashMap<>());
        for (String word : line.trim().split(" +")) {
            int equals = word.indexOf('=');
            if (equals > 0) {
                entry.values().put(word.substring(0, equals), word.substring(equals + 1));
            } else {
                entry.words().add(word);
            }
        }
        return entry;
    }

    /** Has the network service carry out a command. @throws IOException with the error it has refused it with */
    static void control(Io io, String command) throws IOException {
        String file = io.proc() + "/net/control";
        int handle = Sys.check(io.calls().open(file, FileFlags.O_WRONLY, 0), file);
        try {
            byte[] text = Utf8.encode(command);
            Sys.check(io.calls().write(handle, text, 0, text.length), command);
        } finally {
            io.calls().close(handle);
        }
    }

    /** Several numbers with one heading each, two to a line, those that are not 0 unless all are wanted. */
    public static String counters(Map<String, Long> counters, boolean all) {
        StringBuilder text = new StringBuilder();
        int column = 0;
        for (Map.Entry<String, Long> counter : counters.entrySet()) {
            if (all || counter.getValue() != 0) {
                String cell = counter.getKey() + " " + counter.getValue();
                text.append(column == 0 ? "    " : "").append(cell);
                column = (column + 1) % 2;
                text.append(column == 0 ? "\n" : " ".repeat(Math.max(2, 38 - cell.length())));
            }
        }
        return column == 0 ? text.toString() : text.toString().stripTrailing() + "\n";
    }
}
