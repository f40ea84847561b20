package org.sluice.vm.code.instrument;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.MethodInsnNode;

/** Access to memory is worth a few instructions, and what may run long or call back is a call. */
class WorkTest {
    private static final String SEGMENT = "java/lang/foreign/MemorySegment";
    private static final String LAYOUT = "Ljava/lang/foreign/ValueLayout$";

    @ParameterizedTest
    @CsvSource({
        "ByteBuffer, get, (I)B", "ByteBuffer, get, ()B", "ByteBuffer, getLong, (I)J", "ByteBuffer, limit, ()I",
        "ByteBuffer, put, (IB)Lguest/java/nio/ByteBuffer;", "ByteBuffer, putInt, (I)Lguest/java/nio/ByteBuffer;",
        "ByteBuffer, hasRemaining, ()Z", "MappedByteBuffer, get, (I)B", "LongBuffer, get, (I)J",
        "DoubleBuffer, put, (ID)Lguest/java/nio/DoubleBuffer;"})
    void accessToBuffersIsCheap(String buffer, String name, String descriptor) {
        assertTrue(isCheap("guest/java/nio/" + buffer, name, descriptor));
    }

    @ParameterizedTest
    @CsvSource({
        "ByteBuffer, get, ([B)Lguest/java/nio/ByteBuffer;", "ByteBuffer, put, (Lguest/java/nio/ByteBuffer;)Lguest/java/nio/ByteBuffer;",
        "ByteBuffer, put, (I[BII)Lguest/java/nio/ByteBuffer;", "ByteBuffer, compact, ()Lguest/java/nio/ByteBuffer;",
        "ByteBuffer, slice, ()Lguest/java/nio/ByteBuffer;", "ByteBuffer, hashCode, ()I", "CharBuffer, get, (I)C", "CharBuffer, get, ()C",
        "CharBuffer, length, ()I"})
    void rangesAndTextsAreNot(String buffer, String name, String descriptor) {
        assertFalse(isCheap("guest/java/nio/" + buffer, name, descriptor));
    }

    @Test
    void accessToSegmentsIsCheap() {
        assertTrue(isCheap(SEGMENT, "get", "(" + LAYOUT + "OfByte;J)B"));
        assertTrue(isCheap(SEGMENT, "set", "(" + LAYOUT + "OfLong;JJ)V"));
        assertTrue(isCheap(SEGMENT, "getAtIndex", "(" + LAYOUT + "OfInt;J)I"));
        assertTrue(isCheap(SEGMENT, "byteSize", "()J"));
        assertFalse(isCheap(SEGMENT, "getString", "(J)Ljava/lang/String;"));
        assertFalse(isCheap(SEGMENT, "setString", "(JLjava/lang/String;)V"));
        assertFalse(isCheap(SEGMENT, "get", "(Ljava/lang/foreign/AddressLayout;J)Ljava/lang/foreign/MemorySegment;"));
        assertFalse(isCheap(SEGMENT, "fill", "(B)Ljava/lang/foreign/MemorySegment;"));
        assertFalse(isCheap(SEGMENT, "copyFrom", "(Ljava/lang/foreign/MemorySegment;)Ljava/lang/foreign/MemorySegment;"));
    }

    @Test
    void accessToPagedArraysIsCheap() {
        assertTrue(isCheap("guest/org/sluice/io/PagedArray", "getLong", "(J)J"));
        assertTrue(isCheap("guest/org/sluice/io/PagedArray", "setByte", "(JB)V"));
        assertFalse(isCheap("guest/org/sluice/io/PagedArray", "get", "(J[JII)V"));
        assertFalse(isCheap("guest/org/sluice/io/PagedArray", "fill", "(JJJ)V"));
    }

    private static boolean isCheap(String owner, String name, String descriptor) {
        MethodInsnNode call = new MethodInsnNode(Opcodes.INVOKEVIRTUAL, owner, name, descriptor, false);
        return Work.isCheap(call, Options.guest());
    }
}
