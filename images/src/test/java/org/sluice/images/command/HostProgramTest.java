package org.sluice.images.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarFile;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostProgramTest {
    @TempDir
    private Path folder;

    @Test
    void compilesASourceFileIntoAJarWithItsMainClass() throws IOException {
        Path source = Files.writeString(folder.resolve("Hello.java"), """
            package p.q;
            public class Hello {
                record Inner(int x) { }
                public static void main(String[] args) { }
            }
            class Other { }
            """);
        Path shared;
        try (HostProgram program = HostProgram.prepare(source)) {
            shared = program.folder();
            assertEquals("Hello.jar", program.name());
            try (JarFile jar = new JarFile(shared.resolve("Hello.jar").toFile())) {
                assertEquals("p.q.Hello", jar.getManifest().getMainAttributes().getValue("Main-Class"));
                assertNotNull(jar.getEntry("p/q/Hello$Inner.class"));
                assertNotNull(jar.getEntry("p/q/Other.class"));
            }
            try (var files = Files.list(shared)) {
                assertEquals(1, files.count()); // nothing else of the host is shown
            }
        }
        assertFalse(Files.exists(shared));
    }

    @Test
    void findsTheRootOfAClassFileByItsPackage() throws IOException {
        Path source = Files.writeString(folder.resolve("M.java"), "package a.b; public class M { public static void main(String[] x) { } }");
        assertEquals(0, ToolProvider.getSystemJavaCompiler().run(null, null, null, "-d", folder.toString(), source.toString()));
        try (HostProgram program = HostProgram.prepare(folder.resolve("a/b/M.class"))) {
            assertEquals("M.jar", program.name());
            try (JarFile jar = new JarFile(program.folder().resolve("M.jar").toFile())) {
                assertEquals("a.b.M", jar.getManifest().getMainAttributes().getValue("Main-Class"));
                assertNotNull(jar.getEntry("a/b/M.class"));
            }
        }
        Path elsewhere = Files.copy(folder.resolve("a/b/M.class"), folder.resolve("M.class"));
        assertTrue(assertThrows(LauncherFailure.class, () -> HostProgram.prepare(elsewhere)).getMessage().contains("belongs into"));
    }

    @Test
    void sharesACopyOfAJar() throws IOException {
        Path jar = Files.write(folder.resolve("app.jar"), new byte[] {1, 2, 3});
        try (HostProgram program = HostProgram.prepare(jar)) {
            assertEquals("app.jar", program.name());
            assertEquals(3, Files.size(program.folder().resolve("app.jar")));
        }
    }
}
