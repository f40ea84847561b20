package org.sluice.vm.code.instrument;

import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.IntInsnNode;
import org.objectweb.asm.tree.LineNumberNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.MultiANewArrayInsnNode;
import org.objectweb.asm.tree.TypeInsnNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * Announces array allocations to the heap class: before them, so that a large one can be refused, and after them, so that
 * it can be given back when the array dies. The calls are listed at {@link Options}. They are straight-line code and need
 * no frame; small static methods of the runtime, they vanish when compiled and leave escape analysis as it was.
 */
final class AllocationCharges {
    /** References are counted as the four bytes of a compressed pointer. */
    private static final int REFERENCE_SHIFT = 2;

    private final MethodNode method;
    private final Options options;
    private int spill = -1;
    private int spillSize;

    private AllocationCharges(MethodNode method, Options options) {
        this.method = method;
        this.options = options;
    }

    static void insert(MethodNode method, Options options) {
        new AllocationCharges(method, options).insert();
    }

    private void insert() {
        for (AbstractInsnNode insn : method.instructions.toArray()) {
            switch (insn) {
                case IntInsnNode array when array.getOpcode() == Opcodes.NEWARRAY -> {
                    String letter = primitiveLetter(array.operand);
                    oneDimension(insn, shift(letter.charAt(0)), "[" + letter);
                }
                case TypeInsnNode array when array.getOpcode() == Opcodes.ANEWARRAY ->
                    oneDimension(insn, REFERENCE_SHIFT, "[Ljava/lang/Object;");
                case MultiANewArrayInsnNode array -> multi(array);
                default -> { }
            }
        }
    }

    private void oneDimension(AbstractInsnNode insn, int shift, String arrayType) {
        if (isSmallConstant(insn.getPrevious())) {
            return;
        }
        InsnList before = new InsnList();
        before.add(constant(shift));
        before.add(call("array", "(II)I"));
        method.instructions.insertBefore(insn, before);
        method.instructions.insert(insn, made("made", "(" + arrayType + ")V"));
    }

    /** The dimensions are spilled into locals that no frame mentions, for none lies between store and load. */
    private void multi(MultiANewArrayInsnNode insn) {
        Type type = Type.getType(insn.desc);
        boolean leaf = type.getDimensions() == insn.dims;
        int shift = leaf ? shift(type.getElementType().getDescriptor().charAt(0)) : REFERENCE_SHIFT;
        if (insn.dims == 1) {
            String arrayType = leaf && type.getElementType().getSort() < Type.ARRAY
                    ? "[" + type.getElementType().getDescriptor() : "[Ljava/lang/Object;";
            oneDimension(insn, shift, arrayType);
            return;
        }
        if (spillSize < insn.dims) {
            spill = method.maxLocals;
            spillSize = insn.dims;
            method.maxLocals += insn.dims;
        }
        InsnList before = new InsnList();
        for (int i = insn.dims - 1; i >= 0; i--) {
            before.add(new VarInsnNode(Opcodes.ISTORE, spill + i));
        }
        before.add(new InsnNode(Opcodes.LCONST_1));
        for (int i = 0; i < insn.dims - 1; i++) {
            before.add(new VarInsnNode(Opcodes.ILOAD, spill + i));
            before.add(call("product", "(JI)J"));
        }
        before.add(new VarInsnNode(Opcodes.ILOAD, spill + insn.dims - 1));
        before.add(constant(shift));
        before.add(call("multi", "(JII)V"));
        for (int i = 0; i < insn.dims; i++) {
            before.add(new VarInsnNode(Opcodes.ILOAD, spill + i));
        }
        method.instructions.insertBefore(insn, before);
        method.instructions.insert(insn, made("madeMulti", "([Ljava/lang/Object;)V"));
    }

    private InsnList made(String name, String descriptor) {
        InsnList after = new InsnList();
        after.add(new InsnNode(Opcodes.DUP));
        after.add(call(name, descriptor));
        return after;
    }

    private MethodInsnNode call(String name, String descriptor) {
        return new MethodInsnNode(Opcodes.INVOKESTATIC, options.heap(), name, descriptor, false);
    }

    private static AbstractInsnNode constant(int value) {
        return new InsnNode(Opcodes.ICONST_0 + value);
    }

    /** A label in between may be a jump target, so only the instruction directly before counts. */
    private static boolean isSmallConstant(AbstractInsnNode previous) {
        AbstractInsnNode insn = previous;
        while (insn instanceof LineNumberNode) {
            insn = insn.getPrevious();
        }
        if (insn instanceof IntInsnNode push && push.getOpcode() != Opcodes.NEWARRAY) {
            return push.operand <= Options.FREE_LENGTH;
        }
        return insn != null && insn.getOpcode() >= Opcodes.ICONST_M1 && insn.getOpcode() <= Opcodes.ICONST_5;
    }

    private static String primitiveLetter(int newarrayType) {
        return switch (newarrayType) {
            case Opcodes.T_BOOLEAN -> "Z";
            case Opcodes.T_CHAR -> "C";
            case Opcodes.T_FLOAT -> "F";
            case Opcodes.T_DOUBLE -> "D";
            case Opcodes.T_BYTE -> "B";
            case Opcodes.T_SHORT -> "S";
            case Opcodes.T_INT -> "I";
            case Opcodes.T_LONG -> "J";
            default -> throw new ClassFormatError("newarray of unknown type " + newarrayType);
        };
    }

    private static int shift(char letter) {
        return switch (letter) {
            case 'Z', 'B' -> 0;
            case 'C', 'S' -> 1;
            case 'J', 'D' -> 3;
            default -> REFERENCE_SHIFT;
        };
    }
}
