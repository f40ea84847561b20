package org.sluice.vm.code.instrument;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Loops whose number of iterations is an argument. */
public final class Counting {
    private Counting() {
    }

    public static long upward(int n) {
        long sum = 0;
        for (int i = 0; i < n; i++) {
            sum += i;
        }
        return sum;
    }

    public static long inclusive(int n) {
        long sum = 0;
        for (int i = 1; i <= n; i++) {
            sum += i;
        }
        return sum;
    }

    public static long downward(int n) {
        long sum = 0;
        for (int i = n - 1; i >= 0; i--) {
            sum += i;
        }
        return sum;
    }

    public static long overArray(int n) {
        byte[] data = new byte[n];
        int sum = 0;
        for (int i = 0; i < data.length; i++) {
            sum += data[i];
        }
        return sum;
    }

    public static long overSegment(int n) {
        MemorySegment data = MemorySegment.ofArray(new byte[n]);
        int sum = 0;
        for (int i = 0; i < n; i++) {
            data.set(ValueLayout.JAVA_BYTE, i, (byte) i);
            sum += data.get(ValueLayout.JAVA_BYTE, i);
        }
        return sum;
    }

    public static long overSegmentLong(int n) {
        MemorySegment data = MemorySegment.ofArray(new byte[n]);
        long size = data.byteSize();
        for (long i = 0; i < size; i++) {
            data.set(ValueLayout.JAVA_BYTE, i, (byte) i);
        }
        return data.get(ValueLayout.JAVA_BYTE, n - 1);
    }

    public static long longIndex(int n) {
        long limit = n;
        long sum = 0;
        for (long i = 0; i < limit; i++) {
            sum += i;
        }
        return sum;
    }

    public static long uncounted(int n) {
        int left = n;
        long sum = 0;
        while (left != 0) {
            left = left - 1;
            sum += left;
        }
        return sum;
    }

    public static long strided(int n) {
        long sum = 0;
        for (int i = 0; i < n * 3; i += 3) {
            sum += i;
        }
        return sum;
    }

    public static long nested(int n) {
        long sum = 0;
        for (int i = 0; i < n / 100; i++) {
            for (int j = 0; j < 100; j++) {
                sum += i ^ j;
            }
        }
        return sum;
    }

    public static long leaf(int n) {
        return n < 0 ? -n : n * 2L;
    }

    public static long shortCut(int n) {
        if (n >= 0) {
            return n;
        }
        return upward(-n);
    }

    public static long shortConstant(int n) {
        int sum = n;
        for (int i = 0; i < 20; i++) {
            sum += i;
        }
        return sum;
    }
}
