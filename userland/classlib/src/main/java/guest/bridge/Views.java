package guest.bridge;

import guest.rt.Kernel;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import jdk.internal.misc.Unsafe;
import jdk.internal.reflect.ReflectionFactory;

/**
 * Methods of core classes whose types are the host's, as programs see them: {@code Class.getModule} returns the guest's module.
 *
 * <p>A view is a copy of the host's object with other types in it. Only methods that a bridge stands for have one, so that
 * invoking a view never runs the method of the host; a method that only declares an exception of the host is what it says.
 */
final class Views {
    private static final Unsafe U = Unsafe.getUnsafe();
    private static final long RETURN_TYPE = U.objectFieldOffset(Method.class, "returnType");
    private static final long PARAMETER_TYPES = U.objectFieldOffset(Method.class, "parameterTypes");
    private static final long EXCEPTION_TYPES = U.objectFieldOffset(Method.class, "exceptionTypes");
    private static final long SIGNATURE = U.objectFieldOffset(Method.class, "signature");

    private Views() {
    }

    /** The view of a method of a core class that mentions types of the host, or {@code null} when programs have none. */
    static Method of(Method m) {
        Class<?>[] parameters = mapped(m.getParameterTypes());
        Class<?>[] exceptions = mapped(m.getExceptionTypes());
        Class<?> result = m.getReturnType();
        if (parameters == null || exceptions == null) {
            return null;
        }
        boolean bridged = Members.isForeign(result);
        for (Class<?> p : m.getParameterTypes()) {
            bridged |= Members.isForeign(p);
        }
        if (bridged) {
            Bridges.Bridge bridge = Bridges.find(m.getDeclaringClass(), m.getName(), parameters,
                Modifier.isStatic(m.getModifiers()));
            if (bridge == null || Members.isForeign(bridge.method().getReturnType())) {
                return null;
            }
            result = bridge.method().getReturnType();
        }
        Method view = ReflectionFactory.getReflectionFactory().leafCopyMethod(m);
        U.putReference(view, RETURN_TYPE, result);
        U.putReference(view, PARAMETER_TYPES, parameters);
        U.putReference(view, EXCEPTION_TYPES, exceptions);
        U.putReference(view, SIGNATURE, null);
        return view;
    }

    /** The view with these parameters among a core class' methods of a name, or {@code null}. */
    static Method find(Method[] all, String name, Class<?>[] parameters) {
        for (Method m : all) {
            if (m.getName().equals(name) && m.getParameterCount() == parameters.length && Members.isCore(m.getDeclaringClass())
                && !Members.isShown(m) && Members.isOffered(m)) {
                Method view = of(m);
                if (view != null && same(view.getParameterTypes(), parameters)) {
                    return view;
                }
            }
        }
        return null;
    }

    private static boolean same(Class<?>[] a, Class<?>[] b) {
        for (int i = 0; i < a.length; i++) {
            if (a[i] != b[i]) {
                return false;
            }
        }
        return true;
    }

    /** The guest's classes for the host's, or {@code null} when one has no counterpart. */
    private static Class<?>[] mapped(Class<?>[] types) {
        for (int i = 0; i < types.length; i++) {
            if (Members.isForeign(types[i])) {
                try {
                    types[i] = Kernel.GATE.find(types[i].getName(), true, null, false);
                } catch (ClassNotFoundException e) {
                    return null;
                }
            }
        }
        return types;
    }
}
