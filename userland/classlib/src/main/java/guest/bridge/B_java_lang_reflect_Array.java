package guest.bridge;

import guest.rt.Heap;
import java.lang.reflect.Array;

/** Bridges of Array: what reflection makes is charged like any array. */
public final class B_java_lang_reflect_Array {
    private static final int REFERENCE_SHIFT = 2;

    private B_java_lang_reflect_Array() {
    }

    public static Object newInstance(Class<?> component, int length) {
        if (length > 0) {
            Heap.array(length, shift(component));
        }
        Object made = Array.newInstance(component, length);
        Heap.madeAny(made);
        return made;
    }

    private static int shift(Class<?> component) {
        if (component == byte.class || component == boolean.class) {
            return 0;
        }
        if (component == short.class || component == char.class) {
            return 1;
        }
        return component == long.class || component == double.class ? 3 : REFERENCE_SHIFT;
    }

    public static Object newInstance(Class<?> component, int... dimensions) {
        long elements = 1;
        for (int d : dimensions) {
            elements = Math.multiplyExact(elements, Math.max(1L, d));
            if (elements > Integer.MAX_VALUE) {
                throw new OutOfMemoryError("quota of the process");
            }
        }
        Heap.array((int) elements, 3);
        return Array.newInstance(component, dimensions);
    }
}
