package guest.jdk.internal.reflect;

import guest.java.lang.Module;
import guest.rt.Kernel;
import java.lang.reflect.Field;
import java.lang.reflect.Method;

/** Answers the library's questions about callers and access. */
public class Reflection {
    public static final guest.java.util.Set<String> ALL_MEMBERS = guest.java.util.Set.of("*");

    /** Frames between the machine's answer and the method that asks: this class, then the method. */
    private static final int DEPTH = 2;

    /** The class that called the method that calls this. */
    public static Class<?> getCallerClass() {
        return Kernel.GATE.caller(DEPTH);
    }

    public static int getClassAccessFlags(Class<?> c) {
        return guest.rt.Host.accessFlags(c);
    }

    public static void ensureMemberAccess(Class<?> current, Class<?> member, Class<?> target, int modifiers)
        throws IllegalAccessException {
        if (!verifyMemberAccess(current, member, target, modifiers)) {
            throw new IllegalAccessException(current + " cannot access a member of " + member);
        }
    }

    public static boolean verifyMemberAccess(Class<?> current, Class<?> member, Class<?> target, int modifiers) {
        return guest.rt.Host.verifyMemberAccess(current, member, target, modifiers);
    }

    public static boolean verifyPublicMemberAccess(Class<?> member, int modifiers) {
        return java.lang.reflect.Modifier.isPublic(modifiers) && java.lang.reflect.Modifier.isPublic(member.getModifiers());
    }

    public static boolean verifyModuleAccess(Module current, Class<?> member) {
        return true;
    }

    public static void ensureNativeAccess(Class<?> current, Class<?> owner, String method, boolean jni) {
        throw new IllegalCallerException("native access is not available");
    }

    public static boolean areNestMates(Class<?> current, Class<?> member) {
        return current.isNestmateOf(member);
    }

    public static boolean isCallerSensitive(Method m) {
        return false;
    }

    public static boolean isTrustedFinalField(Field field) {
        Class<?> c = field.getDeclaringClass();
        return java.lang.reflect.Modifier.isFinal(field.getModifiers()) && (c.isHidden() || c.isRecord());
    }

    public static void registerFieldsToFilter(Class<?> c, guest.java.util.Set<String> names) {
    }

    public static void registerMethodsToFilter(Class<?> c, guest.java.util.Set<String> names) {
    }

    public static Field[] filterFields(Class<?> c, Field[] fields) {
        return fields;
    }

    public static Method[] filterMethods(Class<?> c, Method[] methods) {
        return methods;
    }
}
