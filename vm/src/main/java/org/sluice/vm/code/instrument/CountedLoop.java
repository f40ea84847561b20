package org.sluice.vm.code.instrument;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.IincInsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TryCatchBlockNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * A loop that compares an int or long local with a limit at its top, leaves when they have met, and moves the local by a
 * step at its bottom:
 *
 * <pre>{@code header: index; limit; if (index EXIT limit) goto outside; body; index += step; goto header}</pre>
 *
 * <p>Limit and step do not change in the loop, nothing else writes the index, control enters at the header only and comes
 * back by one jump only, and no try range begins or ends in the loop unless it does both.
 */
final class CountedLoop {
    private static final int LONGEST_STEP_EXPRESSION = 16;
    private static final int LONGEST_TEST = 16;

    private final MethodNode method;
    private final Layout layout;
    private final Loop loop;

    /** Locals that limit and step read. */
    private final Set<Integer> invariant = new TreeSet<>();

    /** Whether index and limit are longs. */
    boolean wide;
    int index = -1;

    /** Pushes the limit. */
    List<AbstractInsnNode> limit = List.of();

    /** The limit if it is a constant, else null. */
    Long limitValue;

    /** Whether the limit is an array's length and so at least 0. */
    boolean limitIsLength;

    /** IFGE, IFGT, IFLE or IFLT: the loop is left if {@code index - limit} satisfies it. */
    int exitTest;

    /** The jump out of the loop. */
    JumpInsnNode compare;
    int comparePosition;

    /** The step as a positive amount, or 0 if it is {@link #variableStep}. */
    long step;

    /** Pushes the amount (an int) that is added, or subtracted if the loop counts down; null if it is a constant. */
    List<AbstractInsnNode> variableStep;

    private boolean stepSubtracts;

    private CountedLoop(MethodNode method, Layout layout, Loop loop) {
        this.method = method;
        this.layout = layout;
        this.loop = loop;
    }

    /** The loop as a counted one, or null if it is none. */
    static CountedLoop match(MethodNode method, Layout layout, Loop loop) {
        if (loop.tangled || loop.backs.size() != 1 || loop.backs.getFirst().getOpcode() != Opcodes.GOTO) {
            return null;
        }
        CountedLoop counted = new CountedLoop(method, layout, loop);
        boolean ok = counted.matchIncrement() && counted.matchTest() && counted.directionsAgree() && counted.isClosed()
                && counted.isInvariant();
        return ok ? counted : null;
    }

    JumpInsnNode back() {
        return (JumpInsnNode) loop.backs.getFirst();
    }

    /** First instruction of the test. */
    AbstractInsnNode first() {
        return layout.insn(loop.start);
    }

    boolean countsUp() {
        return exitTest == Opcodes.IFGE || exitTest == Opcodes.IFGT;
    }

    /** Whether the loop also runs with the index equal to the limit. */
    boolean inclusive() {
        return exitTest == Opcodes.IFGT || exitTest == Opcodes.IFLT;
    }

    /**
     * The limit furthest in the direction of counting for which the index cannot step over the end of its type; only for
     * constant steps. May lie beyond the type's own end, which means that every limit is safe.
     */
    long furthestSafeLimit() {
        long slack = inclusive() ? step : step - 1;
        return countsUp() ? (wide ? Long.MAX_VALUE : Integer.MAX_VALUE) - slack
                : (wide ? Long.MIN_VALUE : Integer.MIN_VALUE) + slack;
    }

    /** Whether the index can never wrap around, whatever the limit turns out to be. */
    boolean alwaysSafe() {
        if (variableStep != null) {
            return false;
        }
        if (limitValue != null) {
            return countsUp() ? limitValue <= furthestSafeLimit() : limitValue >= furthestSafeLimit();
        }
        if (!inclusive() && step == 1) {
            return true;
        }
        return !countsUp() && limitIsLength;
    }

    /** Whether the index surely wraps around, so that the loop is none that counts. */
    boolean neverSafe() {
        return limitValue != null && variableStep == null && !alwaysSafe();
    }

