package org.sluice.vm.firmware;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The JDK this process runs on, as images record it: relinked library code fits one build of it only. */
public final class HostJdk {
    private HostJdk() {
    }

    /** The full version, such as {@code 25.0.3+9-LTS}. */
    public static String version() {
        return Runtime.version().toString();
    }

    /**
     * What tells this build from others of the same version: from its release file, which names the source revision and the
     * modules, and the length of its module file.
     */
    public static String fingerprint() {
        Path home = Path.of(System.getProperty("java.home"));
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(Files.readAllBytes(home.resolve("release")));
            long length = Files.size(home.resolve("lib").resolve("modules"));
            return HexFormat.of().formatHex(digest.digest(), 0, 8) + "-" + Long.toHexString(length);
        } catch (IOException e) {
            throw new BootFailure("the JDK at " + home + " is incomplete: " + e.getMessage(), e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
