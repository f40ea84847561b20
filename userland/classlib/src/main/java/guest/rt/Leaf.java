package guest.rt;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/** Bootstrap of constants that are handles of the host's intrinsic methods. */
public final class Leaf {
    private Leaf() {
    }

    /** The host's static method of that name and type; only library code may ask. */
    public static MethodHandle handle(MethodHandles.Lookup lookup, String name, Class<?> kind, String cls, MethodType type) {
        if (lookup.lookupClass().getClassLoader() != Leaf.class.getClassLoader()) {
            throw new SecurityException("leaf intrinsics are the library's");
        }
        return Kernel.GATE.hostStatic(cls, name, type);
    }
}