    /** How often the body runs if that follows from constants in the code; -1 otherwise. */
    long trips() {
        int start = loop.start;
        if (limitValue == null || variableStep != null || !alwaysSafe() || start < 2 || layout.firstSource(start) < loop.end
                || layout.isTarget(start - 1)) {
            return -1;
        }
        Long from = Work.constant(layout.insn(start - 2));
        boolean storesIndex = layout.insn(start - 1) instanceof VarInsnNode store && store.var == index
                && store.getOpcode() == (wide ? Opcodes.LSTORE : Opcodes.ISTORE);
        if (from == null || !storesIndex || from != from.intValue() || limitValue != limitValue.intValue()) {
            return -1;
        }
        long distance = countsUp() ? limitValue - from : from - limitValue;
        if (inclusive()) {
            distance++;
        }
        return distance <= 0 ? 0 : (distance + step - 1) / step;
    }

    /** Reads the step backwards from the jump back. */
    private boolean matchIncrement() {
        int last = loop.end - 1;
        if (last <= loop.start || layout.isTarget(loop.end)) {
            return false;
        }
        if (layout.insn(last) instanceof IincInsnNode increment) {
            index = increment.var;
            step = Math.abs((long) increment.incr);
            stepSubtracts = increment.incr < 0;
            return increment.incr != 0;
        }
        if (!(layout.insn(last) instanceof VarInsnNode store) || layout.isTarget(last)) {
            return false;
        }
        index = store.var;
        wide = store.getOpcode() == Opcodes.LSTORE;
        if (!wide && store.getOpcode() != Opcodes.ISTORE || layout.isTarget(last - 1)) {
            return false;
        }
        int operation = layout.insn(last - 1).getOpcode();
        stepSubtracts = operation == (wide ? Opcodes.LSUB : Opcodes.ISUB);
        if (!stepSubtracts && operation != (wide ? Opcodes.LADD : Opcodes.IADD)) {
            return false;
        }
        return wide ? matchLongStep(last - 2) : matchIntStep(last - 2);
    }

    private boolean matchLongStep(int at) {
        Long amount = at > loop.start ? Work.constant(layout.insn(at)) : null;
        if (amount == null || amount == 0 || Math.abs(amount) > Integer.MAX_VALUE || layout.isTarget(at)) {
            return false;
        }
        step = Math.abs(amount);
        stepSubtracts ^= amount < 0;
        return isLoad(at - 1, Opcodes.LLOAD);
    }

    /** An expression of int locals, constants and arithmetic that cannot fail, added to (or subtracted from) the index. */
    private boolean matchIntStep(int from) {
        Deque<AbstractInsnNode> expression = new ArrayDeque<>();
        int at = from;
        int missing = 1;
        while (missing > 0) {
            if (at <= loop.start || layout.isTarget(at) || expression.size() >= LONGEST_STEP_EXPRESSION) {
                return false;
            }
            AbstractInsnNode insn = layout.insn(at);
            switch (insn.getOpcode()) {
                case Opcodes.ILOAD -> {
                    invariant.add(((VarInsnNode) insn).var);
                    missing--;
                }
                case Opcodes.IADD, Opcodes.ISUB, Opcodes.IMUL, Opcodes.ISHL, Opcodes.ISHR -> missing++;
                default -> {
                    if (Work.constant(insn) == null) {
                        return false;
                    }
                    missing--;
                }
            }
            expression.addFirst(insn);
            at--;
        }
        Long amount = expression.size() == 1 ? Work.constant(expression.getFirst()) : null;
        if (amount != null) {
            step = Math.abs(amount);
            stepSubtracts ^= amount < 0;
            return amount != 0 && isLoad(at, Opcodes.ILOAD);
        }
        variableStep = List.copyOf(expression);
        return isLoad(at, Opcodes.ILOAD);
    }

    private boolean isLoad(int at, int opcode) {
        return at > loop.start && layout.insn(at) instanceof VarInsnNode load && load.getOpcode() == opcode && load.var == index;
    }

    /** Follows the test's straight-line code from the header to the jump, keeping the expressions on its stack. */
    private boolean matchTest() {
        Deque<Expression> stack = new ArrayDeque<>();
        for (int at = loop.start; at < loop.end; at++) {
            AbstractInsnNode insn = layout.insn(at);
            if (at > loop.start + LONGEST_TEST || at != loop.start && layout.isTarget(at)) {
                return false;
            }
            if (insn instanceof JumpInsnNode jump) {
                return matchJump(jump, at, stack);
            }
            if (insn.getOpcode() == Opcodes.LCMP) {
                return wide && at + 1 < loop.end && !layout.isTarget(at + 1)
                        && layout.insn(at + 1) instanceof JumpInsnNode jump && jump.getOpcode() >= Opcodes.IFEQ
                        && jump.getOpcode() <= Opcodes.IFLE && matchSides(jump, at + 1, jump.getOpcode(), stack);
            }
            Expression pushed = Expression.push(insn, stack);
            if (pushed == null) {
                return false;
            }
            stack.push(pushed);
        }
        return false;
    }

