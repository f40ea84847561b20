package program;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.io.Serializable;
import java.lang.invoke.ConstantBootstraps;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleInfo;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import sun.misc.Unsafe;
import sun.reflect.ReflectionFactory;

/** More ways out of a process: what was found to be open once, and what was looked at beside it. */
public final class Breakouts {
    private static final Object[] NONE = {};

    private interface Attempt {
        /** What was reached, or {@code null} when nothing was. */
        Object run() throws Throwable;
    }

    private interface Invoker {
        Object invoke(Method m, Object receiver, Object[] arguments) throws Exception;
    }

    private interface Maker {
        Object make(Class<?> c) throws Exception;
    }

    static class Plain {
        int number = 5;
        Object reference = "r";
        static int shared = 1;
    }

    static final class Heir extends java.lang.ref.WeakReference<Object> {
        Heir() {
            super(null);
        }
    }

    record Pair(int a, int b) {
    }

    static final class Crowd implements CharSequence {
        @Override
        public int length() {
            return 1;
        }

        @Override
        public char charAt(int index) {
            return 'c';
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return this;
        }

        Object above() {
            return CharSequence.super.chars();
        }
    }

    private Breakouts() {
    }

    private static void attempt(String name, Attempt attempt) {
        String result;
        try {
            Object reached = attempt.run();
            result = reached == null ? "held" : "REACHED " + reached;
        } catch (Throwable e) {
            result = "held by " + e.getClass().getSimpleName();
        }
        System.out.println(name + ": " + result);
    }

    private static void tried(String name, java.util.concurrent.Callable<Object> attempt) {
        attempt(name, attempt::call);
    }

    private static Object marker(Class<?> system) throws Exception {
        return system.getMethod("getProperty", String.class).invoke(null, "sluice.test.marker");
    }

    /** A class by a way of finding it, when it is not one of the guest's own. */
    private static Object foreign(Object found) {
        Class<?> c = (Class<?>) found;
        return c == System.class || c == Thread.class ? null : c;
    }

    private static Unsafe unsafe() throws Exception {
        Field f = Unsafe.class.getDeclaredField("theUnsafe");
        f.setAccessible(true);
        return (Unsafe) f.get(null);
    }

    private static Object own(Lookup l) {
        return l.lookupClass() == Breakouts.class ? null : l;
    }

    private static MethodType type(Class<?> result, Class<?>... parameters) {
        return MethodType.methodType(result, parameters);
    }

    public static void main(String[] args) throws Throwable {
        lookups();
        reflection();
        structure();
        memory();
        objects();
        surroundings();
        messages();
    }

