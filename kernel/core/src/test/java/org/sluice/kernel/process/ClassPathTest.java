package org.sluice.kernel.process;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.sluice.abi.Errno;
import org.sluice.kernel.CallFailed;
import org.sluice.kernel.TestKernel;

/** Are classes looked for where a class path says, in that order, and is a bad path an error instead of half a path? */
class ClassPathTest {
    private final TestKernel machine = new TestKernel(1);
    private final FakeFiles files = new FakeFiles();
    private ClassPath path;

    @BeforeEach
    void install() {
        machine.kernel().install(files, null, null, null);
        path = new ClassPath(machine.kernel(), new JarCache(machine.kernel()));
        files.files.put("/d/a/B.class", new byte[] {9});
        files.files.put("/d/text", new byte[] {'t'});
    }

    @AfterEach
    void close() {
        machine.close();
    }

    private void jar(String name, String classPath) throws IOException {
        files.files.put(name, JarFileTest.jar("Manifest-Version: 1.0\n"
            + (classPath == null ? "" : "Class-Path: " + classPath.replaceAll("(.{60})", "$1\n ") + "\n")));
    }

    private static int errno(Executable executable) {
        return assertThrows(CallFailed.class, executable).errno();
    }

    @Test
    void firstEntryThatHasItWins() throws Exception {
        jar("/j.jar", null);
        machine.run(() -> {
            path.append("/j.jar:/d", "/");
            assertArrayEquals(new byte[] {1, 2, 3}, path.find("a/B.class"));
            assertEquals(2, path.findAll("a/B.class").size());
            assertEquals("/j.jar", path.location("a/B.class"));
            assertEquals("/d", path.location("text"));
            assertNull(path.find("a"));
            assertNull(path.find("nothing"));
            assertNull(path.location("nothing"));
            assertEquals("/j.jar:/d/", path.toString());
        });
    }

    @Test
    void relativeEntriesStartAtTheDirectoryAndAnEmptyOneIsIt() throws Exception {
        jar("/d/j.jar", null);
        machine.run(() -> {
            path.append("j.jar:", "/d");
            assertEquals("/d/j.jar:/d/", path.toString());
        });
    }

    @Test
    void jarsNameFurtherJarsInTheirPlaceAndMayNameMissingOnes() throws Exception {
        jar("/x/a.jar", "b.jar missing.jar sub/c.jar");
        jar("/x/b.jar", "/abs.jar a.jar");
        jar("/x/sub/c.jar", null);
        jar("/abs.jar", null);
        machine.run(() -> {
            path.append("/x/a.jar:/d", "/");
            assertEquals("/x/a.jar:/x/b.jar:/abs.jar:/x/sub/c.jar:/d/", path.toString());
        });
    }

    @Test
    void jarThatNamesItselfByEverLongerPathsEnds() throws Exception {
        jar("/x/a.jar", "./a.jar ././a.jar");
        machine.run(() -> {
            path.append("/x/a.jar", "/");
            assertTrue(path.toString().split(":").length <= 1024);
        });
    }

    @Test
    void refusedAppendLeavesThePathAsItWas() throws Exception {
        jar("/j.jar", null);
        files.files.put("/no.jar", new byte[100]);
        machine.run(() -> {
            path.append("/d", "/");
            assertEquals(Errno.ENOENT, errno(() -> path.append("/j.jar:/none", "/")));
            assertEquals(Errno.ENOEXEC, errno(() -> path.append("/j.jar:/no.jar", "/")));
            assertEquals(Errno.E2BIG, errno(() -> path.append("/" + "x".repeat(70_000), "/")));
            assertEquals("/d/", path.toString());
        });
    }

    @Test
    void tooManyEntriesAreRefused() throws Exception {
        StringBuilder all = new StringBuilder("/d");
        for (int i = 0; i < 1100; i++) {
            jar("/j" + i, null);
            all.append(":/j").append(i);
        }
        machine.run(() -> {
            assertEquals(Errno.E2BIG, errno(() -> path.append(all.toString(), "/")));
            assertEquals("", path.toString());
        });
    }

    @Test
    void jarIsReadOnceHoweverManyProgramsUseIt() throws Exception {
        jar("/j.jar", null);
        machine.run(() -> {
            JarCache jars = new JarCache(machine.kernel());
            assertEquals(jars.open("/j.jar"), jars.open("/j.jar"));
        });
    }

    @Test
    void randomPathsGiveNothingButCallFailed() throws Exception {
        jar("/d/j.jar", "k.jar ../d/j.jar text");
        jar("/d/k.jar", ": :: /");
        String[] parts = {"/d", "j.jar", "/d/j.jar", ":", "::", "", "/", "..", "/none", "text", "/d/text", "\0", "\ud800", " "};
        machine.run(() -> {
            for (int seed = 0; seed < 3000; seed++) {
                Random random = new Random(seed);
                ClassPath p = new ClassPath(machine.kernel(), new JarCache(machine.kernel()));
                StringBuilder text = new StringBuilder();
                for (int i = random.nextInt(6); i >= 0; i--) {
                    text.append(parts[random.nextInt(parts.length)]).append(random.nextBoolean() ? ":" : "");
                }
                try {
                    p.append(text.toString(), "/d");
                } catch (CallFailed e) {
                    assertTrue(e.errno() == Errno.ENOENT || e.errno() == Errno.ENOEXEC || e.errno() == Errno.E2BIG);
                }
                p.find("a/B.class");
            }
        });
    }
}
