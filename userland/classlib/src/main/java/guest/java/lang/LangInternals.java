package guest.java.lang;

import guest.java.nio.charset.CharacterCodingException;
import guest.java.nio.charset.Charset;
import guest.java.security.ProtectionDomain;
import guest.java.util.concurrent.ConcurrentHashMap;
import guest.java.util.concurrent.Executor;
import guest.java.util.stream.Stream;
import guest.jdk.internal.access.JavaLangAccess;
import guest.jdk.internal.misc.CarrierThreadLocal;
import guest.jdk.internal.vm.StackableScope;
import guest.jdk.internal.vm.ThreadContainer;
import guest.rt.Host;
import guest.rt.Kernel;
import guest.rt.Lang;
import guest.rt.Threads;
import guest.rt.Partial;
import guest.sun.nio.ch.Interruptible;
import java.lang.reflect.Method;

/** Opens {@code guest.java.lang} to run-time support and, as the JDK does, to the library's other packages. */
@Partial
abstract class LangInternals extends Lang implements JavaLangAccess {
    /** Makes the instance; the class is abstract for the compiler only. */
    static LangInternals create() {
        return (LangInternals) Host.allocate(LangInternals.class);
    }

    // ------------------------------------------------------------------ run-time support

    @Override
    public Thread attachMain() {
        return Thread.attachMain();
    }

    @Override
    public Object host(Thread thread) {
        return thread.host();
    }

    @Override
    public void uncaught(Thread thread, Throwable e) {
        thread.dispatchUncaught(e);
    }

    @Override
    public void awaitOthers() {
        ThreadTable.awaitOthers();
    }

    @Override
    public void exit(int status) {
        Runtime.getRuntime().exit(status);
    }

    @Override
    public void environment(String[] env, String program) {
        ProcessEnvironment.set(env);
    }

    @Override
    public void flush() {
        System.out.flush();
        System.err.flush();
    }

    @Override
    public ClassLoader loader(Object host) {
        return ClassLoader.of(host);
    }

    @Override
    public Object hostLoader(ClassLoader guest) {
        return guest == null ? Kernel.GATE.libraryLoader() : guest.host();
    }

    @Override
    public Module module(Class<?> c) {
        if (c == null || c.isPrimitive()) {
            return Module.BASE;
        }
        ClassLoader loader = ClassLoader.of(Host.loader(c));
        return loader == null ? Module.BASE : loader.getUnnamedModule();
    }

    @Override
    public Package packageOf(Class<?> c) {
        if (c.isPrimitive() || c.isArray()) {
            return null;
        }
        ClassLoader loader = ClassLoader.of(Host.loader(c));
        return loader == null ? new Package(c.getPackageName(), null) : loader.packageOf(c.getPackageName());
    }

    @Override
    public Class<?> define(ClassLoader loader, String name, byte[] bytes, int offset, int length) {
        return Kernel.GATE.define(hostLoader(loader), name, bytes, offset, length);
    }

    @Override
    public void park(long nanos) {
        Thread me = Thread.currentThread();
        if (me.permit || me.interrupted) {
            me.permit = false;
            return;
        }
        me.parked = true;
        Kernel.CALLS.park(nanos);
        me.parked = false;
        if (!me.permit && !me.interrupted) {
            Threads.dropStaleInterrupt();
        }
        me.permit = false;
    }

    @Override
    public void unpark(Thread thread) {
        thread.permit = true;
        if (thread.tid != 0) {
            Kernel.CALLS.unpark(thread.tid);
        }
    }

    @Override
    public void setBlocker(Thread thread, Object blocker) {
        thread.parkBlocker = blocker;
    }

    @Override
    public Object blocker(Thread thread) {
        return thread.parkBlocker;
    }

    @Override
    public boolean isInterrupted() {
        return Thread.currentThread().interrupted;
    }

    @Override
    public void clearInterrupt() {
        Thread.currentThread().clearInterrupt();
    }

    @Override
    public JavaLangAccess internals() {
        return this;
    }

    // ------------------------------------------------------------------ strings

