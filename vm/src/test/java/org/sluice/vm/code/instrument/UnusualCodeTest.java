package org.sluice.vm.code.instrument;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Code that javac of today does not make: subroutines, overwritten this, huge methods, odd places of allocations. */
class UnusualCodeTest {
    @BeforeEach
    void reset() {
        TestPoll.setFlag(1);
        TestPoll.reset(Long.MAX_VALUE);
        TestMonitors.reset();
    }

    /** A loop whose finally block is a subroutine called from two places, as old compilers made it. */
    private static void finallyAsSubroutine(MethodVisitor code) {
        Label header = new Label();
        Label exit = new Label();
        Label subroutine = new Label();
        code.visitInsn(Opcodes.ICONST_0);
        code.visitVarInsn(Opcodes.ISTORE, 1);
        code.visitInsn(Opcodes.ICONST_0);
        code.visitVarInsn(Opcodes.ISTORE, 2);
        code.visitLabel(header);
        code.visitVarInsn(Opcodes.ILOAD, 1);
        code.visitVarInsn(Opcodes.ILOAD, 0);
        code.visitJumpInsn(Opcodes.IF_ICMPGE, exit);
        code.visitJumpInsn(Opcodes.JSR, subroutine);
        code.visitIincInsn(1, 1);
        code.visitJumpInsn(Opcodes.GOTO, header);
        code.visitLabel(exit);
        code.visitJumpInsn(Opcodes.JSR, subroutine);
        code.visitVarInsn(Opcodes.ILOAD, 2);
        code.visitInsn(Opcodes.IRETURN);
        code.visitLabel(subroutine);
        code.visitVarInsn(Opcodes.ASTORE, 3);
        code.visitIincInsn(2, 7);
        code.visitVarInsn(Opcodes.RET, 3);
    }

    @ParameterizedTest
    @ValueSource(ints = {Opcodes.V1_1, Opcodes.V1_4, Opcodes.V1_5})
    void subroutinesAreInlined(int version) throws ReflectiveOperationException {
        byte[] classFile = Assembly.staticMethod(version, "(I)I", UnusualCodeTest::finallyAsSubroutine);
        Method run = Assembly.instrumented(classFile).getMethod("run", int.class);
        assertEquals(7 * 31, run.invoke(null, 30));
        assertEquals(7, run.invoke(null, -1));
    }

    @Test
    void nestedSubroutinesThatExplodeAreRefused() {
        byte[] classFile = Assembly.oldMethod("()V", 1, 40, code -> {
            Label[] subroutines = new Label[40];
            for (int i = 0; i < subroutines.length; i++) {
                subroutines[i] = new Label();
            }
            code.visitJumpInsn(Opcodes.JSR, subroutines[0]);
            code.visitInsn(Opcodes.RETURN);
            for (int i = 0; i < subroutines.length; i++) {
                code.visitLabel(subroutines[i]);
                code.visitVarInsn(Opcodes.ASTORE, i);
                if (i + 1 < subroutines.length) {
                    code.visitJumpInsn(Opcodes.JSR, subroutines[i + 1]);
                    code.visitJumpInsn(Opcodes.JSR, subroutines[i + 1]);
                }
                code.visitVarInsn(Opcodes.RET, i);
            }
        });
        assertThrows(ClassFormatError.class, () -> ClassCodec.instrument(classFile, GuestLoader.options()));
    }

    @Test
    void recursiveSubroutinesAreRefused() {
        byte[] classFile = Assembly.oldMethod("()V", 1, 1, code -> {
            Label subroutine = new Label();
            code.visitJumpInsn(Opcodes.JSR, subroutine);
            code.visitInsn(Opcodes.RETURN);
            code.visitLabel(subroutine);
            code.visitVarInsn(Opcodes.ASTORE, 0);
            code.visitJumpInsn(Opcodes.JSR, subroutine);
            code.visitVarInsn(Opcodes.RET, 0);
        });
        assertThrows(VerifyError.class, () -> ClassCodec.instrument(classFile, GuestLoader.options()));
    }

    @Test
    void subroutinesInNewClassFilesAreRefused() {
        byte[] classFile = Assembly.staticMethod(Opcodes.V1_5, "(I)I", UnusualCodeTest::finallyAsSubroutine);
        classFile[7] = Opcodes.V11;
        assertThrows(VerifyError.class, () -> ClassCodec.instrument(classFile, GuestLoader.options()));
    }

    @ParameterizedTest
    @ValueSource(ints = {Opcodes.V1_4, Opcodes.V1_5, Opcodes.V21})
    void staticSynchronizedMethodLocksItsClass(int version) throws ReflectiveOperationException {
        int access = Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC | Opcodes.ACC_SYNCHRONIZED;
        byte[] classFile = Assembly.method(version, access, "(Ljava/lang/Object;)Z", code -> {
            code.visitVarInsn(Opcodes.ALOAD, 0);
            code.visitMethodInsn(Opcodes.INVOKESTATIC, GuestLoader.options().monitors(), "holds", "(Ljava/lang/Object;)Z", false);
            code.visitInsn(Opcodes.IRETURN);
        });
        Class<?> type = Assembly.instrumented(classFile);
        assertEquals(true, type.getMethod("run", Object.class).invoke(null, type));
        assertEquals(0, TestMonitors.held());
    }

