package org.sluice.vm.code;

/**
 * Defines classes of a program: those on its class path, translated as they are loaded, or those that a class loader of the
 * program's own defines. Core and library names are answered by the library, never by the program or the host.
 */
abstract class ProgramLoader extends ClassLoader {
    static {
        registerAsParallelCapable();
    }

    private final LibraryLoader library;
    private final LibraryIndex index;
    final java.util.concurrent.atomic.AtomicInteger defined;
    final TranslationCache cache;

    ProgramLoader(String name, LibraryLoader library, LibraryIndex index, TranslationCache cache,
        java.util.concurrent.atomic.AtomicInteger defined) {
        super(name, library);
        this.library = library;
        this.index = index;
        this.cache = cache;
        this.defined = defined;
    }

    @Override
    protected final Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        Class<?> c = findLoadedClass(name);
        if (c != null) {
            return c;
        }
        String internal = name.replace('.', '/');
        if (internal.startsWith(GuestNames.PREFIX) || internal.startsWith("org/sluice/abi/")) {
            return library.loadClass(name);
        }
        if (internal.startsWith(GuestNames.DENIED)) {
            throw new ClassNotFoundException(name.substring(GuestNames.DENIED.length()));
        }
        if (index.isJdk(internal)) {
            if (index.decisions().isCore(internal)) {
                return Class.forName(name, false, null);
            }
            throw new ClassNotFoundException(name);
        }
        return findProgramClass(name, internal);
    }

    /** Finds a class that is neither core nor library. */
    abstract Class<?> findProgramClass(String name, String internal) throws ClassNotFoundException;

    final Class<?> loaded(String name) {
        return findLoadedClass(name);
    }

    /** Translates and defines; a second definition of the name fails. */
    final Class<?> translateAndDefine(String name, byte[] classFile) {
        byte[] translated = cache.translated(classFile);
        Class<?> c = defineClass(name, translated, 0, translated.length);
        defined.incrementAndGet();
        return c;
    }

    /** Defines; when another thread was first, its class is the result. */
    final Class<?> defineOnce(String name, byte[] classFile) {
        byte[] translated = cache.translated(classFile);
        return Definitions.define(this, name, translated, defined, this::defineClass, this::findLoadedClass);
    }
}
