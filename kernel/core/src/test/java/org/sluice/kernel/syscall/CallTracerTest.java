package org.sluice.kernel.syscall;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.sluice.abi.Call;
import org.sluice.abi.Errno;
import org.sluice.abi.SystemCalls;
import org.sluice.kernel.TestKernel;
import org.sluice.kernel.file.FileSession;
import org.sluice.kernel.handle.OpenObject;
import org.sluice.kernel.handle.Rights;
import org.sluice.kernel.process.Process;

/** Can every system call be shown, whatever it is given? */
class CallTracerTest {
    /** Text the process wrote to handle 2. */
    private static final class Sink extends FileSession {
        final StringBuilder text = new StringBuilder();

        @Override
        public int write(byte[] buffer, int offset, int length) {
            text.append(new String(buffer, offset, length, StandardCharsets.UTF_8));
            return length;
        }

        @Override
        public void stat(long[] stat) {
        }

        @Override
        public String path() {
            return "sink";
        }
    }

    private static Object sample(Class<?> type) {
        return switch (type.getSimpleName()) {
            case "int" -> 7;
            case "long" -> 8L;
            case "boolean" -> true;
            case "String" -> "te\"xt\n" + "long".repeat(20);
            case "byte[]" -> new byte[] {1, 'a'};
            case "int[]" -> new int[] {1, -1};
            case "long[]" -> new long[20];
            case "String[]" -> new String[] {"a", null};
            case "MemorySegment[]" -> new java.lang.foreign.MemorySegment[] {java.lang.foreign.MemorySegment.NULL, null};
            case "Runnable" -> (Runnable) () -> { };
            case "Object" -> new Object();
            default -> throw new AssertionError("no sample of " + type);
        };
    }

    @Test
    void everySystemCallIsShownWithNameArgumentsAndResult() throws Exception {
        try (TestKernel machine = new TestKernel(1)) {
            machine.run(() -> {
                Process process = machine.process("p");
                Sink sink = new Sink();
                process.handles().place(new OpenObject<FileSession>(sink, Rights.WRITE, () -> { }), 2);
                SystemCalls silent = (SystemCalls) Proxy.newProxyInstance(getClass().getClassLoader(),
                    new Class<?>[] {SystemCalls.class}, (p, method, args) -> method.getReturnType() == int.class ? (Object) (-Errno.ENOENT)
                        : method.getReturnType() == long.class ? (Object) 5L : null);
                SystemCalls traced = CallTracer.wrap(silent, process);
                int shown = 0;
                for (Method method : SystemCalls.class.getMethods()) {
                    if (!method.isAnnotationPresent(Call.class)) {
                        continue;
                    }
                    for (boolean nulls : new boolean[] {false, true}) {
                        sink.text.setLength(0);
                        Object[] arguments = new Object[method.getParameterCount()];
                        for (int i = 0; i < arguments.length; i++) {
                            Class<?> type = method.getParameterTypes()[i];
                            arguments[i] = nulls && !type.isPrimitive() ? null : sample(type);
                        }
                        method.invoke(traced, arguments);
                        if (method.getName().equals("poll")) {
                            assertEquals("", sink.text.toString());
                            continue;
                        }
                        String result = method.getReturnType() == void.class ? "?" : method.getReturnType() == long.class ? "5"
                            : "-1 ENOENT (No such file or directory)";
                        String line = sink.text.toString();
                        assertTrue(line.startsWith(method.getName() + "(") && line.endsWith(") = " + result + "\n"), line);
                        assertEquals(1, line.lines().count(), line);
                        shown++;
                    }
                }
                assertTrue(shown > 100);
            });
        }
    }

    @Test
    void processWithoutHandleTwoRunsOn() throws Exception {
        try (TestKernel machine = new TestKernel(1)) {
            machine.run(() -> {
                SystemCalls calls = (SystemCalls) Proxy.newProxyInstance(getClass().getClassLoader(),
                    new Class<?>[] {SystemCalls.class}, (p, method, args) -> 3);
                assertEquals(3, CallTracer.wrap(calls, machine.process("p")).getpid());
            });
        }
    }
}
