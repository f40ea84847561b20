package guest.bridge;

import guest.rt.Names;
import java.lang.reflect.Type;

/** Bridges of Type. */
public final class B_java_lang_reflect_Type {
    private B_java_lang_reflect_Type() {
    }

    public static String getTypeName(Type t) {
        return t instanceof Class<?> c ? B_java_lang_Class.getTypeName(c) : Names.in(t.getTypeName());
    }
}
