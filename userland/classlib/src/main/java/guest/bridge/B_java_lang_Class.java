package guest.bridge;

import guest.java.io.InputStream;
import guest.java.lang.ClassLoader;
import guest.java.lang.Module;
import guest.java.lang.Package;
import guest.java.net.URL;
import guest.java.security.ProtectionDomain;
import guest.rt.Kernel;
import guest.rt.Lang;
import guest.rt.Names;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Type;

/** Bridges of Class: names, loaders and resources as the guest knows them; members are in {@link Members}. */
public final class B_java_lang_Class {
    private B_java_lang_Class() {
    }

    // ------------------------------------------------------------------ names

    public static String getName(Class<?> c) {
        return Names.ofClass(c);
    }

    public static String toString(Class<?> c) {
        return (c.isInterface() ? "interface " : c.isPrimitive() ? "" : "class ") + getName(c);
    }

    public static String toGenericString(Class<?> c) {
        return Names.in(c.toGenericString());
    }

    public static String getTypeName(Class<?> c) {
        return c.isArray() ? getTypeName(c.getComponentType()) + "[]" : getName(c);
    }

    public static String getCanonicalName(Class<?> c) {
        return c.isArray() ? Names.in(c.getCanonicalName()) : canonical(c.getCanonicalName());
    }

    private static String canonical(String name) {
        return name == null ? null : Names.of(name);
    }

    public static String getPackageName(Class<?> c) {
        return Names.of(c.getPackageName());
    }

    public static String descriptorString(Class<?> c) {
        return Names.in(c.descriptorString());
    }

    // ------------------------------------------------------------------ finding classes

    public static Class<?> forName(String name) throws ClassNotFoundException {
        return Kernel.GATE.find(name, false, Kernel.GATE.applicationLoader(), true);
    }

    public static Class<?> forName$caller(String name, Class<?> caller) throws ClassNotFoundException {
        return Kernel.GATE.find(name, false, caller.getClassLoader(), true);
    }

    public static Class<?> forName$guest(String name) throws ClassNotFoundException {
        Class<?> caller = Members.caller();
        return Kernel.GATE.find(name, true, caller == null ? Kernel.GATE.applicationLoader() : caller.getClassLoader(), true);
    }

    public static Class<?> forName$guest$caller(String name, Class<?> caller) throws ClassNotFoundException {
        return Kernel.GATE.find(name, true, caller.getClassLoader(), true);
    }

    public static Class<?> forName(String name, boolean initialize, ClassLoader loader) throws ClassNotFoundException {
        return find(name, false, initialize, loader);
    }

    public static Class<?> forName$guest(String name, boolean initialize, ClassLoader loader) throws ClassNotFoundException {
        return find(name, true, initialize, loader);
    }

    private static Class<?> find(String name, boolean guest, boolean initialize, ClassLoader loader)
        throws ClassNotFoundException {
        if (name == null) {
            throw new NullPointerException();
        }
        Class<?> c = Kernel.GATE.find(name, guest, Lang.access().hostLoader(loader), false);
        if (initialize) {
            jdk.internal.misc.Unsafe.getUnsafe().ensureClassInitialized(c);
        }
        return c;
    }

    public static Class<?> forName(Module module, String name) {
        return find(module, name, false);
    }

    public static Class<?> forName$guest(Module module, String name) {
        return find(module, name, true);
    }

    private static Class<?> find(Module module, String name, boolean guest) {
        try {
            return Kernel.GATE.find(name, guest, Lang.access().hostLoader(module.getClassLoader()), false);
        } catch (ClassNotFoundException e) {
            return null;
        }
    }


    // ------------------------------------------------------------------ where from

    public static ClassLoader getClassLoader(Class<?> c) {
        return Lang.access().loader(c.getClassLoader());
    }

    public static ClassLoader getClassLoader0(Class<?> c) {
        return Lang.access().loader(c.getClassLoader());
    }

