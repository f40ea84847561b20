package org.sluice.vm.code.instrument;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.InvocationTargetException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.objectweb.asm.Opcodes;

/** Programs nobody wrote: original and instrumented must agree on result, exception and array contents. */
class RandomProgramTest {
    private static final int[] ARGUMENTS = {3, -7, 1, 0, 40, 2, Integer.MAX_VALUE - 3, 5, -1, Integer.MIN_VALUE};

    @ParameterizedTest
    @ValueSource(ints = {Opcodes.V1_4, Opcodes.V1_6, Opcodes.V1_8, Opcodes.V25})
    void instrumentedProgramsBehaveAsWritten(int version) {
        TestPoll.setFlag(1);
        TestPoll.reset(Long.MAX_VALUE);
        int returned = 0;
        Options options = GuestLoader.options();
        Options[] variants = {options.withChunk(2), options.withChunk(7), options, options.withStripMining(false)};
        for (int seed = 0; seed < 300; seed++) {
            byte[] program = RandomProgram.make(seed, version);
            String[] expected = outcomes(program);
            for (String outcome : expected) {
                returned += outcome.startsWith("threw") ? 0 : 1;
            }
            Options variant = variants[seed % variants.length];
            String[] actual = outcomes(ClassCodec.instrument(program, variant));
            for (int i = 0; i < expected.length; i++) {
                assertEquals(expected[i], actual[i], "seed " + seed + ", arguments " + i + ", " + variant);
            }
        }
        assertTrue(returned > 500, returned + " of the runs return a value");
    }

    private static String[] outcomes(byte[] program) {
        Class<?> type = GuestLoader.define(RandomProgram.NAME, program);
        String[] outcomes = new String[ARGUMENTS.length / 2];
        for (int i = 0; i < outcomes.length; i++) {
            int[] array = new int[32 + i];
            String result;
            try {
                result = "" + type.getMethod("run", int.class, int.class, int[].class).invoke(null, ARGUMENTS[2 * i],
                        ARGUMENTS[2 * i + 1], array);
            } catch (InvocationTargetException e) {
                result = "threw " + e.getCause();
            } catch (ReflectiveOperationException e) {
                throw new AssertionError(e);
            }
            outcomes[i] = result + java.util.Arrays.toString(array);
        }
        return outcomes;
    }
}
