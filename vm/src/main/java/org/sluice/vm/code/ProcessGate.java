package org.sluice.vm.code;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.sluice.vm.code.gate.Gate;
import org.sluice.vm.code.gate.Resolver;

/** The services of one name space for its library. */
final class ProcessGate implements Gate {
    private static final StackWalker WALKER = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

    private final ClassArchive archive;
    private final LibraryIndex index;
    private final TranslationCache cache;
    private final LibraryLoader library;
    private final ApplicationLoader application;
    private final ProgramSource program;
    private final Object systemCalls;
    private final PagedMemory memory;
    private final AtomicInteger defined;

    ProcessGate(ClassArchive archive, TranslationCache cache, LibraryLoader library, ApplicationLoader application,
        ProgramSource program, Object systemCalls, PagedMemory memory, AtomicInteger defined) {
        this.archive = archive;
        this.index = archive.index();
        this.cache = cache;
        this.library = library;
        this.application = application;
        this.program = program;
        this.systemCalls = systemCalls;
        this.memory = memory;
        this.defined = defined;
    }

    @Override
    public Object systemCalls() {
        return systemCalls;
    }

    @Override
    public long memoryBase() {
        return memory.base();
    }

    @Override
    public long[] translations() {
        return memory.words();
    }

    @Override
    public Class<?> find(String name, boolean guest, Object loader, boolean initialize) throws ClassNotFoundException {
        String internal = name.replace('.', '/');
        String element = internal.startsWith("[") ? internal.substring(internal.lastIndexOf('[') + 1) : internal;
        if (name.indexOf('/') >= 0 || element.startsWith("L" + GuestNames.PREFIX) || element.startsWith(GuestNames.PREFIX)) {
            throw new ClassNotFoundException(name);
        }
        String host = index.map(internal, guest).replace('/', '.');
        ClassLoader from = loader == null ? library : (ClassLoader) loader;
        try {
            return Class.forName(host, initialize, from);
        } catch (ClassNotFoundException e) {
            throw new ClassNotFoundException(name, e.getCause());
        }
    }

    @Override
    public Object applicationLoader() {
        return application;
    }

    @Override
    public Object libraryLoader() {
        return library;
    }

    @Override
    public Object newLoader(Resolver resolver) {
        return new GuestLoaderPeer(library, index, cache, resolver, defined);
    }

    @Override
    public Resolver resolver(Object loader) {
        return loader instanceof GuestLoaderPeer peer ? peer.resolver() : null;
    }

    @Override
    public Class<?> define(Object loader, String name, byte[] bytes, int offset, int length) {
        return ((ProgramLoader) loader).translateAndDefine(name, Arrays.copyOfRange(bytes, offset, offset + length));
    }

    @Override
    public byte[] translate(byte[] classFile) {
        return cache.translated(classFile);
    }

    @Override
    public Class<?> loaded(Object loader, String name) {
        return ((ProgramLoader) loader).loaded(name);
    }

    @Override
    public byte[] resource(String name, boolean ofLibrary) {
        if (!ofLibrary) {
            return program.find(name);
        }
        return name.endsWith(".class") || name.startsWith("META-INF/sluice/") ? null : archive.find(name);
    }

    @Override
    public byte[][] resources(String name) {
        return program.findAll(name).toArray(byte[][]::new);
    }

    @Override
    public String location(String name) {
        return program.location(name);
    }

    @Override
    public boolean isCore(Class<?> c) {
        return index.decisions().isCore(c.getName().replace('.', '/'));
    }

    @Override
    public boolean isRefused(Class<?> core, String method) {
        return index.decisions().isRefused(core.getName().replace('.', '/'), method);
    }

    @Override
    public MethodHandles.Lookup lookup(Class<?> caller) {
        return HostAccess.TRUSTED.in(caller);
    }

    @Override
    public boolean isVisible(Class<?> c) {
        Class<?> element = c;
        while (element.isArray()) {
            element = element.componentType();
        }
        String name = GuestNames.toGuest(element.getName()).replace('.', '/');
        if (name.startsWith("rt/") || name.startsWith("bridge/")) {
            return element.getClassLoader() != library;
        }
        return element.isPrimitive() || !index.isJdk(name) || index.isVisible(name);
    }

    @Override
    public MethodHandle hostStatic(String cls, String name, MethodType type) {
        try {
            return HostAccess.TRUSTED.findStatic(Class.forName(cls, true, null), name, type);
        } catch (ReflectiveOperationException e) {
            throw new NoSuchMethodError(cls + "." + name + type);
        }
    }

    @Override
    public MethodHandle hostSpecial(String cls, String name, MethodType type) {
        try {
            Class<?> c = Class.forName(cls, true, null);
            return HostAccess.TRUSTED.findSpecial(c, name, type, c);
        } catch (ReflectiveOperationException e) {
            throw new NoSuchMethodError(cls + "." + name + type);
        }
    }

    @Override
    public Object[][] frames() {
        return WALKER.walk(frames -> frames.skip(1).map(f -> new Object[] {f.getDeclaringClass(), f.getMethodType(),
            f.getByteCodeIndex(), f.toStackTraceElement()}).toArray(Object[][]::new));
    }

    @Override
    public Class<?> caller(int depth) {
        return WALKER.walk(frames -> frames.skip(depth + 1L).findFirst()).map(StackWalker.StackFrame::getDeclaringClass)
            .orElse(null);
    }

    @Override
    public int definedClasses() {
        return defined.get();
    }
}
