package org.sluice.kernel.syscall;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import org.sluice.abi.Errno;
import org.sluice.abi.SystemCalls;
import org.sluice.kernel.CallFailed;
import org.sluice.kernel.file.FileSession;
import org.sluice.kernel.handle.OpenObject;
import org.sluice.kernel.handle.Rights;
import org.sluice.kernel.process.Process;

/**
 * Writes each system call of a process as {@code strace} shows it, to the process' handle 2. What it knows of a call it reads
 * off {@link SystemCalls}, so a new call is traced without a line here.
 */
public final class CallTracer {
    private static final int MAX_TEXT = 32;

    private CallTracer() {
    }

    /** A system-call table that traces and passes on. The calls of the poll's slow path are left out: they are not the program's. */
    public static SystemCalls wrap(SystemCalls calls, Process process) {
        return (SystemCalls) Proxy.newProxyInstance(CallTracer.class.getClassLoader(), new Class<?>[] {SystemCalls.class},
            (proxy, method, arguments) -> {
                if (method.getDeclaringClass() == Object.class || method.getName().equals("poll")) {
                    return invoke(calls, method, arguments);
                }
                if (method.getName().equals("exit")) {
                    emit(process, describe(method, arguments) + " = ?\n");
                    return invoke(calls, method, arguments);
                }
                Object result = invoke(calls, method, arguments);
                emit(process, describe(method, arguments) + " = " + result(((Number) result).longValue()) + "\n");
                return result;
            });
    }

    private static Object invoke(SystemCalls calls, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(calls, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static String result(long value) {
        return value < 0 && value > -4096 ? "-1 " + Errno.name((int) -value) + " (" + Errno.message((int) -value) + ")"
            : Long.toString(value);
    }

    private static String describe(Method method, Object[] arguments) {
        StringBuilder text = new StringBuilder(method.getName()).append('(');
        Parameter[] parameters = method.getParameters();
        for (int i = 0; i < parameters.length; i++) {
            text.append(i == 0 ? "" : ", ").append(value(arguments[i]));
        }
        return text.append(')').toString();
    }

    private static String value(Object argument) {
        return switch (argument) {
            case null -> "NULL";
            case String s -> quote(s);
            case byte[] b -> b.length <= MAX_TEXT ? quote(new String(b, StandardCharsets.ISO_8859_1)) : "byte[" + b.length + "]";
            case int[] a -> a.length <= 8 ? java.util.Arrays.toString(a) : "int[" + a.length + "]";
            case long[] a -> a.length <= 8 ? java.util.Arrays.toString(a) : "long[" + a.length + "]";
            case String[] a -> {
                StringBuilder text = new StringBuilder("[");
                for (int i = 0; i < a.length && i < 8; i++) {
                    text.append(i == 0 ? "" : ", ").append(value(a[i]));
                }
                yield text.append(a.length > 8 ? ", ...]" : "]").toString();
            }
            case Number n -> n.toString();
            case Boolean b -> b.toString();
            default -> "0x" + Integer.toHexString(System.identityHashCode(argument));
        };
    }

    private static String quote(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length() && i < MAX_TEXT; i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\n' -> quoted.append("\\n");
                case '\t' -> quoted.append("\\t");
                case '\r' -> quoted.append("\\r");
                case '"', '\\' -> quoted.append('\\').append(c);
                default -> {
                    if (c < ' ' || c == 127) {
                        quoted.append("\\x").append(Integer.toHexString(c + 256).substring(1));
                    } else {
                        quoted.append(c);
                    }
                }
            }
        }
        return quoted.append(text.length() > MAX_TEXT ? "\"..." : "\"").toString();
    }

    private static void emit(Process process, String line) {
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        try {
            OpenObject<FileSession> out = process.handles().use(2, FileSession.class, Rights.WRITE);
            try {
                out.object().write(bytes, 0, bytes.length);
            } finally {
                out.release();
            }
        } catch (CallFailed closed) {
            // A program that closed its handle 2 is traced to nowhere.
        }
    }
}
