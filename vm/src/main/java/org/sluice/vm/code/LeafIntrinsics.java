package org.sluice.vm.code;

import org.objectweb.asm.AnnotationVisitor;
import org.objectweb.asm.ConstantDynamic;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Makes the library's copy of a static method that the host's compiler knows by heart call the host's own.
 *
 * <p>Taken are methods marked {@code @IntrinsicCandidate} whose descriptor mentions core types only: they are loops over
 * arrays without calls back, so they end in time linear in their input. Methods that allocate are left alone, because their
 * arrays must be charged. Sorting primitive arrays is taken up to a length that keeps it short.
 */
final class LeafIntrinsics extends MethodVisitor {
    private static final String MARKER = "Ljdk/internal/vm/annotation/IntrinsicCandidate;";
    private static final int SORT_LIMIT = 1 << 20;

    private final MethodVisitor out;
    private final DecisionTable decisions;
    private final String cls;
    private final boolean reachable;
    private final String name;
    private final String descriptor;
    private boolean marked;
    private boolean replaced;

    LeafIntrinsics(MethodVisitor next, MethodVisitor out, DecisionTable decisions, String cls, int classAccess, int access,
        String name, String descriptor) {
        super(Opcodes.ASM9, next);
        this.out = out;
        this.decisions = decisions;
        this.cls = cls;
        this.reachable = (classAccess & access & Opcodes.ACC_PUBLIC) != 0;
        this.name = name;
        this.descriptor = descriptor;
    }

    @Override
    public AnnotationVisitor visitAnnotation(String type, boolean visible) {
        marked |= type.equals(MARKER) && !name.startsWith("copyOf") && !name.equals("newInstance");
        return super.visitAnnotation(type, visible);
    }

    @Override
    public void visitCode() {
        boolean sorts = cls.equals("java/util/Arrays") && name.equals("sort") && descriptor.length() == 5
            && descriptor.startsWith("([");
        super.visitCode();
        if (!marked && !sorts) {
            return;
        }
        Label tooLong = new Label();
        if (sorts) {
            out.visitVarInsn(Opcodes.ALOAD, 0);
            out.visitInsn(Opcodes.ARRAYLENGTH);
            out.visitLdcInsn(SORT_LIMIT);
            out.visitJumpInsn(Opcodes.IF_ICMPGT, tooLong);
        }
        callHost();
        if (sorts) {
            out.visitLabel(tooLong);
            out.visitFrame(Opcodes.F_NEW, 1, new Object[] {descriptor.substring(1, 3)}, 0, new Object[0]);
        } else {
            replaced = true;
            mv = null;
        }
    }

    private void callHost() {
        if (reachable && decisions.isHost(cls)) {
            Bodies.loadArguments(out, descriptor, 0);
            out.visitMethodInsn(Opcodes.INVOKESTATIC, Renamer.mark(cls), name, descriptor, false);
        } else {
            Handle bootstrap = new Handle(Opcodes.H_INVOKESTATIC, Renamer.mark(GuestNames.RUNTIME + "Leaf"), "handle",
                "(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;Ljava/lang/Class;Ljava/lang/String;"
                    + "Ljava/lang/invoke/MethodType;)Ljava/lang/invoke/MethodHandle;", false);
            out.visitLdcInsn(new ConstantDynamic(name, "Ljava/lang/invoke/MethodHandle;", bootstrap, cls.replace('/', '.'),
                Type.getMethodType(descriptor)));
            Bodies.loadArguments(out, descriptor, 0);
            out.visitMethodInsn(Opcodes.INVOKEVIRTUAL, "java/lang/invoke/MethodHandle", "invokeExact", descriptor, false);
        }
        out.visitInsn(Type.getReturnType(descriptor).getOpcode(Opcodes.IRETURN));
    }

    @Override
    public void visitMaxs(int maxStack, int maxLocals) {
        if (replaced) {
            out.visitMaxs(maxStack + 4, maxLocals);
        } else {
            super.visitMaxs(maxStack, maxLocals);
        }
    }

    @Override
    public void visitEnd() {
        out.visitEnd();
    }
}
