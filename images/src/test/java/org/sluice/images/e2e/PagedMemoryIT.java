package org.sluice.images.e2e;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

/** Programs that use more paged memory than the machine has, and mapped files of the host's folders and the machine's own. */
class PagedMemoryIT {
    private static final int MACHINE_MIB = 64;
    private static final int ARRAY_MIB = 4 * MACHINE_MIB;
    private static final int FILE_MIB = 24;

    /** Compiles a program and shares the folder with its classes, where it may write. */
    private static Outcome run(String name, String arguments) {
        Path folder = Sluice.workFolder().resolve("paged");
        GuestCompiler.compile(folder, List.of(Sluice.root().resolve("userland/sdk/target/classes")), List.of(),
            GuestCompiler.Source.resource("paged/" + name + ".java"));
        return Sluice.boot("java -cp /mnt/paged " + name + " " + arguments, "--memory", MACHINE_MIB + "M", "--share",
            folder + "=/mnt/paged:rw");
    }

    @Test
    void aWorkingSetFourTimesTheMemoryRunsToTheRightResult() {
        Outcome outcome = run("Swapping", ARRAY_MIB + " 42");
        List<String> lines = outcome.output().lines().toList();
        assertEquals(0, outcome.status(), outcome::toString);
        assertEquals("longs " + (ARRAY_MIB << 17) + " wrong 0", lines.get(0), outcome::toString);
        long resident = Long.parseLong(lines.get(1).substring("resident ".length()));
        assertTrue(resident > 1 << 20 && resident < MACHINE_MIB << 20, outcome::toString);
        assertEquals("refused", lines.get(2));
    }

    private static byte[] expected() {
        ByteBuffer bytes = ByteBuffer.allocate(FILE_MIB << 20);
        for (int i = 0; i < bytes.capacity(); i += 4) {
            bytes.putInt(i, i * 31);
        }
        return bytes.putInt(100, 0x01020304).array();
    }

    private static String said() {
        CRC32 sum = new CRC32();
        sum.update(expected());
        return "seen 16909060\nown 9 file 0\nsize " + (FILE_MIB << 20) + " crc " + Long.toHexString(sum.getValue()) + "\n";
    }

    @Test
    void aMappedFileOfAShareIsTheHostsFile() throws IOException {
        Path file = Sluice.workFolder().resolve("paged/mapped");
        Files.deleteIfExists(file);
        Outcome outcome = run("Mapping", "/mnt/paged/mapped " + FILE_MIB);
        assertEquals(said(), outcome.output(), outcome::toString);
        assertEquals(0, outcome.status(), outcome::toString);
        assertArrayEquals(expected(), Files.readAllBytes(file));
    }

    @Test
    void aFileOfTheMachineCanBeMapped() {
        Outcome outcome = run("Mapping", "/tmp/mapped " + FILE_MIB);
        assertEquals(said(), outcome.output(), outcome::toString);
        assertEquals(0, outcome.status(), outcome::toString);
    }
}