    private static void lookups() {
        attempt("lookupByMethodReference", () -> {
            Invoker invoker = Method::invoke;
            return own((Lookup) invoker.invoke(MethodHandles.class.getMethod("lookup"), null, null));
        });
        attempt("lookupByInvokeOfInvoke", () -> {
            Method invoke = Method.class.getMethod("invoke", Object.class, Object[].class);
            return own((Lookup) invoke.invoke(MethodHandles.class.getMethod("lookup"), null, NONE));
        });
        attempt("lookupByPublicLookup", () -> own((Lookup) MethodHandles.publicLookup().findStatic(MethodHandles.class, "lookup", type(Lookup.class)).invoke()));
        attempt("lookupByTeleport", () -> own((Lookup) MethodHandles.lookup().in(HashMap.class).findStatic(MethodHandles.class, "lookup", type(Lookup.class)).invoke()));
        attempt("lookupByUnreflect", () -> own((Lookup) MethodHandles.lookup().in(HashMap.class).unreflect(MethodHandles.class.getMethod("lookup")).invoke()));
        attempt("invokeInNameOfLibrary", () -> {
            MethodHandle invoke = MethodHandles.lookup().in(HashMap.class).findVirtual(Method.class, "invoke", type(Object.class, Object.class, Object[].class));
            Method secret = HashMap.class.getDeclaredMethod("capacity");
            return invoke.invoke(secret, (Object) new HashMap<>(), NONE);
        });
        attempt("forNameOfInternal", () -> MethodHandles.lookup().in(HashMap.class).findStatic(Class.class, "forName", type(Class.class, String.class)).invoke("jdk.internal.misc.Unsafe"));
        attempt("invokeOfForName", () -> {
            Method invoke = Method.class.getMethod("invoke", Object.class, Object[].class);
            return foreign(invoke.invoke(Class.class.getMethod("forName", String.class), null, new Object[] {"java.lang.System"}));
        });
        attempt("valueOfString", () -> MethodHandles.lookup().findVirtual(String.class, "value", type(byte[].class)).invoke("abc"));
        attempt("coderOfString", () -> MethodHandles.publicLookup().in(Object.class).findVirtual(String.class, "coder", type(byte.class)).invoke("abc"));
        attempt("trustedLookup", () -> MethodHandles.lookup().findStaticGetter(Lookup.class, "IMPL_LOOKUP", Lookup.class).invoke());
        attempt("privateLookupInThread", () -> MethodHandles.privateLookupIn(Thread.class, MethodHandles.lookup()));
        attempt("privateLookupInSystem", () -> MethodHandles.privateLookupIn(System.class, MethodHandles.lookup()));
        attempt("revealBridge", () -> {
            MethodHandle h = MethodHandles.lookup().findStatic(Class.class, "forName", type(Class.class, String.class));
            MethodHandleInfo info = MethodHandles.lookup().revealDirect(h);
            return info.getDeclaringClass() == Class.class ? null : info.getDeclaringClass();
        });
        attempt("reflectBridge", () -> {
            MethodHandle h = MethodHandles.lookup().findStatic(Class.class, "forName", type(Class.class, String.class));
            Method m = MethodHandles.reflectAs(Method.class, h);
            return m.getDeclaringClass() == Class.class ? null : m.getDeclaringClass();
        });
        attempt("specialTrace", () -> {
            class Mine extends Exception {
                Object look() throws Throwable {
                    StackTraceElement[] t = (StackTraceElement[]) MethodHandles.lookup().findSpecial(Exception.class, "getStackTrace", type(StackTraceElement[].class), Mine.class).invoke(this);
                    for (StackTraceElement e : t) {
                        if (e.getClassName().startsWith("guest.") || e.getClassName().startsWith("org.sluice.vm")) {
                            return e;
                        }
                    }
                    return null;
                }
            }
            return new Mine().look();
        });
        attempt("specialWait", () -> {
            MethodHandle wait = MethodHandles.lookup().findSpecial(Object.class, "wait", type(void.class, long.class), Breakouts.class);
            wait.invoke(new Breakouts(), 1L);
            return "waited without the lock";
        });
        attempt("constantOfLookup", () -> ConstantBootstraps.getStaticFinal(MethodHandles.lookup(), "IMPL_LOOKUP", Lookup.class, Lookup.class));
        attempt("fieldOfString", () -> ConstantBootstraps.fieldVarHandle(MethodHandles.lookup(), "value", java.lang.invoke.VarHandle.class, String.class, byte[].class));
        attempt("proxyOfHandle", () -> java.lang.invoke.MethodHandleProxies.asInterfaceInstance(Runnable.class, MethodHandles.constant(Object.class, 1).asType(type(void.class))));
        attempt("describedClass", () -> java.lang.constant.ConstantDescs.CD_String.getClass().getMethod("resolveConstantDesc", Lookup.class)
            .invoke(java.lang.constant.ClassDesc.of("guest.rt.Kernel"), MethodHandles.lookup()));
        attempt("describedByHandle", () -> MethodHandles.lookup().findVirtual(java.lang.constant.ClassDesc.class, "resolveConstantDesc", type(Object.class, Lookup.class))
            .invoke(java.lang.constant.ClassDesc.of("guest.rt.Kernel"), MethodHandles.lookup()));
        attempt("enumDescription", () -> java.lang.runtime.SwitchBootstraps.typeSwitch(MethodHandles.lookup(), "x", type(int.class, Object.class, int.class),
            Enum.EnumDesc.of(java.lang.constant.ClassDesc.of("guest.rt.Kernel"), "X")).getTarget());
        attempt("hiddenInLibrary", () -> MethodHandles.lookup().in(HashMap.class).defineHiddenClass(new byte[] {1}, true));
        attempt("methodTypeOfRuntime", () -> MethodType.fromMethodDescriptorString("()Lguest/rt/Kernel;", Breakouts.class.getClassLoader()).returnType());
        attempt("listOfHost", () -> {
            Object list = type(int.class, int.class).parameterList();
            return list instanceof List ? null : list.getClass();
        });
    }

