package org.sluice.vm.code;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** Defines a class once when several threads try; loaders take no lock of the host, on which a guest thread could hang. */
final class Definitions {
    /** {@code ClassLoader.defineClass} of a loader. */
    interface Definer {
        Class<?> define(String name, byte[] bytes, int offset, int length);
    }

    private Definitions() {
    }

    static Class<?> define(ClassLoader loader, String name, byte[] bytes, AtomicInteger count, Definer definer,
        Function<String, Class<?>> loaded) {
        try {
            Class<?> c = definer.define(name, bytes, 0, bytes.length);
            count.incrementAndGet();
            return c;
        } catch (LinkageError e) {
            Class<?> other = loaded.apply(name);
            if (other == null) {
                throw e;
            }
            return other;
        }
    }
}
