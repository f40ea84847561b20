package org.sluice.images.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
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

    /** A jar with one entry, and a manifest with a main class unless there is none to name. */
    private Path jar(String name, String mainClass, String entry, byte[] contents) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        if (mainClass != null) {
            manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, mainClass);
        }
        Path jar = folder.resolve(name);
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
            out.putNextEntry(new JarEntry(entry));
            out.write(contents);
        }
        return jar;
    }

    private static byte[] classFile(int version) {
        return new byte[] {(byte) 0xca, (byte) 0xfe, (byte) 0xba, (byte) 0xbe, 0, 0, 0, (byte) version};
    }

    private static String failure(Path program) {
        LauncherFailure failure = assertThrows(LauncherFailure.class, () -> HostProgram.prepare(program).close());
        assertEquals(1, failure.status());
        return failure.getMessage();
    }

    @Test
    void sharesACopyOfAJar() throws IOException {
        Path jar = jar("app.jar", "a.Main", "a/Main.class", classFile(52));
        try (HostProgram program = HostProgram.prepare(jar)) {
            assertEquals("app.jar", program.name());
            assertEquals(Files.size(jar), Files.size(program.folder().resolve("app.jar")));
        }
    }

    @Test
    void saysInOneLineWhyAProgramCannotRun() throws IOException {
        assertEquals(folder + "/gone.jar: no such file", failure(folder.resolve("gone.jar")));
        assertEquals(folder + "/junk.jar: is not a jar file", failure(Files.writeString(folder.resolve("junk.jar"), "junk")));
        assertEquals(folder + "/X.class: is not a class file", failure(Files.writeString(folder.resolve("X.class"), "junk")));
        assertEquals(folder + "/none.jar: has no main class; its manifest needs a line Main-Class",
            failure(jar("none.jar", null, "a/Main.class", classFile(52))));
        assertEquals(folder + "/other.jar: its main class b.Main is not in it", failure(jar("other.jar", "b.Main", "a/Main.class", classFile(52))));
        int newer = Runtime.version().feature() + 1;
        assertEquals(folder + "/new.jar: is compiled for Java " + newer + ", this system runs Java " + (newer - 1),
            failure(jar("new.jar", "a.Main", "a/Main.class", classFile(newer + 44))));
    }
}