    @Override
    public int uncheckedCountPositives(byte[] bytes, int offset, int length) {
        return Host.LANG.uncheckedCountPositives(bytes, offset, length);
    }

    @Override
    public int countNonZeroAscii(String text) {
        return Host.LANG.countNonZeroAscii(text);
    }

    @Override
    public String uncheckedNewStringNoRepl(byte[] bytes, Charset charset) throws CharacterCodingException {
        return charset.newDecoder().decode(guest.java.nio.ByteBuffer.wrap(bytes)).toString();
    }

    @Override
    public byte[] uncheckedGetBytesNoRepl(String text, Charset charset) throws CharacterCodingException {
        guest.java.nio.ByteBuffer encoded = charset.newEncoder().encode(guest.java.nio.CharBuffer.wrap(text));
        byte[] bytes = new byte[encoded.remaining()];
        encoded.get(bytes);
        return bytes;
    }

    @Override
    public String newStringUTF8NoRepl(byte[] bytes, int offset, int length) {
        return Host.LANG.newStringUTF8NoRepl(bytes, offset, length);
    }

    @Override
    public byte[] getBytesUTF8NoRepl(String text) {
        return Host.LANG.getBytesUTF8NoRepl(text);
    }

    @Override
    public char uncheckedGetUTF16Char(byte[] bytes, int index) {
        return Host.LANG.uncheckedGetUTF16Char(bytes, index);
    }

    @Override
    public void uncheckedPutCharUTF16(byte[] bytes, int index, int c) {
        Host.LANG.uncheckedPutCharUTF16(bytes, index, c);
    }

    @Override
    public void uncheckedInflateBytesToChars(byte[] from, int offset, char[] to, int toOffset, int length) {
        Host.LANG.uncheckedInflateBytesToChars(from, offset, to, toOffset, length);
    }

    @Override
    public int uncheckedDecodeASCII(byte[] from, int offset, char[] to, int toOffset, int length) {
        return Host.LANG.uncheckedDecodeASCII(from, offset, to, toOffset, length);
    }

    @Override
    public int uncheckedEncodeASCII(char[] from, int offset, byte[] to, int toOffset, int length) {
        return Host.LANG.uncheckedEncodeASCII(from, offset, to, toOffset, length);
    }

    @Override
    public String join(String prefix, String suffix, String delimiter, String[] elements, int size) {
        return Host.LANG.join(prefix, suffix, delimiter, elements, size);
    }

    @Override
    public String concat(String prefix, Object value, String suffix) {
        return prefix + value + suffix;
    }

    @Override
    public byte stringCoder(String text) {
        return Host.LANG.stringCoder(text);
    }

    @Override
    public byte stringInitCoder() {
        return Host.LANG.stringInitCoder();
    }

    @Override
    public boolean bytesCompatible(String text, Charset charset) {
        return false;
    }

    // ------------------------------------------------------------------ classes

    @Override
    public <E extends Enum<E>> E[] getEnumConstantsShared(Class<E> type) {
        return Host.LANG.getEnumConstantsShared(type);
    }

    @Override
    public Class<?> defineClass(ClassLoader loader, String name, byte[] bytes, ProtectionDomain domain, String source) {
        return Kernel.GATE.define(hostLoader(loader), name, bytes, 0, bytes.length);
    }

    @Override
    public Class<?> findBootstrapClassOrNull(String name) {
        try {
            return Kernel.GATE.find(name, false, null, false);
        } catch (ClassNotFoundException e) {
            return null;
        }
    }

    @Override
    public ConcurrentHashMap<?, ?> createOrGetClassLoaderValueMap(ClassLoader loader) {
        return loader.values();
    }

    @Override
    public ProtectionDomain protectionDomain(Class<?> c) {
        return null;
    }

    @Override
    public Package definePackage(ClassLoader loader, String name, Module module) {
        return loader.packageOf(name);
    }

    @Override
    public int classFileVersion(Class<?> c) {
        return Host.LANG.classFileVersion(c);
    }

