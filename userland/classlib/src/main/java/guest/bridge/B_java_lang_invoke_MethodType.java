package guest.bridge;

import guest.java.lang.ClassLoader;
import guest.java.util.List;
import guest.rt.Lang;
import guest.rt.Names;
import java.lang.invoke.MethodType;

/** Bridges of MethodType: lists of the guest's kind, and descriptors in the names guests know. */
public final class B_java_lang_invoke_MethodType {
    private B_java_lang_invoke_MethodType() {
    }

    public static List<Class<?>> parameterList(MethodType type) {
        return List.of(type.parameterArray());
    }

    private static Class<?>[] types(List<Class<?>> list) {
        return (Class<?>[]) list.toArray(new Class<?>[0]);
    }

    public static MethodType methodType(Class<?> result, List<Class<?>> parameters) {
        return MethodType.methodType(result, types(parameters));
    }

    public static MethodType appendParameterTypes(MethodType type, List<Class<?>> more) {
        return type.appendParameterTypes(types(more));
    }

    public static MethodType insertParameterTypes(MethodType type, int at, List<Class<?>> more) {
        return type.insertParameterTypes(at, types(more));
    }

    public static String toMethodDescriptorString(MethodType type) {
        return Names.in(type.toMethodDescriptorString());
    }

    public static String descriptorString(MethodType type) {
        return Names.in(type.descriptorString());
    }

    public static MethodType fromMethodDescriptorString(String descriptor, ClassLoader loader) {
        Object host = Lang.access().hostLoader(loader == null ? ClassLoader.getSystemClassLoader() : loader);
        return Descriptors.methodType(descriptor, host);
    }
}
