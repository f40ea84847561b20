package guest.bridge;

import java.lang.invoke.CallSite;
import java.lang.invoke.ConstantCallSite;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.StringConcatException;
import java.lang.invoke.StringConcatFactory;

/** Bootstrap of string concatenations with arguments whose text may hold names of the host. */
public final class Concatenation {
    private static final MethodHandle TEXT;

    static {
        try {
            TEXT = MethodHandles.lookup().findStatic(B_java_lang_String.class, "valueOf",
                MethodType.methodType(String.class, Object.class));
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private Concatenation() {
    }

    /** As {@code StringConcatFactory.makeConcatWithConstants}, with such arguments made text first. */
    public static CallSite makeConcatWithConstants(MethodHandles.Lookup lookup, String name, MethodType type, String recipe,
        Object... constants) throws StringConcatException {
        MethodType texts = type;
        for (int i = 0; i < type.parameterCount(); i++) {
            if (isFiltered(type.parameterType(i))) {
                texts = texts.changeParameterType(i, String.class);
            }
        }
        MethodHandle target = StringConcatFactory.makeConcatWithConstants(lookup, name, texts, recipe, constants).getTarget();
        for (int i = 0; i < type.parameterCount(); i++) {
            Class<?> parameter = type.parameterType(i);
            if (isFiltered(parameter)) {
                target = MethodHandles.filterArguments(target, i, TEXT.asType(MethodType.methodType(String.class, parameter)));
            }
        }
        return new ConstantCallSite(target);
    }

    private static boolean isFiltered(Class<?> c) {
        return !c.isPrimitive() && c != String.class && !Number.class.isAssignableFrom(c);
    }
}
