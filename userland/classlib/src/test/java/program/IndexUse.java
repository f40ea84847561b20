package program;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** Indices out of range, and what is said of them. */
public final class IndexUse {
    private interface Body {
        Object run();
    }

    private IndexUse() {
    }

    private static void check(String name, Body body) {
        String result;
        try {
            result = String.valueOf(body.run());
        } catch (RuntimeException e) {
            result = e.toString();
        }
        System.out.println(name + ": " + result);
    }

    public static void main(String[] args) {
        for (int index : new int[] {0, 6, 7, -1, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
            check("index " + index, () -> Objects.checkIndex(index, 7));
            check("long index " + index, () -> Objects.checkIndex((long) index << 10, 7L << 10));
            check("list " + index, () -> new ArrayList<>(List.of(1, 2, 3, 4, 5, 6, 7)).get(index));
            check("array list " + index, () -> Arrays.asList(1, 2, 3, 4, 5, 6, 7).get(index));
            check("buffer " + index, () -> ByteBuffer.allocate(7).get(index));
            check("direct buffer " + index, () -> ByteBuffer.allocateDirect(7).put(index, (byte) 1).get(index));
            check("int of buffer " + index, () -> ByteBuffer.allocate(10).getInt(index));
            check("long buffer " + index, () -> LongBuffer.allocate(7).get(index));
        }
        check("nothing", () -> Objects.checkIndex(0, 0));
        check("negative length", () -> Objects.checkIndex(0, -1));
        check("negative both", () -> Objects.checkIndex(-1, -1));
        check("long negative length", () -> Objects.checkIndex(0L, -1L));
        check("text", () -> new StringBuilder("abc").charAt(3));
        check("code point", () -> "abc".codePointAt(5));
        check("sum", () -> {
            ByteBuffer buffer = ByteBuffer.allocateDirect(100_000).order(ByteOrder.LITTLE_ENDIAN);
            int at = 0;
            try {
                for (; at <= buffer.limit(); at++) {
                    buffer.put(at, (byte) at);
                }
            } catch (IndexOutOfBoundsException e) {
                return at + " " + e.getMessage();
            }
            return "no end";
        });
    }
}
