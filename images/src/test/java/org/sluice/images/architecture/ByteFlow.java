package org.sluice.images.architecture;

import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeModel;
import java.lang.classfile.Instruction;
import java.lang.classfile.Label;
import java.lang.classfile.MethodModel;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.ArrayLoadInstruction;
import java.lang.classfile.instruction.ArrayStoreInstruction;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.ConvertInstruction;
import java.lang.classfile.instruction.ExceptionCatch;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.LabelTarget;
import java.lang.classfile.instruction.LoadInstruction;
import java.lang.classfile.instruction.LookupSwitchInstruction;
import java.lang.classfile.instruction.NewMultiArrayInstruction;
import java.lang.classfile.instruction.OperatorInstruction;
import java.lang.classfile.instruction.ReturnInstruction;
import java.lang.classfile.instruction.StackInstruction;
import java.lang.classfile.instruction.StoreInstruction;
import java.lang.classfile.instruction.TableSwitchInstruction;
import java.lang.classfile.instruction.ThrowInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Follows values through the code of one method: from loads of bytes (or words made of bytes) to stores of the same value. Narrowing, widening,
 * masks, shifts and "or" keep a value what it was, so that words are followed through being taken apart; other arithmetic makes a new one.
 */
final class ByteFlow {
    /** Where a value comes from that the caller passed in. */
    static final int PARAMETER = -1;
    private static final int MOST_PASSES = 20;

    /** What is known of methods that are called. */
    interface Calls {
        /** Whether the result is a value loaded from bytes. */
        boolean loads(String owner, String name, MethodTypeDesc type);

        /** Whether the method stores an argument as bytes; 0 is the first one of the descriptor. */
        boolean stores(String owner, String name, MethodTypeDesc type, int argument);

        /** Whether the method moves bytes, one at a call. */
        boolean moves(String owner, String name, MethodTypeDesc type);
    }

    private final List<CodeElement> code;
    private final Calls calls;
    private final Map<Label, Integer> positions = new HashMap<>();
    private final List<int[]> loops = new ArrayList<>();
    private final Map<Label, State> arriving = new HashMap<>();
    private final boolean everywhereIsALoop;
    private boolean changed;
    private boolean returnsLoaded;
    private boolean storesParameter;
    private boolean moves;
    private boolean movesInLoop;

    /** Slots of the operand stack and the local variables: positions of the loads each may come from. Wide values fill two slots. */
    private static final class State {
        private final List<Set<Integer>> stack;
        private final Map<Integer, Set<Integer>> locals;

        State(List<Set<Integer>> stack, Map<Integer, Set<Integer>> locals) {
            this.stack = stack;
            this.locals = locals;
        }

        State copy() {
            return new State(new ArrayList<>(stack), new HashMap<>(locals));
        }

        boolean merge(State other) {
            boolean grown = false;
            for (int i = 0; i < Math.min(stack.size(), other.stack.size()); i++) {
                Set<Integer> both = union(stack.get(i), other.stack.get(i));
                grown |= !both.equals(stack.get(i));
                stack.set(i, both);
            }
            for (Map.Entry<Integer, Set<Integer>> local : other.locals.entrySet()) {
                Set<Integer> mine = locals.getOrDefault(local.getKey(), Set.of());
                Set<Integer> both = union(mine, local.getValue());
                grown |= !both.equals(mine);
                locals.put(local.getKey(), both);
            }
            return grown;
        }

        void push(Set<Integer> value, int slots) {
            for (int i = 0; i < slots; i++) {
                stack.add(value);
            }
        }

        Set<Integer> pop(int slots) {
            Set<Integer> value = Set.of();
            for (int i = 0; i < slots; i++) {
                value = stack.removeLast();
            }
            return value;
        }
    }

    private ByteFlow(CodeModel model, Calls calls, boolean everywhereIsALoop) {
        this.calls = calls;
        this.everywhereIsALoop = everywhereIsALoop;
        code = model.elementList();
        for (int i = 0; i < code.size(); i++) {
            if (code.get(i) instanceof LabelTarget target) {
                positions.put(target.label(), i);
            }
        }
        for (int i = 0; i < code.size(); i++) {
            if (code.get(i) instanceof BranchInstruction branch && positions.get(branch.target()) <= i) {
                loops.add(new int[] {positions.get(branch.target()), i});
            }
        }
    }

    /**
     * Follows the values of one method.
     *
     * @param parameterSlot local variable that holds a value loaded by the caller, or -1
     */
    static ByteFlow of(MethodModel method, Calls calls, int parameterSlot) {
        // the body of a lambda is run by whoever was given it, most often in a loop
        ByteFlow flow = new ByteFlow(method.code().orElseThrow(), calls, method.methodName().stringValue().startsWith("lambda$"));
        for (int pass = 0; pass == 0 || flow.changed; pass++) {
            if (pass == MOST_PASSES) {
                throw new IllegalStateException("no fixed point in " + method.methodName());
            }
            flow.changed = false;
            flow.pass(parameterSlot);
        }
        return flow;
    }

