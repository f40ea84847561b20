package org.sluice.vm.code.instrument;

import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Renames {@code finalize()} to {@code $finalize()} in declarations and calls, so that the host's finalizer thread, which
 * belongs to no process, never runs guest code. Calls whose owner is a class shared with the host reach only
 * {@code Object.finalize}, which does nothing: they are dropped.
 *
 * <p>A super call goes to a guest superclass that may not declare one; the root of guest objects has to offer an empty
 * {@code protected void $finalize()}.
 */
final class Finalizers {
    private static final String NAME = "finalize";
    private static final String RENAMED = "$finalize";
    private static final String DESCRIPTOR = "()V";

    private Finalizers() {
    }

    static void rename(ClassNode owner) {
        for (MethodNode method : owner.methods) {
            if (isFinalizer(method.name, method.desc) && (method.access & Opcodes.ACC_STATIC) == 0) {
                method.name = RENAMED;
            }
            for (AbstractInsnNode insn : method.instructions.toArray()) {
                rename(method, insn);
            }
        }
    }

    private static void rename(MethodNode method, AbstractInsnNode insn) {
        switch (insn) {
            case MethodInsnNode call when isFinalizer(call.name, call.desc) && call.getOpcode() != Opcodes.INVOKESTATIC -> {
                if (isShared(call.owner)) {
                    method.instructions.set(call, new InsnNode(Opcodes.POP));
                } else {
                    call.name = RENAMED;
                }
            }
            case InvokeDynamicInsnNode call -> {
                for (int i = 0; i < call.bsmArgs.length; i++) {
                    call.bsmArgs[i] = renamed(call.bsmArgs[i]);
                }
            }
            case LdcInsnNode load -> load.cst = renamed(load.cst);
            default -> { }
        }
    }

    private static Object renamed(Object constant) {
        return constant instanceof Handle handle && isFinalizer(handle.getName(), handle.getDesc())
                && handle.getTag() >= Opcodes.H_INVOKEVIRTUAL && handle.getTag() != Opcodes.H_INVOKESTATIC
                && !isShared(handle.getOwner())
                        ? new Handle(handle.getTag(), handle.getOwner(), RENAMED, DESCRIPTOR, handle.isInterface()) : constant;
    }

    private static boolean isFinalizer(String name, String descriptor) {
        return name.equals(NAME) && descriptor.equals(DESCRIPTOR);
    }

    /** After renaming, what is still called {@code java/...} or an array is the host's. */
    private static boolean isShared(String owner) {
        return owner.startsWith("java/") || owner.startsWith("jdk/") || owner.startsWith("sun/") || owner.startsWith("[");
    }
}
