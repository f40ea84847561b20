package org.sluice.images.e2e;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Does a jar nobody prepared for Sluice run there as it does on the host? Every case of {@code guest-jars/cases.txt} is compiled
 * once, run on the host JVM and in a guest, and must print the same bytes and end with the same status.
 */
class GuestJarIT {
    /** Fewer lines than this would mean that a program stopped short on both sides. */
    private static final int LEAST_CHECKS = 20;
    private static final String PLUGIN = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy";

    private record Case(String name, List<String> coordinates, String program, List<String> arguments) {
        static Case parse(String line) {
            String[] columns = line.split("\\|", -1);
            if (columns.length != 4) {
                throw new IllegalArgumentException("cases.txt: four columns expected: " + line);
            }
            return new Case(columns[0].trim(), words(columns[1]), columns[2].trim(), words(columns[3]));
        }

        private static List<String> words(String text) {
            return text.isBlank() ? List.of() : List.of(text.trim().split("\\s+"));
        }

        String mainClass() {
            return program.substring(0, program.length() - ".java".length());
        }
    }

    @TestFactory
    Stream<DynamicTest> jarsRunAsOnTheHost() throws IOException {
        List<Case> cases = new ArrayList<>();
        try (var in = GuestJarIT.class.getResourceAsStream("/guest-jars/cases.txt");
            var reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            reader.lines().filter(line -> !line.isBlank() && !line.startsWith("#")).map(Case::parse).forEach(cases::add);
        }
        return cases.stream().map(c -> DynamicTest.dynamicTest(c.name(), () -> compare(c)));
    }

    private static void compare(Case c) throws IOException {
        Path folder = Sluice.workFolder().resolve("jars").resolve(c.name());
        Files.createDirectories(folder);
        List<Path> jars = new ArrayList<>();
        for (String coordinates : c.coordinates()) {
            Path jar = resolve(coordinates);
            jars.add(Files.copy(jar, folder.resolve(jar.getFileName()), StandardCopyOption.REPLACE_EXISTING));
        }
        GuestCompiler.compile(folder.resolve("classes"), jars, List.of(), GuestCompiler.Source.resource("guest-jars/" + c.program()));

        // a guest has IPv4 alone
        List<String> hostCommand = new ArrayList<>(List.of(HostProcess.java(), "-Dstdout.encoding=UTF-8", "-Djava.net.preferIPv4Stack=true", "-cp",
            classPath(folder.toString(), jars), c.mainClass()));
        hostCommand.addAll(c.arguments());
        Outcome host = HostProcess.run(hostCommand);
        assertTrue(host.output().lines().filter(line -> line.matches("\\d+ .*")).count() >= LEAST_CHECKS, "on the host: " + host);

        List<String> guestCommand = new ArrayList<>(List.of("java", "-cp", classPath("/mnt/case", jars), c.mainClass()));
        guestCommand.addAll(c.arguments());
        Outcome guest = Sluice.boot(String.join(" ", guestCommand), "--share", folder + "=/mnt/case");
        assertEquals(host.output(), guest.output(), () -> "standard error of the guest:\n" + guest.errors());
        assertArrayEquals(host.out(), guest.out());
        assertEquals(host.status(), guest.status(), () -> "standard error of the guest:\n" + guest.errors());
    }

    private static String classPath(String folder, List<Path> jars) {
        List<String> entries = new ArrayList<>(List.of(folder + "/classes"));
        jars.forEach(jar -> entries.add(folder + "/" + jar.getFileName()));
        return String.join(":", entries);
    }

    /** The jar of {@code group:artifact:version}: the build fetched it, or it is fetched now in the same way. */
    private static Path resolve(String coordinates) throws IOException {
        String[] parts = coordinates.split(":");
        Path folder = Sluice.root().resolve("images/target/guest-jars");
        Path jar = folder.resolve(parts[1] + "-" + parts[2] + ".jar");
        if (!Files.isRegularFile(jar)) {
            Files.createDirectories(folder);
            Outcome fetched = HostProcess.run(Arrays.asList("mvn", "-q", "-B", PLUGIN, "-Dartifact=" + coordinates,
                "-DoutputDirectory=" + folder));
            assertTrue(Files.isRegularFile(jar), () -> coordinates + " cannot be fetched: " + fetched);
        }
        return jar;
    }
}