    /** The method returns a value it has loaded from bytes. */
    boolean returnsLoaded() {
        return returnsLoaded;
    }

    /** The method stores the value it was given as bytes. */
    boolean storesParameter() {
        return storesParameter;
    }

    /** The method stores a value as bytes that it has loaded from bytes. */
    boolean moves() {
        return moves;
    }

    /** The method does so in a loop that holds both ends. */
    boolean movesInLoop() {
        return movesInLoop;
    }

    private static Set<Integer> union(Set<Integer> a, Set<Integer> b) {
        if (a.containsAll(b)) {
            return a;
        }
        Set<Integer> both = new TreeSet<>(a);
        both.addAll(b);
        return both;
    }

    private void pass(int parameterSlot) {
        Map<Integer, Set<Integer>> locals = new HashMap<>();
        if (parameterSlot >= 0) {
            locals.put(parameterSlot, Set.of(PARAMETER));
        }
        State state = new State(new ArrayList<>(), locals);
        for (ExceptionCatch handler : code.stream().filter(ExceptionCatch.class::isInstance).map(ExceptionCatch.class::cast).toList()) {
            State caught = new State(new ArrayList<>(), new HashMap<>());
            caught.push(Set.of(), 1);
            flowTo(handler.handler(), caught);
        }
        for (int at = 0; at < code.size(); at++) {
            CodeElement element = code.get(at);
            if (element instanceof LabelTarget target) {
                State known = arriving.get(target.label());
                if (state == null) {
                    state = known == null ? null : known.copy();
                } else if (known != null) {
                    state.merge(known);
                }
            } else if (element instanceof Instruction instruction && state != null) {
                state = step(state, instruction, at);
            }
        }
    }

    private void flowTo(Label label, State state) {
        State known = arriving.get(label);
        if (known == null) {
            arriving.put(label, state.copy());
            changed = true;
        } else {
            changed |= known.merge(state);
        }
    }

    /** @return the state behind the instruction, null if control never gets there */
    private State step(State s, Instruction instruction, int at) {
        switch (instruction) {
            case ArrayLoadInstruction i -> {
                s.pop(2);
                s.push(i.opcode() == Opcode.BALOAD ? Set.of(at) : Set.of(), i.typeKind().slotSize());
            }
            case ArrayStoreInstruction i -> {
                Set<Integer> value = s.pop(i.typeKind().slotSize());
                s.pop(2);
                if (i.opcode() == Opcode.BASTORE) {
                    stored(value, at);
                }
            }
            case LoadInstruction i -> s.push(s.locals.getOrDefault(i.slot(), Set.of()), i.typeKind().slotSize());
            case StoreInstruction i -> s.locals.put(i.slot(), s.pop(i.typeKind().slotSize()));
            case ConstantInstruction i -> s.push(Set.of(), i.typeKind().slotSize());
            case ConvertInstruction i -> s.push(s.pop(i.fromType().slotSize()), i.toType().slotSize());
            case OperatorInstruction i -> operate(s, i);
            case StackInstruction i -> shuffle(s, i.opcode());
            case FieldInstruction i -> {
                int slots = TypeKind.from(i.typeSymbol()).slotSize();
                switch (i.opcode()) {
                    case GETSTATIC -> s.push(Set.of(), slots);
                    case PUTSTATIC -> s.pop(slots);
                    case GETFIELD -> {
                        s.pop(1);
                        s.push(Set.of(), slots);
                    }
                    default -> s.pop(slots + 1);
                }
            }
            case InvokeInstruction i -> call(s, i, at);
            case InvokeDynamicInstruction i -> {
                arguments(s, i.typeSymbol());
                push(s, i.typeSymbol().returnType(), Set.of());
            }
            case NewMultiArrayInstruction i -> {
                s.pop(i.dimensions());
                s.push(Set.of(), 1);
            }
            case BranchInstruction i -> {
                s.pop(branchPops(i.opcode()));
                flowTo(i.target(), s);
                return i.opcode() == Opcode.GOTO || i.opcode() == Opcode.GOTO_W ? null : s;
            }
            case TableSwitchInstruction i -> {
                s.pop(1);
                flowTo(i.defaultTarget(), s);
                i.cases().forEach(c -> flowTo(c.target(), s));
                return null;
            }
            case LookupSwitchInstruction i -> {
                s.pop(1);
                flowTo(i.defaultTarget(), s);
                i.cases().forEach(c -> flowTo(c.target(), s));
                return null;
            }
            case ReturnInstruction i -> {
                Set<Integer> value = s.pop(i.typeKind().slotSize());
                returnsLoaded |= value.stream().anyMatch(from -> from != PARAMETER);
                return null;
            }
            case ThrowInstruction i -> {
                return null;
            }
            default -> other(s, instruction.opcode());
        }
        return s;
    }

