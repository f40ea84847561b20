package program;

import java.lang.foreign.GroupLayout;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SequenceLayout;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.IntBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Collectors;

/** Segments of arrays, which are the same on the host and in a guest. */
public final class SegmentUse {
    private interface Body {
        Object run() throws Throwable;
    }

    private SegmentUse() {
    }

    private static void check(String name, Body body) {
        String result;
        try {
            result = String.valueOf(body.run());
        } catch (Throwable e) {
            result = "throws " + e.getClass().getName();
        }
        System.out.println(name + ": " + result);
    }

    private static MemorySegment numbers(int count) {
        byte[] bytes = new byte[count];
        for (int i = 0; i < count; i++) {
            bytes[i] = (byte) (i * 7);
        }
        return MemorySegment.ofArray(bytes);
    }

    public static void main(String[] args) {
        access();
        layouts();
        buffers();
        text();
        bulk();
        reflection();
    }

    private static void access() {
        MemorySegment s = numbers(64);
        check("size", s::byteSize);
        check("int", () -> s.get(ValueLayout.JAVA_INT_UNALIGNED, 5));
        check("bigEndian", () -> s.get(ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN), 3));
        check("order", () -> ValueLayout.JAVA_INT.withOrder(ByteOrder.BIG_ENDIAN).order());
        check("nativeOrder", () -> ValueLayout.JAVA_INT.order() == ByteOrder.nativeOrder());
        check("orders", () -> Arrays.asList(ValueLayout.JAVA_BYTE.withOrder(ByteOrder.BIG_ENDIAN).order(),
            ValueLayout.JAVA_BOOLEAN.withOrder(ByteOrder.BIG_ENDIAN).order(), ValueLayout.JAVA_CHAR.withOrder(ByteOrder.BIG_ENDIAN).order(),
            ValueLayout.JAVA_SHORT.withOrder(ByteOrder.BIG_ENDIAN).order(), ValueLayout.JAVA_LONG.withOrder(ByteOrder.BIG_ENDIAN).order(),
            ValueLayout.JAVA_FLOAT.withOrder(ByteOrder.BIG_ENDIAN).order(), ValueLayout.JAVA_DOUBLE.withOrder(ByteOrder.BIG_ENDIAN).order(),
            ValueLayout.ADDRESS.withOrder(ByteOrder.BIG_ENDIAN).order(),
            ((ValueLayout) ValueLayout.JAVA_INT).withOrder(ByteOrder.BIG_ENDIAN).order()));
        check("beyond", () -> s.get(ValueLayout.JAVA_BYTE, 64));
        check("below", () -> s.get(ValueLayout.JAVA_BYTE, -1));
        check("readOnly", () -> {
            s.asReadOnly().set(ValueLayout.JAVA_BYTE, 0, (byte) 1);
            return "written";
        });
        check("slice", () -> s.asSlice(8, 4).get(ValueLayout.JAVA_INT_UNALIGNED, 0));
        check("sliceBeyond", () -> s.asSlice(60, 5));
        check("heapBase", () -> s.heapBase().isPresent() + " " + s.asReadOnly().heapBase().isPresent());
        check("overlap", () -> s.asSlice(0, 10).asOverlappingSlice(s.asSlice(4, 20)).get().byteSize());
        check("noOverlap", () -> s.asSlice(0, 10).asOverlappingSlice(s.asSlice(10)));
        check("elements", () -> s.elements(ValueLayout.JAVA_INT_UNALIGNED).map(e -> e.get(ValueLayout.JAVA_INT_UNALIGNED, 0))
            .collect(Collectors.toList()));
        check("oddElements", () -> s.asSlice(1).elements(ValueLayout.JAVA_INT_UNALIGNED).count());
        check("spliterator", () -> s.spliterator(ValueLayout.JAVA_LONG_UNALIGNED).estimateSize());
        check("accessible", () -> s.isAccessibleBy(Thread.currentThread()));
        check("accessibleByOther", () -> s.isAccessibleBy(new Thread(() -> { })));
        check("alive", () -> s.scope().isAlive());
        check("native", () -> s.isNative() + " " + s.isMapped());
    }

    private static void layouts() {
        StructLayout point = MemoryLayout.structLayout(ValueLayout.JAVA_INT.withName("x"), ValueLayout.JAVA_INT.withName("y"),
            MemoryLayout.paddingLayout(8), ValueLayout.JAVA_LONG.withName("z"));
        SequenceLayout points = MemoryLayout.sequenceLayout(4, point);
        check("layout", () -> points + " " + points.byteSize() + " " + points.elementCount());
        check("names", () -> point.memberLayouts().stream().map(m -> m.name().orElse("-")).collect(Collectors.joining(",")));
        check("union", () -> ((GroupLayout) MemoryLayout.unionLayout(ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG)).byteSize());
        check("offset", () -> points.byteOffset(PathElement.sequenceElement(2), PathElement.groupElement("y")));
        check("varHandle", () -> {
            MemorySegment s = MemorySegment.ofArray(new long[16]);
            VarHandle y = points.varHandle(PathElement.sequenceElement(), PathElement.groupElement("y"));
            y.set(s, 0L, 3L, 77);
            y.getAndAdd(s, 0L, 3L, 1);
            return (int) y.get(s, 0L, 3L) + " " + y.varType();
        });
        check("carrier", () -> ValueLayout.JAVA_INT.carrier() + " " + ValueLayout.ADDRESS.carrier());
        check("target", () -> ValueLayout.ADDRESS.targetLayout().isPresent());
    }

    private static void buffers() {
        MemorySegment s = numbers(64);
        check("asByteBuffer", () -> {
            ByteBuffer b = s.asSlice(8, 16).asByteBuffer();
            b.put(0, (byte) 99);
            return b + " " + b.getInt(4) + " " + s.get(ValueLayout.JAVA_BYTE, 8) + " " + b.isReadOnly() + " " + b.order();
        });
        check("readOnlyBuffer", () -> s.asReadOnly().asByteBuffer().put((byte) 1));
        check("intsAsBuffer", () -> MemorySegment.ofArray(new int[4]).asByteBuffer());
        check("ofBuffer", () -> {
            ByteBuffer b = ByteBuffer.wrap(new byte[] {1, 2, 3, 4, 5, 6}, 1, 4);
            MemorySegment of = MemorySegment.ofBuffer(b);
            return of.byteSize() + " " + of.get(ValueLayout.JAVA_BYTE, 0) + " " + of.isReadOnly();
        });
        check("ofIntBuffer", () -> {
            IntBuffer b = IntBuffer.wrap(new int[] {1, 2, 3, 4}).position(1).slice().limit(2);
            MemorySegment of = MemorySegment.ofBuffer(b);
            return of.byteSize() + " " + of.getAtIndex(ValueLayout.JAVA_INT, 0) + " "
                + MemorySegment.ofBuffer(b.asReadOnlyBuffer()).isReadOnly();
        });
        check("ofViewBuffer", () -> MemorySegment.ofBuffer(ByteBuffer.wrap(new byte[16]).position(4).slice().asLongBuffer()).byteSize());
        check("ofText", () -> MemorySegment.ofBuffer(CharBuffer.wrap("text")));
        check("bufferOfSegmentOfBuffer", () -> {
            ByteBuffer b = s.asByteBuffer().position(4).limit(12);
            return MemorySegment.ofBuffer(b).asByteBuffer().get(0) == s.get(ValueLayout.JAVA_BYTE, 4);
        });
    }

    private static void text() {
        MemorySegment s = MemorySegment.ofArray(new byte[64]);
        check("string", () -> {
            s.setString(3, "grüße");
            return s.getString(3) + " " + s.get(ValueLayout.JAVA_BYTE, 3 + 7);
        });
        check("string16", () -> {
            s.setString(2, "grüße", StandardCharsets.UTF_16LE);
            return s.getString(2, StandardCharsets.UTF_16LE);
        });
        check("stringLatin", () -> {
            s.setString(0, "é", StandardCharsets.ISO_8859_1);
            return s.getString(0, StandardCharsets.ISO_8859_1) + s.get(ValueLayout.JAVA_BYTE, 0);
        });
        check("noEnd", () -> MemorySegment.ofArray(new byte[] {65, 66}).getString(0));
        check("noRoom", () -> {
            MemorySegment.ofArray(new byte[3]).setString(0, "abc");
            return "written";
        });
    }

    private static void bulk() {
        int size = (3 << 20) + 17;
        byte[] model = new byte[size];
        new Random(5).nextBytes(model);
        MemorySegment s = MemorySegment.ofArray(model.clone());
        MemorySegment t = MemorySegment.ofArray(new byte[size]);
        check("copyFrom", () -> t.copyFrom(s) == t && Arrays.equals(model, t.toArray(ValueLayout.JAVA_BYTE)));
        check("mismatch", () -> {
            t.set(ValueLayout.JAVA_BYTE, 2 << 20, (byte) ~t.get(ValueLayout.JAVA_BYTE, 2 << 20));
            return s.mismatch(t) + " " + s.mismatch(s) + " " + s.mismatch(s.asSlice(0, size - 1));
        });
        check("mismatchRange", () -> MemorySegment.mismatch(s, 5, size, t, 5, size - 3));
        for (int shift : new int[] {1, 1 << 19, -1, -(1 << 19)}) {
            check("overlapping" + shift, () -> {
                byte[] a = model.clone();
                byte[] b = model.clone();
                int from = shift > 0 ? 0 : -shift;
                int to = shift > 0 ? shift : 0;
                int length = size - Math.abs(shift);
                System.arraycopy(a, from, a, to, length);
                MemorySegment.copy(MemorySegment.ofArray(b), from, MemorySegment.ofArray(b), to, length);
                return Arrays.equals(a, b);
            });
        }
        check("copyReadOnly", () -> s.asReadOnly().copyFrom(t));
        check("copyTooLong", () -> s.asSlice(1).copyFrom(t));
        check("fill", () -> Arrays.hashCode(s.fill((byte) 3).toArray(ValueLayout.JAVA_BYTE)));
        int[] ints = new int[1 << 20];
        Arrays.setAll(ints, i -> i * 31);
        MemorySegment of = MemorySegment.ofArray(new long[1 << 19]);
        check("copyArray", () -> {
            MemorySegment.copy(ints, 3, of, ValueLayout.JAVA_INT_UNALIGNED, 4, ints.length - 3);
            int[] back = new int[ints.length];
            MemorySegment.copy(of, ValueLayout.JAVA_INT_UNALIGNED, 4, back, 3, ints.length - 3);
            return Arrays.hashCode(back);
        });
        check("copySwapped", () -> {
            MemorySegment.copy(MemorySegment.ofArray(ints), ValueLayout.JAVA_INT, 0, of,
                ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN), 0, ints.length);
            return Arrays.hashCode(of.toArray(ValueLayout.JAVA_LONG));
        });
        check("copyArrayTooLong", () -> {
            MemorySegment.copy(ints, 0, of, ValueLayout.JAVA_INT, 4, ints.length);
            return "copied";
        });
        check("arrays", () -> Arrays.asList(of.toArray(ValueLayout.JAVA_SHORT).length, of.toArray(ValueLayout.JAVA_CHAR).length,
            of.toArray(ValueLayout.JAVA_INT).length, of.toArray(ValueLayout.JAVA_FLOAT).length,
            of.toArray(ValueLayout.JAVA_DOUBLE).length));
        check("oddArray", () -> of.asSlice(1).toArray(ValueLayout.JAVA_LONG_UNALIGNED));
    }

    private static void reflection() {
        MemorySegment s = numbers(8);
        check("reflectedBuffer", () -> MemorySegment.class.getMethod("asByteBuffer").invoke(s));
        check("handleOfBuffer", () -> (ByteBuffer) MethodHandles.lookup().findVirtual(MemorySegment.class, "asByteBuffer",
            MethodType.methodType(ByteBuffer.class)).invokeExact(s));
        check("handleOfOrder", () -> ((ValueLayout.OfInt) MethodHandles.lookup().findVirtual(ValueLayout.OfInt.class, "withOrder",
            MethodType.methodType(ValueLayout.OfInt.class, ByteOrder.class)).invokeExact(ValueLayout.JAVA_INT,
            ByteOrder.BIG_ENDIAN)).order());
        check("reflectedGet", () -> MemorySegment.class.getMethod("get", ValueLayout.OfByte.class, long.class).invoke(s,
            ValueLayout.JAVA_BYTE, 1L));
    }
}
