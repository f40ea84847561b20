package org.sluice.images.build;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.sluice.vm.firmware.BootImage;
import org.sluice.vm.firmware.HostJdk;

/**
 * The jars the system consists of, as the Maven build lays them out: {@code boot} for the launcher's own module path,
 * {@code modules} for the boot partition, {@code guest} for library and root partition, {@code tools} for commands that run parts of the
 * kernel outside of a machine; and {@code jvm.options}.
 *
 * @param root the folder that holds the four
 */
public record Distribution(Path root) {
    /** Version of the system. */
    public static final String VERSION = "0.1.0";
    /** System property that names the root. */
    public static final String PROPERTY = "sluice.dist";

    /** The distribution this process was started from: the property, or where this class comes from. */
    public static Distribution current() {
        String property = System.getProperty(PROPERTY);
        if (property != null) {
            return new Distribution(Path.of(property));
        }
        try {
            URI location = Distribution.class.getProtectionDomain().getCodeSource().getLocation().toURI();
            return new Distribution(Path.of(location).getParent().getParent());
        } catch (java.net.URISyntaxException | RuntimeException e) {
            throw new BuildFailure("cannot tell where the system's jars are; start it with ./sluice", e);
        }
    }

    /** Jars of the launcher's module path. */
    public List<Path> boot() {
        return jars("boot");
    }

    /** Jars of the kernel, its services and drivers. */
    public List<Path> modules() {
        return jars("modules");
    }

    /** Jars of guest code. */
    public List<Path> guest() {
        return jars("guest");
    }

    /** Jars of the network service and of what runs it outside of a machine. */
    public List<Path> drill() {
        List<Path> all = new ArrayList<>(modules().stream().filter(f -> f.getFileName().toString().matches("(abi|kernel|net)\\.jar")).toList());
        all.addAll(jars("tools"));
        return all;
    }

    /** A guest jar by its name without {@code .jar}. */
    public Path guest(String name) {
        Path jar = root.resolve("guest").resolve(name + ".jar");
        if (!Files.isRegularFile(jar)) {
            throw new BuildFailure(jar + " is missing; build it with ./sluice or mvn package");
        }
        return jar;
    }

    /** Options every JVM of the system is started with, one a line, as an argument file for {@code java}. */
    public Path jvmOptions() {
        return root.resolve("jvm.options");
    }

    /**
     * What an image built now would consist of: the JDK's build and name, length and time of every jar. Cheap enough for every
     * boot.
     */
    public String identity() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            StringBuilder text = new StringBuilder(BootImage.FORMAT + " " + HostJdk.version() + " " + HostJdk.fingerprint() + "\n");
            List<Path> all = new ArrayList<>(boot());
            all.addAll(modules());
            all.addAll(guest());
            for (Path jar : all) {
                text.append(root.relativize(jar)).append(' ').append(Files.size(jar)).append(' ')
                    .append(Files.getLastModifiedTime(jar).toMillis()).append('\n');
            }
            return HexFormat.of().formatHex(digest.digest(text.toString().getBytes(StandardCharsets.UTF_8)), 0, 16);
        } catch (IOException e) {
            throw new BuildFailure(root + " cannot be read: " + e.getMessage(), e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private List<Path> jars(String folder) {
        try (Stream<Path> files = Files.list(root.resolve(folder))) {
            return files.filter(f -> f.toString().endsWith(".jar")).sorted().toList();
        } catch (IOException e) {
            throw new BuildFailure(root.resolve(folder) + " is missing; build it with ./sluice or mvn package", e);
        }
    }
}
