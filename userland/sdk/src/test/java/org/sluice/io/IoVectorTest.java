package org.sluice.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.sluice.abi.IoVectors;

class IoVectorTest {
    private static final int ROUNDS = 300;

    /** Addresses of every byte in order: what a vector means. */
    private static long[] bytes(IoVector vector) {
        long[] all = new long[(int) vector.totalLength()];
        int at = 0;
        for (int i = 0; i < vector.count(); i++) {
            for (long k = 0; k < vector.length(i); k++) {
                all[at++] = vector.address(i) + k;
            }
        }
        assertEquals(all.length, at);
        return all;
    }

    private static long area(int number) {
        return (long) number << IoVectors.OFFSET_BITS;
    }

    private static IoVector random(Random random) {
        IoVector vector = new IoVector(random.nextInt(4));
        for (int entries = random.nextInt(9); entries > 0; entries--) {
            vector.add(area(1 + random.nextInt(5)) + random.nextInt(1000), 1 + random.nextInt(20));
        }
        return vector;
    }

    @Test
    void splitAtEveryByteEqualsTheModel() {
        Random random = new Random(3);
        for (int round = 0; round < ROUNDS; round++) {
            IoVector vector = random(random);
            long[] all = bytes(vector);
            for (int at = 0; at <= all.length; at++) {
                assertArrayEquals(Arrays.copyOfRange(all, 0, at), bytes(vector.head(at)));
                assertArrayEquals(Arrays.copyOfRange(all, at, all.length), bytes(vector.tail(at)));
                assertArrayEquals(all, bytes(vector.head(at).join(vector.tail(at))));
            }
        }
    }

    @Test
    void everyPartAndPlaceEqualsTheModel() {
        Random random = new Random(4);
        for (int round = 0; round < 30; round++) {
            IoVector vector = random(random);
            long[] all = bytes(vector);
            for (int from = 0; from <= all.length; from++) {
                for (int to = from; to <= all.length; to += 1 + random.nextInt(3)) {
                    assertArrayEquals(Arrays.copyOfRange(all, from, to), bytes(vector.part(from, to)));
                }
                if (from < all.length) {
                    assertEquals(all[from], vector.addressOf(from));
                    int entry = vector.entryOf(from);
                    assertEquals(all[from], vector.addressOf(from), "in entry " + entry);
                    assertEquals(true, all[from] >= vector.address(entry)
                        && all[from] < vector.address(entry) + vector.length(entry));
                }
            }
        }
    }

    @Test
    void joinUndoesSplit() {
        IoVector vector = IoVector.of(area(1), 100).add(area(2) + 5, 10);
        for (int at = 1; at < 110; at++) {
            assertEquals(vector, vector.head(at).join(vector.tail(at)));
            assertEquals(vector.hashCode(), vector.head(at).join(vector.tail(at)).hashCode());
        }
        assertNotEquals(vector, vector.head(50));
    }

    @Test
    void joinKeepsAreasApart() {
        long end = area(2);
        IoVector joined = IoVector.of(end - 10, 10).join(IoVector.of(end, 7));
        assertEquals(2, joined.count(), "the end of one area and the beginning of the next");
    }

    @Test
    void arrayHasTheDocumentedLayout() {
        IoVector vector = IoVector.of(area(3) + 7, 12).add(area(4), 1);
        long[] array = vector.array();
        assertEquals(2, array[0]);
        assertEquals(area(3) + 7, array[1]);
        assertEquals(12, array[2]);
        assertEquals(area(4), array[3]);
        assertEquals(1, array[4]);
        assertEquals(vector, IoVector.copyOf(array));
        assertEquals(0, vector.clear().count());
        assertEquals(0, vector.array()[0]);
    }

    @Test
    void refusesWhatIsNoVector() {
        IoVector vector = new IoVector(0);
        assertThrows(IllegalArgumentException.class, () -> vector.add(area(1), 0));
        assertThrows(IllegalArgumentException.class, () -> vector.add(area(1), -5));
        assertThrows(ArithmeticException.class, () -> IoVector.of(area(1), Long.MAX_VALUE).add(area(2), 1));
        assertThrows(IndexOutOfBoundsException.class, () -> vector.address(0));
        assertThrows(IndexOutOfBoundsException.class, () -> vector.head(1));
        assertThrows(IndexOutOfBoundsException.class, () -> vector.addressOf(0));
        assertThrows(IllegalArgumentException.class, () -> IoVector.copyOf(new long[] {1, 2}));
        assertThrows(IllegalArgumentException.class, () -> IoVector.copyOf(new long[] {-1}));
        assertThrows(IllegalArgumentException.class, () -> new IoVector(IoVectors.MAX_ENTRIES + 1));
        for (int i = 0; i < IoVectors.MAX_ENTRIES; i++) {
            vector.add(area(1), 1);
        }
        assertThrows(IllegalStateException.class, () -> vector.add(area(1), 1));
        assertThrows(IllegalStateException.class, () -> vector.join(IoVector.of(area(9), 1)));
        assertEquals(IoVectors.MAX_ENTRIES, vector.totalLength());
    }
}
