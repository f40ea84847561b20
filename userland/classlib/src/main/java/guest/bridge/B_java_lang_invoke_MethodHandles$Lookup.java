package guest.bridge;

import guest.rt.Kernel;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleInfo;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;
import java.lang.invoke.VarHandle;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;

/** Bridges of Lookup: a handle reaches what a linked call would have reached, and new classes are translated. */
public final class B_java_lang_invoke_MethodHandles$Lookup {
    private B_java_lang_invoke_MethodHandles$Lookup() {
    }

    /** Whether a lookup speaks for its class: the program's, and with all the rights of it. */
    private static boolean isCaller(Lookup lookup) {
        return Members.isProgram(lookup.lookupClass()) && lookup.hasFullPrivilegeAccess();
    }

    private static Bridges.Bridge bridge(Lookup lookup, Class<?> c, String name, MethodType type, boolean isStatic) {
        return Bridges.find(c, name, type.parameterArray(), isStatic, isCaller(lookup));
    }

    // ------------------------------------------------------------------ methods

    public static MethodHandle findStatic$guest(Lookup lookup, Class<?> c, String name, MethodType type)
        throws NoSuchMethodException, IllegalAccessException {
        Members.requireVisible(c);
        if (Members.isCore(c)) {
            Bridges.Bridge bridge = bridge(lookup, c, name, type, true);
            if (bridge != null) {
                return bridge.handle(type, lookup.lookupClass());
            }
        }
        return checked(lookup, lookup.findStatic(c, name, type));
    }

    public static MethodHandle findVirtual$guest(Lookup lookup, Class<?> c, String name, MethodType type)
        throws NoSuchMethodException, IllegalAccessException {
        Members.requireVisible(c);
        boolean polymorphic = c == MethodHandle.class && (name.equals("invoke") || name.equals("invokeExact"))
            || c == VarHandle.class;
        if (polymorphic) {
            return lookup.findVirtual(c, name, type);
        }
        if (Members.isCore(c)) {
            Bridges.Bridge bridge = bridge(lookup, c, name, type, false);
            if (bridge != null) {
                return bridge.handle(type.insertParameterTypes(0, c), lookup.lookupClass());
            }
        }
        return checked(lookup, lookup.findVirtual(c, name, type));
    }

    public static MethodHandle bind$guest(Lookup lookup, Object receiver, String name, MethodType type)
        throws NoSuchMethodException, IllegalAccessException {
        return findVirtual$guest(lookup, receiver.getClass(), name, type).bindTo(receiver);
    }

    public static MethodHandle findSpecial$guest(Lookup lookup, Class<?> c, String name, MethodType type, Class<?> caller)
        throws NoSuchMethodException, IllegalAccessException {
        Members.requireVisible(c);
        Class<?> from = c == Object.class && caller.getSuperclass() == guest.rt.GuestObject.class
            ? guest.rt.GuestObject.class : c;
        return special(lookup, lookup.findSpecial(from, name, type, caller));
    }

    /** A handle of {@code super.m(...)}: of the bridge, when the method of a core class has one. */
    private static MethodHandle special(Lookup lookup, MethodHandle found) throws IllegalAccessException {
        MethodHandleInfo info = lookup.revealDirect(found);
        Class<?> declaring = info.getDeclaringClass();
        if (!Members.isCore(declaring)) {
            if (declaring != guest.rt.GuestObject.class && !Members.isProgram(declaring)) {
                Members.requireVisible(declaring);
            }
            return found;
        }
        Class<?>[] parameters = info.getMethodType().parameterArray();
        Bridges.Bridge bridge = Bridges.find(declaring, "super_" + info.getName(), parameters, false, false);
        if (bridge == null && Modifier.isFinal(info.getModifiers())) {
            bridge = bridge(lookup, declaring, info.getName(), info.getMethodType(), false);
        }
        return bridge == null ? found : bridge.handle(found.type(), lookup.lookupClass());
    }

    public static MethodHandle findConstructor$guest(Lookup lookup, Class<?> c, MethodType type)
        throws NoSuchMethodException, IllegalAccessException {
        Members.requireVisible(c);
        return checked(lookup, lookup.findConstructor(c, type));
    }

    /** A handle that was found, or that of the bridge of a core method a program's class inherits. */
    private static MethodHandle checked(Lookup lookup, MethodHandle found) throws IllegalAccessException {
        MethodHandleInfo info = lookup.revealDirect(found);
        Class<?> declaring = info.getDeclaringClass();
        if (Members.isProgram(declaring) || declaring == guest.rt.GuestObject.class) {
            return found;
        }
        if (Members.isCore(declaring) && info.getReferenceKind() != MethodHandleInfo.REF_newInvokeSpecial) {
            boolean isStatic = info.getReferenceKind() == MethodHandleInfo.REF_invokeStatic;
            Bridges.Bridge bridge = bridge(lookup, declaring, info.getName(), info.getMethodType(), isStatic);
            if (bridge != null) {
                return bridge.handle(found.type(), lookup.lookupClass());
            }
            if (Kernel.GATE.isRefused(declaring, info.getName())) {
                throw new IllegalAccessException(info.getName() + " is not available to programs");
            }
        }
        Members.requireVisible(declaring);
        return found;
    }

