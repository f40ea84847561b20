package org.sluice.images.bench.guest;

import java.nio.ByteBuffer;

/**
 * An innocent process: sleeps a millisecond again and again and writes to its output, as eight bytes each time, how many
 * nanoseconds late it woke. Ends when nobody reads its output any more.
 */
public final class Ping {
    private static final long NAP_NANOS = 1_000_000;

    private Ping() {
    }

    public static void main(String[] args) throws InterruptedException {
        byte[] record = new byte[Long.BYTES];
        while (!System.out.checkError()) {
            long start = System.nanoTime();
            Thread.sleep(1);
            ByteBuffer.wrap(record).putLong(System.nanoTime() - start - NAP_NANOS);
            System.out.write(record, 0, record.length);
            System.out.flush();
        }
    }
}