    private boolean matchJump(JumpInsnNode jump, int at, Deque<Expression> stack) {
        int opcode = jump.getOpcode();
        if (opcode >= Opcodes.IF_ICMPEQ && opcode <= Opcodes.IF_ICMPLE) {
            return matchSides(jump, at, opcode - Opcodes.IF_ICMPEQ + Opcodes.IFEQ, stack);
        }
        if (opcode >= Opcodes.IFEQ && opcode <= Opcodes.IFLE) {
            stack.push(Expression.zero());
            return matchSides(jump, at, opcode, stack);
        }
        return false;
    }

    private boolean matchSides(JumpInsnNode jump, int at, int test, Deque<Expression> stack) {
        if (stack.size() != 2) {
            return false;
        }
        Expression right = stack.pop();
        Expression left = stack.pop();
        char kind = wide ? 'J' : 'I';
        if (left.kind() != kind || right.kind() != kind) {
            return false;
        }
        boolean mirrored = left.local() != index;
        if (mirrored && right.local() != index) {
            return false;
        }
        exitTest = mirrored ? mirrored(test) : test;
        take(mirrored ? left : right);
        compare = jump;
        comparePosition = at;
        int exit = layout.position(jump.label);
        return exit < loop.start || exit > loop.end;
    }

    private void take(Expression side) {
        limit = side.code();
        limitValue = side.value();
        limitIsLength = side.length();
        for (AbstractInsnNode insn : limit) {
            if (insn instanceof VarInsnNode load) {
                invariant.add(load.var);
            }
        }
    }

    private static int mirrored(int test) {
        return switch (test) {
            case Opcodes.IFGE -> Opcodes.IFLE;
            case Opcodes.IFGT -> Opcodes.IFLT;
            case Opcodes.IFLE -> Opcodes.IFGE;
            case Opcodes.IFLT -> Opcodes.IFGT;
            default -> test;
        };
    }

    private boolean directionsAgree() {
        boolean ordered = countsUp() || exitTest == Opcodes.IFLE || exitTest == Opcodes.IFLT;
        return ordered && countsUp() != stepSubtracts && !neverSafe();
    }

    /** Whether control enters at the header only and every try range lies around the loop, in its body, or elsewhere. */
    private boolean isClosed() {
        for (int at = loop.start + 1; at <= loop.end; at++) {
            if (layout.isTarget(at) && (layout.firstSource(at) < loop.start || layout.lastSource(at) > loop.end)) {
                return false;
            }
        }
        for (TryCatchBlockNode range : method.tryCatchBlocks) {
            int from = layout.position(range.start);
            int to = layout.position(range.end);
            boolean apart = to <= loop.start || from > loop.end;
            boolean around = from <= loop.start && to > loop.end;
            boolean within = from > comparePosition && to <= loop.end;
            if (!apart && !around && !within) {
                return false;
            }
        }
        return true;
    }

    private boolean isInvariant() {
        if (invariant.contains(index)) {
            return false;
        }
        for (int at = loop.start; at <= loop.end; at++) {
            AbstractInsnNode insn = layout.insn(at);
            int written = -1;
            int slots = 1;
            if (insn instanceof IincInsnNode increment) {
                written = increment.var;
            } else if (insn instanceof VarInsnNode store && store.getOpcode() >= Opcodes.ISTORE
                    && store.getOpcode() <= Opcodes.ASTORE) {
                written = store.var;
                slots = store.getOpcode() == Opcodes.LSTORE || store.getOpcode() == Opcodes.DSTORE ? 2 : 1;
            }
            if (written >= 0 && at != loop.end - 1
                    && (touches(written, slots, index, wide ? 2 : 1) || touchesInvariant(written, slots))) {
                return false;
            }
        }
        return !touchesInvariant(index, wide ? 2 : 1);
    }

    private boolean touchesInvariant(int slot, int slots) {
        for (int local : invariant) {
            if (touches(slot, slots, local, wide ? 2 : 1)) {
                return true;
            }
        }
        return false;
    }

    private static boolean touches(int slot, int slots, int other, int otherSlots) {
        return slot < other + otherSlots && other < slot + slots;
    }
}
