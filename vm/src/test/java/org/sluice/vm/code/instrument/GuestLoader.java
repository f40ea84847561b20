package org.sluice.vm.code.instrument;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Defines classes of this package anew, changed on the way; everything else comes from the test's own loader. */
final class GuestLoader extends ClassLoader {
    private static final String RUNTIME = "org/sluice/vm/code/instrument/Test";

    private final String prefix;
    private final UnaryOperator<byte[]> change;
    private final Map<String, byte[]> given;

    private GuestLoader(String prefix, UnaryOperator<byte[]> change, Map<String, byte[]> given) {
        super(GuestLoader.class.getClassLoader());
        this.prefix = prefix;
        this.change = change;
        this.given = given;
    }

    /** Options that call the stand-ins of the runtime. */
    static Options options() {
        return new Options(RUNTIME + "Poll", RUNTIME + "Monitors", RUNTIME + "Heap", true, true, true, true, true, Options.CHUNK, true);
    }

    /** A copy of {@code type} (and of the classes nested in it) as it was compiled. */
    static Class<?> original(Class<?> type) {
        return load(new GuestLoader(type.getName(), UnaryOperator.identity(), Map.of()), type.getName());
    }

    /** An instrumented copy of {@code type} and of the classes nested in it. */
    static Class<?> instrumented(Class<?> type, Options options) {
        return load(new GuestLoader(type.getName(), bytes -> ClassCodec.instrument(bytes, options), Map.of()), type.getName());
    }

    /** Defines and links a class from bytes as they are. */
    static Class<?> define(String name, byte[] bytes) {
        Class<?> type = load(new GuestLoader(name, UnaryOperator.identity(), Map.of(name, bytes)), name);
        type.getDeclaredMethods();
        return type;
    }

    static byte[] bytes(Class<?> type) {
        return read(type.getName());
    }

    private static Class<?> load(GuestLoader loader, String name) {
        try {
            return loader.loadClass(name);
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] read(String name) {
        try (InputStream in = GuestLoader.class.getResourceAsStream("/" + name.replace('.', '/') + ".class")) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.equals(prefix) && !name.startsWith(prefix + "$")) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> known = findLoadedClass(name);
            if (known != null) {
                return known;
            }
            byte[] bytes = given.containsKey(name) ? given.get(name) : change.apply(read(name));
            return defineClass(name, bytes, 0, bytes.length);
        }
    }
}
