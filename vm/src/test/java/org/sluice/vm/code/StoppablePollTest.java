package org.sluice.vm.code;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Stoppable code finds all that its polls call, in loops of every kind. */
class StoppablePollTest {
    /** Code that reaches for memory in a loop. */
    public static final class Reader implements Runnable {
        static int sum;

        @Override
        public void run() {
            MemorySegment memory = MemorySegment.ofArray(new byte[100_000]).fill((byte) 1);
            int bytes = 0;
            for (int i = 0; i < memory.byteSize(); i++) {
                bytes++;
            }
            int length = bytes;
            for (int i = 0; i < length; i++) {
                sum += memory.get(ValueLayout.JAVA_BYTE, i);
            }
            if (sum != length) {
                throw new IllegalStateException("sum " + sum);
            }
        }
    }

    @Test
    void loopsOverMemoryPoll() throws Exception {
        int[] polls = new int[1];
        StoppableCode code = new StoppableCode("test", StoppablePollTest.class.getClassLoader(), name -> {
            try (var in = StoppablePollTest.class.getResourceAsStream("/" + name.replace('.', '/') + ".class")) {
                return in == null ? null : in.readAllBytes();
            } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }, Set.of("org.sluice.vm.code"), () -> polls[0]++);
        Runnable reader = (Runnable) code.load(Reader.class.getName()).getConstructor().newInstance();
        code.raise();
        reader.run();
        code.lower();
        assertTrue(polls[0] > 100_000 / 600, polls[0] + " polls");
    }
}
