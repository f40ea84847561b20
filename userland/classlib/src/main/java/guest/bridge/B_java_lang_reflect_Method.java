package guest.bridge;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import jdk.internal.reflect.ReflectionFactory;

/** Bridges of Method: an invoked core method is bridged as a linked one is. */
public final class B_java_lang_reflect_Method {
    private B_java_lang_reflect_Method() {
    }

    public static Object invoke$guest(Method m, Object object, Object[] args)
        throws IllegalAccessException, InvocationTargetException {
        return invoke$guest$caller(m, object, args, Members.caller());
    }

    public static Object invoke$guest$caller(Method m, Object object, Object[] args, Class<?> caller)
        throws IllegalAccessException, InvocationTargetException {
        Class<?> declaring = m.getDeclaringClass();
        boolean isStatic = Modifier.isStatic(m.getModifiers());
        if (Members.isCore(declaring)) {
            if (!Members.isOffered(m)) {
                throw new IllegalAccessException(m.getName() + " is not available to programs");
            }
            Bridges.Bridge bridge = caller == null ? Bridges.withoutCaller(m) : Bridges.of(m);
            if (bridge != null) {
                return invoke(bridge, isStatic, declaring, object, args, caller);
            }
            if (guest.rt.Kernel.GATE.isRefused(declaring, m.getName())) {
                throw new IllegalAccessException(m.getName() + " is not available to programs");
            }
        }
        if (!Members.isShown(m)) {
            throw new IllegalAccessException(m.getName() + " is not available to programs");
        }
        Members.checkAccess(caller, m, isStatic || object == null ? null : object.getClass(), m.isAccessible());
        if (m.isAccessible() || Modifier.isPublic(m.getModifiers()) && Modifier.isPublic(declaring.getModifiers())) {
            return m.invoke(object, args);
        }
        Method open = ReflectionFactory.getReflectionFactory().leafCopyMethod(m);
        open.setAccessible(true);
        return open.invoke(object, args);
    }

    private static Object invoke(Bridges.Bridge bridge, boolean isStatic, Class<?> declaring, Object object, Object[] args,
        Class<?> caller) throws IllegalAccessException, InvocationTargetException {
        int given = args == null ? 0 : args.length;
        int receiver = isStatic ? 0 : 1;
        int expected = bridge.method().getParameterCount() - receiver - (bridge.takesCaller() ? 1 : 0);
        if (given != expected) {
            throw new IllegalArgumentException("wrong number of arguments: " + given + " expected: " + expected);
        }
        if (!isStatic) {
            if (object == null) {
                throw new NullPointerException();
            }
            if (!declaring.isInstance(object)) {
                throw new IllegalArgumentException("object is not an instance of declaring class");
            }
        }
        Object[] all = new Object[bridge.method().getParameterCount()];
        if (!isStatic) {
            all[0] = object;
        }
        for (int i = 0; i < given; i++) {
            all[i + receiver] = args[i];
        }
        if (bridge.takesCaller()) {
            all[all.length - 1] = caller;
        }
        return bridge.method().invoke(null, all);
    }

    public static String toGenericString(Method m) {
        return guest.rt.Names.in(m.toGenericString());
    }
}
