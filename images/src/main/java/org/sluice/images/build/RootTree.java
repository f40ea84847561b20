package org.sluice.images.build;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.sluice.kernel.fs.rom.RomFsWriter;

/**
 * What is in the root file system: the guest jars under {@code /lib}; for every line {@code NAME MAIN-CLASS} in a jar's
 * {@code programs.txt} a file {@code /bin/NAME}; a jar's {@code man/} and {@code examples/} under {@code /usr/share}; a few
 * files of {@code /etc}; and the empty folders others are mounted on.
 */
final class RootTree {
    /** 2026-01-01T00:00Z, so that the same jars give the same image. */
    private static final long TIME = 1_767_225_600_000_000_000L;
    private static final int DIRECTORY = 0755;
    private static final int PROGRAM = 0755;
    private static final int FILE = 0644;
    private static final String PROGRAMS = "programs.txt";
    /** Part of the library partition. */
    private static final Set<String> LIBRARY_JARS = Set.of("classlib.jar", "sdk.jar");
    private static final List<String> EMPTY_FOLDERS = List.of("home", "tmp", "proc", "dev", "mnt");

    private final Distribution distribution;
    private final RomFsWriter writer = new RomFsWriter(TIME);

    RootTree(Distribution distribution) {
        this.distribution = distribution;
    }

    /** Writes the file system into a new file. */
    void write(Path target) throws IOException {
        for (String folder : EMPTY_FOLDERS) {
            writer.directory(folder, DIRECTORY, TIME);
        }
        for (Path jar : distribution.guest()) {
            String name = jar.getFileName().toString();
            if (!LIBRARY_JARS.contains(name)) {
                writer.file("lib/" + name, FILE, TIME, Files.readAllBytes(jar));
                addFrom(jar);
            }
        }
        configuration();
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(target), 1 << 16)) {
            writer.write(out);
        }
    }

    private void addFrom(Path jar) throws IOException {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            for (ZipEntry entry : (Iterable<ZipEntry>) zip.stream().map(ZipEntry.class::cast)::iterator) {
                String name = entry.getName();
                if (entry.isDirectory()) {
                    continue;
                }
                if (name.startsWith("man/") || name.startsWith("examples/")) {
                    writer.file("usr/share/" + name, FILE, TIME, zip.getInputStream(entry).readAllBytes());
                } else if (name.equals(PROGRAMS)) {
                    String text = new String(zip.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8);
                    text.lines().forEach(line -> addProgram(jar, line.strip()));
                }
            }
        }
    }

    private void addProgram(Path jar, String line) {
        if (line.isEmpty() || line.startsWith("#")) {
            return;
        }
        String[] words = line.split("\\s+");
        if (words.length != 2) {
            throw new BuildFailure(jar.getFileName() + ": " + PROGRAMS + ": \"" + line + "\": a line is a name and a main class");
        }
        String script = "#!java -cp " + classPath(jar.getFileName().toString()) + " " + words[1] + "\n";
        writer.file("bin/" + words[0], PROGRAM, TIME, script.getBytes(StandardCharsets.UTF_8));
    }

    /** The shell edits its lines with JLine; every other jar stands alone. */
    private static String classPath(String jar) {
        String own = "/lib/" + jar;
        return jar.equals("shell.jar") ? own + ":/lib/jline-terminal.jar:/lib/jline-reader.jar" : own;
    }

    private void configuration() {
        etc("hostname", "sluice\n");
        etc("passwd", "root:x:0:0:root:/home:/bin/sh\n");
        etc("group", "root:x:0:\n");
        etc("timezone", "UTC\n");
        etc("hosts", """
            # An address and its names on each line. HOSTS_FILE in the environment names another file to read instead of this one.
            127.0.0.1 localhost
            127.0.1.1 sluice
            """);
        etc("resolv.conf", """
            # Whom to ask for names (man host). RESOLV_CONF in the environment names another file to read instead of this one, say in
            # /home; LOCALDOMAIN takes the place of a search line, and RES_OPTIONS adds options: ndots:N timeout:SECONDS attempts:N use-vc.
            # 10.0.2.3 is the gateway's (./sluice boot --allow-net).
            nameserver 10.0.2.3
            """);
        etc("os-release", "NAME=Sluice\nID=sluice\nVERSION_ID=" + Distribution.VERSION + "\n");
        etc("profile", """
            # Read by every login shell.
            PS1='\\u@\\h:\\w\\$ '
            export PATH HOME
            """);
    }

    private void etc(String name, String text) {
        writer.file("etc/" + name, FILE, TIME, text.getBytes(StandardCharsets.UTF_8));
    }
}