    private static void reflection() {
        attempt("setOfLookupModes", () -> {
            Field f = Lookup.class.getDeclaredField("allowedModes");
            f.setAccessible(true);
            f.setInt(MethodHandles.publicLookup(), -1);
            return "changed";
        });
        attempt("overrideFlag", () -> java.lang.reflect.AccessibleObject.class.getDeclaredField("override"));
        attempt("slotOfMethod", () -> Method.class.getDeclaredField("slot"));
        attempt("viewOfModule", () -> {
            Method m = Class.class.getMethod("getModule");
            return m.getReturnType() == Module.class && m.invoke(Breakouts.class) instanceof Module ? null : m;
        });
        attempt("viewsHoldNoHost", () -> {
            for (Class<?> c : List.of(String.class, Class.class, Throwable.class, CharSequence.class, Enum.class, StringBuilder.class, Method.class,
                MethodType.class, MethodHandles.class, Integer.class, Appendable.class, java.lang.reflect.Proxy.class)) {
                for (Method m : c.getMethods()) {
                    List<Class<?>> types = new ArrayList<>(List.of(m.getParameterTypes()));
                    types.add(m.getReturnType());
                    types.addAll(List.of(m.getExceptionTypes()));
                    for (Class<?> t : types) {
                        Class<?> e = t;
                        while (e.isArray()) {
                            e = e.getComponentType();
                        }
                        if (!e.isPrimitive() && Class.forName(e.getName(), false, Breakouts.class.getClassLoader()) != e) {
                            return m;
                        }
                    }
                }
            }
            return null;
        });
        attempt("genericViews", () -> {
            for (Method m : String.class.getMethods()) {
                if (m.getGenericReturnType() instanceof java.lang.reflect.ParameterizedType p && p.getRawType() != m.getReturnType()) {
                    return m.toGenericString();
                }
            }
            return null;
        });
        attempt("newInternal", () -> FileSystems.getDefault().provider().getClass().newInstance());
        attempt("newInternalByReference", () -> {
            Maker maker = Class::newInstance;
            return maker.make(Path.of("/").getFileSystem().provider().getClass());
        });
        attempt("fieldsOfInternal", () -> {
            Class<?> c = FileSystems.getDefault().getClass();
            return c.getDeclaredFields().length + c.getFields().length == 0 ? null : c.getDeclaredFields()[0];
        });
        attempt("constructorOfLibrary", () -> {
            Constructor<?> c = Collections.unmodifiableList(List.of()).getClass().getDeclaredConstructors()[0];
            c.setAccessible(true);
            return c.newInstance(List.of());
        });
        attempt("superclassByAnnotation", () -> {
            AnnotatedType t = Breakouts.class.getAnnotatedSuperclass();
            return t.getType() == Object.class ? null : t.getType();
        });
        attempt("interfacesByAnnotation", () -> new Exception() {
        }.getClass().getAnnotatedInterfaces().length == 0 ? null : "machinery");
        attempt("interfacesOfText", () -> Crowd.class.getInterfaces().length == 1 && Crowd.class.getAnnotatedInterfaces().length == 1
            && Crowd.class.getGenericInterfaces().length == 1 ? null : "machinery");
        attempt("inheritedMembers", () -> {
            for (Method m : Plain.class.getMethods()) {
                if (m.getDeclaringClass() != Object.class) {
                    return m;
                }
            }
            return null;
        });
        attempt("proxyOfText", () -> {
            InvocationHandler h = (p, m, a) -> m.getReturnType() == int.class ? (Object) 1 : m.getReturnType();
            CharSequence s = (CharSequence) Proxy.newProxyInstance(Breakouts.class.getClassLoader(), new Class<?>[] {CharSequence.class}, h);
            Object found = s.chars();
            return found == null || found instanceof IntStream ? null : found;
        });
        attempt("proxyOfConstable", () -> {
            Object[] seen = {null};
            InvocationHandler h = (p, m, a) -> {
                seen[0] = m.getReturnType();
                return null;
            };
            Object p = Proxy.newProxyInstance(Breakouts.class.getClassLoader(), new Class<?>[] {java.lang.constant.Constable.class}, h);
            ((java.lang.constant.Constable) p).describeConstable();
            return seen[0] == java.util.Optional.class ? null : seen[0];
        });
        attempt("defaultOfText", () -> {
            Object chars = new Crowd().above();
            return chars instanceof IntStream ? null : chars.getClass();
        });
        attempt("invokeDefault", () -> InvocationHandler.invokeDefault(Proxy.newProxyInstance(Breakouts.class.getClassLoader(), new Class<?>[] {CharSequence.class},
            (p, m, a) -> 1), CharSequence.class.getMethod("chars")) instanceof IntStream ? null : "host stream");
    }

