package org.sluice.kernel.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.sluice.abi.Errno;
import org.sluice.kernel.CallFailed;

/** Is the name of a class read off any class file, and anything else refused with ENOEXEC? */
class ClassFileNameTest {
    private static byte[] classFile(Class<?> of) throws IOException {
        try (var in = of.getResourceAsStream("/" + of.getName().replace('.', '/') + ".class")) {
            return in.readAllBytes();
        }
    }

    @Test
    void readsTheNameOfAClassFile() throws IOException {
        assertEquals(ClassFileNameTest.class.getName(), ClassFileName.read(classFile(ClassFileNameTest.class)));
        assertEquals(ProcessTable.class.getName(), ClassFileName.read(classFile(ProcessTable.class)));
    }

    @Test
    void refusesTruncatedFiles() throws IOException {
        byte[] whole = classFile(ClassFileNameTest.class);
        int refused = 0;
        for (int length = 0; length < whole.length; length++) {
            byte[] part = Arrays.copyOf(whole, length);
            try {
                assertEquals(ClassFileNameTest.class.getName(), ClassFileName.read(part));
            } catch (CallFailed e) {
                assertEquals(Errno.ENOEXEC, e.errno());
                refused++;
            }
        }
        assertEquals(Errno.ENOEXEC, assertThrows(CallFailed.class, () -> ClassFileName.read(new byte[10])).errno());
        org.junit.jupiter.api.Assertions.assertTrue(refused > 100);
    }

    @Test
    void damagedFileGivesNothingButCallFailed() throws IOException {
        byte[] original = classFile(ClassFileNameTest.class);
        for (int seed = 0; seed < 50_000; seed++) {
            Random random = new Random(seed);
            byte[] bytes = original.clone();
            for (int i = random.nextInt(8); i >= 0; i--) {
                int at = random.nextInt(3) == 0 ? 8 + random.nextInt(40) : random.nextInt(bytes.length);
                bytes[at] = (byte) random.nextInt(256);
            }
            try {
                ClassFileName.read(bytes);
            } catch (CallFailed e) {
                assertEquals(Errno.ENOEXEC, e.errno());
            } catch (RuntimeException | Error e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
    }
}
