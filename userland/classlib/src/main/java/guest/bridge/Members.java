package guest.bridge;

import guest.rt.Kernel;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;

/**
 * The rules of reflection: what a program can reach by it is what it could have linked to.
 *
 * <p>Of core classes, public and protected members are shown whose types are all core; the others mention classes of the host
 * that a program must never hold, unless {@link Views} has them in the guest's types. Of library classes everything is shown
 * but the fields of classes programs may not name; only public members of public, exported classes can be used. Of other classes of the host nothing is shown. A program's own classes are its own.
 */
final class Members {
    /** Stands for a caller that is not known; has no rights. */
    private static final class Nobody {
    }

    private Members() {
    }

    /** Frames between the machine's answer and the caller of a bridge: this class, the bridge. */
    private static final int BRIDGE_CALLER = 2;

    /**
     * The program's class that called the bridge in which this is asked, for callers that cannot pass themselves: class files
     * before version 49 and method references. {@code null} when it was no class of the program.
     */
    static Class<?> caller() {
        Class<?> found = Kernel.GATE.caller(BRIDGE_CALLER);
        return found != null && isProgram(found) ? found : null;
    }

    /** Whether a class is one of the program's, so that it may open it. */
    static boolean isProgram(Class<?> c) {
        Object loader = c.getClassLoader();
        return loader != null && loader != Kernel.GATE.libraryLoader();
    }

    private static boolean isLibrary(Class<?> c) {
        return c.getClassLoader() == Kernel.GATE.libraryLoader();
    }

    /** Whether a class is of the host and not of the core. */
    static boolean isForeign(Class<?> c) {
        Class<?> element = c;
        while (element.isArray()) {
            element = element.getComponentType();
        }
        return element.getClassLoader() == null && !element.isPrimitive() && !Kernel.GATE.isCore(element);
    }

    static boolean isCore(Class<?> c) {
        return c.getClassLoader() == null && !isForeign(c);
    }

    /** Whether a class is run-time support, which reflection does not show. */
    static boolean isMachinery(Class<?> c) {
        return isLibrary(c) && (c.getName().startsWith("guest.rt.") || c.getName().startsWith("guest.bridge."));
    }

    /** @throws IllegalAccessException unless a class is the program's */
    static void requireProgram(Class<?> c) throws IllegalAccessException {
        if (!isProgram(c)) {
            throw new IllegalAccessException("module java.base does not open " + B_java_lang_Class.getPackageName(c)
                + " to the unnamed module");
        }
    }

    /** @throws IllegalAccessException unless a program may name a class */
    static void requireVisible(Class<?> c) throws IllegalAccessException {
        if (isForeign(c) || isMachinery(c) || !Kernel.GATE.isVisible(c)) {
            throw new IllegalAccessException("class is not public: " + B_java_lang_Class.getName(c));
        }
    }

    // ------------------------------------------------------------------ what is shown

    static boolean isShown(Member member) {
        Class<?> declaring = member.getDeclaringClass();
        if (isMachinery(declaring) || isForeign(declaring)) {
            return false;
        }
        if (isProgram(declaring)) {
            return !(member.isSynthetic() && member.getName().equals("getStackTrace"));
        }
        if (isLibrary(declaring)) {
            return !(member instanceof Field) || Kernel.GATE.isVisible(declaring);
        }
        return isOffered(member) && isShownOfCore(member);
    }

    /** Whether a member of a core class is one of those programs may know of, whatever its types. */
    static boolean isOffered(Member member) {
        int modifiers = member.getModifiers();
        return (Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers))
            && Kernel.GATE.isVisible(member.getDeclaringClass());
    }

    private static boolean isShownOfCore(Member member) {
        if (member instanceof Field f) {
            return !isForeign(f.getType());
        }
        Executable e = (Executable) member;
        for (Class<?> p : e.getParameterTypes()) {
            if (isForeign(p)) {
                return false;
            }
        }
        for (Class<?> x : e.getExceptionTypes()) {
            if (isForeign(x)) {
                return false;
            }
        }
        return !(e instanceof Method m && isForeign(m.getReturnType()));
    }

    /** @throws IllegalArgumentException unless a member is shown */
    static void requireShown(Member member) {
        if (!isShown(member)) {
            throw new IllegalArgumentException("not a member of a visible class");
        }
    }

    static Field[] shown(Field[] all) {
        int count = 0;
        for (Field f : all) {
            if (isShown(f)) {
                all[count++] = f;
            }
        }
        Field[] exact = new Field[count];
        System.arraycopy(all, 0, exact, 0, count);
        return exact;
    }

    static Constructor<?>[] shown(Constructor<?>[] all) {
        int count = 0;
        for (Constructor<?> c : all) {
            if (isShown(c)) {
                all[count++] = c;
            }
        }
        Constructor<?>[] exact = new Constructor<?>[count];
        System.arraycopy(all, 0, exact, 0, count);
        return exact;
    }

    /** The shown ones; those of the root of guest classes stand for Object's. */
    static Method[] shown(Method[] all) {
        int count = 0;
        for (Method m : all) {
            Method seen = seen(m);
            if (seen != null) {
                all[count++] = seen;
            }
        }
        Method[] exact = new Method[count];
        System.arraycopy(all, 0, exact, 0, count);
        return exact;
    }

    /** A method as the program sees it, or {@code null} when it does not. */
    static Method seen(Method m) {
        if (m.getDeclaringClass() == guest.rt.GuestObject.class) {
            try {
                return Object.class.getDeclaredMethod(m.getName(), m.getParameterTypes());
            } catch (NoSuchMethodException e) {
                return null;
            }
        }
        if (isShown(m)) {
            return m;
        }
        return isCore(m.getDeclaringClass()) && isOffered(m) ? Views.of(m) : null;
    }

    // ------------------------------------------------------------------ what may be used

    /**
     * Checks that a class may use a member, as the host does when it is called directly.
     *
     * @param caller class that uses it; {@code null} when it is not known, which gives the rights of none
     * @param target class of the object used, or {@code null}
     * @param forced whether access checks were switched off for the member
     */
    static void checkAccess(Class<?> caller, Member member, Class<?> target, boolean forced) throws IllegalAccessException {
        Class<?> declaring = member.getDeclaringClass();
        if (!isProgram(declaring)) {
            requireVisible(declaring);
        }
        if (!forced && !guest.rt.Host.verifyMemberAccess(caller == null ? Nobody.class : caller, declaring,
            target, member.getModifiers())) {
            throw new IllegalAccessException((caller == null ? "a caller" : "class " + B_java_lang_Class.getName(caller)) + " cannot access a member of class "
                + B_java_lang_Class.getName(declaring) + " with modifiers \"" + Modifier.toString(member.getModifiers())
                + "\"");
        }
    }

    /** Whether a package of the library is open to programs, as those of {@code jdk.unsupported} are; nothing is hidden there. */
    private static boolean isOpenPackage(Class<?> c) {
        String name = c.getPackageName();
        return name.equals("guest.sun.misc") || name.equals("guest.sun.reflect");
    }

    /** Whether access checks may be switched off for a member. */
    static boolean mayOpen(Member member) {
        Class<?> declaring = member.getDeclaringClass();
        if (isProgram(declaring) || isLibrary(declaring) && isOpenPackage(declaring)) {
            return true;
        }
        return Modifier.isPublic(declaring.getModifiers()) && Modifier.isPublic(member.getModifiers())
            && isShown(member) && Kernel.GATE.isVisible(declaring);
    }
}
