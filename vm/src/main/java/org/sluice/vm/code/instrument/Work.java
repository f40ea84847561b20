package org.sluice.vm.code.instrument;

import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.IntInsnNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;

/**
 * Estimates how long code runs, in units of one simple instruction, to decide how far apart polls may stand.
 *
 * <p>The unit takes a fraction of a nanosecond when compiled, so {@link #BUDGET} is about 0.2 ms and
 * {@link #NEST_BUDGET}, the most that one entry into a nest of loops runs without a poll, a millisecond or two.
 */
final class Work {
    /** Most work between two polls of an innermost loop. */
    static final long BUDGET = 400_000;

    /** Most work of an innermost loop that it does in its original form, without a poll. */
    static final long SHORT_RUN = BUDGET / 16;

    /** Most work between two polls of a loop that contains others, theirs included. */
    static final long NEST_BUDGET = 8 * BUDGET;

    /** Sums stop here. */
    static final long UNBOUNDED = 1L << 40;

    private static final long CALL = 700;
    private static final long ALLOCATION = 200;
    private static final long CHEAP_CALL = 8;

    private Work() {
    }

    static long of(AbstractInsnNode insn, Options options) {
        return switch (insn.getOpcode()) {
            case Opcodes.INVOKEDYNAMIC -> CALL;
            case Opcodes.INVOKESTATIC, Opcodes.INVOKEVIRTUAL, Opcodes.INVOKESPECIAL, Opcodes.INVOKEINTERFACE ->
                isCheap((MethodInsnNode) insn, options) ? CHEAP_CALL : CALL;
            case Opcodes.NEWARRAY, Opcodes.ANEWARRAY, Opcodes.MULTIANEWARRAY -> ALLOCATION;
            default -> 1;
        };
    }

    /** Calls of the host that return at once, and of the runtime: they neither take time nor call back. */
    static boolean isCheap(MethodInsnNode call, Options options) {
        if (options.isRuntime(call.owner)) {
            return true;
        }
        return switch (call.owner) {
            case "java/lang/Math", "java/lang/StrictMath" -> true;
            case "java/lang/Integer", "java/lang/Long", "java/lang/Short", "java/lang/Byte", "java/lang/Character",
                "java/lang/Boolean", "java/lang/Float", "java/lang/Double" ->
                call.name.equals("valueOf") && !call.desc.startsWith("(Ljava") || call.name.endsWith("Value")
                        || call.name.startsWith("compare") || call.name.endsWith("Bits") || call.name.equals("bitCount")
                        || call.name.startsWith("numberOf") || call.name.startsWith("rotate") || call.name.startsWith("toUnsigned");
            case "java/lang/String" ->
                call.name.equals("length") || call.name.equals("charAt") || call.name.equals("isEmpty");
            case "java/lang/Object" -> call.name.equals("<init>") || call.name.equals("getClass");
            case "java/util/Objects", "guest/java/util/Objects" -> call.name.equals("requireNonNull") && call.desc.startsWith(
                    "(Ljava/lang/Object;)");
            default -> false;
        };
    }

    /** Saturating product of two amounts that are not negative. */
    static long times(long count, long work) {
        return work != 0 && count > UNBOUNDED / work ? UNBOUNDED : count * work;
    }

    /** The int or long an instruction pushes as a constant, or null. */
    static Long constant(AbstractInsnNode insn) {
        int opcode = insn.getOpcode();
        if (opcode >= Opcodes.ICONST_M1 && opcode <= Opcodes.ICONST_5) {
            return (long) opcode - Opcodes.ICONST_0;
        }
        if (opcode == Opcodes.LCONST_0 || opcode == Opcodes.LCONST_1) {
            return (long) opcode - Opcodes.LCONST_0;
        }
        if (opcode == Opcodes.BIPUSH || opcode == Opcodes.SIPUSH) {
            return (long) ((IntInsnNode) insn).operand;
        }
        if (insn instanceof LdcInsnNode load && (load.cst instanceof Integer || load.cst instanceof Long)) {
            return ((Number) load.cst).longValue();
        }
        return null;
    }
}
