package org.sluice.kernel.process;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.sluice.abi.Errno;
import org.sluice.kernel.CallFailed;

/** Does the reader of jars find what is in a good one, and answer a bad one with ENOEXEC or "not there" and nothing else? */
class JarFileTest {
    private static final List<String> NAMES = List.of("META-INF/MANIFEST.MF", "a/B.class", "big", "stored", "empty");

    static byte[] jar(String manifest) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            put(zip, "META-INF/MANIFEST.MF", manifest.getBytes(StandardCharsets.UTF_8));
            put(zip, "a/B.class", new byte[] {1, 2, 3});
            put(zip, "big", new byte[100_000]);
            ZipEntry stored = new ZipEntry("stored");
            stored.setMethod(ZipEntry.STORED);
            stored.setSize(3);
            stored.setCrc(0x352441c2L);
            zip.putNextEntry(stored);
            zip.write("abc".getBytes(StandardCharsets.UTF_8));
            zip.closeEntry();
            put(zip, "empty", new byte[0]);
        }
        return bytes.toByteArray();
    }

    private static void put(ZipOutputStream zip, String name, byte[] content) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(content);
        zip.closeEntry();
    }

    private static JarFile good() throws IOException {
        return new JarFile(jar("Manifest-Version: 1.0\r\nMain-Class: a.B\r\nClass-Path: x.jar very/lo\r\n ng.jar\r\n\r\nName: a\r\nMain-Class: no\r\n"));
    }

    @Test
    void findsWhatIsThereAndNothingElse() throws IOException {
        JarFile jar = good();
        assertArrayEquals(new byte[] {1, 2, 3}, jar.find("a/B.class"));
        assertArrayEquals(new byte[100_000], jar.find("big"));
        assertArrayEquals(new byte[] {'a', 'b', 'c'}, jar.find("stored"));
        assertArrayEquals(new byte[0], jar.find("empty"));
        assertNull(jar.find("a"));
        assertNull(jar.find("../a/B.class"));
    }

    @Test
    void readsMainAttributesWithContinuationLines() throws IOException {
        assertEquals("a.B", good().mainClass());
        assertEquals("x.jar very/long.jar", good().classPath());
        assertNull(new JarFile(jar("Manifest-Version: 1.0\n\nName: a\nMain-Class: no\n")).mainClass());
        assertEquals("B", new JarFile(jar("main-class:B")).mainClass());
    }

    @Test
    void refusesWhatIsNoJar() {
        for (int length : new int[] {0, 1, 21, 22, 23, 1000}) {
            byte[] bytes = new byte[length];
            assertEquals(Errno.ENOEXEC, assertThrows(CallFailed.class, () -> new JarFile(bytes)).errno(), "of " + length);
        }
    }

    @Test
    void entryIsNeverLargerThanItsHeaderPromised() throws IOException {
        byte[] bytes = jar("Main-Class: a.B\n");
        int central = find(bytes, 0, new byte[] {'P', 'K', 1, 2});
        central = find(bytes, central + 4, new byte[] {'P', 'K', 1, 2});
        central = find(bytes, central + 4, new byte[] {'P', 'K', 1, 2});
        Arrays.fill(bytes, central + 24, central + 28, (byte) 0);
        bytes[central + 24] = 10;
        assertEquals(10, new JarFile(bytes).find("big").length);
        bytes[central + 27] = 127;
        assertNull(new JarFile(bytes).find("big"), "two gigabytes promised");
    }

    private static int find(byte[] bytes, int from, byte[] what) {
        for (int i = from; i <= bytes.length - what.length; i++) {
            if (Arrays.equals(bytes, i, i + what.length, what, 0, what.length)) {
                return i;
            }
        }
        return fail("not found");
    }

    @Test
    void damagedJarGivesNothingButCallFailed() throws IOException {
        byte[] original = jar("Manifest-Version: 1.0\nMain-Class: a.B\nClass-Path: x y\n");
        for (int seed = 0; seed < 20_000; seed++) {
            Random random = new Random(seed);
            byte[] bytes = original.clone();
            switch (random.nextInt(3)) {
                case 0 -> bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
                case 1 -> bytes = Arrays.copyOfRange(bytes, random.nextInt(bytes.length), bytes.length);
                default -> { }
            }
            // Most changes where the structure is: the last kilobyte holds the directory.
            for (int i = random.nextInt(6); i >= 0 && bytes.length > 0; i--) {
                int at = random.nextInt(3) == 0 ? random.nextInt(bytes.length)
                    : Math.max(0, bytes.length - 1 - random.nextInt(400));
                bytes[at] = (byte) (random.nextBoolean() ? random.nextInt(256) : random.nextBoolean() ? 255 : 0);
            }
            try {
                JarFile jar = new JarFile(bytes);
                for (String name : NAMES) {
                    jar.find(name);
                }
                jar.mainClass();
                jar.classPath();
            } catch (CallFailed e) {
                assertEquals(Errno.ENOEXEC, e.errno());
            } catch (RuntimeException | Error e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
    }
}
