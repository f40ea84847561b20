package org.sluice.vm.code.instrument;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * A structured program made from a seed: {@code static long run(int, int, int[])}, with nested loops of all forms, jumps out
 * of them, branches, exceptions and arithmetic on locals and array elements. Fuel makes every program end.
 */
final class RandomProgram {
    static final String NAME = "org.sluice.vm.code.instrument.RandomProgramCode";

    private static final int ARRAY = 2;
    private static final int HASH = 3;
    private static final int FUEL = 5;
    private static final int FIRST_VARIABLE = 6;
    private static final int VARIABLES = 4;
    private static final int FIRST_INDEX = FIRST_VARIABLE + VARIABLES;
    private static final int FUEL_AT_START = 30_000;

    private final Random random;
    private final MethodVisitor code;
    private final Deque<Label[]> loops = new ArrayDeque<>();
    private final Label end = new Label();
    private int nextIndex = FIRST_INDEX;
    private int size;

    private RandomProgram(Random random, MethodVisitor code) {
        this.random = random;
        this.code = code;
    }

    /** The class file of the program of a seed; versions before 50 have no frames. */
    static byte[] make(long seed, int version) {
        boolean frames = version >= Opcodes.V1_6;
        ClassWriter writer = new ClassWriter(frames ? ClassWriter.COMPUTE_FRAMES : ClassWriter.COMPUTE_MAXS);
        writer.visit(version, Opcodes.ACC_PUBLIC | Opcodes.ACC_SUPER, NAME.replace('.', '/'), null, "java/lang/Object", null);
        MethodVisitor code = writer.visitMethod(Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC, "run", "(II[I)J", null, null);
        code.visitCode();
        new RandomProgram(new Random(seed), code).body();
        code.visitMaxs(0, 0);
        code.visitEnd();
        writer.visitEnd();
        return writer.toByteArray();
    }

    private void body() {
        code.visitLdcInsn(17L);
        code.visitVarInsn(Opcodes.LSTORE, HASH);
        code.visitLdcInsn(FUEL_AT_START);
        code.visitVarInsn(Opcodes.ISTORE, FUEL);
        for (int i = 0; i < VARIABLES; i++) {
            code.visitVarInsn(Opcodes.ILOAD, i % 2);
            code.visitVarInsn(Opcodes.ISTORE, FIRST_VARIABLE + i);
        }
        block(3);
        code.visitLabel(end);
        for (int i = 0; i < VARIABLES; i++) {
            mix(() -> code.visitVarInsn(Opcodes.ILOAD, FIRST_VARIABLE + random.nextInt(VARIABLES)));
        }
        code.visitVarInsn(Opcodes.LLOAD, HASH);
        code.visitInsn(Opcodes.LRETURN);
    }

    private void block(int depth) {
        int statements = 1 + random.nextInt(3);
        for (int i = 0; i < statements; i++) {
            statement(depth);
        }
    }

    private void statement(int depth) {
        size++;
        int choice = random.nextInt(depth > 0 && size < 60 ? 14 : 6);
        switch (choice) {
            case 0, 1 -> assign();
            case 2 -> store();
            case 3 -> mix(this::value);
            case 4 -> leave();
            case 5 -> mix(this::element);
            case 6 -> branch(depth);
            case 7 -> tryCatch(depth);
            case 8 -> whileLoop(depth);
            case 9 -> longLoop(depth);
            default -> countedLoop(depth);
        }
    }

    private void value() {
        switch (random.nextInt(4)) {
            case 0 -> code.visitLdcInsn(random.nextInt(200) - 100);
            case 1 -> code.visitVarInsn(Opcodes.ILOAD, random.nextInt(2));
            case 2 -> {
                code.visitVarInsn(Opcodes.ALOAD, ARRAY);
                code.visitInsn(Opcodes.ARRAYLENGTH);
            }
            default -> variable();
        }
    }

    private void variable() {
        code.visitVarInsn(Opcodes.ILOAD, FIRST_VARIABLE + random.nextInt(VARIABLES));
    }

    private void expression() {
        value();
        value();
        int[] operations = {Opcodes.IADD, Opcodes.ISUB, Opcodes.IMUL, Opcodes.IXOR, Opcodes.ISHR, Opcodes.IDIV};
        code.visitInsn(operations[random.nextInt(operations.length)]);
    }

