package org.sluice.vm.code.instrument;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.LineNumberNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TryCatchBlockNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * Splits a counted loop into chunks with a poll between them, so that the loop the compiler sees has no poll in it and can
 * be unrolled and vectorised:
 *
 * <pre>{@code
 * chunks: bound = index + K, or the limit if that is nearer or the sum wrapped around
 * steps:  if (index EXIT bound) goto outer; body; index += step; goto steps
 * outer:  if (index EXIT limit) goto exit; poll; goto chunks
 * }</pre>
 *
 * <p>K is a constant, or for bodies that are long before they are compiled and short afterwards, one of two that the runtime chooses
 * by whether the loop is compiled.
 *
 * <p>The minimum is taken with branches: written with {@code Math.min} the compiler no longer proves the bound and does not
 * vectorise. An innermost loop keeps its original beside the chunked copy and runs it when few index steps are to go; on
 * the way to the copy it polls, so that a loop around it knows: without a poll inside, there were few steps.
 * Where the index might wrap around, or a variable step is not positive, the flag {@code single} makes every chunk one
 * iteration long; it does not change in the loop, so compilers split the loop on it.
 *
 * <p>Frames: every label added is in the state of the header, so it gets the header's frame, and where they are live the
 * new locals bound and single. They are new slots which no original frame mentions, so those stay true as they are; only
 * frames between the definition and use of the new locals, inside the chunked body, are extended.
 */
final class StripMining {
    /** Locals a loop may need: bound, which may be a long, and single. */
    static final int SLOTS = 3;

    private final MethodNode method;
    private final Options options;
    private final CountedLoop loop;
    private final long chunk;
    private final long compiled;
    private final boolean wide;
    private final FrameNode header;
    private final int bound;
    private final int single;

    private final LabelNode chunks = new LabelNode();
    private final LabelNode steps = new LabelNode();
    private final LabelNode outer = new LabelNode();

    /** Uses up to {@link #SLOTS} locals from {@code firstSlot}, which code outside the loop may use too. */
    StripMining(MethodNode method, Options options, CountedLoop loop, long chunk, long compiled, int firstSlot) {
        this.method = method;
        this.options = options;
        this.loop = loop;
        this.chunk = chunk;
        this.compiled = compiled;
        this.wide = loop.wide;
        this.header = Frames.at(loop.first());
        this.bound = firstSlot;
        this.single = loop.alwaysSafe() ? -1 : firstSlot + 2;
        method.maxLocals = Math.max(method.maxLocals, firstSlot + SLOTS);
    }

    /** Chunks the loop in place. */
    void split() {
        JumpInsnNode back = loop.back();
        InsnList head = new InsnList();
        chunkHead(head);
        LabelNode exit = loop.compare.label;
        AbstractInsnNode first = loop.first();
        if (single < 0) {
            method.instructions.insertBefore(header == null ? first : Frames.at(first), chunks);
        }
        method.instructions.insertBefore(first, head);
        for (AbstractInsnNode insn = first; insn != loop.compare;) {
            AbstractInsnNode next = insn.getNext();
            if (insn.getOpcode() >= 0) {
                method.instructions.remove(insn);
            }
            insn = next;
        }
        AbstractInsnNode body = loop.compare.getNext();
        method.instructions.remove(loop.compare);
        for (AbstractInsnNode insn = body; insn != back; insn = insn.getNext()) {
            if (insn instanceof FrameNode frame) {
                declareNewLocals(frame);
            }
        }
        InsnList end = new InsnList();
        leaveIfSingle(end);
        method.instructions.insertBefore(back, end);
        back.label = steps;
        InsnList tail = new InsnList();
        chunkTail(tail, exit);
        method.instructions.insert(back, tail);
    }

    /** Adds a chunked copy behind the loop and a test before it that takes the original for up to {@code few} index steps. */
    void copy(long few) {
        JumpInsnNode back = loop.back();
        InsnList slow = new InsnList();
        LabelNode entry = new LabelNode();
        place(slow, entry, false, false);
        slow.add(Polls.call(options));
        if (single < 0) {
            place(slow, chunks, false, false);
        }
        chunkHead(slow);
        copyBody(slow);
        leaveIfSingle(slow);
        slow.add(new JumpInsnNode(Opcodes.GOTO, steps));
        chunkTail(slow, loop.compare.label);

        InsnList choice = new InsnList();
        LabelNode fast = new LabelNode();
        choose(choice, few, entry);
        place(choice, fast, false, false);
        method.instructions.insertBefore(loop.first(), choice);
        method.instructions.insert(back, slow);
        back.label = fast;
    }

