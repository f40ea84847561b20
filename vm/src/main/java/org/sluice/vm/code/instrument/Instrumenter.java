package org.sluice.vm.code.instrument;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.IincInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LocalVariableNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * Weaves polls, kill stubs, kernel monitors and allocation charges into a class.
 *
 * <p>Runs last, on final names. The class must have been read with {@code ClassReader.EXPAND_FRAMES} and is to be written
 * with {@code ClassWriter.COMPUTE_MAXS}, never {@code COMPUTE_FRAMES}; {@link ClassCodec} does both. Its code must be
 * well-formed as {@link ClassLimits} defines it, and need not be verifiable: bytecode that the host's verifier would refuse
 * comes out as bytecode that it refuses.
 *
 * <p>Class files before version 50 have no frames and get none, so that the host takes its inferring verifier as before.
 */
public final class Instrumenter {
    private static final int FIRST_VERSION_WITHOUT_SUBROUTINES = Opcodes.V1_7;
    private static final int FIRST_VERSION_WITH_FRAMES = Opcodes.V1_6;

    /** Methods shorter than this cannot outgrow the format: nothing added multiplies code by more than four. */
    private static final int SURE_TO_FIT = 8000;

    /** How much is added to a method; what does not fit is tried again with less. */
    enum Effort {
        /** Strip-mined loops with an untouched copy for short runs. */
        FULL,
        /** A poll in every loop, one instruction each; entry poll. */
        CALLS_ONLY,
        /** The same without the entry poll of an initialiser, which runs once. */
        LEAST
    }

    private Instrumenter() {
    }

    /**
     * Instruments {@code node} in place; classes of the runtime named in {@code options} are left alone.
     *
     * @throws ClassFormatError if a method does not fit into 65535 bytes any more, or its frames are damaged
     * @throws VerifyError if a class file of version 51 or later has subroutines, or older subroutines are recursive
     * @throws IllegalArgumentException if frames are not expanded
     */
    public static void instrument(ClassNode node, Options options) {
        if (options.isRuntime(node.name)) {
            return;
        }
        if (options.finalizers()) {
            Finalizers.rename(node);
        }
        List<MethodNode> methods = new ArrayList<>(node.methods.size());
        for (MethodNode method : node.methods) {
            methods.add(instrument(node, method, options));
        }
        node.methods = methods;
    }

    private static MethodNode instrument(ClassNode owner, MethodNode method, Options options) {
        if (method.instructions.size() == 0) {
            if (options.monitorCalls() && Monitors.isSynchronized(owner, method)) {
                method.access &= ~Opcodes.ACC_SYNCHRONIZED;
            }
            return method;
        }
        prepare(owner, method);
        if (MethodSize.bound(method) < SURE_TO_FIT) {
            weave(owner, method, options, Effort.FULL);
            return method;
        }
        for (Effort effort : Effort.values()) {
            MethodNode attempt = copy(method);
            weave(owner, attempt, options, effort);
            if (MethodSize.fits(owner, attempt)) {
                return attempt;
            }
        }
        throw new ClassFormatError("Method " + owner.name.replace('/', '.') + "." + method.name + method.desc
                + " is too large: with polls and charges its code exceeds 65535 bytes; split it");
    }

    /** Brings the code into the form all passes expect. */
    private static void prepare(ClassNode owner, MethodNode method) {
        // unknown attributes of the code would be written as the method's, where their names may mean something
        method.attrs = null;
        int version = owner.version & 0xffff;
        if (Subroutines.has(method)) {
            if (version >= FIRST_VERSION_WITHOUT_SUBROUTINES) {
                throw new VerifyError("Method " + owner.name.replace('/', '.') + "." + method.name + method.desc
                        + " uses jsr or ret in a class file of version " + version);
            }
            Subroutines.inline(method);
        }
        if (version < FIRST_VERSION_WITH_FRAMES) {
            Frames.removeAll(method);
        }
        requireLocalsInRange(owner, method);
        Frames.requireExpanded(method);
        Frames.separateAllocationLabels(method);
        dropStrayVariables(method);
    }

    /**
     * The number of locals is computed anew when the class is written, so the verifier will not see code that exceeds the
     * number it declared; such code could reach into the locals added here.
     */
    private static void requireLocalsInRange(ClassNode owner, MethodNode method) {
        int arguments = (Type.getArgumentsAndReturnSizes(method.desc) >> 2) - ((method.access & Opcodes.ACC_STATIC) != 0 ? 1 : 0);
        int used = arguments;
        for (AbstractInsnNode insn : method.instructions) {
            if (insn instanceof IincInsnNode increment) {
                used = Math.max(used, increment.var + 1);
            } else if (insn instanceof VarInsnNode variable) {
                boolean wide = switch (variable.getOpcode()) {
                    case Opcodes.LLOAD, Opcodes.LSTORE, Opcodes.DLOAD, Opcodes.DSTORE -> true;
                    default -> false;
                };
                used = Math.max(used, variable.var + (wide ? 2 : 1));
            }
        }
        if (used > method.maxLocals) {
            throw new VerifyError("Method " + owner.name.replace('/', '.') + "." + method.name + method.desc + " uses " + used
                    + " locals and declares " + method.maxLocals);
        }
    }

    private static void weave(ClassNode owner, MethodNode method, Options options, Effort effort) {
        boolean frames = (owner.version & 0xffff) >= FIRST_VERSION_WITH_FRAMES;
        if (options.monitorCalls()) {
            Monitors.replaceInstructions(method, options);
        }
        if (options.charges()) {
            AllocationCharges.insert(method, options);
        }
        if (options.polls()) {
            Polls.insert(owner, method, options, effort);
        }
        Set<LabelNode> unredirected = Set.of();
        if (options.monitorCalls() && Monitors.isSynchronized(owner, method)) {
            unredirected = Monitors.wrap(owner, method, options, frames);
        }
        if (options.polls()) {
            KillStubs.redirect(method, options, unredirected);
        }
    }

    /** Debugging entries may name places inside instructions; they would be written as garbage. */
    private static void dropStrayVariables(MethodNode method) {
        Set<LabelNode> present = new HashSet<>();
        for (AbstractInsnNode insn : method.instructions) {
            if (insn instanceof LabelNode label) {
                present.add(label);
            }
        }
        if (method.localVariables != null) {
            method.localVariables.removeIf((LocalVariableNode v) -> !present.contains(v.start) || !present.contains(v.end));
        }
        if (method.visibleLocalVariableAnnotations != null) {
            method.visibleLocalVariableAnnotations.removeIf(a -> !present.containsAll(a.start) || !present.containsAll(a.end));
        }
        if (method.invisibleLocalVariableAnnotations != null) {
            method.invisibleLocalVariableAnnotations.removeIf(a -> !present.containsAll(a.start) || !present.containsAll(a.end));
        }
    }

    private static MethodNode copy(MethodNode method) {
        MethodNode copy = new MethodNode(method.access, method.name, method.desc, method.signature,
                method.exceptions.toArray(String[]::new));
        method.accept(copy);
        return copy;
    }
}