    private static void other(State s, Opcode opcode) {
        switch (opcode) {
            case NEW -> s.push(Set.of(), 1);
            case NEWARRAY, ANEWARRAY, INSTANCEOF, CHECKCAST -> {
                s.pop(1);
                s.push(Set.of(), 1);
            }
            case MONITORENTER, MONITOREXIT -> s.pop(1);
            case IINC, IINC_W, NOP -> { }
            default -> throw new IllegalStateException("no rule for " + opcode);
        }
    }

    private static int branchPops(Opcode opcode) {
        return switch (opcode) {
            case GOTO, GOTO_W -> 0;
            case IF_ICMPEQ, IF_ICMPNE, IF_ICMPLT, IF_ICMPGE, IF_ICMPGT, IF_ICMPLE, IF_ACMPEQ, IF_ACMPNE -> 2;
            default -> 1;
        };
    }

    private static void operate(State s, OperatorInstruction i) {
        int slots = i.typeKind().slotSize();
        switch (i.opcode()) {
            case ARRAYLENGTH -> {
                s.pop(1);
                s.push(Set.of(), 1);
            }
            case INEG, LNEG, FNEG, DNEG -> {
                s.pop(slots);
                s.push(Set.of(), slots);
            }
            case ISHL, ISHR, IUSHR, LSHL, LSHR, LUSHR -> s.pop(1);
            case IAND, IOR, LAND, LOR -> {
                Set<Integer> right = s.pop(slots);
                s.push(union(s.pop(slots), right), slots);
            }
            case LCMP, FCMPL, FCMPG, DCMPL, DCMPG -> {
                s.pop(2 * slots);
                s.push(Set.of(), 1);
            }
            default -> {
                s.pop(2 * slots);
                s.push(Set.of(), slots);
            }
        }
    }

    private static void shuffle(State s, Opcode opcode) {
        List<Set<Integer>> stack = s.stack;
        switch (opcode) {
            case POP -> s.pop(1);
            case POP2 -> s.pop(2);
            case SWAP -> stack.add(stack.remove(stack.size() - 2));
            case DUP -> duplicate(stack, 1, 0);
            case DUP_X1 -> duplicate(stack, 1, 1);
            case DUP_X2 -> duplicate(stack, 1, 2);
            case DUP2 -> duplicate(stack, 2, 0);
            case DUP2_X1 -> duplicate(stack, 2, 1);
            case DUP2_X2 -> duplicate(stack, 2, 2);
            default -> throw new IllegalStateException("no rule for " + opcode);
        }
    }

    /** Puts a copy of the topmost slots below those and some further ones. */
    private static void duplicate(List<Set<Integer>> stack, int slots, int below) {
        List<Set<Integer>> top = List.copyOf(stack.subList(stack.size() - slots, stack.size()));
        stack.addAll(stack.size() - slots - below, top);
    }

    private List<Set<Integer>> arguments(State s, MethodTypeDesc type) {
        List<Set<Integer>> values = new ArrayList<>();
        for (ClassDesc parameter : type.parameterList().reversed()) {
            values.addFirst(s.pop(TypeKind.from(parameter).slotSize()));
        }
        return values;
    }

    private static void push(State s, ClassDesc type, Set<Integer> value) {
        s.push(value, TypeKind.from(type).slotSize());
    }

    private void call(State s, InvokeInstruction i, int at) {
        String owner = i.owner().name().stringValue();
        String name = i.name().stringValue();
        MethodTypeDesc type = i.typeSymbol();
        List<Set<Integer>> values = arguments(s, type);
        if (i.opcode() != Opcode.INVOKESTATIC) {
            s.pop(1);
        }
        for (int argument = 0; argument < values.size(); argument++) {
            if (!values.get(argument).isEmpty() && calls.stores(owner, name, type, argument)) {
                stored(values.get(argument), at);
            }
        }
        if (calls.moves(owner, name, type)) {
            stored(Set.of(at), at);
        }
        push(s, type.returnType(), calls.loads(owner, name, type) ? Set.of(at) : Set.of());
    }

    private void stored(Set<Integer> value, int at) {
        for (int from : value) {
            if (from == PARAMETER) {
                storesParameter = true;
                continue;
            }
            moves = true;
            movesInLoop |= everywhereIsALoop
                || loops.stream().anyMatch(loop -> loop[0] <= from && from <= loop[1] && loop[0] <= at && at <= loop[1]);
        }
    }
}