    private void copyBody(InsnList target) {
        AbstractInsnNode back = loop.back();
        Map<LabelNode, LabelNode> labels = new CopiedLabels();
        for (AbstractInsnNode insn = loop.compare.getNext(); insn != back; insn = insn.getNext()) {
            if (insn instanceof LabelNode label) {
                labels.put(label, new LabelNode());
            }
        }
        for (AbstractInsnNode insn = loop.compare.getNext(); insn != back; insn = insn.getNext()) {
            if (insn instanceof LineNumberNode line && !labels.containsKey(line.start)) {
                continue;
            }
            AbstractInsnNode copied = insn.clone(labels);
            if (copied instanceof FrameNode frame) {
                declareNewLocals(frame);
            }
            target.add(copied);
        }
        copyRanges(labels);
    }

    /** A range of the body is followed by its copy, so that the order between ranges that nest stays. */
    private void copyRanges(Map<LabelNode, LabelNode> labels) {
        List<TryCatchBlockNode> ranges = method.tryCatchBlocks;
        for (int i = 0; i < ranges.size(); i++) {
            TryCatchBlockNode range = ranges.get(i);
            if (labels.containsKey(range.start) && labels.containsKey(range.end)) {
                TryCatchBlockNode copied = new TryCatchBlockNode(labels.get(range.start), labels.get(range.end),
                        labels.get(range.handler), range.type);
                ranges.add(++i, copied);
            }
        }
    }

    /** Maps labels outside the copied code to themselves. */
    private static final class CopiedLabels extends HashMap<LabelNode, LabelNode> {
        private static final long serialVersionUID = 1;

        @Override
        public LabelNode get(Object label) {
            return containsKey(label) ? super.get(label) : (LabelNode) label;
        }
    }

    /** Goes to {@code slow} unless the loop counts safely and ends within {@code few} index steps. */
    private void choose(InsnList code, long few, LabelNode slow) {
        if (loop.variableStep != null) {
            push(code, loop.variableStep);
            code.add(new JumpInsnNode(Opcodes.IFLE, slow));
        }
        if (single >= 0) {
            pushUnsafeComparison(code);
            jump(code, loop.countsUp() ? Opcodes.IFGT : Opcodes.IFLT, slow);
        }
        if (loop.countsUp()) {
            push(code, loop.limit);
            load(code);
        } else {
            load(code);
            push(code, loop.limit);
        }
        // an unsigned comparison, so that a difference beyond the type's range counts as large
        code.add(new InsnNode(wide ? Opcodes.LSUB : Opcodes.ISUB));
        constant(code, wide ? Long.MIN_VALUE : Integer.MIN_VALUE);
        code.add(new InsnNode(wide ? Opcodes.LADD : Opcodes.IADD));
        constant(code, (wide ? Long.MIN_VALUE : Integer.MIN_VALUE) + few);
        jump(code, Opcodes.IFGT, slow);
    }

    /** Pushes the limit and the furthest limit that is safe; the variable step, if there is one, is positive here. */
    private void pushUnsafeComparison(InsnList code) {
        push(code, loop.limit);
        if (loop.variableStep == null) {
            constant(code, loop.furthestSafeLimit());
            return;
        }
        constant(code, loop.countsUp() ? Integer.MAX_VALUE : Integer.MIN_VALUE);
        push(code, loop.variableStep);
        code.add(new InsnNode(loop.countsUp() ? Opcodes.ISUB : Opcodes.IADD));
    }

    /** Without a flag to decide on, {@link #chunks} is the place just before and the caller puts it there. */
    private void chunkHead(InsnList code) {
        if (single >= 0) {
            decideSingle(code);
        }
        LabelNode clip = new LabelNode();
        load(code);
        pushChunk(code);
        code.add(new InsnNode(loop.countsUp() ? (wide ? Opcodes.LADD : Opcodes.IADD) : (wide ? Opcodes.LSUB : Opcodes.ISUB)));
        storeBound(code);
        loadBound(code);
        load(code);
        jump(code, loop.countsUp() ? Opcodes.IFLT : Opcodes.IFGT, clip);
        loadBound(code);
        push(code, loop.limit);
        jump(code, loop.countsUp() ? Opcodes.IFLE : Opcodes.IFGE, steps);
        place(code, clip, true, true);
        push(code, loop.limit);
        storeBound(code);
        place(code, steps, true, true);
        load(code);
        loadBound(code);
        jump(code, loop.exitTest, outer);
    }

