package org.sluice.images.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs that cannot be run: one line that says why, nothing on standard output, and the status 1. */
class BadProgramsIT {
    @TempDir
    private Path folder;

    private Outcome refused(String file) {
        Outcome outcome = Sluice.run("run", folder.resolve(file).toString());
        assertEquals(1, outcome.status(), outcome::toString);
        assertEquals("", outcome.output());
        return outcome;
    }

    @Test
    void aMissingFile() {
        assertEquals(List.of("sluice: " + folder + "/Nothing.java: no such file"), refused("Nothing.java").errorLines());
    }

    @Test
    void aSourceFileThatDoesNotCompile() throws IOException {
        Files.writeString(folder.resolve("Broken.java"), "class Broken {\n    int f() { return \"x\"; }\n}\n");
        assertEquals(List.of(folder + "/Broken.java:2: error: incompatible types: String cannot be converted to int", "    int f() { return \"x\"; }",
            "                     ^", "1 error", "sluice: " + folder + "/Broken.java: does not compile"), refused("Broken.java").errorLines());
    }

    @Test
    void aClassWithoutMain() throws IOException {
        Files.writeString(folder.resolve("Idle.java"), "class Idle {\n}\n");
        List<String> lines = refused("Idle.java").errorLines();
        assertEquals(1, lines.size(), lines::toString);
        assertTrue(lines.getFirst().contains("no main method in class Idle"), lines::toString);
    }

    /** As the host's JVM says it, on standard error, and the status it gives. */
    @Test
    void anExceptionNobodyCatchesIsReportedAsOnTheHost() throws IOException {
        Path source = Files.writeString(folder.resolve("Failing.java"), """
            import java.util.List;
            public class Failing {
                static void inner(Object o) {
                    try {
                        ((List<?>) o).size();
                    } catch (ClassCastException e) {
                        throw new IllegalStateException("outer", e);
                    }
                }
                public static void main(String[] args) {
                    Thread other = new Thread(() -> { throw new UnsupportedOperationException("of a thread"); }, "worker");
                    other.start();
                    try {
                        other.join();
                    } catch (InterruptedException e) {
                        return;
                    }
                    Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("hook ran")));
                    inner(5);
                }
            }
            """);
        GuestCompiler.compile(folder, List.of(), List.of("-g"), new GuestCompiler.Source("Failing.java", Files.readString(source)));
        Outcome host = HostProcess.run(List.of(HostProcess.java(), "-cp", folder.toString(), "Failing"));
        Outcome guest = Sluice.run("run", folder.resolve("Failing.class").toString());
        assertEquals(host.status(), guest.status());
        assertEquals(host.output(), guest.output());
        // which line of the JDK's own Thread calls run is the only thing that differs
        assertEquals(host.errors().replaceAll("Thread.java:\\d+", "Thread.java"), guest.errors().replaceAll("Thread.java:\\d+", "Thread.java"));
    }
}
