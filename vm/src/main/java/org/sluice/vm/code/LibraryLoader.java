package org.sluice.vm.code;

/**
 * Defines the classes of the library for one process: relinked ones, run-time support and the SDK. Core classes come from the
 * boot loader, system-call types from the loader the kernel shares, and the few host classes that the decision table lists
 * for run-time support from the boot loader; nothing else of the host can be named.
 */
final class LibraryLoader extends ClassLoader {
    static {
        registerAsParallelCapable();
    }

    private final ClassArchive archive;
    private final ClassLoader abi;
    private final java.util.concurrent.atomic.AtomicInteger defined;

    LibraryLoader(ClassArchive archive, ClassLoader abi, java.util.concurrent.atomic.AtomicInteger defined) {
        super("sluice-library", null);
        this.archive = archive;
        this.abi = abi;
        this.defined = defined;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        Class<?> c = findLoadedClass(name);
        if (c != null) {
            return c;
        }
        String internal = name.replace('.', '/');
        if (internal.startsWith(GuestNames.PREFIX)) {
            return define(name, internal);
        }
        if (internal.startsWith("org/sluice/abi/")) {
            return abi.loadClass(name);
        }
        if (internal.startsWith("org/sluice/vm/code/gate/")) {
            return Class.forName(name, false, LibraryLoader.class.getClassLoader());
        }
        LibraryIndex index = archive.index();
        if (index.isJdk(internal)) {
            if (index.decisions().isCore(internal) || index.decisions().isHost(internal)) {
                return Class.forName(name, false, null);
            }
            throw new ClassNotFoundException(name);
        }
        return define(name, internal);
    }

    private Class<?> define(String name, String internal) throws ClassNotFoundException {
        byte[] bytes = archive.find(internal + ".class");
        if (bytes == null) {
            throw new ClassNotFoundException(name);
        }
        return Definitions.define(this, name, bytes, defined, this::defineClass, this::findLoadedClass);
    }
}
