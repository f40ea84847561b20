package org.sluice.kernel.planted;

import sun.misc.Unsafe;

/** Does what the rule of its name forbids. */
final class Breaks_copiesAreCounted_unsafe {
    private Breaks_copiesAreCounted_unsafe() {
    }

    @SuppressWarnings({"removal", "deprecation"})
    static void copy(Unsafe unsafe, byte[] from, byte[] to) {
        unsafe.copyMemory(from, Unsafe.ARRAY_BYTE_BASE_OFFSET, to, Unsafe.ARRAY_BYTE_BASE_OFFSET, from.length);
    }
}
