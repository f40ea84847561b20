package org.sluice.vm.cpu;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.util.concurrent.Executor;

/**
 * The one place that reaches into the host for virtual threads with a scheduler of our own. JDK 25 has the constructor but
 * no public way to it; a JDK that refuses is named in the error.
 */
final class VirtualThreads {
    private static final MethodHandle BUILDER;
    private static final MethodHandle TAKE_PERMIT;
    private static final MethodHandle SET_STATE;
    private static final MethodHandle YIELD;
    private static final int RUNNING;
    private static final int PARKING;

    static {
        try {
            // The host's trusted lookup: the one thing that java.base has to open to this module.
            Field trusted = MethodHandles.Lookup.class.getDeclaredField("IMPL_LOOKUP");
            trusted.setAccessible(true);
            MethodHandles.Lookup lookup = (MethodHandles.Lookup) trusted.get(null);
            BUILDER = lookup.findConstructor(Class.forName("java.lang.ThreadBuilders$VirtualThreadBuilder"),
                MethodType.methodType(void.class, Executor.class))
                .asType(MethodType.methodType(Thread.Builder.OfVirtual.class, Executor.class));
            Class<?> virtual = Class.forName("java.lang.VirtualThread");
            TAKE_PERMIT = method(lookup, virtual, "getAndSetParkPermit", boolean.class, boolean.class);
            SET_STATE = method(lookup, virtual, "setState", void.class, int.class);
            YIELD = method(lookup, virtual, "yieldContinuation", boolean.class);
            RUNNING = (int) lookup.findStaticGetter(virtual, "RUNNING", int.class).invokeExact();
            PARKING = (int) lookup.findStaticGetter(virtual, "PARKING", int.class).invokeExact();
        } catch (Throwable e) {
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

    private static MethodHandle method(MethodHandles.Lookup lookup, Class<?> owner, String name, Class<?> result,
                                       Class<?>... parameters) throws ReflectiveOperationException {
        MethodType type = MethodType.methodType(result, parameters);
        return lookup.findVirtual(owner, name, type).asType(type.insertParameterTypes(0, Thread.class));
    }

    /** Takes the calling virtual thread's permit; false if it had none. */
    static boolean takePermit(Thread current) {
        try {
            return (boolean) TAKE_PERMIT.invokeExact(current, false);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Parks the calling virtual thread as {@code LockSupport.park} does, unless it is pinned: the host's own park would then
     * block the carrier without a word, and its {@code Continuation.isPinned} answers true for every caller.
     *
     * @return false if the thread is pinned and did not park
     */
    static boolean tryPark(Thread current) {
        try {
            if (takePermit(current)) {
                return true;
            }
            SET_STATE.invokeExact(current, PARKING);
            boolean parked = false;
            try {
                parked = (boolean) YIELD.invokeExact(current);
            } finally {
                if (!parked) {
                    SET_STATE.invokeExact(current, RUNNING);
                }
            }
            return parked;
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