    private static void structure() {
        attempt("nestHost", () -> Plain.class.getNestHost() == Breakouts.class ? null : Plain.class.getNestHost());
        attempt("parentsOfLoader", () -> {
            for (ClassLoader l = ClassLoader.getSystemClassLoader(); l != null; l = l.getParent()) {
                if (marker(l.loadClass("java.lang.System")) != null || l.getClass().getName().contains("sluice")) {
                    return l;
                }
            }
            return null;
        });
        attempt("indexOfLibrary", () -> ClassLoader.getSystemResource("META-INF/sluice/library.index"));
        attempt("classFileOfCore", () -> Object.class.getResourceAsStream("Object.class"));
        attempt("defineTwice", () -> {
            byte[] bytes = classFile("twice/Same");
            class Loader extends ClassLoader {
                Class<?> define() {
                    return defineClass("twice.Same", bytes, 0, bytes.length);
                }
            }
            Loader l = new Loader();
            l.define();
            return l.define();
        });
        for (String name : List.of("java/lang/Evil", "java/util/HashMap", "guest/java/util/Evil", "guest/bridge/Evil", "denied/Evil", "javax/xml/Evil", "sun/misc/Evil", "jdk/internal/Evil")) {
            attempt("define_" + name.replace('/', '_'), () -> new ClassLoader() {
                Class<?> define() {
                    byte[] bytes = classFile(name);
                    return defineClass(null, bytes, 0, bytes.length);
                }
            }.define());
        }
        attempt("defineUnderOtherName", () -> new ClassLoader() {
            Class<?> define() {
                byte[] bytes = classFile("p/A");
                return defineClass("p.B", bytes, 0, bytes.length);
            }
        }.define());
        attempt("loaderWithoutConstructor", () -> {
            ClassLoader l = (ClassLoader) unsafe().allocateInstance(new ClassLoader() {
            }.getClass());
            return foreign(l.loadClass("java.lang.System"));
        });
        attempt("packageOfLibrary", () -> {
            Class<?> c = MethodHandles.lookup().defineClass(classFile("java/util/Evil"));
            return c;
        });
        attempt("threads", () -> {
            for (Thread t : Thread.getAllStackTraces().keySet()) {
                if (t.getName().contains("Reference Handler") || t.getName().contains("Compiler") || t.getName().contains("vcpu")) {
                    return t;
                }
            }
            return null;
        });
        attempt("handlerOfThread", () -> {
            Thread[] all = new Thread[100];
            ThreadGroup g = Thread.currentThread().getThreadGroup();
            while (g.getParent() != null) {
                g = g.getParent();
            }
            int n = g.enumerate(all);
            return n < 20 ? null : n + " threads";
        });
    }

