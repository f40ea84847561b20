package org.sluice.vm.code.instrument;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** What a class file must be before ASM may see it. */
class ClassLimitsTest {
    private static byte[] valid() {
        return GuestLoader.bytes(Counting.class);
    }

    private static byte[] ofVersion(int major, int minor) {
        byte[] classFile = valid();
        classFile[4] = (byte) (minor >> 8);
        classFile[5] = (byte) minor;
        classFile[6] = (byte) (major >> 8);
        classFile[7] = (byte) major;
        return classFile;
    }

    @ParameterizedTest
    @CsvSource({"45, 3", "45, 65535", "52, 0", "55, 7", "69, 0"})
    void knownVersionsPass(int major, int minor) {
        assertDoesNotThrow(() -> ClassLimits.check(ofVersion(major, minor)));
    }

    @ParameterizedTest
    @CsvSource({"44, 0", "70, 0", "65535, 0", "56, 1", "69, 65535"})
    void otherVersionsAreUnsupported(int major, int minor) {
        assertThrows(UnsupportedClassVersionError.class, () -> ClassLimits.check(ofVersion(major, minor)));
    }

    @Test
    void newerVersionIsReportedAsTheJdkReportsIt() {
        Error error = assertThrows(UnsupportedClassVersionError.class, () -> ClassLimits.check(ofVersion(70, 0)));
        assertEquals("org.sluice.vm.code.instrument.Counting has been compiled by a more recent version of the Java Runtime "
                + "(class file version 70.0), this version of the Java Runtime only recognizes class file versions up to 69.0",
                error.getMessage());
    }

    @Test
    void otherFilesAreNoClasses() {
        byte[] jar = {'P', 'K', 3, 4, 20, 0, 0, 0, 8, 0};
        assertThrows(ClassFormatError.class, () -> ClassLimits.check(jar));
        assertThrows(ClassFormatError.class, () -> ClassLimits.check(new byte[0]));
    }

    @Test
    void everyTruncationIsRefused() {
        byte[] classFile = valid();
        for (int length = 0; length < classFile.length; length++) {
            byte[] cut = Arrays.copyOf(classFile, length);
            assertThrows(ClassFormatError.class, () -> ClassLimits.check(cut), "length " + length);
        }
        assertThrows(ClassFormatError.class, () -> ClassLimits.check(Arrays.copyOf(classFile, classFile.length + 1)));
    }

    @Test
    void hugeFilesAreRefused() {
        byte[] huge = Arrays.copyOf(valid(), ClassLimits.MAX_CLASS_FILE + 1);
        assertThrows(ClassFormatError.class, () -> ClassLimits.check(huge));
    }

    /** A class whose only method has the given code; nothing in it is checked by its maker. */
    private static byte[] withCode(byte[] code, byte[] attribute, String attributeName) {
        ClassWriter writer = new ClassWriter(0);
        writer.visit(Opcodes.V17, Opcodes.ACC_PUBLIC, "Odd", null, "java/lang/Object", null);
        int name = writer.newUTF8("Code");
        int inner = writer.newUTF8(attributeName);
        MethodVisitor method = writer.visitMethod(Opcodes.ACC_STATIC | Opcodes.ACC_NATIVE, "run", "()V", null, null);
        method.visitEnd();
        writer.visitEnd();
        byte[] plain = writer.toByteArray();
        // the method's attribute count, then the class's, are the last four bytes
        int length = 12 + code.length + (attribute == null ? 0 : 6 + attribute.length);
        java.nio.ByteBuffer file = java.nio.ByteBuffer.allocate(plain.length + 6 + length);
        file.put(plain, 0, plain.length - 4).putShort((short) 1).putShort((short) name).putInt(length);
        file.putShort((short) 4).putShort((short) 60000).putInt(code.length).put(code).putShort((short) 0);
        if (attribute == null) {
            file.putShort((short) 0);
        } else {
            file.putShort((short) 1).putShort((short) inner).putInt(attribute.length).put(attribute);
        }
        return file.putShort((short) 0).array();
    }

    private static final byte RETURN = (byte) Opcodes.RETURN;

    @Test
    void plainCodePasses() {
        assertDoesNotThrow(() -> ClassLimits.check(withCode(new byte[] {0, RETURN}, null, "x")));
    }