    private void pushChunk(InsnList code) {
        if (compiled <= chunk) {
            constant(code, chunk);
            return;
        }
        code.add(new LdcInsnNode((int) chunk));
        code.add(new LdcInsnNode((int) compiled));
        code.add(new MethodInsnNode(Opcodes.INVOKESTATIC, options.poll(), "steps", "(II)I", false));
        if (wide) {
            code.add(new InsnNode(Opcodes.I2L));
        }
    }

    private void decideSingle(InsnList code) {
        LabelNode yes = new LabelNode();
        if (loop.variableStep != null) {
            push(code, loop.variableStep);
            code.add(new JumpInsnNode(Opcodes.IFLE, yes));
        }
        pushUnsafeComparison(code);
        jump(code, loop.countsUp() ? Opcodes.IFGT : Opcodes.IFLT, yes);
        code.add(new InsnNode(Opcodes.ICONST_0));
        code.add(new VarInsnNode(Opcodes.ISTORE, single));
        code.add(new JumpInsnNode(Opcodes.GOTO, chunks));
        place(code, yes, false, false);
        code.add(new InsnNode(Opcodes.ICONST_1));
        code.add(new VarInsnNode(Opcodes.ISTORE, single));
        place(code, chunks, false, true);
    }

    private void leaveIfSingle(InsnList code) {
        if (single >= 0) {
            code.add(new VarInsnNode(Opcodes.ILOAD, single));
            code.add(new JumpInsnNode(Opcodes.IFNE, outer));
        }
    }

    private void chunkTail(InsnList code, LabelNode exit) {
        place(code, outer, true, true);
        load(code);
        push(code, loop.limit);
        jump(code, loop.exitTest, exit);
        code.add(Polls.call(options));
        code.add(new JumpInsnNode(Opcodes.GOTO, chunks));
    }

    /** Puts a label, with the header's frame if the class has frames. */
    private void place(InsnList code, LabelNode label, boolean boundLive, boolean singleLive) {
        code.add(label);
        if (header != null) {
            FrameNode frame = Frames.copy(header);
            if (boundLive) {
                declareBound(frame);
            }
            if (singleLive) {
                declareSingle(frame);
            }
            code.add(frame);
        }
    }

    private void declareNewLocals(FrameNode frame) {
        declareBound(frame);
        declareSingle(frame);
    }

    private void declareBound(FrameNode frame) {
        Frames.setLocal(frame, bound, wide ? Opcodes.LONG : Opcodes.INTEGER, wide ? 2 : 1);
    }

    private void declareSingle(FrameNode frame) {
        if (single >= 0) {
            Frames.setLocal(frame, single, Opcodes.INTEGER);
        }
    }

    private void load(InsnList code) {
        code.add(new VarInsnNode(wide ? Opcodes.LLOAD : Opcodes.ILOAD, loop.index));
    }

    private void loadBound(InsnList code) {
        code.add(new VarInsnNode(wide ? Opcodes.LLOAD : Opcodes.ILOAD, bound));
    }

    private void storeBound(InsnList code) {
        code.add(new VarInsnNode(wide ? Opcodes.LSTORE : Opcodes.ISTORE, bound));
    }

    private static void push(InsnList code, List<AbstractInsnNode> expression) {
        for (AbstractInsnNode insn : expression) {
            code.add(insn.clone(Map.of()));
        }
    }

    private void constant(InsnList code, long value) {
        code.add(wide ? new LdcInsnNode(value) : new LdcInsnNode((int) value));
    }

    /** Jumps if the two topmost values of the index's type compare as {@code test} (IFLT etc.) says. */
    private void jump(InsnList code, int test, LabelNode target) {
        if (wide) {
            code.add(new InsnNode(Opcodes.LCMP));
            code.add(new JumpInsnNode(test, target));
        } else {
            code.add(new JumpInsnNode(test - Opcodes.IFEQ + Opcodes.IF_ICMPEQ, target));
        }
    }
}