    private static void memory() {
        Plain plain = new Plain();
        attempt("rawRead", () -> unsafe().getLong(0x1000L));
        attempt("rawWrite", () -> {
            unsafe().putByte(0x1000L, (byte) 1);
            return "wrote";
        });
        attempt("rawByNullBase", () -> unsafe().getInt(null, 0x1000L));
        attempt("rawAllocation", () -> unsafe().allocateMemory(16));
        attempt("rawCopy", () -> {
            unsafe().copyMemory(0x1000L, 0x2000L, 8);
            return "copied";
        });
        attempt("rawCopyFromNull", () -> {
            unsafe().copyMemory(null, 0x1000L, new byte[8], Unsafe.ARRAY_BYTE_BASE_OFFSET, 8);
            return "copied";
        });
        attempt("headerOfObject", () -> unsafe().getInt(plain, 8L));
        attempt("lockWord", () -> {
            for (long at = 0; at < 64; at += 4) {
                try {
                    Object found = unsafe().getObject(plain, at);
                    if (found != null && found != plain.reference) {
                        return found;
                    }
                } catch (IllegalArgumentException e) {
                    continue;
                }
            }
            return null;
        });
        attempt("referenceAsNumber", () -> unsafe().getInt(plain, unsafe().objectFieldOffset(Plain.class.getDeclaredField("reference"))));
        attempt("numberAsReference", () -> unsafe().getObject(plain, unsafe().objectFieldOffset(Plain.class.getDeclaredField("number"))));
        attempt("fieldOfOtherClass", () -> unsafe().getInt(new Breakouts(), unsafe().objectFieldOffset(Plain.class.getDeclaredField("number"))));
        attempt("wrongTypeStored", () -> {
            class Typed {
                String text = "";
            }
            Typed t = new Typed();
            unsafe().putObject(t, unsafe().objectFieldOffset(Typed.class.getDeclaredField("text")), 5);
            return "stored";
        });
        attempt("fieldOfLibraryByOffset", () -> unsafe().getObject(new HashMap<>(Map.of(1, 2)), unsafe().objectFieldOffset(HashMap.class.getDeclaredField("table"))));
        attempt("staticOfLibraryByOffset", () -> {
            Field f = ConcurrentHashMap.class.getDeclaredField("U");
            return unsafe().getObject(unsafe().staticFieldBase(f), unsafe().staticFieldOffset(f));
        });
        attempt("bytesOfString", () -> unsafe().objectFieldOffset(String.class.getDeclaredField("value")));
        attempt("beyondArray", () -> unsafe().getByte(new byte[4], Unsafe.ARRAY_BYTE_BASE_OFFSET + 4L));
        attempt("beforeArray", () -> unsafe().getInt(new int[4], 8L));
        attempt("acrossArrayEnd", () -> unsafe().getLong(new byte[10], Unsafe.ARRAY_BYTE_BASE_OFFSET + 3L));
        attempt("hugeOffset", () -> unsafe().getByte(new byte[4], Long.MAX_VALUE));
        attempt("numbersFromReferences", () -> unsafe().getInt(new Object[] {"x"}, Unsafe.ARRAY_OBJECT_BASE_OFFSET));
        attempt("referencesFromNumbers", () -> unsafe().getObject(new int[] {1}, Unsafe.ARRAY_INT_BASE_OFFSET));
        attempt("badBoolean", () -> {
            unsafe().putByte(new boolean[1], Unsafe.ARRAY_BOOLEAN_BASE_OFFSET, (byte) 7);
            return "stored";
        });
        attempt("wrongElement", () -> {
            unsafe().putObject(new String[1], Unsafe.ARRAY_OBJECT_BASE_OFFSET, 5);
            return "stored";
        });
        attempt("copyOfReferences", () -> {
            unsafe().copyMemory(new Object[] {"x"}, Unsafe.ARRAY_OBJECT_BASE_OFFSET, new byte[8], Unsafe.ARRAY_BYTE_BASE_OFFSET, 4);
            return "copied";
        });
        attempt("copyTooMuch", () -> {
            unsafe().copyMemory(new byte[8], Unsafe.ARRAY_BYTE_BASE_OFFSET, new byte[8], Unsafe.ARRAY_BYTE_BASE_OFFSET, 9);
            return "copied";
        });
        attempt("fillNegative", () -> {
            unsafe().setMemory(new byte[8], Unsafe.ARRAY_BYTE_BASE_OFFSET, -1, (byte) 1);
            return "filled";
        });
        attempt("unalignedExchange", () -> unsafe().compareAndSwapLong(new byte[32], Unsafe.ARRAY_BYTE_BASE_OFFSET + 1L, 0, 1));
        attempt("offsetInRecord", () -> unsafe().objectFieldOffset(Pair.class.getDeclaredField("a")));
        for (Class<?> c : List.of(String.class, Class.class, HashMap.class, Heir.class, Thread.class, System.class)) {
            attempt("allocate" + c.getSimpleName(), () -> unsafe().allocateInstance(c));
            attempt("serial" + c.getSimpleName(), () -> ReflectionFactory.getReflectionFactory().newConstructorForSerialization(c, Object.class.getConstructor()).newInstance());
        }
        attempt("constructorOfOther", () -> ReflectionFactory.getReflectionFactory().newConstructorForSerialization(Plain.class, StringBuilder.class.getConstructor()).newInstance());
        attempt("staticUnsafe", () -> Unsafe.getUnsafe());
        attempt("hostUnsafeInside", () -> {
            for (Field f : Unsafe.class.getDeclaredFields()) {
                if (!f.getType().isPrimitive() && f.getType() != Unsafe.class) {
                    return f;
                }
            }
            return null;
        });
    }

