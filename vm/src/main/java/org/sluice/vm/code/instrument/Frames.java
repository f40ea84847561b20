package org.sluice.vm.code.instrument;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Stack-map frames in expanded form ({@link Opcodes#F_NEW}): found, copied and given further locals, never inferred.
 *
 * <p>A frame in the list of instructions stands after all labels of its place and before the place's instruction. In an
 * expanded frame a long or double is one entry that covers two slots.
 */
final class Frames {
    private Frames() {
    }

    /** The frame declared for a real instruction, or null. */
    static FrameNode at(AbstractInsnNode insn) {
        AbstractInsnNode previous = insn == null ? null : insn.getPrevious();
        while (previous != null && previous.getOpcode() < 0) {
            if (previous instanceof FrameNode frame) {
                return frame;
            }
            previous = previous.getPrevious();
        }
        return null;
    }

    static FrameNode copy(FrameNode frame) {
        return of(frame.local, frame.stack);
    }

    static FrameNode of(List<Object> local, List<Object> stack) {
        return new FrameNode(Opcodes.F_NEW, local.size(), local.toArray(), stack.size(), stack.toArray());
    }

    /** Declares a one-slot local in a frame; slots before it that the frame does not reach become unusable ones. */
    static void setLocal(FrameNode frame, int slot, Object type) {
        setLocal(frame, slot, type, 1);
    }

    /** As {@link #setLocal(FrameNode, int, Object)}; {@code width} is the number of slots of {@code type}. */
    static void setLocal(FrameNode frame, int slot, Object type, int width) {
        List<Object> local = new ArrayList<>(frame.local);
        int at = 0;
        int index = 0;
        while (index < local.size() && at < slot) {
            at += width(local.get(index));
            index++;
        }
        for (; at < slot; at++) {
            local.add(Opcodes.TOP);
            index++;
        }
        for (int i = 0; i < width && index < local.size(); i++) {
            local.remove(index);
        }
        local.add(index, type);
        frame.local = local;
    }

    /** The type of a slot; TOP beyond the frame's end. */
    static Object local(FrameNode frame, int slot) {
        int at = 0;
        for (Object type : frame.local) {
            if (at == slot) {
                return type;
            }
            at += width(type);
        }
        return Opcodes.TOP;
    }

    private static int width(Object type) {
        return type == Opcodes.LONG || type == Opcodes.DOUBLE ? 2 : 1;
    }

    static void removeAll(MethodNode method) {
        for (AbstractInsnNode insn : method.instructions.toArray()) {
            if (insn instanceof FrameNode) {
                method.instructions.remove(insn);
            }
        }
    }

    static void requireExpanded(MethodNode method) {
        for (AbstractInsnNode insn : method.instructions) {
            if (insn instanceof FrameNode frame && frame.type != Opcodes.F_NEW) {
                throw new IllegalArgumentException("frames of " + method.name + method.desc
                        + " are compressed; read the class with ClassReader.EXPAND_FRAMES");
            }
        }
    }

    /**
     * Gives every {@code new} instruction that a frame names as the origin of an uninitialised object a label of its own,
     * directly before it. Otherwise code inserted at a jump target would move the label away from the instruction.
     */
    static void separateAllocationLabels(MethodNode method) {
        Map<LabelNode, LabelNode> own = new LinkedHashMap<>();
        for (AbstractInsnNode insn : method.instructions) {
            if (insn instanceof FrameNode frame) {
                frame.local = renamed(frame.local, own);
                frame.stack = renamed(frame.stack, own);
            }
        }
        own.forEach((old, label) -> {
            AbstractInsnNode insn = Layout.real(old);
            if (insn == null) {
                throw new ClassFormatError("A stack map frame of method " + method.name + method.desc
                        + " names an uninitialised object whose origin is not an instruction");
            }
            method.instructions.insertBefore(insn, label);
        });
    }

    private static List<Object> renamed(List<Object> types, Map<LabelNode, LabelNode> own) {
        if (types == null) {
            return new ArrayList<>();
        }
        List<Object> result = new ArrayList<>(types.size());
        for (Object type : types) {
            result.add(type instanceof LabelNode label ? own.computeIfAbsent(label, l -> new LabelNode()) : type);
        }
        return result;
    }
}
