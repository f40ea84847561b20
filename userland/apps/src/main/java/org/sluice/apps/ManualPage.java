package org.sluice.apps;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * A manual page: plain text whose headings start at the margin and whose text is indented. The answer to {@code --help} is
 * taken from the page, so that the two never disagree.
 */
public final class ManualPage {
    private final String text;

    private ManualPage(String text) {
        this.text = text;
    }

    /** The page of a command in section 1, or {@code null}: that in the jar, or else that under /usr/share/man. */
    public static ManualPage find(Io io, String name) throws IOException {
        try (InputStream stream = ManualPage.class.getResourceAsStream("/man/man1/" + name)) {
            if (stream != null) {
                byte[] bytes = stream.readAllBytes();
                return new ManualPage(Utf8.decode(bytes, 0, bytes.length));
            }
        }
        String installed = "/usr/share/man/man1/" + name;
        boolean safe = name.indexOf('/') < 0 && !name.startsWith(".");
        return safe && io.file(installed).isFile() ? new ManualPage(io.readText(installed)) : null;
    }

    /** What {@code --help} prints for a command. */
    public static String help(Io io, String name) {
        ManualPage page;
        try {
            page = find(io, name);
        } catch (IOException e) {
            page = null;
        }
        return page == null ? "Usage: " + name + "\n" : page.usage();
    }

    /** The whole text. */
    public String text() {
        return text;
    }

    /** The purpose from the NAME section: what stands behind the dash. */
    public String purpose() {
        List<String> lines = section("NAME");
        String line = lines.isEmpty() ? "" : lines.get(0).trim();
        int dash = line.indexOf(" - ");
        return dash < 0 ? line : line.substring(dash + 3);
    }

    /** The lines of a section as they stand, without blank lines around them; none when there is no such section. */
    public List<String> section(String heading) {
        List<String> found = new ArrayList<>();
        boolean inside = false;
        int at = 0;
        while (at < text.length()) {
            int end = text.indexOf('\n', at);
            end = end < 0 ? text.length() : end;
            String line = text.substring(at, end);
            at = end + 1;
            if (!line.isEmpty() && line.charAt(0) != ' ') {
                inside = line.equals(heading);
            } else if (inside) {
                found.add(line);
            }
        }
        while (!found.isEmpty() && found.get(found.size() - 1).isBlank()) {
            found.remove(found.size() - 1);
        }
        return found;
    }

    private String usage() {
        StringBuilder usage = new StringBuilder();
        List<String> synopsis = section("SYNOPSIS");
        for (int i = 0; i < synopsis.size(); i++) {
            usage.append(i == 0 ? "Usage: " : "       ").append(synopsis.get(i).trim()).append('\n');
        }
        String purpose = purpose();
        usage.append(Character.toUpperCase(purpose.charAt(0))).append(purpose, 1, purpose.length()).append(".\n");
        List<String> options = section("OPTIONS");
        if (!options.isEmpty()) {
            usage.append("\nOptions:\n");
            for (int i = 0; i < options.size(); i++) {
                String line = options.get(i);
                usage.append(line.startsWith("     ") ? line.substring(5) : line).append('\n');
            }
        }
        return usage.toString();
    }
}
