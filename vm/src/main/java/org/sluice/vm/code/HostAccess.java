package org.sluice.vm.code;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;

/** Reaches members of the host that the library needs and no module exports. */
final class HostAccess {
    /** A lookup that may reach every member. */
    static final MethodHandles.Lookup TRUSTED;
    private static final MethodHandle EXPORT;

    static {
        try {
            Field field = MethodHandles.Lookup.class.getDeclaredField("IMPL_LOOKUP");
            field.setAccessible(true);
            TRUSTED = (MethodHandles.Lookup) field.get(null);
            EXPORT = TRUSTED.findVirtual(Module.class, "implAddExports", MethodType.methodType(void.class, String.class,
                Module.class));
        } catch (ReflectiveOperationException | RuntimeException e) {
            throw new ExceptionInInitializerError(new IllegalStateException(
                "the JVM was not started with the options of " + JvmOptions.class.getName(), e));
        }
    }

    private HostAccess() {
    }

    /** Lets the classes of a module use public classes of a package of {@code java.base}. */
    static void export(String packageName, Module to) {
        try {
            EXPORT.invokeExact(Object.class.getModule(), packageName, to);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
