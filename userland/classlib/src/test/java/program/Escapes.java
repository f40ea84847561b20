package program;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.ObjectOutputStream;
import java.lang.constant.ClassDesc;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;

/** Ways out of a process that were thought of. Each prints "name: held" or what it got hold of. */
public final class Escapes {
    private static boolean finalized;

    private interface Attempt {
        /** What was reached, or {@code null} when nothing was. */
        Object run() throws Throwable;
    }

    private Escapes() {
    }

    @Override
    @SuppressWarnings("removal")
    protected void finalize() {
        finalized = true;
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

    /** The marker the test put into the host's system properties, if it can be seen. */
    private static Object hostProperty(Class<?> system) throws Throwable {
        return system.getMethod("getProperty", String.class).invoke(null, "sluice.test.marker");
    }

    private static MethodHandle forNameHandle() throws Throwable {
        return MethodHandles.lookup().findStatic(Class.class, "forName", MethodType.methodType(Class.class, String.class));
    }

    /** Runs all attempts. */
    public static void main(String[] args) throws Exception {
        attempt("propertyOfHost", () -> System.getProperty("sluice.test.marker"));
        attempt("getIntegerOfHost", () -> Integer.getInteger("sluice.test.number"));
        attempt("getLongOfHost", () -> Long.getLong("sluice.test.number"));
        attempt("getBooleanOfHost", () -> Boolean.getBoolean("sluice.test.flag") ? "true" : null);
        attempt("forNameByReflection", () -> hostProperty((Class<?>) Class.class.getMethod("forName", String.class)
            .invoke(null, "java.lang.System")));
        attempt("forNameByHandle", () -> hostProperty((Class<?>) forNameHandle().invoke("java.lang.System")));
        attempt("unsafeByName", () -> Class.forName("jdk.internal.misc.Unsafe"));
        attempt("unsafeByReflection", () -> Class.class.getMethod("forName", String.class).invoke(null, "jdk.internal.misc.Unsafe"));
        attempt("unsafeByHandle", () -> forNameHandle().invoke("jdk.internal.misc.Unsafe"));
        attempt("unsafeByField", () -> {
            Field f = ConcurrentHashMap.class.getDeclaredField("U");
            f.setAccessible(true);
            return f.get(null);
        });
        attempt("unsafeByArray", () -> {
            Field f = ConcurrentHashMap.class.getDeclaredField("U");
            AccessibleObject.setAccessible(new AccessibleObject[] {f}, true);
            return f.get(null);
        });
        attempt("runtimeByName", () -> Class.forName("guest.rt.Kernel"));
        attempt("runtimeByDescription", () -> ClassDesc.of("guest.rt.Kernel").resolveConstantDesc(MethodHandles.lookup()));
        attempt("runtimeByDescriptor", () -> MethodType.fromMethodDescriptorString("(Lguest/rt/Kernel;)V", null).parameterType(0));
        attempt("runtimeByLookup", () -> MethodHandles.lookup().findClass("guest.rt.Kernel"));
        attempt("runtimeByLoader", () -> Escapes.class.getClassLoader().loadClass("guest.rt.Kernel"));
        attempt("nativeClassByName", () -> Class.forName("java.io.N_FileInputStream"));
        attempt("internalByName", () -> Class.forName("jdk.internal.access.SharedSecrets"));
        attempt("hostSystemByLoader", () -> hostProperty(Escapes.class.getClassLoader().loadClass("java.lang.System")));
        attempt("privateOfString", () -> {
            Field f = String.class.getDeclaredField("value");
            f.setAccessible(true);
            return f.get("abc");
        });
        attempt("privateOfClass", () -> {
            Method m = Class.class.getDeclaredMethod("getClassLoader0");
            m.setAccessible(true);
            return m.invoke(Escapes.class);
        });
        attempt("trySetAccessible", () -> HashMap.class.getDeclaredField("table").trySetAccessible() ? "opened" : null);
        attempt("invokeSetAccessible", () -> {
            Field f = ConcurrentHashMap.class.getDeclaredField("U");
            AccessibleObject.class.getMethod("setAccessible", boolean.class).invoke(f, true);
            return f.get(null);
        });
        attempt("privateLookupInLibrary", () -> MethodHandles.privateLookupIn(ConcurrentHashMap.class, MethodHandles.lookup())
            .lookupClass());
        attempt("privateLookupInCore", () -> MethodHandles.privateLookupIn(String.class, MethodHandles.lookup()).lookupClass());
        attempt("lookupByReflection", () -> {
            MethodHandles.Lookup l = (MethodHandles.Lookup) MethodHandles.class.getMethod("lookup").invoke(null);
            return l.lookupClass().getName().startsWith("program.") ? null : l.lookupClass();
        });
        attempt("lookupByHandle", () -> {
            MethodHandle h = MethodHandles.publicLookup().findStatic(MethodHandles.class, "lookup",
                MethodType.methodType(MethodHandles.Lookup.class));
            Class<?> c = ((MethodHandles.Lookup) h.invoke()).lookupClass();
            return c == Escapes.class ? null : c;
        });
        attempt("loaderOfHost", () -> {
            Object loader = Class.class.getMethod("getClassLoader").invoke(Escapes.class);
            return loader instanceof ClassLoader ? null : loader;
        });
        attempt("streamOfHost", () -> {
            Class<?> c = String.class.getMethod("lines").getReturnType();
            return c == java.util.stream.Stream.class ? null : c;
        });
        attempt("comparatorOfHost", () -> String.class.getField("CASE_INSENSITIVE_ORDER").get(null));
        attempt("foreignReturnType", () -> {
            for (Class<?> c : List.of(String.class, Class.class, Throwable.class, CharSequence.class, Enum.class)) {
                for (Method m : c.getMethods()) {
                    if (m.getReturnType().getName().startsWith("java.util.") && !m.getReturnType().isAssignableFrom(ArrayList.class)
                        && m.getReturnType().getClassLoader() == null && m.getDeclaringClass() == c) {
                        Object found = m.getReturnType();
                        if (found != Class.forName(m.getReturnType().getName())) {
                            return m;
                        }
                    }
                }
            }
            return null;
        });
        attempt("handlerOfAnnotation", () -> {
            Object handler = java.lang.reflect.Proxy.getInvocationHandler(
                Features.Annotated.class.getAnnotation(Features.Marked.class));
            return handler.getClass().getDeclaredMethods().length + handler.getClass().getDeclaredFields().length == 0
                ? null : handler.getClass();
        });
        attempt("superclassOfGuest", () -> Escapes.class.getSuperclass() == Object.class ? null : Escapes.class.getSuperclass());
        attempt("interfacesOfException", () -> new IllegalStateException() {
        }.getClass().getInterfaces().length == 0 ? null : "machinery");
        attempt("rawDefineClass", () -> {
            try (InputStream in = Escapes.class.getResourceAsStream("Escapes$Named.class")) {
                byte[] bytes = in.readAllBytes();
                Class<?> hidden = MethodHandles.lookup().defineHiddenClass(bytes, true).lookupClass();
                Object o = hidden.getDeclaredConstructor().newInstance();
                return o.toString();
            }
        });
        attempt("defineInLibrary", () -> MethodHandles.lookup().in(HashMap.class).defineClass(new byte[] {1}));
        attempt("defineLibraryName", () -> new ClassLoader() {
            Class<?> define(byte[] bytes) {
                return defineClass(null, bytes, 0, bytes.length);
            }
        }.define(named("java/util/Evil")));
        attempt("defineGuestName", () -> new ClassLoader() {
            Class<?> define(byte[] bytes) {
                return defineClass(null, bytes, 0, bytes.length);
            }
        }.define(named("guest/rt/Evil")));
        attempt("serializedHostObject", () -> {
            Object[] seen = {null};
            ObjectOutputStream out = new ObjectOutputStream(new ByteArrayOutputStream()) {
                {
                    enableReplaceObject(true);
                }

                @Override
                protected Object replaceObject(Object o) {
                    if (o != null && o.getClass().getName().startsWith("java.util.Collections") && !(o instanceof List)) {
                        seen[0] = o.getClass();
                    }
                    return o;
                }
            };
            out.writeObject(new IllegalStateException("x"));
            return seen[0];
        });
        attempt("frames", () -> {
            for (StackTraceElement e : new Throwable().getStackTrace()) {
                if (e.getClassName().contains("guest.") || e.getClassName().startsWith("org.sluice.vm")) {
                    return e;
                }
            }
            return null;
        });
        attempt("walker", () -> StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE).walk(frames -> frames
            .map(StackWalker.StackFrame::getDeclaringClass).map(Class::getName)
            .filter(n -> n.startsWith("guest.") || n.startsWith("org.sluice.vm")).findFirst().orElse(null)));
        attempt("nativeMethod", () -> Named.nothing());
        attempt("loadLibrary", () -> {
            System.load("/lib/libc.so.6");
            return "loaded";
        });
        for (int i = 0; i < 1000; i++) {
            new Escapes();
        }
        System.gc();
        attempt("finalizer", () -> finalized ? "ran" : null);
    }

    /** A class file of an empty class of some name. */
    private static byte[] named(String name) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            java.io.DataOutputStream out = new java.io.DataOutputStream(bytes);
            out.writeInt(0xcafebabe);
            out.writeShort(0);
            out.writeShort(52);
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
            out.writeInt(0);
            out.writeInt(0);
            return bytes.toByteArray();
        } catch (java.io.IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Defined again as a hidden class; what it can see of the host is its text. */
    static final class Named {
        @Override
        public String toString() {
            return System.getProperty("sluice.test.marker");
        }

        static native Object nothing();
    }
}
