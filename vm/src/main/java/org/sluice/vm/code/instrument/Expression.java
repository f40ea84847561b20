package org.sluice.vm.code.instrument;

import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * A value computed from locals and constants alone. Computed again while its locals keep their values it is the same again,
 * or fails the same way.
 *
 * @param code pushes the value
 * @param kind I int, J long, A reference
 * @param local the local that the value is, or -1
 * @param value the value if it is constant, else null
 * @param length whether it is the length of an array
 */
record Expression(List<AbstractInsnNode> code, char kind, int local, Long value, boolean length) {

    static Expression zero() {
        return new Expression(List.of(new InsnNode(Opcodes.ICONST_0)), 'I', -1, 0L, false);
    }

    /** What {@code insn} pushes, its operands taken from {@code stack}; null if it is no instruction of an expression. */
    static Expression push(AbstractInsnNode insn, Deque<Expression> stack) {
        return switch (insn.getOpcode()) {
            case Opcodes.ILOAD -> local(insn, 'I');
            case Opcodes.LLOAD -> local(insn, 'J');
            case Opcodes.ALOAD -> local(insn, 'A');
            case Opcodes.ARRAYLENGTH -> stack.isEmpty() || stack.peek().kind != 'A' ? null
                    : new Expression(joined(stack.pop(), null, insn), 'I', -1, null, true);
            case Opcodes.I2L -> {
                if (stack.isEmpty() || stack.peek().kind != 'I') {
                    yield null;
                }
                Expression from = stack.pop();
                yield new Expression(joined(from, null, insn), 'J', -1, from.value, from.length);
            }
            case Opcodes.IADD, Opcodes.ISUB, Opcodes.IMUL, Opcodes.IDIV, Opcodes.ISHL, Opcodes.ISHR, Opcodes.IUSHR, Opcodes.IAND ->
                binary(insn, 'I', stack);
            case Opcodes.LADD, Opcodes.LSUB -> binary(insn, 'J', stack);
            default -> {
                Long value = Work.constant(insn);
                boolean isLong = insn.getOpcode() == Opcodes.LCONST_0 || insn.getOpcode() == Opcodes.LCONST_1
                        || insn instanceof LdcInsnNode load && load.cst instanceof Long;
                yield value == null ? null : new Expression(List.of(insn), isLong ? 'J' : 'I', -1, value, false);
            }
        };
    }

    private static Expression local(AbstractInsnNode insn, char kind) {
        return new Expression(List.of(insn), kind, ((VarInsnNode) insn).var, null, false);
    }

    private static Expression binary(AbstractInsnNode insn, char kind, Deque<Expression> stack) {
        if (stack.size() < 2) {
            return null;
        }
        Expression right = stack.pop();
        Expression left = stack.pop();
        return left.kind == kind && right.kind == kind ? new Expression(joined(left, right, insn), kind, -1, null, false) : null;
    }

    private static List<AbstractInsnNode> joined(Expression first, Expression second, AbstractInsnNode last) {
        List<AbstractInsnNode> code = new ArrayList<>(first.code);
        if (second != null) {
            code.addAll(second.code);
        }
        code.add(last);
        return List.copyOf(code);
    }
}
