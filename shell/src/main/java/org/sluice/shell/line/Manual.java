package org.sluice.shell.line;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.sluice.abi.FileFlags;
import org.sluice.abi.SystemCalls;

/** The options of a command, from the OPTIONS section of its manual page. */
final class Manual {
    private static final String PAGES = "/usr/share/man/man1/";
    private static final int LARGEST = 256 * 1024;

    private final SystemCalls sys;

    Manual(SystemCalls sys) {
        this.sys = sys;
    }

    /** @return options with a few words on each; empty when there is no page */
    Map<String, String> options(String command) {
        Map<String, String> options = new LinkedHashMap<>();
        boolean inOptions = false;
        if (command.isEmpty() || command.indexOf('/') >= 0) {
            return options;
        }
        String page = read(PAGES + command);
        int start = 0;
        while (start < page.length()) {
            int newline = page.indexOf('\n', start);
            int end = newline < 0 ? page.length() : newline;
            String line = page.substring(start, end);
            start = end + 1;
            if (!line.isEmpty() && line.charAt(0) != ' ' && line.charAt(0) != '\t') {
                inOptions = line.strip().equals("OPTIONS");
            } else if (inOptions && line.strip().startsWith("-")) {
                entry(line.strip(), options);
            }
        }
        return options;
    }

    /** One entry such as {@code -n, --lines=N  how many lines}. */
    private static void entry(String line, Map<String, String> options) {
        int gap = line.indexOf("  ");
        String description = gap < 0 ? "" : line.substring(gap).strip();
        String names = gap < 0 ? line : line.substring(0, gap);
        for (String name : names.split("[,| ]+")) {
            int end = 0;
            while (end < name.length() && "=[<".indexOf(name.charAt(end)) < 0) {
                end++;
            }
            if (end > 1 && name.charAt(0) == '-') {
                options.putIfAbsent(name.substring(0, end), description);
            }
        }
    }

    private String read(String path) {
        int handle = sys.open(path, FileFlags.O_RDONLY, 0);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        if (handle >= 0) {
            byte[] block = new byte[8192];
            int n = sys.read(handle, block, 0, block.length);
            while (n > 0 && bytes.size() < LARGEST) {
                bytes.write(block, 0, n);
                n = sys.read(handle, block, 0, block.length);
            }
            sys.close(handle);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
