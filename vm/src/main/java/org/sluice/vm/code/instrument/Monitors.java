package org.sluice.vm.code.instrument;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TryCatchBlockNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * Replaces the host's monitors by calls of the runtime.
 *
 * <p>{@code monitorenter} and {@code monitorexit} become calls of the same stack effect; bytecode whose monitors do not
 * balance is the runtime's problem and no danger to the host. A synchronized method loses the flag and gets the calls
 * around its body; the handler that leaves the monitor is not redirected through a kill stub, for it holds no loop and a
 * kill leaves no monitor behind that anybody misses. Methods of interfaces, initialisers and methods without code keep
 * what they have: the host refuses or ignores the flag there, native methods lose it.
 *
 * <p>Class files before version 49 cannot load a class constant; a static synchronized method there asks
 * {@code Class.forName} for its own, already initialised class.
 */
final class Monitors {
    private static final String OBJECT_TO_VOID = "(Ljava/lang/Object;)V";

    private Monitors() {
    }

    /** Replaces monitor instructions; a frame is never needed. */
    static void replaceInstructions(MethodNode method, Options options) {
        for (AbstractInsnNode insn : method.instructions.toArray()) {
            if (insn.getOpcode() == Opcodes.MONITORENTER) {
                method.instructions.set(insn, call(options, "enter"));
            } else if (insn.getOpcode() == Opcodes.MONITOREXIT) {
                method.instructions.set(insn, call(options, "exit"));
            }
        }
    }

    /** Whether the flag is to be replaced by calls. */
    static boolean isSynchronized(ClassNode owner, MethodNode method) {
        return (method.access & Opcodes.ACC_SYNCHRONIZED) != 0 && (owner.access & Opcodes.ACC_INTERFACE) == 0
                && !method.name.startsWith("<");
    }

    /** Wraps the body of a synchronized method; returns the handlers added, which need no kill stub. */
    static Set<LabelNode> wrap(ClassNode owner, MethodNode method, Options options, boolean frames) {
        method.access &= ~Opcodes.ACC_SYNCHRONIZED;
        if (method.instructions.size() == 0) {
            return Set.of();
        }
        boolean isStatic = (method.access & Opcodes.ACC_STATIC) != 0;
        int saved = isStatic || thisStays(owner, method) ? 0 : method.maxLocals++;
        Lock lock = new Lock(owner, isStatic, saved);

        InsnList entry = new InsnList();
        if (saved != 0) {
            entry.add(new VarInsnNode(Opcodes.ALOAD, 0));
            entry.add(new VarInsnNode(Opcodes.ASTORE, saved));
            declareEverywhere(method, saved, owner.name);
        }
        lock.push(entry);
        entry.add(call(options, "enter"));
        LabelNode start = new LabelNode();
        entry.add(start);

        LabelNode handler = new LabelNode();
        List<TryCatchBlockNode> ranges = new ArrayList<>();
        LabelNode open = start;
        boolean any = false;
        for (AbstractInsnNode insn : method.instructions.toArray()) {
            int opcode = insn.getOpcode();
            if (opcode < Opcodes.IRETURN || opcode > Opcodes.RETURN) {
                any |= opcode >= 0;
                continue;
            }
            LabelNode end = new LabelNode();
            InsnList exit = new InsnList();
            exit.add(end);
            lock.push(exit);
            exit.add(call(options, "exit"));
            method.instructions.insertBefore(insn, exit);
            if (any) {
                ranges.add(new TryCatchBlockNode(open, end, handler, null));
            }
            open = new LabelNode();
            any = false;
            method.instructions.insert(insn, open);
        }
        method.instructions.insert(entry);
        LabelNode end = new LabelNode();
        InsnList leave = new InsnList();
        leave.add(end);
        if (any) {
            ranges.add(new TryCatchBlockNode(open, end, handler, null));
        }
        if (ranges.isEmpty()) {
            method.instructions.add(leave);
            return Set.of();
        }
        leave.add(handler);
        if (frames) {
            leave.add(lock.handlerFrame());
        }
        lock.push(leave);
        leave.add(call(options, "exit"));
        leave.add(new InsnNode(Opcodes.ATHROW));
        method.instructions.add(leave);
        method.tryCatchBlocks.addAll(ranges);
        return Set.of(handler);
    }

    /** Whether local 0 holds {@code this} at every instruction, so that it need not be saved. */
    private static boolean thisStays(ClassNode owner, MethodNode method) {
        for (AbstractInsnNode insn : method.instructions) {
            if (insn instanceof VarInsnNode store && store.var == 0 && store.getOpcode() >= Opcodes.ISTORE) {
                return false;
            }
            if (insn instanceof FrameNode frame && !owner.name.equals(Frames.local(frame, 0))) {
                return false;
            }
        }
        return true;
    }

    private static void declareEverywhere(MethodNode method, int slot, String type) {
        for (AbstractInsnNode insn : method.instructions) {
            if (insn instanceof FrameNode frame) {
                Frames.setLocal(frame, slot, type);
            }
        }
    }

    private static MethodInsnNode call(Options options, String name) {
        return new MethodInsnNode(Opcodes.INVOKESTATIC, options.monitors(), name, OBJECT_TO_VOID, false);
    }

    /** The object a synchronized method locks: its class, or {@code this} in local {@code slot}. */
    private record Lock(ClassNode owner, boolean ofClass, int slot) {

        void push(InsnList code) {
            if (!ofClass) {
                code.add(new VarInsnNode(Opcodes.ALOAD, slot));
            } else if ((owner.version & 0xffff) >= Opcodes.V1_5) {
                code.add(new LdcInsnNode(Type.getObjectType(owner.name)));
            } else {
                code.add(new LdcInsnNode(owner.name.replace('/', '.')));
                code.add(new MethodInsnNode(Opcodes.INVOKESTATIC, "java/lang/Class", "forName",
                        "(Ljava/lang/String;)Ljava/lang/Class;", false));
            }
        }

        FrameNode handlerFrame() {
            FrameNode frame = Frames.of(List.of(), List.of("java/lang/Throwable"));
            if (!ofClass) {
                Frames.setLocal(frame, slot, owner.name);
            }
            return frame;
        }
    }
}