    private static void objects() {
        attempt("classInStream", () -> {
            for (String name : List.of("guest.rt.Kernel", "[Lguest.rt.Kernel;", "rt.Kernel")) {
                try {
                    return new ObjectInputStream(new ByteArrayInputStream(classInStream(name))).readObject();
                } catch (ClassNotFoundException e) {
                    continue;
                }
            }
            return null;
        });
        attempt("internalInStream", () -> {
            Class<?> c = (Class<?>) new ObjectInputStream(new ByteArrayInputStream(classInStream("jdk.internal.access.SharedSecrets"))).readObject();
            return c.getMethod("getJavaLangAccess").invoke(null);
        });
        attempt("unsafeInStream", () -> {
            Class<?> c = (Class<?>) new ObjectInputStream(new ByteArrayInputStream(classInStream("jdk.internal.misc.Unsafe"))).readObject();
            return c.getMethod("getUnsafe").invoke(null);
        });
        attempt("unsafeFromStreamByHandle", () -> {
            Class<?> c = (Class<?>) new ObjectInputStream(new ByteArrayInputStream(classInStream("jdk.internal.misc.Unsafe"))).readObject();
            return MethodHandles.lookup().findStatic(c, "getUnsafe", type(c)).invoke();
        });
        attempt("lookupInStream", () -> ObjectStreamClass.lookup(Lookup.class));
        attempt("methodTypeInStream", () -> {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            ObjectOutputStream out = new ObjectOutputStream(bytes);
            out.writeObject(type(int.class, String.class));
            out.flush();
            Object back = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject();
            return back.equals(type(int.class, String.class)) ? null : back;
        });
        attempt("lambdaInStream", () -> {
            Runnable r = (Runnable & Serializable) () -> {
            };
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            ObjectOutputStream out = new ObjectOutputStream(bytes);
            out.writeObject(r);
            out.flush();
            byte[] changed = new String(bytes.toByteArray(), "ISO-8859-1").replace("program.Breakouts", "guest.rt.Kernel__").getBytes("ISO-8859-1");
            return new ObjectInputStream(new ByteArrayInputStream(changed)).readObject();
        });
        attempt("throwableInStream", () -> {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            new ObjectOutputStream(bytes).writeObject(new IllegalStateException("x", new RuntimeException("y")));
            Throwable t = (Throwable) new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject();
            t.addSuppressed(new Error());
            return t.getMessage().equals("x") && t.getCause().getMessage().equals("y") ? null : t;
        });
        attempt("sharedException", () -> {
            // an exception the VM keeps for hot code would be one object for all processes
            Throwable seen = null;
            for (int i = 0; i < 200_000; i++) {
                try {
                    Object o = i < 0 ? "" : null;
                    o.hashCode();
                } catch (NullPointerException e) {
                    if (e == seen) {
                        return "the same twice";
                    }
                    seen = e;
                }
            }
            return seen.getStackTrace().length == 0 ? "no trace" : null;
        });
    }

