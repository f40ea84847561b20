package org.sluice.vm.cpu;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.util.concurrent.Executor;

/**
 * The one place that reaches into the host for virtual threads with a scheduler of our own. JDK 25 has the constructor but
 * no public way to it; {@link #selfTest} says clearly when a JDK refuses.
 */
final class VirtualThreads {
    private static final MethodHandle BUILDER;
    private static final MethodHandle PINNED;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            Class<?> builder = Class.forName("java.lang.ThreadBuilders$VirtualThreadBuilder");
            Constructor<?> constructor = builder.getDeclaredConstructor(Executor.class);
            constructor.setAccessible(true);
            BUILDER = lookup.unreflectConstructor(constructor)
                .asType(MethodType.methodType(Thread.Builder.OfVirtual.class, Executor.class));
            Class<?> virtualThread = Class.forName("java.lang.VirtualThread");
            var scopeMethod = virtualThread.getDeclaredMethod("continuationScope");
            scopeMethod.setAccessible(true);
            Object scope = scopeMethod.invoke(null);
            Class<?> continuation = Class.forName("jdk.internal.vm.Continuation");
            var isPinned = continuation.getDeclaredMethod("isPinned", scope.getClass());
            isPinned.setAccessible(true);
            PINNED = lookup.unreflect(isPinned).bindTo(scope);
        } catch (ReflectiveOperationException | RuntimeException e) {
            throw new ExceptionInInitializerError(new UnsupportedOperationException(
                "this JDK has no virtual threads with a scheduler of our own (" + Runtime.version()
                    + "); Sluice needs JDK 25 started with the options its launcher gives", e));
        }
    }

    private VirtualThreads() {
    }

    static Thread unstarted(Executor scheduler, String name, Runnable body) {
        try {
            return ((Thread.Builder.OfVirtual) BUILDER.invokeExact(scheduler)).name(name).unstarted(body);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    static boolean pinned() {
        try {
            return (boolean) PINNED.invokeExact();
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
