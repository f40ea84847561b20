package guest.jdk.internal.perf;

import guest.java.nio.ByteBuffer;

/** Natives of Perf: counters that nobody reads from outside. */
final class N_Perf {
    private N_Perf() {
    }

    static ByteBuffer createLong(Perf self, String name, int variability, int units, long value) {
        return ByteBuffer.allocate(Long.BYTES);
    }

    static long highResCounter(Perf self) {
        return guest.rt.Clock.monotonic();
    }

    static long highResFrequency(Perf self) {
        return 1_000_000_000;
    }
}