    static byte[][] badCodes() {
        return new byte[][] {
            {},
            {(byte) Opcodes.GOTO, 0, 1, RETURN},
            {(byte) Opcodes.GOTO, 0},
            {(byte) Opcodes.GOTO, 0x7f, (byte) 0xff, RETURN},
            {(byte) 202, RETURN},
            {(byte) Opcodes.BIPUSH},
            {(byte) Opcodes.INVOKESTATIC, 0, 1, RETURN},
            {(byte) Opcodes.NEWARRAY, 12, RETURN},
            {(byte) 196, 0, 0, 0, RETURN},
            // a tableswitch over all ints
            {(byte) Opcodes.TABLESWITCH, 0, 0, 0, 0, 0, 0, 0, (byte) 0x80, 0, 0, 0, 0x7f, (byte) 0xff, (byte) 0xff, (byte) 0xff, RETURN},
            {(byte) Opcodes.LOOKUPSWITCH, 0, 0, 0, 0, 0, 0, 0, 0x7f, (byte) 0xff, (byte) 0xff, (byte) 0xff, RETURN},
        };
    }

    @ParameterizedTest
    @org.junit.jupiter.params.provider.MethodSource("badCodes")
    void damagedCodeIsRefused(byte[] code) {
        assertThrows(ClassFormatError.class, () -> ClassLimits.check(withCode(code, null, "x")));
    }

    /** 60,000 locals declared once and repeated in thousands of one-byte frames would expand to gigabytes. */
    @Test
    void framesThatExpandWithoutBoundAreRefused() {
        byte[] code = new byte[40_000];
        code[code.length - 1] = RETURN;
        java.nio.ByteBuffer frames = java.nio.ByteBuffer.allocate(2 + 5 + 60_000 + 2 + 30_000);
        frames.putShort((short) 30_001).put((byte) 255).putShort((short) 0).putShort((short) 60_000);
        frames.position(frames.position() + 60_000);
        frames.putShort((short) 0);
        ClassFormatError error = assertThrows(ClassFormatError.class,
                () -> ClassLimits.check(withCode(code, frames.array(), "StackMapTable")));
        assertTrue(error.getMessage().contains("too many locals"), error::getMessage);
    }

    /** ASM reads frames up to the attribute's end, whatever the number at its beginning says. */
    @Test
    void framesBeyondTheirNumberAreRefused() {
        byte[] frames = {0, 0, 0, 0};
        assertThrows(ClassFormatError.class, () -> ClassLimits.check(withCode(new byte[] {0, RETURN}, frames, "StackMapTable")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"LineNumberTable", "LocalVariableTable"})
    void damagedTablesBecomeFormatErrors(String table) {
        byte[] content = {0, 9, 0, 0};
        byte[] classFile = withCode(new byte[] {0, RETURN}, content, table);
        assertThrows(ClassFormatError.class, () -> ClassCodec.instrument(classFile, GuestLoader.options()));
    }

    /** An attribute of the code whose name means something on a method must not end up there; found by fuzzing. */
    @Test
    void codeAttributeInsideCodeIsDropped() {
        byte[] classFile = withCode(new byte[] {0, RETURN}, new byte[] {1, 2}, "Code");
        classFile[classFile.length - 1] = 0;
        byte[] instrumented = ClassCodec.instrument(classFile, GuestLoader.options());
        assertTrue(ClassCodec.read(instrumented).methods.getFirst().instructions.size() > 0);
    }

    @Test
    void farJumpsSurviveGrowth() throws ReflectiveOperationException {
        byte[] classFile = Assembly.staticMethod(Opcodes.V17, "(I)I", code -> {
            Label header = new Label();
            Label exit = new Label();
            code.visitInsn(Opcodes.ICONST_0);
            code.visitVarInsn(Opcodes.ISTORE, 1);
            code.visitLabel(header);
            code.visitIincInsn(0, -1);
            code.visitVarInsn(Opcodes.ILOAD, 0);
            code.visitJumpInsn(Opcodes.IFLT, exit);
            for (int i = 0; i < 12_000; i++) {
                code.visitIincInsn(1, 1);
            }
            code.visitJumpInsn(Opcodes.GOTO, header);
            code.visitLabel(exit);
            code.visitVarInsn(Opcodes.ILOAD, 1);
            code.visitInsn(Opcodes.IRETURN);
        });
        TestPoll.reset(Long.MAX_VALUE);
        assertEquals(36_000, Assembly.instrumented(classFile).getMethod("run", int.class).invoke(null, 3));
    }
}
