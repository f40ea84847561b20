package org.sluice.vm.code.instrument;

import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
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

    /** Most work between two polls of an innermost loop whose work is known to be that of compiled code. */
    static final long COMPILED_BUDGET = 4 * BUDGET;

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

    /**
     * What an instruction is worth once it is compiled: then access to a value in memory is a few instructions. Before, it is a
     * dozen calls.
     */
    static long compiled(AbstractInsnNode insn, Options options) {
        return insn instanceof MethodInsnNode call && isAccess(call) ? CHEAP_CALL : of(insn, options);
    }

    /**
     * Whether a call is access to a value in memory. None calls back: there are no implementations but the library's. Buffers of
     * characters are not among them, for one may read any sequence of characters. Where memory is paged an access may enter
     * the kernel, which polls.
     */
    static boolean isAccess(MethodInsnNode call) {
        return switch (call.owner) {
            case "java/lang/foreign/MemorySegment" -> takesValues(call, 1) || call.name.equals("byteSize");
            case "guest/java/nio/ByteBuffer", "guest/java/nio/MappedByteBuffer", "guest/java/nio/ShortBuffer",
                "guest/java/nio/IntBuffer", "guest/java/nio/LongBuffer", "guest/java/nio/FloatBuffer",
                "guest/java/nio/DoubleBuffer" -> takesValues(call, 0) || isState(call);
            case "guest/org/sluice/io/PagedArray" -> takesValues(call, 0);
            default -> false;
        };
    }

    /** Whether a method gets or puts a value. @param layouts how many layouts of values the arguments may begin with */
    private static boolean takesValues(MethodInsnNode call, int layouts) {
        boolean get = call.name.startsWith("get");
        if (!get && !call.name.startsWith("put") && !call.name.startsWith("set")) {
            return false;
        }
        Type[] arguments = Type.getArgumentTypes(call.desc);
        for (int i = 0; i < arguments.length; i++) {
            boolean object = arguments[i].getSort() >= Type.ARRAY;
            if (object && (i >= layouts || !arguments[i].getInternalName().startsWith("java/lang/foreign/ValueLayout$"))) {
                return false;
            }
        }
        return !get || Type.getReturnType(call.desc).getSort() < Type.ARRAY;
    }

    private static boolean isState(MethodInsnNode call) {
        return switch (call.name) {
            case "limit", "position", "capacity" -> call.desc.equals("()I");
            case "remaining", "hasRemaining" -> true;
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
