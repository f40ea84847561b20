package org.sluice.vm.code.instrument;

import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodTooLargeException;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.commons.CodeSizeEvaluator;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/** Whether a method's code fits into the 65535 bytes the class file format gives it. */
final class MethodSize {
    /** Beyond this distance a jump needs its wide form. */
    private static final int NEAR = 32767;
    private static final int POOL_FILLERS = 300;

    private MethodSize() {
    }

    /** A cheap upper bound of the code size in bytes while no jump is far. */
    static int bound(MethodNode method) {
        CodeSizeEvaluator sizes = new CodeSizeEvaluator(null);
        method.accept(sizes);
        return sizes.getMaxSize();
    }

    static boolean fits(ClassNode owner, MethodNode method) {
        return bound(method) <= NEAR || written(owner, method);
    }

    /** Writes the method into a class of its own; the pool is filled first so that no constant has a short index. */
    private static boolean written(ClassNode owner, MethodNode method) {
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        writer.visit(owner.version, owner.access, owner.name, null, owner.superName, null);
        for (int i = 0; i < POOL_FILLERS; i++) {
            writer.newUTF8("\u0001" + i);
        }
        MethodVisitor code = writer.visitMethod(method.access | Opcodes.ACC_SYNTHETIC, method.name, method.desc, null, null);
        method.accept(code);
        writer.visitEnd();
        try {
            writer.toByteArray();
            return true;
        } catch (MethodTooLargeException tooLarge) {
            return false;
        }
    }
}
