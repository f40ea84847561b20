package org.sluice.vm.code.instrument;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LookupSwitchInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TableSwitchInsnNode;
import org.objectweb.asm.tree.TryCatchBlockNode;

/**
 * The order and the control-flow edges of one method's code at the moment the layout was made.
 *
 * <p>Positions count real instructions only: a label has the position of the instruction that follows it, so several labels
 * of one place are equal. The layout stays valid as a record of the past while the code is edited.
 */
final class Layout {
    private static final int NONE = -1;

    private final AbstractInsnNode[] code;
    private final Map<AbstractInsnNode, Integer> positions = new IdentityHashMap<>();
    private final int[] firstSource;
    private final int[] lastSource;

    Layout(MethodNode method) {
        List<AbstractInsnNode> real = new ArrayList<>(method.instructions.size());
        for (AbstractInsnNode insn : method.instructions) {
            positions.put(insn, real.size());
            if (insn.getOpcode() >= 0) {
                real.add(insn);
            }
        }
        code = real.toArray(AbstractInsnNode[]::new);
        firstSource = new int[code.length + 1];
        lastSource = new int[code.length + 1];
        Arrays.fill(firstSource, Integer.MAX_VALUE);
        Arrays.fill(lastSource, NONE);
        for (int at = 0; at < code.length; at++) {
            for (LabelNode target : targets(code[at])) {
                edge(at, at, target);
            }
        }
        for (TryCatchBlockNode range : method.tryCatchBlocks) {
            edge(position(range.start), position(range.end) - 1, range.handler);
        }
    }

    private void edge(int first, int last, LabelNode target) {
        int to = position(target);
        firstSource[to] = Math.min(firstSource[to], first);
        lastSource[to] = Math.max(lastSource[to], last);
    }

    /** Number of real instructions. */
    int size() {
        return code.length;
    }

    AbstractInsnNode insn(int position) {
        return code[position];
    }

    /** Position of an instruction, or of the instruction that follows a label. */
    int position(AbstractInsnNode insn) {
        return positions.get(insn);
    }

    /** Whether a jump, switch or exception handler edge leads to this position. */
    boolean isTarget(int position) {
        return lastSource[position] != NONE;
    }

    /** Lowest position that jumps here; {@code Integer.MAX_VALUE} without one. */
    int firstSource(int position) {
        return firstSource[position];
    }

    /** Highest position that jumps here; -1 without one. */
    int lastSource(int position) {
        return lastSource[position];
    }

    /** Where an instruction can jump to, without its fall-through successor. */
    static List<LabelNode> targets(AbstractInsnNode insn) {
        return switch (insn) {
            case JumpInsnNode jump -> List.of(jump.label);
            case TableSwitchInsnNode table -> withDefault(table.labels, table.dflt);
            case LookupSwitchInsnNode lookup -> withDefault(lookup.labels, lookup.dflt);
            default -> List.of();
        };
    }

    private static List<LabelNode> withDefault(List<LabelNode> labels, LabelNode dflt) {
        List<LabelNode> all = new ArrayList<>(labels);
        all.add(dflt);
        return all;
    }

    /** The next real instruction at or after {@code insn}; null at the end. */
    static AbstractInsnNode real(AbstractInsnNode insn) {
        AbstractInsnNode next = insn;
        while (next != null && next.getOpcode() < 0) {
            next = next.getNext();
        }
        return next;
    }
}
