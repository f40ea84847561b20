package org.sluice.vm.code;

import java.lang.invoke.MethodHandles;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Refuses to go on near the end of the stack. A kernel calls this before it touches its own state, so that the state is never
 * left half changed by a {@code StackOverflowError}.
 *
 * <p>The JVM has no stack gauge, but it touches the whole frame of a method before the method begins. So this calls a method
 * with an oversized frame: its class is made here, because no compiler writes one. The frame has {@link #BYTES} of local
 * variables; a run of {@code nop} keeps the JIT from inlining the method, and a call that never happens keeps the frame's size
 * known to it. Compiled, a check costs about 3 ns; more than seven pages would cost ten times that, as they no longer fit one
 * set of the first-level cache together.
 */
public final class StackReserve {
    /** Stack that is left at least when {@link #check} returns. */
    public static final int BYTES = 24 << 10;

    /** Longer methods are not inlined, hot or not (HotSpot's FreqInlineSize is 325). */
    private static final int TOO_LONG_TO_INLINE = 400;
    private static final int SLOT_BYTES = 8;
    private static final String NAME = "org/sluice/vm/code/StackReserve$Frame";

    private static final Probe PROBE = make();

    /** The generated class. */
    interface Probe {
        void touch();
    }

    private StackReserve() {
    }

    /**
     * Returns when {@link #BYTES} of stack are left.
     *
     * @throws StackOverflowError if not
     */
    public static void check() {
        PROBE.touch();
    }

    private static Probe make() {
        ClassWriter writer = new ClassWriter(0);
        writer.visit(Opcodes.V21, Opcodes.ACC_FINAL | Opcodes.ACC_SUPER, NAME, null, "java/lang/Object",
            new String[] {"org/sluice/vm/code/StackReserve$Probe"});
        writer.visitField(Opcodes.ACC_STATIC | Opcodes.ACC_VOLATILE, "never", "Z", null, null).visitEnd();
        MethodVisitor constructor = writer.visitMethod(0, "<init>", "()V", null, null);
        constructor.visitCode();
        constructor.visitVarInsn(Opcodes.ALOAD, 0);
        constructor.visitMethodInsn(Opcodes.INVOKESPECIAL, "java/lang/Object", "<init>", "()V", false);
        constructor.visitInsn(Opcodes.RETURN);
        constructor.visitMaxs(1, 1);
        constructor.visitEnd();
        MethodVisitor touch = writer.visitMethod(Opcodes.ACC_PUBLIC, "touch", "()V", null, null);
        touch.visitCode();
        touch.visitMethodInsn(Opcodes.INVOKESTATIC, NAME, "frame", "()V", false);
        touch.visitInsn(Opcodes.RETURN);
        touch.visitMaxs(0, 1);
        touch.visitEnd();
        MethodVisitor frame = writer.visitMethod(Opcodes.ACC_STATIC, "frame", "()V", null, null);
        frame.visitCode();
        for (int i = 0; i < TOO_LONG_TO_INLINE; i++) {
            frame.visitInsn(Opcodes.NOP);
        }
        Label end = new Label();
        frame.visitFieldInsn(Opcodes.GETSTATIC, NAME, "never", "Z");
        frame.visitJumpInsn(Opcodes.IFEQ, end);
        frame.visitMethodInsn(Opcodes.INVOKESTATIC, NAME, "frame", "()V", false);
        frame.visitLabel(end);
        frame.visitFrame(Opcodes.F_SAME, 0, null, 0, null);
        frame.visitInsn(Opcodes.RETURN);
        frame.visitMaxs(1, BYTES / SLOT_BYTES);
        frame.visitEnd();
        try {
            return (Probe) MethodHandles.lookup().defineHiddenClass(writer.toByteArray(), true)
                .lookupClass().getDeclaredConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}
