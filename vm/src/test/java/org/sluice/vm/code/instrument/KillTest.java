package org.sluice.vm.code.instrument;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** However a program resists, once it is to be killed the next polls throw and no handler holds them. */
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class KillTest {
    private static final long POLLS_BEFORE_KILL = 8_000;

    /** Bound on throws: one for each frame that is left, and the stack is this many bytes. */
    private static final long STACK = 256 << 10;

    static Stream<String> programs() {
        return Arrays.stream(Hostile.class.getDeclaredMethods()).filter(m -> Modifier.isPublic(m.getModifiers()))
                .map(Method::getName).sorted();
    }

    @ParameterizedTest
    @MethodSource("programs")
    void hostileProgramEnds(String name) throws Exception {
        Class<?> hostile = GuestLoader.instrumented(Hostile.class, GuestLoader.options());
        killed(hostile.getMethod(name));
    }

    @ParameterizedTest
    @MethodSource("programs")
    void hostileProgramEndsWithoutStripMining(String name) throws Exception {
        Class<?> hostile = GuestLoader.instrumented(Hostile.class, GuestLoader.options().withStripMining(false));
        killed(hostile.getMethod(name));
    }

    @Test
    void handlerThatCoversItselfDoesNotHoldAKill() throws Exception {
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_FRAMES);
        String name = "org.sluice.vm.code.instrument.SelfCovering";
        writer.visit(Opcodes.V1_8, Opcodes.ACC_PUBLIC, name.replace('.', '/'), null, "java/lang/Object", null);
        MethodVisitor code = writer.visitMethod(Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC, "run", "()V", null, null);
        code.visitCode();
        Label start = new Label();
        Label end = new Label();
        code.visitTryCatchBlock(start, end, start, null);
        code.visitInsn(Opcodes.ACONST_NULL);
        code.visitLabel(start);
        code.visitInsn(Opcodes.POP);
        code.visitInsn(Opcodes.ACONST_NULL);
        code.visitInsn(Opcodes.ATHROW);
        code.visitLabel(end);
        code.visitMaxs(0, 0);
        writer.visitEnd();
        byte[] instrumented = ClassCodec.instrument(writer.toByteArray(), GuestLoader.options());
        killed(GuestLoader.define(name, instrumented).getMethod("run"));
    }

    private static void killed(Method program) throws InterruptedException {
        TestMonitors.reset();
        TestPoll.setFlag(1);
        TestPoll.reset(POLLS_BEFORE_KILL);
        AtomicReference<Throwable> end = new AtomicReference<>();
        Thread thread = new Thread(null, () -> {
            try {
                program.invoke(null);
            } catch (InvocationTargetException e) {
                end.set(e.getCause());
            } catch (Throwable e) {
                end.set(e);
            } finally {
                TestPoll.outcome().countDown();
            }
        }, program.getName(), STACK);
        thread.setDaemon(true);
        thread.start();
        TestPoll.outcome().await();
        assertTrue(TestPoll.thrown() <= STACK / 16, () -> "kill was caught again and again: " + TestPoll.thrown());
        assertNotNull(end.get(), "the program returned");
        Throwable cause = end.get() instanceof ExceptionInInitializerError wrapped ? wrapped.getCause() : end.get();
        assertEquals(TestPoll.Kill.class, cause.getClass(), () -> "ended by " + end.get());
    }
}
