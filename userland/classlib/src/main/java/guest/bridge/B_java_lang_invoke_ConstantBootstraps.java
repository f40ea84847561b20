package guest.bridge;

import java.lang.invoke.ConstantBootstraps;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** Bridges of ConstantBootstraps, called or named by a class file: fields only of classes a program may name. */
public final class B_java_lang_invoke_ConstantBootstraps {
    private B_java_lang_invoke_ConstantBootstraps() {
    }

    private static void check(Class<?> declaring) {
        try {
            Members.requireVisible(declaring);
        } catch (IllegalAccessException e) {
            throw new IllegalAccessError(e.getMessage());
        }
    }

    public static Object getStaticFinal$guest(MethodHandles.Lookup lookup, String name, Class<?> type, Class<?> declaring) {
        check(declaring);
        return ConstantBootstraps.getStaticFinal(lookup, name, type, declaring);
    }

    public static Object getStaticFinal$guest(MethodHandles.Lookup lookup, String name, Class<?> type) {
        check(type);
        return ConstantBootstraps.getStaticFinal(lookup, name, type);
    }

    public static VarHandle fieldVarHandle$guest(MethodHandles.Lookup lookup, String name, Class<VarHandle> type,
        Class<?> declaring, Class<?> fieldType) {
        check(declaring);
        return ConstantBootstraps.fieldVarHandle(lookup, name, type, declaring, fieldType);
    }

    public static VarHandle staticFieldVarHandle$guest(MethodHandles.Lookup lookup, String name, Class<VarHandle> type,
        Class<?> declaring, Class<?> fieldType) {
        check(declaring);
        return ConstantBootstraps.staticFieldVarHandle(lookup, name, type, declaring, fieldType);
    }
}
