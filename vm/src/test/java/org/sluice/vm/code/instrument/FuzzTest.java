package org.sluice.vm.code.instrument;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.objectweb.asm.Opcodes;

/** Damaged class files give instrumented bytes or one of the errors a JVM gives, and nothing the host refuses gets by. */
class FuzzTest {
    private static final int ROUNDS = 1500;

    private static List<byte[]> seeds() {
        return List.of(GuestLoader.bytes(Shapes.class), GuestLoader.bytes(Hostile.class), GuestLoader.bytes(Counting.class),
                RandomProgram.make(7, Opcodes.V1_4), RandomProgram.make(9, Opcodes.V1_6), RandomProgram.make(11, Opcodes.V25));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void damagedClassFilesAreRefusedInOrder(long seed) {
        Random random = new Random(seed);
        List<byte[]> originals = seeds();
        int accepted = 0;
        for (int round = 0; round < ROUNDS; round++) {
            byte[] damaged = damage(originals.get(round % originals.size()), random);
            byte[] instrumented;
            try {
                instrumented = ClassCodec.instrument(damaged, GuestLoader.options());
            } catch (ClassFormatError | VerifyError expected) {
                continue;
            } catch (Throwable unexpected) {
                throw new AssertionError("seed " + seed + ", round " + round, unexpected);
            }
            accepted++;
            boolean judged = hostAccepts(damaged, seed, round);
            boolean judgedAfter = hostAccepts(instrumented, seed, round);
            assertTrue(!judged || judgedAfter, "seed " + seed + ", round " + round + ": a valid class became invalid");
        }
        assertTrue(accepted > ROUNDS / 20, accepted + " damaged classes were instrumented");
    }

    /** Linking a class must end in a linkage error or well; initialisers do not run. */
    private static boolean hostAccepts(byte[] classFile, long seed, int round) {
        try {
            new Definer().link(classFile);
            return true;
        } catch (LinkageError | SecurityException refused) {
            return false;
        } catch (Throwable unexpected) {
            throw new AssertionError("seed " + seed + ", round " + round + ", on define", unexpected);
        }
    }

    private static final class Definer extends ClassLoader {
        Definer() {
            super(FuzzTest.class.getClassLoader());
        }

        void link(byte[] classFile) {
            defineClass(null, classFile, 0, classFile.length).getDeclaredMethods();
        }
    }

    private static byte[] damage(byte[] original, Random random) {
        byte[] damaged = original.clone();
        if (random.nextInt(10) == 0) {
            return Arrays.copyOf(damaged, random.nextInt(damaged.length));
        }
        int changes = 1 + random.nextInt(3);
        for (int i = 0; i < changes; i++) {
            int at = random.nextInt(damaged.length);
            switch (random.nextInt(4)) {
                case 0 -> damaged[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> damaged[at] = (byte) random.nextInt(256);
                case 2 -> damaged[at]++;
                default -> damaged[at] = (byte) (random.nextBoolean() ? 0 : 0xff);
            }
        }
        return damaged;
    }
}