    @Test
    void synchronizedMethodThatOverwritesThisLeavesTheRightMonitor() throws ReflectiveOperationException {
        int access = Opcodes.ACC_PUBLIC | Opcodes.ACC_SYNCHRONIZED;
        byte[] classFile = Assembly.method(Opcodes.V17, access, "(I)I", code -> {
            Label header = new Label();
            Label exit = new Label();
            code.visitLdcInsn(10);
            code.visitVarInsn(Opcodes.ISTORE, 0);
            code.visitLabel(header);
            code.visitVarInsn(Opcodes.ILOAD, 0);
            code.visitVarInsn(Opcodes.ILOAD, 1);
            code.visitJumpInsn(Opcodes.IF_ICMPGE, exit);
            code.visitLdcInsn(1000);
            code.visitVarInsn(Opcodes.ILOAD, 1);
            code.visitVarInsn(Opcodes.ILOAD, 0);
            code.visitInsn(Opcodes.ISUB);
            code.visitLdcInsn(5);
            code.visitInsn(Opcodes.ISUB);
            code.visitInsn(Opcodes.IDIV);
            code.visitInsn(Opcodes.POP);
            code.visitIincInsn(0, 1);
            code.visitJumpInsn(Opcodes.GOTO, header);
            code.visitLabel(exit);
            code.visitVarInsn(Opcodes.ILOAD, 0);
            code.visitInsn(Opcodes.IRETURN);
        });
        Class<?> type = Assembly.instrumented(classFile);
        Object object = type.getConstructor().newInstance();
        assertEquals(12, type.getMethod("run", int.class).invoke(object, 12));
        assertThrows(InvocationTargetException.class, () -> type.getMethod("run", int.class).invoke(object, 20));
        assertEquals(2, TestMonitors.entered());
        assertEquals(0, TestMonitors.held());
    }

    /** The loop header is a {@code new} whose object is still uninitialised at a branch inside the loop. */
    @Test
    void allocationAtLoopHeaderKeepsItsLabel() throws ReflectiveOperationException {
        byte[] classFile = Assembly.staticMethod(Opcodes.V17, "(I)Ljava/lang/String;", code -> {
            Label header = new Label();
            Label other = new Label();
            Label join = new Label();
            code.visitMethodInsn(Opcodes.INVOKESTATIC, "java/lang/System", "nanoTime", "()J", false);
            code.visitInsn(Opcodes.POP2);
            code.visitLabel(header);
            code.visitTypeInsn(Opcodes.NEW, "java/lang/String");
            code.visitInsn(Opcodes.DUP);
            code.visitVarInsn(Opcodes.ILOAD, 0);
            code.visitJumpInsn(Opcodes.IFLE, other);
            code.visitLdcInsn("more");
            code.visitJumpInsn(Opcodes.GOTO, join);
            code.visitLabel(other);
            code.visitLdcInsn("done");
            code.visitLabel(join);
            code.visitMethodInsn(Opcodes.INVOKESPECIAL, "java/lang/String", "<init>", "(Ljava/lang/String;)V", false);
            code.visitVarInsn(Opcodes.ASTORE, 1);
            code.visitIincInsn(0, -1);
            code.visitVarInsn(Opcodes.ILOAD, 0);
            code.visitJumpInsn(Opcodes.IFGE, header);
            code.visitVarInsn(Opcodes.ALOAD, 1);
            code.visitInsn(Opcodes.ARETURN);
        });
        Class<?> type = Assembly.instrumented(classFile);
        assertEquals("done", type.getMethod("run", int.class).invoke(null, 3));
    }

    private static void shortLoops(MethodVisitor code, int count) {
        code.visitInsn(Opcodes.ICONST_0);
        code.visitVarInsn(Opcodes.ISTORE, 1);
        for (int i = 0; i < count; i++) {
            Label header = new Label();
            Label exit = new Label();
            code.visitInsn(Opcodes.ICONST_0);
            code.visitVarInsn(Opcodes.ISTORE, 2);
            code.visitLabel(header);
            code.visitVarInsn(Opcodes.ILOAD, 2);
            code.visitVarInsn(Opcodes.ILOAD, 0);
            code.visitJumpInsn(Opcodes.IF_ICMPGE, exit);
            code.visitIincInsn(1, 3);
            code.visitIincInsn(2, 1);
            code.visitJumpInsn(Opcodes.GOTO, header);
            code.visitLabel(exit);
        }
        code.visitVarInsn(Opcodes.ILOAD, 1);
        code.visitInsn(Opcodes.IRETURN);
    }