    private void assign() {
        // a division by zero outside any try is part of what must stay the same
        expression();
        code.visitVarInsn(Opcodes.ISTORE, FIRST_VARIABLE + random.nextInt(VARIABLES));
    }

    private void arrayIndex() {
        variable();
        code.visitIntInsn(Opcodes.BIPUSH, 31);
        code.visitInsn(Opcodes.IAND);
    }

    private void element() {
        code.visitVarInsn(Opcodes.ALOAD, ARRAY);
        arrayIndex();
        code.visitInsn(Opcodes.IALOAD);
    }

    private void store() {
        code.visitVarInsn(Opcodes.ALOAD, ARRAY);
        arrayIndex();
        value();
        code.visitInsn(Opcodes.IASTORE);
    }

    private void mix(Runnable push) {
        code.visitVarInsn(Opcodes.LLOAD, HASH);
        code.visitLdcInsn(31L);
        code.visitInsn(Opcodes.LMUL);
        push.run();
        code.visitInsn(Opcodes.I2L);
        code.visitInsn(Opcodes.LADD);
        code.visitVarInsn(Opcodes.LSTORE, HASH);
    }

    private void condition(Label otherwise) {
        value();
        value();
        code.visitJumpInsn(Opcodes.IF_ICMPEQ + random.nextInt(6), otherwise);
    }

    /** Break or continue of some loop around, if a condition holds. */
    private void leave() {
        if (loops.isEmpty()) {
            return;
        }
        Label stay = new Label();
        condition(stay);
        int level = random.nextInt(loops.size());
        Label[] target = loops.stream().skip(level).findFirst().orElseThrow();
        code.visitJumpInsn(Opcodes.GOTO, target[random.nextInt(2)]);
        code.visitLabel(stay);
    }

    private void branch(int depth) {
        Label otherwise = new Label();
        Label join = new Label();
        condition(otherwise);
        block(depth - 1);
        code.visitJumpInsn(Opcodes.GOTO, join);
        code.visitLabel(otherwise);
        block(depth - 1);
        code.visitLabel(join);
    }

    private void tryCatch(int depth) {
        Label from = new Label();
        Label to = new Label();
        Label handler = new Label();
        Label join = new Label();
        code.visitTryCatchBlock(from, to, handler, random.nextBoolean() ? "java/lang/ArithmeticException" : null);
        code.visitLabel(from);
        assign();
        block(depth - 1);
        code.visitLabel(to);
        code.visitJumpInsn(Opcodes.GOTO, join);
        code.visitLabel(handler);
        code.visitInsn(Opcodes.POP);
        assign();
        code.visitLabel(join);
    }

    private void burn() {
        code.visitIincInsn(FUEL, -1);
        code.visitVarInsn(Opcodes.ILOAD, FUEL);
        code.visitJumpInsn(Opcodes.IFLT, end);
    }

    private void whileLoop(int depth) {
        Label header = new Label();
        Label exit = new Label();
        code.visitLabel(header);
        burn();
        condition(exit);
        inside(depth, header, exit);
        code.visitJumpInsn(Opcodes.GOTO, header);
        code.visitLabel(exit);
    }

    private void inside(int depth, Label next, Label exit) {
        loops.push(new Label[] {next, exit});
        block(depth - 1);
        loops.pop();
    }

