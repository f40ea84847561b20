package org.sluice.vm.code.instrument;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TryCatchBlockNode;

/**
 * Places the polls of one method so that the work between two of them is bounded; see {@link Work} for the bounds.
 *
 * <ul>
 * <li>A counted loop whose constant number of trips is small has no poll.
 * <li>A counted loop is split into chunks: with an untouched copy if it is innermost, in place if not.
 * <li>Any other loop polls before each jump back: before the jump, for at the loop's top the poll would stand in the way of
 *     more optimisations.
 * <li>A method that calls others, or contains a loop worth mentioning, polls once: not always at its entry but
 *     where all its ways to a call or loop come together, so that short cuts such as the end of a recursion stay free.
 * </ul>
 */
final class Polls {
    /** Longest innermost loop that is kept twice, in instructions. */
    private static final int LONGEST_COPY = 400;

    /** With fewer steps to a chunk, chunks cost more than a poll in each step. */
    private static final int SHORTEST_CHUNK = 4;

    /** How many times as long chunks may get that are compiled. */
    private static final int COMPILED_CHUNKS = 4;

    /** Constant trips that are free of polls however small the chunks are asked to be. */
    private static final int FREE_TRIPS = 64;

    /** A loop that does no more than this in all does not make its method poll. */
    private static final long FREE_WORK = 4096;

    /** Most positions looked at for counted loops in one method; nests deeper than source code has them get plain polls. */
    private static final long MATCH_EFFORT = 4_000_000;

    /** Loops around so many levels of others are not split. */
    private static final int HIGHEST_LEVEL = 15;

    /** Methods with more locals get no new ones. */
    private static final int LAST_LOCAL = 65000;

    private static final int NOWHERE = -1;

    private final ClassNode owner;
    private final MethodNode method;
    private final Options options;
    private final Layout layout;
    private final long[] workBefore;
    private final int firstFreeLocal;
    private final Set<AbstractInsnNode> polled = Collections.newSetFromMap(new IdentityHashMap<>());
    private long matchEffort;

    private Polls(ClassNode owner, MethodNode method, Options options) {
        this.owner = owner;
        this.method = method;
        this.options = options;
        this.layout = new Layout(method);
        this.firstFreeLocal = method.maxLocals;
        this.workBefore = new long[layout.size() + 1];
        for (int i = 0; i < layout.size(); i++) {
            workBefore[i + 1] = workBefore[i] + Work.of(layout.insn(i), options);
        }
    }

    static void insert(ClassNode owner, MethodNode method, Options options, Instrumenter.Effort effort) {
        new Polls(owner, method, options).insert(effort);
    }

    static MethodInsnNode call(Options options) {
        return new MethodInsnNode(Opcodes.INVOKESTATIC, options.poll(), "poll", "()V", false);
    }

    /** Decides everything before anything is edited, for the layout describes the code as it was. */
    private void insert(Instrumenter.Effort effort) {
        boolean split = effort == Instrumenter.Effort.FULL && options.stripMining();
        List<Plan> plans = new ArrayList<>();
        boolean[] loopStarts = new boolean[layout.size() + 1];
        for (Loop loop : Loops.find(layout)) {
            plans.add(plan(loop, split));
            if (loop.unpolled > FREE_WORK) {
                loopStarts[loop.start] = true;
            }
        }
        boolean once = effort == Instrumenter.Effort.LEAST && method.name.equals("<clinit>");
        boolean brief = !options.entryPolls() && plans.isEmpty();
        int entry = once || brief ? NOWHERE : entryPoll(loopStarts);
        if (entry == 0) {
            method.instructions.insert(call(options));
        } else if (entry != NOWHERE) {
            pollAt(layout.insn(entry));
        }
        for (Plan plan : plans) {
            carryOut(plan);
        }
    }

    private enum Form { UNTOUCHED, COPIED, SPLIT, POLLED }

    /**
     * {@code few} is the number of steps a loop takes without a poll when there are no more, {@code compiled} the chunk once it is
     * compiled.
     */
    private record Plan(Loop loop, Form form, CountedLoop counted, long chunk, long compiled, long few) {
    }

    private Plan plan(Loop loop, boolean split) {
        long body = bodyWork(loop);
        CountedLoop counted = match(loop);
        if (counted != null) {
            long trips = counted.trips();
            if (trips >= 0 && trips <= Math.max(FREE_TRIPS, options.chunk()) && Work.times(trips, body) <= Work.BUDGET) {
                loop.unpolled = Work.times(trips, body);
                return new Plan(loop, Form.UNTOUCHED, counted, 0, 0, 0);
            }
            long chunk = (loop.isInnermost() ? Work.BUDGET : Work.NEST_BUDGET) / body;
            if (split && chunk >= SHORTEST_CHUNK && loop.level <= HIGHEST_LEVEL && firstFreeLocal < LAST_LOCAL) {
                chunk = Math.min(chunk, options.chunk());
                boolean copied = loop.isInnermost() && loop.end - loop.start < LONGEST_COPY;
                long few = copied ? Math.clamp(Work.SHORT_RUN / body, 1, chunk) : chunk;
                loop.unpolled = Work.times(few, body);
                long compiled = copied ? Math.max(chunk, compiledChunk(loop)) : chunk;
                return new Plan(loop, copied ? Form.COPIED : Form.SPLIT, counted, chunk, compiled, few);
            }
        }
        loop.unpolled = Math.max(body, FREE_WORK + 1);
        return new Plan(loop, Form.POLLED, null, 0, 0, 0);
    }