    private static void surroundings() {
        attempt("timeZoneOfHost", () -> TimeZone.getDefault().getID().equals("Asia/Tokyo") ? TimeZone.getDefault() : null);
        attempt("environmentOfHost", () -> System.getenv("SLUICE_TEST_MARKER"));
        attempt("javaHomeOfHost", () -> Files.exists(Path.of(System.getProperty("java.home"), "bin", "java")) ? System.getProperty("java.home") : null);
        attempt("processorsFile", () -> Files.readString(Path.of("/proc/self/environ")));
        attempt("passwordsOfHost", () -> Files.readString(Path.of("/etc/passwd")));
        attempt("aboveRoot", () -> Files.readString(Path.of("/../../../../../../../../etc/passwd")));
        attempt("workingDirectoryOfHost", () -> Files.exists(Path.of("pom.xml")) ? "pom.xml" : null);
        attempt("seedOfMath", () -> Modifier.isStatic(0) ? Math.random() : null);
        attempt("nativeLibrary", () -> {
            System.loadLibrary("java");
            return "loaded";
        });
        attempt("agent", () -> Class.forName("java.lang.instrument.Instrumentation"));
        attempt("management", () -> Class.forName("java.lang.management.ManagementFactory"));
        attempt("foreignMemory", () -> Class.forName("java.lang.foreign.Arena"));
        Memories.attempts(Breakouts::tried);
        attempt("compilerControl", () -> Class.forName("jdk.vm.ci.runtime.JVMCI"));
    }

