package org.sluice.vm.code;

import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Lets a constructor call the superclass that took Object's place. A call of Object's constructor belongs to a
 * {@code new Object()} when one is open in the order of the code; should bytecode order them otherwise, the host's verifier
 * refuses the class.
 */
final class RootConstructor extends MethodVisitor {
    /** Superclass of guest classes that have none but Object. */
    static final String SUPERCLASS = GuestNames.RUNTIME + "GuestObject";

    private int open;

    RootConstructor(MethodVisitor next) {
        super(Opcodes.ASM9, next);
    }

    @Override
    public void visitTypeInsn(int opcode, String type) {
        if (opcode == Opcodes.NEW && type.equals(Redirector.OBJECT)) {
            open++;
        }
        super.visitTypeInsn(opcode, type);
    }

    @Override
    public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
        boolean constructs = opcode == Opcodes.INVOKESPECIAL && owner.equals(Redirector.OBJECT) && name.equals("<init>");
        if (constructs && open == 0) {
            super.visitMethodInsn(opcode, Renamer.mark(SUPERCLASS), name, descriptor, false);
            return;
        }
        if (constructs) {
            open--;
        }
        super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
    }
}
