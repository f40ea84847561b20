package org.sluice.vm.code.instrument;

import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TryCatchBlockNode;

/**
 * Sends every exception handler through a stub that tests for a kill first.
 *
 * <p>The stubs stand at the method's end, outside every try range, so what they throw leaves the method: a test at the
 * handler's own entry would not do, because compilers let the range of a {@code finally} handler cover that handler, and
 * there a kill would be caught for ever. A stub is {@code handler(); goto original} and has the handler's frame; ranges with
 * one handler share one stub.
 */
final class KillStubs {
    private KillStubs() {
    }

    /** Redirects all handlers of {@code method} but those in {@code exempt}. */
    static void redirect(MethodNode method, Options options, Set<LabelNode> exempt) {
        Map<AbstractInsnNode, LabelNode> stubs = new IdentityHashMap<>();
        InsnList added = new InsnList();
        for (TryCatchBlockNode range : method.tryCatchBlocks) {
            if (exempt.contains(range.handler)) {
                continue;
            }
            LabelNode handler = range.handler;
            AbstractInsnNode place = Layout.real(handler);
            range.handler = stubs.computeIfAbsent(place == null ? handler : place, key -> stub(added, handler, options));
        }
        method.instructions.add(added);
    }

    private static LabelNode stub(InsnList code, LabelNode handler, Options options) {
        LabelNode stub = new LabelNode();
        code.add(stub);
        FrameNode frame = Frames.at(Layout.real(handler));
        if (frame != null) {
            code.add(Frames.copy(frame));
        }
        code.add(new MethodInsnNode(Opcodes.INVOKESTATIC, options.poll(), "handler", "()V", false));
        code.add(new JumpInsnNode(Opcodes.GOTO, handler));
        return stub;
    }
}
