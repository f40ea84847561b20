package org.sluice.net.dns;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What {@code hosts} says: an address and its names on each line, {@code #} before comments. */
public final class HostsFile {
    /** The file, unless the environment's {@code HOSTS_FILE} names another. */
    public static final String FILE = "/etc/hosts";

    private record Line(byte[] address, List<String> names) {
    }

    private final List<Line> lines = new ArrayList<>();

    /** Reads a file's text; lines without an address are passed over. @param text {@code null} for no file */
    public HostsFile(String text) {
        for (String line : (text == null ? "" : text).split("\n")) {
            int comment = line.indexOf('#');
            String[] words = (comment < 0 ? line : line.substring(0, comment)).strip().split("\\s+");
            byte[] address = IpText.parse(words[0]);
            if (address != null && words.length > 1) {
                lines.add(new Line(address, List.of(words).subList(1, words.length)));
            }
        }
    }

    /** Addresses of a name. @param bytes 4 or 16: of which family */
    public List<byte[]> addresses(String name, int bytes) {
        String wanted = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
        List<byte[]> found = new ArrayList<>();
        for (Line line : lines) {
            if (line.address.length == bytes && line.names.stream().anyMatch(n -> n.equalsIgnoreCase(wanted))) {
                found.add(line.address.clone());
            }
        }
        return found;
    }

    /** The first name of an address; {@code null} if it is not there. */
    public String name(byte[] address) {
        for (Line line : lines) {
            if (java.util.Arrays.equals(line.address, address)) {
                return line.names.getFirst();
            }
        }
        return null;
    }

    /** Whether a name is this machine's by itself (RFC 6761, 6.3). */
    static boolean isLocal(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        String plain = lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
        return plain.equals("localhost") || plain.endsWith(".localhost");
    }
}
