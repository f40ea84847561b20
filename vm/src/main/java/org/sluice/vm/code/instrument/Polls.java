package org.sluice.vm.code.instrument;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Places the polls of one method so that the work between two of them is bounded.
 */
final class Polls {
    private final ClassNode owner;
    private final MethodNode method;
    private final Options options;
    private final Layout layout;
    private final Set<AbstractInsnNode> polled = Collections.newSetFromMap(new IdentityHashMap<>());

    private Polls(ClassNode owner, MethodNode method, Options options) {
        this.owner = owner;
        this.method = method;
        this.options = options;
        this.layout = new Layout(method);
    }

    static void insert(ClassNode owner, MethodNode method, Options options, Instrumenter.Effort effort) {
        Polls polls = new Polls(owner, method, options);
        List<Loop> loops = Loops.find(polls.layout);
        for (Loop loop : loops) {
            polls.pollBeforeJumps(loop);
        }
        method.instructions.insert(call(options));
    }

    private void pollBeforeJumps(Loop loop) {
        for (AbstractInsnNode back : loop.backs) {
            if (polled.add(back)) {
                method.instructions.insertBefore(back, call(options));
            }
        }
    }

    static MethodInsnNode call(Options options) {
        return new MethodInsnNode(Opcodes.INVOKESTATIC, options.poll(), "poll", "()V", false);
    }
}
