package guest.bridge;

import guest.rt.Monitors;
import guest.rt.Names;
import guest.rt.Threads;
import java.lang.annotation.Annotation;
import java.lang.invoke.MethodHandleInfo;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.VarHandle;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Type;

/** Bridges of Object: text without names of the host, and waiting on the process' own monitors. */
public final class B_java_lang_Object {
    private static final long NANOS_PER_MILLI = 1_000_000;

    private B_java_lang_Object() {
    }

    public static String toString(Object o) {
        if (o instanceof String s) {
            return s;
        }
        if (o instanceof Class<?> c) {
            return B_java_lang_Class.toString(c);
        }
        if (o instanceof Throwable t) {
            return B_java_lang_Throwable.toString(t);
        }
        String text = o.toString();
        if (o instanceof AnnotatedElement || o instanceof Type || o instanceof Annotation || o instanceof MethodType
            || o instanceof MethodHandles.Lookup || o instanceof MethodHandleInfo || o instanceof VarHandle
            || o.getClass().isArray() || o instanceof StackTraceElement) {
            return Names.in(text);
        }
        return text;
    }

    public static String super_toString(Object o) {
        return Names.ofClass(o.getClass()) + "@" + Integer.toHexString(o.hashCode());
    }

    public static void wait(Object o) throws InterruptedException {
        Threads.await(o, 0);
    }

    public static void wait(Object o, long millis) throws InterruptedException {
        wait(o, millis, 0);
    }

    public static void wait(Object o, long millis, int nanos) throws InterruptedException {
        if (millis < 0) {
            throw new IllegalArgumentException("timeout value is negative");
        }
        if (nanos < 0 || nanos > 999_999) {
            throw new IllegalArgumentException("nanosecond timeout value out of range");
        }
        boolean endless = millis > Long.MAX_VALUE / NANOS_PER_MILLI - 1;
        Threads.await(o, endless ? 0 : millis * NANOS_PER_MILLI + nanos);
    }

    public static void notify(Object o) {
        Monitors.wake(o, false);
    }

    public static void notifyAll(Object o) {
        Monitors.wake(o, true);
    }
}