    public static Module getModule(Class<?> c) {
        return Lang.access().module(c);
    }

    public static Package getPackage(Class<?> c) {
        return Lang.access().packageOf(c);
    }

    public static ProtectionDomain getProtectionDomain(Class<?> c) {
        return CodeSources.of(c);
    }

    public static InputStream getResourceAsStream(Class<?> c, String name) {
        String resource = resolve(c, name);
        ClassLoader loader = getClassLoader(c);
        return loader == null ? getModule(c).getResourceAsStream(resource) : loader.getResourceAsStream(resource);
    }

    public static URL getResource(Class<?> c, String name) {
        String resource = resolve(c, name);
        ClassLoader loader = getClassLoader(c);
        return loader == null ? ClassLoader.getPlatformClassLoader().getResource(resource) : loader.getResource(resource);
    }

    private static String resolve(Class<?> c, String name) {
        if (name.startsWith("/")) {
            return name.substring(1);
        }
        Class<?> element = c;
        while (element.isArray()) {
            element = element.getComponentType();
        }
        String in = getPackageName(element);
        return in.isEmpty() ? name : in.replace('.', '/') + "/" + name;
    }

    public static boolean desiredAssertionStatus(Class<?> c) {
        return false;
    }

    // ------------------------------------------------------------------ structure, without run-time support

    public static Class<?> getSuperclass(Class<?> c) {
        Class<?> above = c.getSuperclass();
        return above == guest.rt.GuestObject.class ? Object.class : above;
    }

    public static Type getGenericSuperclass(Class<?> c) {
        Type above = c.getGenericSuperclass();
        return above == guest.rt.GuestObject.class ? Object.class : above;
    }

    public static Class<?>[] getInterfaces(Class<?> c) {
        Class<?>[] all = c.getInterfaces();
        int count = 0;
        for (Class<?> i : all) {
            if (!Members.isMachinery(i) && !Members.isForeign(i)) {
                all[count++] = i;
            }
        }
        Class<?>[] exact = new Class<?>[count];
        System.arraycopy(all, 0, exact, 0, count);
        return exact;
    }

    public static Type[] getGenericInterfaces(Class<?> c) {
        Type[] all = c.getGenericInterfaces();
        int count = 0;
        for (Type i : all) {
            if (!(i instanceof Class<?> k && Members.isMachinery(k))) {
                all[count++] = i;
            }
        }
        Type[] exact = new Type[count];
        System.arraycopy(all, 0, exact, 0, count);
        return exact;
    }

    /** Has Object above it, and no annotation there. */
    private static final class Plain {
    }

    public static AnnotatedType getAnnotatedSuperclass(Class<?> c) {
        return (c.getSuperclass() == guest.rt.GuestObject.class ? Plain.class : c).getAnnotatedSuperclass();
    }

    public static AnnotatedType[] getAnnotatedInterfaces(Class<?> c) {
        AnnotatedType[] all = c.getAnnotatedInterfaces();
        int count = 0;
        for (AnnotatedType i : all) {
            if (!(i.getType() instanceof Class<?> k && Members.isMachinery(k))) {
                all[count++] = i;
            }
        }
        AnnotatedType[] exact = new AnnotatedType[count];
        System.arraycopy(all, 0, exact, 0, count);
        return exact;
    }

    public static Object newInstance$guest(Class<?> c) throws InstantiationException, IllegalAccessException {
        return make(c, Members.caller());
    }

    public static Object newInstance$guest$caller(Class<?> c, Class<?> caller) throws InstantiationException,
        IllegalAccessException {
        return make(c, caller);
    }