    @Override
    public guest.java.util.List<Method> getDeclaredPublicMethods(Class<?> c, String name, Class<?>... parameters) {
        guest.java.util.List<Method> found = new guest.java.util.ArrayList<>();
        for (Method m : c.getMethods()) {
            if (m.getDeclaringClass() == c && m.getName().equals(name)
                && guest.java.util.Arrays.equals(m.getParameterTypes(), parameters)) {
                found.add(m);
            }
        }
        return found;
    }

    @Override
    public void setCause(Throwable thrown, Throwable cause) {
        Host.LANG.setCause(thrown, cause);
    }

    // ------------------------------------------------------------------ modules: all one

    @Override
    public void addReads(Module from, Module to) {
    }

    @Override
    public void addReadsAllUnnamed(Module from) {
    }

    @Override
    public void addExports(Module from, String name) {
    }

    @Override
    public void addExports(Module from, String name, Module to) {
    }

    @Override
    public void addExportsToAllUnnamed(Module from, String name) {
    }

    @Override
    public void addOpens(Module from, String name, Module to) {
    }

    @Override
    public void addOpensToAllUnnamed(Module from, String name) {
    }

    @Override
    public void addUses(Module from, Class<?> service) {
    }

    @Override
    public Module defineUnnamedModule(ClassLoader loader) {
        return loader == null ? Module.BASE : loader.getUnnamedModule();
    }

    @Override
    public Module addEnableNativeAccess(Module module) {
        return module;
    }

    @Override
    public boolean isReflectivelyExported(Module from, String name, Module to) {
        return from.isExported(name, to);
    }

    @Override
    public boolean isReflectivelyOpened(Module from, String name, Module to) {
        return from.isOpen(name, to);
    }

    @Override
    public Stream<ModuleLayer> layers(ModuleLayer layer) {
        return Stream.of(layer);
    }

    @Override
    public Stream<ModuleLayer> layers(ClassLoader loader) {
        return Stream.empty();
    }

    @Override
    public String getLoaderNameID(ClassLoader loader) {
        return loader == null ? "null" : loader.toString();
    }

    // ------------------------------------------------------------------ threads

    @Override
    public Thread currentCarrierThread() {
        return Thread.currentThread();
    }

    @Override
    public <T> T getCarrierThreadLocal(CarrierThreadLocal<T> local) {
        return (T) ((ThreadLocal<T>) local).getCarrierThreadLocal();
    }

    @Override
    public <T> void setCarrierThreadLocal(CarrierThreadLocal<T> local, T value) {
        ((ThreadLocal<T>) local).setCarrierThreadLocal(value);
    }

    @Override
    public void removeCarrierThreadLocal(CarrierThreadLocal<?> local) {
        ((ThreadLocal<?>) local).removeCarrierThreadLocal();
    }

    @Override
    public void blockedOn(Interruptible blocker) {
        Thread.blockedOn(blocker);
    }

    @Override
    public void registerShutdownHook(int slot, boolean duringShutdown, Runnable hook) {
        Runtime.getRuntime().addLibraryHook(slot, hook);
    }

    @Override
    public Thread[] getAllThreads() {
        return ThreadTable.all();
    }

    @Override
    public ThreadContainer threadContainer(Thread thread) {
        return thread.container;
    }

    @Override
    public void start(Thread thread, ThreadContainer container) {
        thread.start(container);
    }

    @Override
    public StackableScope headStackableScope(Thread thread) {
        return thread.headStackableScope;
    }

    @Override
    public void setHeadStackableScope(StackableScope scope) {
        Thread.currentThread().headStackableScope = scope;
    }

    @Override
    public Object[] scopedValueCache() {
        return Thread.scopedValueCache();
    }

    @Override
    public void setScopedValueCache(Object[] cache) {
        Thread.setScopedValueCache(cache);
    }

    @Override
    public Object scopedValueBindings() {
        return Thread.scopedValueBindings();
    }

    @Override
    public Executor virtualThreadDefaultScheduler() {
        return guest.java.util.concurrent.ForkJoinPool.commonPool();
    }

    @Override
    public guest.java.io.InputStream initialSystemIn() {
        return System.in;
    }

    @Override
    public guest.java.io.PrintStream initialSystemErr() {
        return System.err;
    }
}
