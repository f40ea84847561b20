package org.sluice.images.build;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RootTreeTest {
    @TempDir
    private Path folder;

    private void jar(String name, Map<String, String> entries) throws IOException {
        Files.createDirectories(folder.resolve("guest"));
        try (OutputStream out = Files.newOutputStream(folder.resolve("guest").resolve(name)); ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, String> e : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(e.getKey()));
                zip.write(e.getValue().getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    private String write() throws IOException {
        Path image = folder.resolve("root.img");
        Files.deleteIfExists(image);
        new RootTree(new Distribution(folder)).write(image);
        return Files.readString(image, StandardCharsets.ISO_8859_1);
    }

    @Test
    void programsBecomeScriptsWithTheClassPathOfTheirJar() throws IOException {
        jar("apps.jar", Map.of("programs.txt", "# commands\n\nls   org.example.Ls\n", "man/man1/ls.1.txt", "NAME\n  ls lists",
            "examples/Hello.java", "class Hello"));
        jar("shell.jar", Map.of("programs.txt", "sh org.example.Sh\n"));
        jar("sdk.jar", Map.of("programs.txt", "never org.example.Never\n"));
        String image = write();
        assertTrue(image.contains("#!java -cp /lib/apps.jar org.example.Ls\n"));
        assertTrue(image.contains("#!java -cp /lib/shell.jar:/lib/jline-terminal.jar:/lib/jline-reader.jar org.example.Sh\n"));
        assertTrue(image.contains("ls lists"));
        assertTrue(image.contains("Hello.java"));
        Assertions.assertFalse(image.contains("org.example.Never\n"));
    }

    @Test
    void aDamagedProgramListIsToldWithItsLine() throws IOException {
        jar("apps.jar", Map.of("programs.txt", "ls\n"));
        BuildFailure failure = Assertions.assertThrows(BuildFailure.class, this::write);
        assertTrue(failure.getMessage().contains("\"ls\""));
    }

    @Test
    void theSameJarsGiveTheSameTree() throws IOException {
        jar("apps.jar", Map.of("programs.txt", "ls org.example.Ls\n"));
        Assertions.assertEquals(write(), write());
    }
}