    /** What the constructor throws is thrown as it is, unlike by Constructor. */
    private static Object make(Class<?> c, Class<?> caller) throws InstantiationException, IllegalAccessException {
        Constructor<?> constructor;
        try {
            constructor = getDeclaredConstructor$guest(c, new Class<?>[0]);
        } catch (NoSuchMethodException e) {
            InstantiationException none = new InstantiationException(getName(c));
            none.initCause(e);
            throw none;
        }
        try {
            return B_java_lang_reflect_Constructor.newInstance$guest$caller(constructor, null, caller);
        } catch (InvocationTargetException e) {
            jdk.internal.misc.Unsafe.getUnsafe().throwException(e.getCause());
            throw new InternalError(e);
        }
    }

    // ------------------------------------------------------------------ members a program sees

    public static Field[] getFields$guest(Class<?> c) {
        return Members.shown(c.getFields());
    }

    public static Field[] getDeclaredFields$guest(Class<?> c) {
        return Members.shown(c.getDeclaredFields());
    }

    public static Field getField$guest(Class<?> c, String name) throws NoSuchFieldException {
        return shown(c.getField(name), name);
    }

    public static Field getDeclaredField$guest(Class<?> c, String name) throws NoSuchFieldException {
        return shown(c.getDeclaredField(name), name);
    }

    private static Field shown(Field f, String name) throws NoSuchFieldException {
        if (!Members.isShown(f)) {
            throw new NoSuchFieldException(name);
        }
        return f;
    }

    public static Method[] getMethods$guest(Class<?> c) {
        return Members.shown(c.getMethods());
    }

    public static Method[] getDeclaredMethods$guest(Class<?> c) {
        return Members.shown(c.getDeclaredMethods());
    }

    public static Method getMethod$guest(Class<?> c, String name, Class<?>[] parameters) throws NoSuchMethodException {
        return shown(method(c, name, parameters, false), c, name);
    }

    public static Method getDeclaredMethod$guest(Class<?> c, String name, Class<?>[] parameters) throws NoSuchMethodException {
        return shown(method(c, name, parameters, true), c, name);
    }

    /** The host's answer, with names in the message as the guest knows them. */
    private static Method method(Class<?> c, String name, Class<?>[] parameters, boolean declared)
        throws NoSuchMethodException {
        try {
            return declared ? c.getDeclaredMethod(name, parameters) : c.getMethod(name, parameters);
        } catch (NoSuchMethodException e) {
            Method view = parameters == null || parameters.length == 0 || !Members.isCore(c) ? null
                : Views.find(declared ? c.getDeclaredMethods() : c.getMethods(), name, parameters);
            if (view != null) {
                return view;
            }
            throw new NoSuchMethodException(Names.in(e.getMessage()));
        }
    }

    private static Method shown(Method m, Class<?> c, String name) throws NoSuchMethodException {
        Method seen = Members.seen(m);
        if (seen == null) {
            throw new NoSuchMethodException(getName(c) + "." + name);
        }
        return seen;
    }

    public static Constructor<?>[] getConstructors$guest(Class<?> c) {
        return Members.shown(c.getConstructors());
    }

    public static Constructor<?>[] getDeclaredConstructors$guest(Class<?> c) {
        return Members.shown(c.getDeclaredConstructors());
    }

    public static Constructor<?> getConstructor$guest(Class<?> c, Class<?>[] parameters) throws NoSuchMethodException {
        return shown(constructor(c, parameters, false), c);
    }

    public static Constructor<?> getDeclaredConstructor$guest(Class<?> c, Class<?>[] parameters) throws NoSuchMethodException {
        return shown(constructor(c, parameters, true), c);
    }

    private static Constructor<?> constructor(Class<?> c, Class<?>[] parameters, boolean declared)
        throws NoSuchMethodException {
        try {
            return declared ? c.getDeclaredConstructor(parameters) : c.getConstructor(parameters);
        } catch (NoSuchMethodException e) {
            throw new NoSuchMethodException(Names.in(e.getMessage()));
        }
    }

    private static Constructor<?> shown(Constructor<?> found, Class<?> c) throws NoSuchMethodException {
        if (!Members.isShown(found)) {
            throw new NoSuchMethodException(getName(c) + ".<init>");
        }
        return found;
    }
}
