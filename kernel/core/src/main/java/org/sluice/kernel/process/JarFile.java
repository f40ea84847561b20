package org.sluice.kernel.process;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.sluice.abi.Errno;
import org.sluice.kernel.CallFailed;

/**
 * A jar held in memory, read by its central directory (PKWARE APPNOTE 4.3). Everything in it is untrusted: every offset and
 * size is checked, and an entry never expands beyond the size its header promised.
 */
final class JarFile {
    private static final int END_SIGNATURE = 0x06054b50;
    private static final int CENTRAL_SIGNATURE = 0x02014b50;
    private static final int LOCAL_SIGNATURE = 0x04034b50;
    private static final int MAX_ENTRY = 64 << 20;
    private static final String VERSIONS = "META-INF/versions/";
    private static final int FIRST_VERSION = 9;

    private record Entry(int method, int compressed, int size, int headerOffset) {
    }

    private final byte[] bytes;
    private final Map<String, Entry> entries = new LinkedHashMap<>();

    /** Reads the directory of a jar. @throws CallFailed ENOEXEC when it is none */
    JarFile(byte[] bytes) {
        this.bytes = bytes;
        int end = bytes.length - 22;
        while (end >= 0 && (int4(end) != END_SIGNATURE || end + 22 + int2(end + 20) > bytes.length)) {
            end--;
        }
        if (end < 0) {
            throw new CallFailed(Errno.ENOEXEC);
        }
        int count = int2(end + 10);
        int at = int4(end + 16);
        for (int i = 0; i < count; i++) {
            if (at < 0 || at > bytes.length - 46 || int4(at) != CENTRAL_SIGNATURE) {
                throw new CallFailed(Errno.ENOEXEC);
            }
            int nameLength = int2(at + 28);
            int next = at + 46 + nameLength + int2(at + 30) + int2(at + 32);
            if (next > bytes.length) {
                throw new CallFailed(Errno.ENOEXEC);
            }
            String name = new String(bytes, at + 46, nameLength, StandardCharsets.UTF_8);
            entries.putIfAbsent(name, new Entry(int2(at + 10), int4(at + 20), int4(at + 24), int4(at + 42)));
            at = next;
        }
        if ("true".equalsIgnoreCase(attribute("Multi-Release"))) {
            versions();
        }
    }

    /** Puts the newest version of each entry that this Java may run in its place (JAR specification, multi-release jars). */
    private void versions() {
        Map<String, Integer> newest = new HashMap<>();
        Map<String, Entry> replaced = new HashMap<>();
        int running = Runtime.version().feature();
        for (Map.Entry<String, Entry> e : entries.entrySet()) {
            String name = e.getKey();
            int slash = name.startsWith(VERSIONS) ? name.indexOf('/', VERSIONS.length()) : -1;
            String plain = slash < 0 ? "" : name.substring(slash + 1);
            if (!plain.isEmpty() && !plain.startsWith("META-INF/")) {
                int version = version(name.substring(VERSIONS.length(), slash));
                if (version >= FIRST_VERSION && version <= running && newest.getOrDefault(plain, 0) < version) {
                    newest.put(plain, version);
                    replaced.put(plain, e.getValue());
                }
            }
        }
        entries.putAll(replaced);
    }

    private static int version(String digits) {
        return digits.matches("[1-9][0-9]{0,3}") ? Integer.parseInt(digits) : 0;
    }

    /** Size of the jar in bytes. */
    int length() {
        return bytes.length;
    }

    /** Contents of an entry, or null when there is none or it is damaged. */
    byte[] find(String name) {
        Entry entry = entries.get(name);
        if (entry == null || entry.headerOffset < 0 || entry.headerOffset > bytes.length - 30
            || int4(entry.headerOffset) != LOCAL_SIGNATURE || entry.size < 0 || entry.size > MAX_ENTRY) {
            return null;
        }
        int data = entry.headerOffset + 30 + int2(entry.headerOffset + 26) + int2(entry.headerOffset + 28);
        if (entry.compressed < 0 || data > bytes.length - entry.compressed) {
            return null;
        }
        byte[] result = new byte[entry.size];
        if (entry.method == 0) {
            if (entry.compressed != entry.size) {
                return null;
            }
            System.arraycopy(bytes, data, result, 0, entry.size);
            return result;
        }
        if (entry.method != 8) {
            return null;
        }
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(bytes, data, entry.compressed);
            int done = 0;
            while (done < result.length) {
                int n = inflater.inflate(result, done, result.length - done);
                if (n == 0) {
                    return null;
                }
                done += n;
            }
            return result;
        } catch (DataFormatException e) {
            return null;
        } finally {
            inflater.end();
        }
    }

    /** The manifest's Main-Class, or null. */
    String mainClass() {
        return attribute("Main-Class");
    }

    /** The manifest's Class-Path: space-separated relative URLs, or null. */
    String classPath() {
        return attribute("Class-Path");
    }

    /** A main attribute of the manifest; continuation lines start with a space (JAR specification). */
    private String attribute(String name) {
        byte[] manifest = find("META-INF/MANIFEST.MF");
        if (manifest == null) {
            return null;
        }
        String text = new String(manifest, StandardCharsets.UTF_8).replace("\r\n", "\n").replace('\r', '\n')
            .replace("\n ", "");
        for (String line : text.split("\n")) {
            if (line.isEmpty()) {
                return null;
            }
            if (line.regionMatches(true, 0, name + ":", 0, name.length() + 1)) {
                return line.substring(name.length() + 1).strip();
            }
        }
        return null;
    }

    private int int2(int at) {
        return bytes[at] & 0xff | (bytes[at + 1] & 0xff) << 8;
    }

    private int int4(int at) {
        return int2(at) | int2(at + 2) << 16;
    }
}
