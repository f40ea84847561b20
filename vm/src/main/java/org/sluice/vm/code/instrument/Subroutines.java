package org.sluice.vm.code.instrument;

import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.commons.JSRInlinerAdapter;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TryCatchBlockNode;

/**
 * Inlines the subroutines ({@code jsr}, {@code ret}) of class files up to version 50.
 *
 * <p>The inlining itself is ASM's. It copies a subroutine once for every call, so nested ones grow exponentially; their
 * size is therefore computed first, and a method that would grow beyond {@link #MAX_INSTRUCTIONS} is refused.
 */
final class Subroutines {
    /** More instructions than this cannot fit into a method's 65535 bytes. */
    static final int MAX_INSTRUCTIONS = 65535;

    /** A copy costs the inliner a pass over the method, so even a tiny one counts as this many instructions. */
    private static final int MIN_COPY = 32;
    private static final int MAX_SUBROUTINES = 512;
    private static final int MAX_RANGES = 4096;
    private static final int MAIN = -1;
    private static final long IN_PROGRESS = -1;

    private final MethodNode method;
    private final Layout layout;
    private final Map<Integer, Long> sizes = new HashMap<>();

    private Subroutines(MethodNode method) {
        this.method = method;
        this.layout = new Layout(method);
    }

    static boolean has(MethodNode method) {
        for (AbstractInsnNode insn : method.instructions) {
            if (insn.getOpcode() == Opcodes.JSR || insn.getOpcode() == Opcodes.RET) {
                return true;
            }
        }
        return false;
    }

    /**
     * Replaces the code of {@code method} by code without subroutines and without frames.
     *
     * @throws VerifyError if subroutines call each other in a circle
     * @throws ClassFormatError if the inlined code would be too large
     */
    static void inline(MethodNode method) {
        Frames.removeAll(method);
        if (method.tryCatchBlocks.size() > MAX_RANGES || new Subroutines(method).inlinedSize(MAIN) > MAX_INSTRUCTIONS) {
            throw tooLarge(method);
        }
        JSRInlinerAdapter inliner = new JSRInlinerAdapter(null, method.access, method.name, method.desc, method.signature,
                method.exceptions.toArray(String[]::new));
        method.accept(inliner);
        method.instructions = inliner.instructions;
        method.tryCatchBlocks = inliner.tryCatchBlocks;
        method.localVariables = inliner.localVariables;
        method.maxLocals = inliner.maxLocals;
        method.maxStack = inliner.maxStack;
    }

    private static ClassFormatError tooLarge(MethodNode method) {
        return new ClassFormatError("Subroutines of method " + method.name + method.desc + " expand to too much code");
    }

    private long inlinedSize(int entry) {
        Long known = sizes.get(entry);
        if (known != null) {
            if (known == IN_PROGRESS) {
                throw new VerifyError("Recursive subroutine in method " + method.name + method.desc);
            }
            return known;
        }
        if (sizes.size() >= MAX_SUBROUTINES) {
            throw tooLarge(method);
        }
        sizes.put(entry, IN_PROGRESS);
        BitSet reached = reachable(Math.max(entry, 0));
        long size = Math.max(reached.cardinality(), MIN_COPY);
        Map<Integer, Integer> calls = new TreeMap<>();
        for (int at = reached.nextSetBit(0); at >= 0; at = reached.nextSetBit(at + 1)) {
            if (layout.insn(at) instanceof JumpInsnNode jsr && jsr.getOpcode() == Opcodes.JSR) {
                calls.merge(layout.position(jsr.label), 1, Integer::sum);
            }
        }
        for (Map.Entry<Integer, Integer> call : calls.entrySet()) {
            size = Math.min(size + inlinedSize(call.getKey()) * call.getValue(), Integer.MAX_VALUE);
        }
        sizes.put(entry, size);
        return size;
    }

    /** Positions of the subroutine at {@code entry}: what it can reach without entering another one. */
    private BitSet reachable(int entry) {
        BitSet reached = new BitSet();
        Deque<Integer> pending = new ArrayDeque<>();
        pending.push(entry);
        boolean grown = true;
        while (grown) {
            while (!pending.isEmpty()) {
                visit(pending.pop(), reached, pending);
            }
            for (TryCatchBlockNode range : method.tryCatchBlocks) {
                int covered = reached.nextSetBit(layout.position(range.start));
                int handler = layout.position(range.handler);
                if (covered >= 0 && covered < layout.position(range.end) && !reached.get(handler)) {
                    pending.push(handler);
                }
            }
            grown = !pending.isEmpty();
        }
        return reached;
    }

    private void visit(int from, BitSet reached, Deque<Integer> pending) {
        int at = from;
        while (at < layout.size() && !reached.get(at)) {
            reached.set(at);
            AbstractInsnNode insn = layout.insn(at);
            if (insn.getOpcode() != Opcodes.JSR) {
                for (LabelNode target : Layout.targets(insn)) {
                    pending.push(layout.position(target));
                }
            }
            if (!fallsThrough(insn.getOpcode())) {
                return;
            }
            at++;
        }
    }

    private static boolean fallsThrough(int opcode) {
        return switch (opcode) {
            case Opcodes.GOTO, Opcodes.RET, Opcodes.TABLESWITCH, Opcodes.LOOKUPSWITCH, Opcodes.ATHROW -> false;
            default -> opcode < Opcodes.IRETURN || opcode > Opcodes.RETURN;
        };
    }
}
