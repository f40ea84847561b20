package guest.bridge;

import guest.java.nio.ByteOrder;
import guest.java.util.List;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.VarHandle;

/** Bridges of MethodHandles: lists and byte orders of the guest's kind, and no way into classes of the library. */
public final class B_java_lang_invoke_MethodHandles {
    private B_java_lang_invoke_MethodHandles() {
    }

    public static MethodHandles.Lookup lookup$guest() {
        Class<?> caller = Members.caller();
        if (caller == null) {
            throw new IllegalCallerException("no caller frame");
        }
        return guest.rt.Kernel.GATE.lookup(caller);
    }

    public static MethodHandles.Lookup lookup$guest$caller(Class<?> caller) {
        if (!Members.isProgram(caller)) {
            throw new IllegalCallerException("no caller frame");
        }
        return guest.rt.Kernel.GATE.lookup(caller);
    }

    private static java.nio.ByteOrder host(ByteOrder order) {
        return order == ByteOrder.BIG_ENDIAN ? java.nio.ByteOrder.BIG_ENDIAN : java.nio.ByteOrder.LITTLE_ENDIAN;
    }

    public static VarHandle byteArrayViewVarHandle(Class<?> array, ByteOrder order) {
        return MethodHandles.byteArrayViewVarHandle(array, host(order));
    }

    public static VarHandle byteBufferViewVarHandle(Class<?> array, ByteOrder order) {
        throw new UnsupportedOperationException("views of byte buffers are not available");
    }

    private static Class<?>[] types(List<Class<?>> list) {
        return (Class<?>[]) list.toArray(new Class<?>[0]);
    }

    public static MethodHandle dropArguments(MethodHandle target, int position, List<Class<?>> types) {
        return MethodHandles.dropArguments(target, position, types(types));
    }

    public static MethodHandle dropArgumentsToMatch(MethodHandle target, int skip, List<Class<?>> types, int position) {
        MethodType type = target.type();
        Class<?>[] wanted = types(types);
        int kept = type.parameterCount() - skip;
        MethodHandle made = target;
        int after = wanted.length - position - kept;
        if (after < 0) {
            throw new IllegalArgumentException("argument lists do not match");
        }
        Class<?>[] trailing = new Class<?>[after];
        for (int i = 0; i < after; i++) {
            trailing[i] = wanted[position + kept + i];
        }
        made = MethodHandles.dropArguments(made, type.parameterCount(), trailing);
        Class<?>[] leading = new Class<?>[position];
        for (int i = 0; i < position; i++) {
            leading[i] = wanted[i];
        }
        return MethodHandles.dropArguments(made, skip, leading);
    }

    public static MethodHandles.Lookup privateLookupIn$guest(Class<?> target, MethodHandles.Lookup caller)
        throws IllegalAccessException {
        Members.requireProgram(target);
        return MethodHandles.privateLookupIn(target, caller);
    }

    public static <T extends java.lang.reflect.Member> T reflectAs$guest(Class<T> expected, MethodHandle target) {
        java.lang.reflect.Member member = MethodHandles.reflectAs(java.lang.reflect.Member.class, target);
        Members.requireShown(member);
        return expected.cast(member);
    }
}
