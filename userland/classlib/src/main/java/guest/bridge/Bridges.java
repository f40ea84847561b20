package guest.bridge;

import guest.rt.Kernel;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;

/**
 * Finds the bridge of a core method for calls that were not linked: by reflection and by method handle. Follows the naming
 * convention by which the translator finds them for linked calls.
 */
final class Bridges {
    private static final String GUEST = "$guest";
    private static final String CALLER = "$caller";
    private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();

    private Bridges() {
    }

    /** A bridge and whether it takes the calling class as last argument. */
    record Bridge(Method method, boolean takesCaller) {
        /**
         * A handle of the bridge that looks like one of the method it stands for.
         *
         * @param caller a class of the program; for others use a bridge that takes no caller
         */
        MethodHandle handle(MethodType type, Class<?> caller) throws IllegalAccessException {
            MethodHandle made = LOOKUP.unreflect(method);
            if (takesCaller) {
                made = MethodHandles.insertArguments(made, made.type().parameterCount() - 1, caller);
            }
            boolean varargs = method.isVarArgs() && !takesCaller;
            MethodHandle fixed = made.asFixedArity().asType(type);
            return varargs ? fixed.asVarargsCollector(type.lastParameterType()) : fixed;
        }
    }

    /** The bridge of a method a core class declares, or {@code null}. */
    static Bridge of(Method m) {
        return find(m.getDeclaringClass(), m.getName(), m.getParameterTypes(), Modifier.isStatic(m.getModifiers()));
    }

    /** As {@link #of} for a call whose caller is not known. */
    static Bridge withoutCaller(Method m) {
        return find(m.getDeclaringClass(), m.getName(), m.getParameterTypes(), Modifier.isStatic(m.getModifiers()), false);
    }

    /** The bridge of a method that a core class declares or inherits, or {@code null}. */
    static Bridge find(Class<?> core, String name, Class<?>[] parameters, boolean isStatic) {
        return find(core, name, parameters, isStatic, true);
    }

    /** @param mayPass whether the bridge may be one that takes the calling class */
    static Bridge find(Class<?> core, String name, Class<?>[] parameters, boolean isStatic, boolean mayPass) {
        Class<?> holder = holder(core);
        if (holder != null) {
            Bridge found = in(holder, core, name, parameters, isStatic, mayPass);
            if (found != null) {
                return found;
            }
        }
        if (isStatic) {
            return null;
        }
        Class<?> above = core.getSuperclass();
        if (above != null && above != Object.class) {
            Bridge found = find(above, name, parameters, false, mayPass);
            if (found != null) {
                return found;
            }
        }
        for (Class<?> i : core.getInterfaces()) {
            Bridge found = find(i, name, parameters, false, mayPass);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private static Class<?> holder(Class<?> core) {
        try {
            return Class.forName("guest.bridge.B_" + core.getName().replace('.', '_'), true,
                (ClassLoader) Kernel.GATE.libraryLoader());
        } catch (ClassNotFoundException e) {
            return null;
        }
    }

    private static Bridge in(Class<?> holder, Class<?> core, String name, Class<?>[] parameters, boolean isStatic,
        boolean mayPass) {
        int receiver = isStatic ? 0 : 1;
        Class<?>[] plain = new Class<?>[parameters.length + receiver];
        Class<?>[] passing = new Class<?>[plain.length + 1];
        for (int i = 0; i < parameters.length; i++) {
            plain[i + receiver] = parameters[i];
            passing[i + receiver] = parameters[i];
        }
        if (!isStatic) {
            plain[0] = core;
            passing[0] = core;
        }
        passing[plain.length] = Class.class;
        for (String suffix : new String[] {GUEST + CALLER, GUEST, CALLER, ""}) {
            boolean takesCaller = suffix.endsWith(CALLER);
            if (takesCaller && !mayPass) {
                continue;
            }
            try {
                return new Bridge(holder.getMethod(name + suffix, takesCaller ? passing : plain), takesCaller);
            } catch (NoSuchMethodException e) {
                continue;
            }
        }
        return null;
    }
}