    public static MethodHandle unreflect$guest(Lookup lookup, Method m) throws IllegalAccessException {
        if (!Members.isShown(m)) {
            throw new IllegalAccessException(m.getName() + " is not available to programs");
        }
        if (Members.isCore(m.getDeclaringClass())) {
            Bridges.Bridge bridge = isCaller(lookup) ? Bridges.of(m) : Bridges.withoutCaller(m);
            if (bridge != null) {
                MethodType type = MethodType.methodType(m.getReturnType(), m.getParameterTypes());
                boolean isStatic = Modifier.isStatic(m.getModifiers());
                return bridge.handle(isStatic ? type : type.insertParameterTypes(0, m.getDeclaringClass()),
                    lookup.lookupClass());
            }
            if (Kernel.GATE.isRefused(m.getDeclaringClass(), m.getName())) {
                throw new IllegalAccessException(m.getName() + " is not available to programs");
            }
        } else if (!Members.isProgram(m.getDeclaringClass())) {
            Members.requireVisible(m.getDeclaringClass());
        }
        return lookup.unreflect(m);
    }

    public static MethodHandle unreflectSpecial$guest(Lookup lookup, Method m, Class<?> caller) throws IllegalAccessException {
        require(m);
        try {
            return findSpecial$guest(lookup, m.getDeclaringClass(), m.getName(), MethodType.methodType(m.getReturnType(),
                m.getParameterTypes()), caller);
        } catch (NoSuchMethodException e) {
            throw new IllegalAccessException(e.getMessage());
        }
    }

    public static MethodHandle unreflectConstructor$guest(Lookup lookup, Constructor<?> c) throws IllegalAccessException {
        require(c);
        return lookup.unreflectConstructor(c);
    }

    private static void require(Member member) throws IllegalAccessException {
        if (!Members.isShown(member)) {
            throw new IllegalAccessException(member.getName() + " is not available to programs");
        }
        if (!Members.isProgram(member.getDeclaringClass())) {
            Members.requireVisible(member.getDeclaringClass());
        }
    }

    // ------------------------------------------------------------------ fields

    public static MethodHandle findGetter$guest(Lookup lookup, Class<?> c, String name, Class<?> type)
        throws NoSuchFieldException, IllegalAccessException {
        Members.requireVisible(c);
        return lookup.findGetter(c, name, type);
    }

    public static MethodHandle findSetter$guest(Lookup lookup, Class<?> c, String name, Class<?> type)
        throws NoSuchFieldException, IllegalAccessException {
        Members.requireVisible(c);
        return lookup.findSetter(c, name, type);
    }

    public static MethodHandle findStaticGetter$guest(Lookup lookup, Class<?> c, String name, Class<?> type)
        throws NoSuchFieldException, IllegalAccessException {
        Members.requireVisible(c);
        return lookup.findStaticGetter(c, name, type);
    }

    public static MethodHandle findStaticSetter$guest(Lookup lookup, Class<?> c, String name, Class<?> type)
        throws NoSuchFieldException, IllegalAccessException {
        Members.requireVisible(c);
        return lookup.findStaticSetter(c, name, type);
    }

    public static VarHandle findVarHandle$guest(Lookup lookup, Class<?> c, String name, Class<?> type)
        throws NoSuchFieldException, IllegalAccessException {
        Members.requireVisible(c);
        return lookup.findVarHandle(c, name, type);
    }

    public static VarHandle findStaticVarHandle$guest(Lookup lookup, Class<?> c, String name, Class<?> type)
        throws NoSuchFieldException, IllegalAccessException {
        Members.requireVisible(c);
        return lookup.findStaticVarHandle(c, name, type);
    }

    public static MethodHandle unreflectGetter$guest(Lookup lookup, Field f) throws IllegalAccessException {
        require(f);
        return lookup.unreflectGetter(f);
    }

    public static MethodHandle unreflectSetter$guest(Lookup lookup, Field f) throws IllegalAccessException {
        require(f);
        return lookup.unreflectSetter(f);
    }

    public static VarHandle unreflectVarHandle$guest(Lookup lookup, Field f) throws IllegalAccessException {
        require(f);
        return lookup.unreflectVarHandle(f);
    }

    // ------------------------------------------------------------------ classes

    public static Class<?> findClass$guest(Lookup lookup, String name) throws ClassNotFoundException, IllegalAccessException {
        Class<?> c = Kernel.GATE.find(name, true, lookup.lookupClass().getClassLoader(), false);
        return lookup.accessClass(c);
    }

    public static Class<?> defineClass$guest(Lookup lookup, byte[] bytes) throws IllegalAccessException {
        Members.requireProgram(lookup.lookupClass());
        return lookup.defineClass(Kernel.GATE.translate(bytes));
    }

    public static Lookup defineHiddenClass$guest(Lookup lookup, byte[] bytes, boolean initialize, Lookup.ClassOption... options)
        throws IllegalAccessException {
        Members.requireProgram(lookup.lookupClass());
        return lookup.defineHiddenClass(Kernel.GATE.translate(bytes), initialize, options);
    }

    public static Lookup defineHiddenClassWithClassData$guest(Lookup lookup, byte[] bytes, Object data, boolean initialize,
        Lookup.ClassOption... options) throws IllegalAccessException {
        Members.requireProgram(lookup.lookupClass());
        return lookup.defineHiddenClassWithClassData(Kernel.GATE.translate(bytes), data, initialize, options);
    }

    public static MethodHandleInfo revealDirect$guest(Lookup lookup, MethodHandle target) {
        MethodHandleInfo info = lookup.revealDirect(target);
        if (Members.isMachinery(info.getDeclaringClass()) || Members.isForeign(info.getDeclaringClass())) {
            throw new IllegalArgumentException("not a direct method handle");
        }
        return info;
    }
}
