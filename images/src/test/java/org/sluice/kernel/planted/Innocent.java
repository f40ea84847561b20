package org.sluice.kernel.planted;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.sluice.vm.memory.PhysicalMemory;

/** Loads and stores bytes, in loops too, and copies none. */
final class Innocent {
    private final byte[] state = new byte[64];

    void fill(byte[] pattern) {
        byte value = pattern[0];
        for (int i = 0; i < state.length; i++) {
            state[i] = value;
        }
    }

    int sum(byte[] bytes) {
        int sum = 0;
        for (byte b : bytes) {
            sum += b;
            state[sum & 63]++;
        }
        return sum;
    }

    void digits(MemorySegment to, long number) {
        long rest = number;
        for (long i = to.byteSize(); i > 0; i--) {
            to.set(ValueLayout.JAVA_BYTE, i - 1, (byte) ('0' + rest % 10));
            rest /= 10;
        }
    }

    int find(byte[] bytes, int wanted) {
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == wanted) {
                state[0] = (byte) i;
                return i;
            }
        }
        return -1;
    }

    void counted(PhysicalMemory memory, byte[] from) {
        for (int i = 0; i < from.length; i += 16) {
            memory.write(i, from, i, 16);
        }
    }
}
