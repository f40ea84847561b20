package org.sluice.vm.code.instrument;

import java.util.function.Consumer;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Makes classes no compiler makes. */
final class Assembly {
    static final String NAME = "org.sluice.vm.code.instrument.Assembled";
    static final String INTERNAL = NAME.replace('.', '/');

    private Assembly() {
    }

    /** A class of version 48 with one static method {@code run}; stack and locals are as declared. */
    static byte[] oldMethod(String descriptor, int stack, int locals, Consumer<MethodVisitor> body) {
        ClassWriter writer = new ClassWriter(0);
        writer.visit(Opcodes.V1_4, Opcodes.ACC_PUBLIC | Opcodes.ACC_SUPER, INTERNAL, null, "java/lang/Object", null);
        MethodVisitor code = writer.visitMethod(Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC, "run", descriptor, null, null);
        code.visitCode();
        body.accept(code);
        code.visitMaxs(stack, locals);
        writer.visitEnd();
        return writer.toByteArray();
    }

    /** A class with one static method {@code run} of the given descriptor; frames are computed from version 50 on. */
    static byte[] staticMethod(int version, String descriptor, Consumer<MethodVisitor> body) {
        return method(version, Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC, descriptor, body);
    }

    static byte[] method(int version, int access, String descriptor, Consumer<MethodVisitor> body) {
        return type(version, writer -> {
            MethodVisitor code = writer.visitMethod(access, "run", descriptor, null, null);
            code.visitCode();
            body.accept(code);
            code.visitMaxs(0, 0);
            code.visitEnd();
        });
    }

    /** A class with a public constructor and whatever {@code members} adds. */
    static byte[] type(int version, Consumer<ClassWriter> members) {
        ClassWriter writer = new ClassWriter((version & 0xffff) >= Opcodes.V1_6 ? ClassWriter.COMPUTE_FRAMES : ClassWriter.COMPUTE_MAXS);
        writer.visit(version, Opcodes.ACC_PUBLIC | Opcodes.ACC_SUPER, INTERNAL, null, "java/lang/Object", null);
        MethodVisitor constructor = writer.visitMethod(Opcodes.ACC_PUBLIC, "<init>", "()V", null, null);
        constructor.visitCode();
        constructor.visitVarInsn(Opcodes.ALOAD, 0);
        constructor.visitMethodInsn(Opcodes.INVOKESPECIAL, "java/lang/Object", "<init>", "()V", false);
        constructor.visitInsn(Opcodes.RETURN);
        constructor.visitMaxs(0, 0);
        constructor.visitEnd();
        members.accept(writer);
        writer.visitEnd();
        return writer.toByteArray();
    }

    static Class<?> instrumented(byte[] classFile) {
        return GuestLoader.define(NAME, ClassCodec.instrument(classFile, GuestLoader.options()));
    }
}
