package org.sluice.kernel.planted;

import org.sluice.vm.memory.PhysicalMemory;

/** Does what the rule of its name forbids. */
final class Breaks_copiesAreCounted_memory {
    private Breaks_copiesAreCounted_memory() {
    }

    static void copy(PhysicalMemory memory, byte[] to) {
        for (int i = 0; i < to.length; i += Integer.BYTES) {
            int word = memory.getInt(i);
            for (int b = 0; b < Integer.BYTES; b++) {
                to[i + b] = (byte) (word >> 8 * b);
            }
        }
    }
}