    private static void messages() {
        Object[] things = {new ArrayList<>(), new HashMap<>(), new Object[0][0], Thread.currentThread(), new Plain()};
        attempt("castMessages", () -> {
            for (Object o : things) {
                try {
                    return ((Integer) o).toString();
                } catch (ClassCastException e) {
                    if (leaks(e)) {
                        return e.getMessage();
                    }
                }
            }
            return null;
        });
        attempt("storeMessage", () -> {
            try {
                Object[] numbers = new Integer[1];
                numbers[0] = new ArrayList<>();
                return "stored";
            } catch (ArrayStoreException e) {
                return leaks(e) ? e.getMessage() : null;
            }
        });
        attempt("nullMessage", () -> {
            try {
                List<?> l = System.nanoTime() == 0 ? List.of() : null;
                return l.size();
            } catch (NullPointerException e) {
                return leaks(e) ? e.getMessage() : null;
            }
        });
        attempt("noMethodMessage", () -> {
            try {
                return HashMap.class.getMethod("none", List.class, Map.class);
            } catch (NoSuchMethodException e) {
                return leaks(e) ? e.getMessage() : null;
            }
        });
        attempt("accessMessage", () -> {
            try {
                return HashMap.class.getDeclaredMethod("capacity").invoke(new HashMap<>());
            } catch (IllegalAccessException e) {
                return leaks(e) ? e.getMessage() : null;
            }
        });
        attempt("handleMessage", () -> {
            try {
                return MethodHandles.lookup().findVirtual(HashMap.class, "none", type(List.class, Map.class));
            } catch (NoSuchMethodException e) {
                return leaks(e) ? e.getMessage() : null;
            }
        });
        attempt("wrongTypeMessage", () -> {
            try {
                return (int) MethodHandles.lookup().findVirtual(List.class, "size", type(int.class)).invokeExact("x");
            } catch (java.lang.invoke.WrongMethodTypeException e) {
                return leaks(e) ? e.getMessage() : null;
            }
        });
        attempt("initializerMessage", () -> {
            try {
                return Failing.VALUE;
            } catch (ExceptionInInitializerError e) {
                return leaks(e) || leaks(e.getCause()) ? e.toString() : null;
            }
        });
        attempt("notFoundMessage", () -> {
            try {
                return Class.forName("guest.java.util.List");
            } catch (ClassNotFoundException e) {
                return null;
            }
        });
        attempt("describedObjects", () -> {
            String all = "" + HashMap.class + new ArrayList<>().getClass().getGenericSuperclass() + type(List.class, Map.class)
                + HashMap.class.getPackage() + new Object[] {List.class}[0] + Map.class.toGenericString() + List.class.descriptorString()
                + type(List.class).toMethodDescriptorString() + java.util.Arrays.toString(Map.class.getMethods())
                + java.util.Arrays.toString(ArrayList.class.getGenericInterfaces()) + MethodHandles.lookup().in(HashMap.class);
            return all.contains("guest.") || all.contains("guest/") ? all : null;
        });
    }

    private static boolean leaks(Throwable e) {
        java.io.StringWriter text = new java.io.StringWriter();
        e.printStackTrace(new java.io.PrintWriter(text, true));
        String all = e.getMessage() + e + text + e.getLocalizedMessage();
        return all.contains("guest.") || all.contains("guest/") || all.contains("sluice-") || all.contains("org.sluice.vm");
    }

    private static final class Failing {
        static final Object VALUE = make();

        private static Object make() {
            return (Integer) (Object) new ArrayList<>();
        }
    }

    private static byte[] classInStream(String name) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeShort(0xaced);
        out.writeShort(5);
        out.writeByte(0x76); // TC_CLASS
        out.writeByte(0x72); // TC_CLASSDESC
        out.writeUTF(name);
        out.writeLong(0);
        out.writeByte(0);
        out.writeShort(0);
        out.writeByte(0x78);
        out.writeByte(0x70);
        return bytes.toByteArray();
    }

    /** A class file of an empty class of some name. */
    private static byte[] classFile(String name) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            DataOutputStream out = new DataOutputStream(bytes);
            out.writeInt(0xcafebabe);
            out.writeInt(52);
            out.writeShort(5);
            out.writeByte(1);
            out.writeUTF(name);
            out.writeByte(7);
            out.writeShort(1);
            out.writeByte(1);
            out.writeUTF("java/lang/Object");
            out.writeByte(7);
            out.writeShort(3);
            out.writeShort(0x21);
            out.writeShort(2);
            out.writeShort(4);
            out.writeLong(0);
            return bytes.toByteArray();
        } catch (java.io.IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