    /** 2,900 loops of 16 bytes are 46 KiB; chunked copies do not fit, plain polls do. */
    @Test
    void methodTooLargeForChunksGetsPlainPolls() throws ReflectiveOperationException {
        int count = 2900;
        byte[] classFile = Assembly.staticMethod(Opcodes.V17, "(I)I", code -> shortLoops(code, count));
        Class<?> type = Assembly.instrumented(classFile);
        assertEquals(count * 30, type.getMethod("run", int.class).invoke(null, 10));
        assertTrue(TestPoll.polls() >= count * 10, () -> TestPoll.polls() + " polls");
    }

    @Test
    void methodTooLargeForPollsIsRefusedByName() {
        byte[] classFile = Assembly.staticMethod(Opcodes.V17, "(I)I", code -> shortLoops(code, 4000));
        ClassFormatError error = assertThrows(ClassFormatError.class,
                () -> ClassCodec.instrument(classFile, GuestLoader.options()));
        assertTrue(error.getMessage().contains(Assembly.NAME + ".run(I)I"), error::getMessage);
    }

    @Test
    void initialiserOfNearlyFullSizeStillFits() throws ReflectiveOperationException {
        byte[] classFile = Assembly.type(Opcodes.V17, writer -> {
            writer.visitField(Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC, "TABLE", "[I", null, null);
            MethodVisitor code = writer.visitMethod(Opcodes.ACC_STATIC, "<clinit>", "()V", null, null);
            code.visitCode();
            code.visitIntInsn(Opcodes.SIPUSH, 9000);
            code.visitIntInsn(Opcodes.NEWARRAY, Opcodes.T_INT);
            for (int i = 0; i < 65500 / 8; i++) {
                code.visitInsn(Opcodes.DUP);
                code.visitIntInsn(Opcodes.SIPUSH, i);
                code.visitIntInsn(Opcodes.SIPUSH, -i);
                code.visitInsn(Opcodes.IASTORE);
            }
            code.visitFieldInsn(Opcodes.PUTSTATIC, Assembly.INTERNAL, "TABLE", "[I");
            code.visitInsn(Opcodes.RETURN);
            code.visitMaxs(0, 0);
            code.visitEnd();
        });
        int[] table = (int[]) Assembly.instrumented(classFile).getField("TABLE").get(null);
        assertEquals(-8000, table[8000]);
    }

    @Test
    void unbalancedMonitorsDoNotReachTheHost() throws ReflectiveOperationException {
        Consumer<MethodVisitor> enterTwice = code -> {
            code.visitVarInsn(Opcodes.ALOAD, 0);
            code.visitInsn(Opcodes.MONITORENTER);
            code.visitVarInsn(Opcodes.ALOAD, 0);
            code.visitInsn(Opcodes.MONITORENTER);
            code.visitInsn(Opcodes.RETURN);
        };
        Object lock = new Object();
        Assembly.instrumented(Assembly.staticMethod(Opcodes.V17, "(Ljava/lang/Object;)V", enterTwice))
                .getMethod("run", Object.class).invoke(null, lock);
        assertFalse(Thread.holdsLock(lock));
        assertTrue(TestMonitors.holds(lock));
    }

    @Test
    void finalizersAreHiddenFromTheHost() throws ReflectiveOperationException {
        byte[] classFile = Assembly.type(Opcodes.V17, writer -> {
            MethodVisitor code = writer.visitMethod(Opcodes.ACC_PROTECTED, "finalize", "()V", null, null);
            code.visitCode();
            code.visitVarInsn(Opcodes.ALOAD, 0);
            code.visitMethodInsn(Opcodes.INVOKESPECIAL, "java/lang/Object", "finalize", "()V", false);
            code.visitVarInsn(Opcodes.ALOAD, 0);
            code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, Assembly.INTERNAL, "finalize", "()V", false);
            code.visitInsn(Opcodes.RETURN);
            code.visitMaxs(0, 0);
            code.visitEnd();
        });
        Class<?> type = Assembly.instrumented(classFile);
        assertNotNull(type.getDeclaredMethod("$finalize"));
        assertThrows(NoSuchMethodException.class, () -> type.getDeclaredMethod("finalize"));
    }

    /** Otherwise a loop could move the bound of its own chunks. */
    @Test
    void codeThatUsesMoreLocalsThanItDeclaresIsRefused() {
        byte[] classFile = Assembly.oldMethod("()V", 1, 1, code -> {
            code.visitInsn(Opcodes.ICONST_0);
            code.visitVarInsn(Opcodes.ISTORE, 1);
            code.visitInsn(Opcodes.RETURN);
        });
        assertThrows(VerifyError.class, () -> ClassCodec.instrument(classFile, GuestLoader.options()));
    }

    @Test
    void runtimeClassesAreLeftAlone() {
        byte[] poll = GuestLoader.bytes(TestPoll.class);
        assertEquals(ClassCodec.read(poll).methods.stream().mapToInt(m -> m.instructions.size()).sum(),
                ClassCodec.read(ClassCodec.instrument(poll, GuestLoader.options())).methods.stream()
                        .mapToInt(m -> m.instructions.size()).sum());
    }
}