    /** The chunk of an innermost loop that is compiled; no other than before if it does not reach for memory. */
    private long compiledChunk(Loop loop) {
        long body = 0;
        boolean accesses = false;
        for (int at = loop.start; at <= loop.end; at++) {
            body += Work.compiled(layout.insn(at), options);
            accesses |= layout.insn(at) instanceof MethodInsnNode call && Work.isAccess(call);
        }
        return accesses ? Math.min(Work.COMPILED_BUDGET / body, COMPILED_CHUNKS * (long) options.chunk()) : 0;
    }

    /** Work of one trip without a poll: the loop's own instructions and what loops inside do until they poll. */
    private long bodyWork(Loop loop) {
        long body = workBefore[loop.end + 1] - workBefore[loop.start];
        for (Loop child : loop.children) {
            body += child.unpolled;
            if (!child.tangled) {
                body -= workBefore[child.end + 1] - workBefore[child.start];
            }
        }
        return Math.clamp(body, 1, Work.UNBOUNDED);
    }

    private void carryOut(Plan plan) {
        switch (plan.form) {
            case COPIED -> strip(plan).copy(plan.few);
            case SPLIT -> strip(plan).split();
            case POLLED -> pollBeforeJumps(plan.loop);
            case UNTOUCHED -> { }
        }
    }

    /** Loops that do not contain each other share locals; one that contains others takes higher ones. */
    private StripMining strip(Plan plan) {
        int slot = firstFreeLocal + plan.loop.level * StripMining.SLOTS;
        return new StripMining(method, options, plan.counted, plan.chunk, plan.compiled, slot);
    }

    private void pollBeforeJumps(Loop loop) {
        for (AbstractInsnNode back : loop.backs) {
            if (polled.add(back)) {
                method.instructions.insertBefore(back, call(options));
            }
        }
    }

    /** Without a frame at its header, a class that needs frames is invalid; what it has is left for the verifier to see. */
    private CountedLoop match(Loop loop) {
        matchEffort += loop.end - loop.start + method.tryCatchBlocks.size();
        if (matchEffort > MATCH_EFFORT) {
            return null;
        }
        boolean framesNeeded = (owner.version & 0xffff) > Opcodes.V1_6;
        if (framesNeeded && Frames.at(layout.insn(loop.start)) == null) {
            return null;
        }
        return CountedLoop.match(method, layout, loop);
    }

    /**
     * The position of the method's own poll, or {@link #NOWHERE}: the last jump target which every way from the entry to a call
     * or loop passes, and which no way passes twice.
     */
    private int entryPoll(boolean[] loopStarts) {
        int first = 0;
        while (first < layout.size() && !loopStarts[first] && !isCall(layout.insn(first))) {
            first++;
        }
        if (first == layout.size()) {
            boolean lambda = method.name.startsWith("lambda$") && (method.access & Opcodes.ACC_SYNTHETIC) != 0;
            return lambda ? 0 : NOWHERE;
        }
        int firstRange = Integer.MAX_VALUE;
        for (TryCatchBlockNode range : method.tryCatchBlocks) {
            firstRange = Math.min(firstRange, layout.position(range.start));
        }
        int best = 0;
        int furthest = 0;
        for (int at = 0; at <= first && at <= firstRange; at++) {
            if (furthest <= at && at > 0 && layout.isTarget(at) && layout.lastSource(at) < at) {
                best = at;
            }
            for (LabelNode target : Layout.targets(layout.insn(at))) {
                furthest = Math.max(furthest, layout.position(target));
            }
        }
        return best;
    }

    private boolean isCall(AbstractInsnNode insn) {
        if (insn.getOpcode() == Opcodes.INVOKEDYNAMIC) {
            return true;
        }
        return insn instanceof MethodInsnNode call && !Work.isCheap(call, options) && !isSuperConstructor(call);
    }

    /** A chain of super constructors ends at the root and cannot come round. */
    private boolean isSuperConstructor(MethodInsnNode call) {
        if (!method.name.equals("<init>") || !call.name.equals("<init>") || !call.owner.equals(owner.superName)) {
            return false;
        }
        for (AbstractInsnNode insn : method.instructions) {
            if (insn.getOpcode() == Opcodes.NEW) {
                return false;
            }
        }
        return true;
    }

    /** Inserts a poll before an instruction and behind its frame; labels behind the frame mark allocations and must stay. */
    private void pollAt(AbstractInsnNode insn) {
        FrameNode frame = Frames.at(insn);
        if (frame != null) {
            method.instructions.insert(frame, call(options));
        } else {
            method.instructions.insertBefore(insn, call(options));
        }
    }
}
