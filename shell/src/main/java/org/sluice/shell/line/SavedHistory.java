package org.sluice.shell.line;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jline.reader.History;
import org.jline.reader.impl.history.DefaultHistory;
import org.sluice.abi.FileFlags;
import org.sluice.abi.SystemCalls;
import org.sluice.shell.run.Session;

/**
 * History kept in a file, one command a line with newlines and backslashes escaped. Each command is appended when it is
 * entered; a file of more than twice the limit is cut to it when the shell starts.
 */
final class SavedHistory extends DefaultHistory implements Session.History {
    static final int LIMIT = 1000;
    private static final int PRIVATE_FILE = 0600;

    private final SystemCalls sys;
    private final String path;
    private boolean loading;

    SavedHistory(SystemCalls sys, String path) {
        this.sys = sys;
        this.path = path;
    }

    /** Reads the file; a shell without one starts with an empty history. */
    void restore() {
        int handle = sys.open(path, FileFlags.O_RDONLY, 0);
        if (handle < 0) {
            return;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        byte[] block = new byte[8192];
        for (int n = sys.read(handle, block, 0, block.length); n > 0; n = sys.read(handle, block, 0, block.length)) {
            bytes.write(block, 0, n);
        }
        sys.close(handle);
        List<String> lines = new ArrayList<>();
        String text = bytes.toString(StandardCharsets.UTF_8);
        int start = 0;
        for (int newline = text.indexOf('\n'); newline >= 0; newline = text.indexOf('\n', start)) {
            lines.add(text.substring(start, newline));
            start = newline + 1;
        }
        List<String> kept = lines.subList(Math.max(0, lines.size() - LIMIT), lines.size());
        loading = true;
        Instant unknown = Instant.EPOCH;
        for (String line : kept) {
            add(unknown, unescape(line));
        }
        loading = false;
        if (lines.size() > 2 * LIMIT) {
            save(kept, FileFlags.O_TRUNC);
        }
    }

    @Override
    public void add(Instant time, String line) {
        int before = isEmpty() ? -1 : last();
        super.add(time, line);
        if (!loading && !isEmpty() && last() != before) {
            save(List.of(escape(get(last()))), FileFlags.O_APPEND);
        }
    }

    private void save(List<String> lines, int how) {
        int handle = sys.open(path, FileFlags.O_WRONLY | FileFlags.O_CREAT | how, PRIVATE_FILE);
        if (handle >= 0) {
            byte[] bytes = (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
            int done = 0;
            int n = 1;
            while (done < bytes.length && n > 0) {
                n = sys.write(handle, bytes, done, bytes.length - done);
                done += Math.max(n, 0);
            }
            sys.close(handle);
        }
    }

    private static String escape(String line) {
        return line.replace("\\", "\\\\").replace("\n", "\\n");
    }

    private static String unescape(String line) {
        if (line.indexOf('\\') < 0) {
            return line;
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '\\' && i + 1 < line.length()) {
                c = line.charAt(++i) == 'n' ? '\n' : line.charAt(i);
            }
            text.append(c);
        }
        return text.toString();
    }

    @Override
    public String[] lines() {
        List<String> lines = new ArrayList<>();
        for (History.Entry e : this) {
            lines.add(" ".repeat(Math.max(0, 5 - Integer.toString(e.index() + 1).length())) + (e.index() + 1) + "  " + e.line());
        }
        return lines.toArray(new String[0]);
    }

    /** What {@code !} would find it by. */
    @Override
    public int nextNumber() {
        return isEmpty() ? 1 : last() + 2;
    }

    @Override
    public void clear() {
        try {
            purge();
        } catch (java.io.IOException e) {
            throw new IllegalStateException("no history file is known to JLine", e);
        }
        int handle = sys.open(path, FileFlags.O_WRONLY | FileFlags.O_TRUNC, 0);
        if (handle >= 0) {
            sys.close(handle);
        }
    }
}
