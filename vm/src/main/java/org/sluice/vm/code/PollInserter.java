package org.sluice.vm.code;

import java.util.HashMap;
import java.util.Map;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/** Inserts a poll before every backward jump. */
final class PollInserter {
    private PollInserter() {
    }

    static void insert(ClassNode node) {
        for (MethodNode method : node.methods) {
            Map<LabelNode, Boolean> passed = new HashMap<>();
            for (AbstractInsnNode insn : method.instructions.toArray()) {
                if (insn instanceof LabelNode label) {
                    passed.put(label, true);
                } else if (insn instanceof JumpInsnNode jump && passed.containsKey(jump.label)) {
                    method.instructions.insertBefore(insn, new MethodInsnNode(Opcodes.INVOKESTATIC, GuestNames.RUNTIME + "Poll",
                        "poll", "()V", false));
                }
            }
        }
    }
}
