package org.sluice.vm.code;

import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** Whole method bodies that stand in for those of the JDK. */
final class Bodies {
    private Bodies() {
    }

    /** Native methods that only tell the VM about the class. */
    static boolean isRegistration(String name, String descriptor) {
        return descriptor.equals("()V")
            && (name.equals("registerNatives") || name.equals("initIDs") || name.equals("initNative") || name.equals("init"));
    }

    static void empty(MethodVisitor out) {
        out.visitCode();
        out.visitInsn(Opcodes.RETURN);
        out.visitMaxs(0, 1);
        out.visitEnd();
    }

    /** Calls a static method with the receiver, if any, and all arguments. */
    static void delegate(MethodVisitor out, Redirects.Target target, String descriptor, boolean isStatic) {
        out.visitCode();
        int slot = 0;
        if (!isStatic) {
            out.visitVarInsn(Opcodes.ALOAD, slot++);
        }
        slot = loadArguments(out, descriptor, slot);
        out.visitMethodInsn(Opcodes.INVOKESTATIC, Renamer.mark(target.owner()), target.name(), target.descriptor(), false);
        out.visitInsn(Type.getReturnType(descriptor).getOpcode(Opcodes.IRETURN));
        out.visitMaxs(slot + 2, slot);
        out.visitEnd();
    }

    static int loadArguments(MethodVisitor out, String descriptor, int firstSlot) {
        int slot = firstSlot;
        for (Type t : Type.getArgumentTypes(descriptor)) {
            out.visitVarInsn(t.getOpcode(Opcodes.ILOAD), slot);
            slot += t.getSize();
        }
        return slot;
    }

    /** Throws what a missing native library would have thrown. */
    static void unsatisfied(MethodVisitor out, String method, String descriptor) {
        out.visitCode();
        out.visitTypeInsn(Opcodes.NEW, "java/lang/UnsatisfiedLinkError");
        out.visitInsn(Opcodes.DUP);
        out.visitLdcInsn(method);
        out.visitMethodInsn(Opcodes.INVOKESPECIAL, "java/lang/UnsatisfiedLinkError", "<init>", "(Ljava/lang/String;)V", false);
        out.visitInsn(Opcodes.ATHROW);
        out.visitMaxs(3, Type.getArgumentsAndReturnSizes(descriptor) >> 2);
        out.visitEnd();
    }
}
