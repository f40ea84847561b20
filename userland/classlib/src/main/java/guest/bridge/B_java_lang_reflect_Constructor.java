package guest.bridge;

import guest.rt.Heap;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;

/** Bridges of Constructor: only what is shown is made, and a builder's first array is charged. */
public final class B_java_lang_reflect_Constructor {
    private B_java_lang_reflect_Constructor() {
    }

    public static Object newInstance$guest(Constructor<?> c, Object[] args)
        throws InstantiationException, IllegalAccessException, InvocationTargetException {
        return newInstance$guest$caller(c, args, Members.caller());
    }

    public static Object newInstance$guest$caller(Constructor<?> c, Object[] args, Class<?> caller)
        throws InstantiationException, IllegalAccessException, InvocationTargetException {
        Class<?> declaring = c.getDeclaringClass();
        if (!Members.isShown(c)) {
            throw new IllegalAccessException("constructor is not available to programs");
        }
        if ((declaring == StringBuilder.class || declaring == StringBuffer.class) && args != null && args.length == 1
            && args[0] instanceof Integer capacity) {
            Heap.text(capacity);
        }
        Members.checkAccess(caller, c, declaring, c.isAccessible());
        if (c.isAccessible() || Modifier.isPublic(c.getModifiers()) && Modifier.isPublic(declaring.getModifiers())) {
            return c.newInstance(args);
        }
        Constructor<?> open;
        try {
            open = declaring.getDeclaredConstructor(c.getParameterTypes());
        } catch (NoSuchMethodException e) {
            throw new InternalError(e);
        }
        open.setAccessible(true);
        return open.newInstance(args);
    }

    public static String getName(Constructor<?> c) {
        return B_java_lang_Class.getName(c.getDeclaringClass());
    }

    public static String toGenericString(Constructor<?> c) {
        return guest.rt.Names.in(c.toGenericString());
    }
}
