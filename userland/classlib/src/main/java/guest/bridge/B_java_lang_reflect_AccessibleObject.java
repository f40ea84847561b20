package guest.bridge;

import java.lang.reflect.AccessibleObject;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Member;

/** Bridges of AccessibleObject: only the program's own classes can be opened. */
public final class B_java_lang_reflect_AccessibleObject {
    private B_java_lang_reflect_AccessibleObject() {
    }

    public static void setAccessible$guest(AccessibleObject object, boolean on) {
        if (on && !trySetAccessible$guest(object)) {
            throw new InaccessibleObjectException("Unable to make " + B_java_lang_Object.toString(object)
                + " accessible: module java.base does not open its package to the unnamed module");
        }
        if (!on) {
            object.setAccessible(false);
        }
    }

    public static boolean trySetAccessible$guest(AccessibleObject object) {
        if (object instanceof Member m && !Members.mayOpen(m)) {
            return false;
        }
        return object.trySetAccessible();
    }

    public static void setAccessible$guest(AccessibleObject[] objects, boolean on) {
        for (AccessibleObject o : objects) {
            setAccessible$guest(o, on);
        }
    }
}
