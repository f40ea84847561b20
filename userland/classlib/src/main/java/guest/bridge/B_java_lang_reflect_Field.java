package guest.bridge;

import guest.rt.Names;
import java.lang.reflect.Field;

/** Bridges of Field: its texts. Values are read by the host, whose own checks see the calling class. */
public final class B_java_lang_reflect_Field {
    private B_java_lang_reflect_Field() {
    }

    public static String toGenericString(Field f) {
        return Names.in(f.toGenericString());
    }
}