    private void countedLoop(int depth) {
        int index = nextIndex;
        nextIndex += 2;
        int limitLocal = index + 1;
        boolean up = random.nextBoolean();
        int near = random.nextInt(5) == 0 ? (up ? Integer.MAX_VALUE - 9 : Integer.MIN_VALUE + 9) : random.nextInt(60) - 30;
        start(index, near);
        boolean constant = random.nextInt(3) == 0;
        int distance = random.nextInt(40);
        int limit = up ? near + distance : near - distance;
        if (!constant) {
            if (random.nextInt(4) == 0) {
                value();
            } else {
                code.visitLdcInsn(limit);
            }
            code.visitVarInsn(Opcodes.ISTORE, limitLocal);
        }
        boolean inclusive = random.nextInt(3) == 0;
        boolean mirrored = random.nextInt(3) == 0;
        boolean computed = random.nextInt(6) == 0;
        Label header = new Label();
        Label next = new Label();
        Label exit = new Label();
        code.visitLabel(header);
        Runnable pushLimit = () -> {
            if (constant) {
                code.visitLdcInsn(limit);
            } else {
                code.visitVarInsn(Opcodes.ILOAD, limitLocal);
            }
            if (computed) {
                code.visitVarInsn(Opcodes.ALOAD, ARRAY);
                code.visitInsn(Opcodes.ARRAYLENGTH);
                code.visitInsn(Opcodes.ISUB);
            }
        };
        if (mirrored) {
            pushLimit.run();
            code.visitVarInsn(Opcodes.ILOAD, index);
        } else {
            code.visitVarInsn(Opcodes.ILOAD, index);
            pushLimit.run();
        }
        code.visitJumpInsn(exitTest(up ^ mirrored, inclusive), exit);
        mix(() -> code.visitVarInsn(Opcodes.ILOAD, index));
        burn();
        inside(depth, next, exit);
        code.visitLabel(next);
        step(index, up);
        code.visitJumpInsn(Opcodes.GOTO, header);
        code.visitLabel(exit);
    }

    private void start(int index, int near) {
        if (random.nextInt(4) == 0) {
            code.visitVarInsn(Opcodes.ILOAD, random.nextInt(2));
        } else {
            code.visitLdcInsn(near);
        }
        code.visitVarInsn(Opcodes.ISTORE, index);
    }

    private void step(int index, boolean up) {
        int amount = 1 + (random.nextInt(3) == 0 ? random.nextInt(7) : 0);
        switch (random.nextInt(4)) {
            case 0 -> {
                code.visitVarInsn(Opcodes.ILOAD, index);
                if (random.nextBoolean()) {
                    code.visitLdcInsn(amount);
                } else {
                    code.visitVarInsn(Opcodes.ILOAD, random.nextInt(2));
                }
                code.visitInsn(up ? Opcodes.IADD : Opcodes.ISUB);
                code.visitVarInsn(Opcodes.ISTORE, index);
            }
            default -> code.visitIincInsn(index, up ? amount : -amount);
        }
    }

    private static int exitTest(boolean up, boolean inclusive) {
        if (up) {
            return inclusive ? Opcodes.IF_ICMPGT : Opcodes.IF_ICMPGE;
        }
        return inclusive ? Opcodes.IF_ICMPLT : Opcodes.IF_ICMPLE;
    }

    private void longLoop(int depth) {
        int index = nextIndex;
        nextIndex += 2;
        boolean up = random.nextBoolean();
        long from = random.nextInt(4) == 0 ? (up ? Long.MAX_VALUE - 8 : Long.MIN_VALUE + 8) : random.nextInt(100) - 50L;
        long limit = up ? from + random.nextInt(40) : from - random.nextInt(40);
        code.visitLdcInsn(from);
        code.visitVarInsn(Opcodes.LSTORE, index);
        boolean inclusive = random.nextBoolean();
        Label header = new Label();
        Label next = new Label();
        Label exit = new Label();
        code.visitLabel(header);
        code.visitVarInsn(Opcodes.LLOAD, index);
        if (random.nextInt(3) == 0) {
            value();
            code.visitInsn(Opcodes.I2L);
        } else {
            code.visitLdcInsn(limit);
        }
        code.visitInsn(Opcodes.LCMP);
        code.visitJumpInsn(exitTest(up, inclusive) - Opcodes.IF_ICMPEQ + Opcodes.IFEQ, exit);
        mix(() -> {
            code.visitVarInsn(Opcodes.LLOAD, index);
            code.visitInsn(Opcodes.L2I);
        });
        burn();
        inside(depth, next, exit);
        code.visitLabel(next);
        code.visitVarInsn(Opcodes.LLOAD, index);
        code.visitLdcInsn(1L + random.nextInt(3));
        code.visitInsn(up ? Opcodes.LADD : Opcodes.LSUB);
        code.visitVarInsn(Opcodes.LSTORE, index);
        code.visitJumpInsn(Opcodes.GOTO, header);
        code.visitLabel(exit);
    }
}
