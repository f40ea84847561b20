package org.sluice.vm.code.instrument;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.MethodInsnNode;

/** What is access to a value in memory; what may run long or call back is not. */
class WorkTest {
    private static final String SEGMENT = "java/lang/foreign/MemorySegment";
    private static final String LAYOUT = "Ljava/lang/foreign/ValueLayout$";

    @ParameterizedTest
    @CsvSource({
        "ByteBuffer, get, (I)B", "ByteBuffer, get, ()B", "ByteBuffer, getLong, (I)J", "ByteBuffer, limit, ()I",
        "ByteBuffer, put, (IB)Lguest/java/nio/ByteBuffer;", "ByteBuffer, putInt, (I)Lguest/java/nio/ByteBuffer;",
        "ByteBuffer, hasRemaining, ()Z", "MappedByteBuffer, get, (I)B", "LongBuffer, get, (I)J",
        "DoubleBuffer, put, (ID)Lguest/java/nio/DoubleBuffer;"})
    void accessToBuffersIsAccess(String buffer, String name, String descriptor) {
        assertTrue(isAccess("guest/java/nio/" + buffer, name, descriptor));
    }

    @ParameterizedTest
    @CsvSource({
        "ByteBuffer, get, ([B)Lguest/java/nio/ByteBuffer;", "ByteBuffer, put, (Lguest/java/nio/ByteBuffer;)Lguest/java/nio/ByteBuffer;",
        "ByteBuffer, put, (I[BII)Lguest/java/nio/ByteBuffer;", "ByteBuffer, compact, ()Lguest/java/nio/ByteBuffer;",
        "ByteBuffer, slice, ()Lguest/java/nio/ByteBuffer;", "ByteBuffer, hashCode, ()I", "CharBuffer, get, (I)C", "CharBuffer, get, ()C",
        "CharBuffer, length, ()I"})
    void rangesAndTextsAreNot(String buffer, String name, String descriptor) {
        assertFalse(isAccess("guest/java/nio/" + buffer, name, descriptor));
    }

    @Test
    void accessToSegmentsIsAccess() {
        assertTrue(isAccess(SEGMENT, "get", "(" + LAYOUT + "OfByte;J)B"));
        assertTrue(isAccess(SEGMENT, "set", "(" + LAYOUT + "OfLong;JJ)V"));
        assertTrue(isAccess(SEGMENT, "getAtIndex", "(" + LAYOUT + "OfInt;J)I"));
        assertTrue(isAccess(SEGMENT, "byteSize", "()J"));
        assertFalse(isAccess(SEGMENT, "getString", "(J)Ljava/lang/String;"));
        assertFalse(isAccess(SEGMENT, "setString", "(JLjava/lang/String;)V"));
        assertFalse(isAccess(SEGMENT, "get", "(Ljava/lang/foreign/AddressLayout;J)Ljava/lang/foreign/MemorySegment;"));
        assertFalse(isAccess(SEGMENT, "fill", "(B)Ljava/lang/foreign/MemorySegment;"));
        assertFalse(isAccess(SEGMENT, "copyFrom", "(Ljava/lang/foreign/MemorySegment;)Ljava/lang/foreign/MemorySegment;"));
    }

    @Test
    void accessToPagedArraysIsAccess() {
        assertTrue(isAccess("guest/org/sluice/io/PagedArray", "getLong", "(J)J"));
        assertTrue(isAccess("guest/org/sluice/io/PagedArray", "setByte", "(JB)V"));
        assertFalse(isAccess("guest/org/sluice/io/PagedArray", "get", "(J[JII)V"));
        assertFalse(isAccess("guest/org/sluice/io/PagedArray", "fill", "(JJJ)V"));
    }

    private static boolean isAccess(String owner, String name, String descriptor) {
        MethodInsnNode call = new MethodInsnNode(Opcodes.INVOKEVIRTUAL, owner, name, descriptor, false);
        return Work.isAccess(call);
    }
}
