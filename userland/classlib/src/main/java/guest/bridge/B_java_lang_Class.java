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
        return Kernel.GATE.find(name, true, Kernel.GATE.applicationLoader(), true);
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
}
