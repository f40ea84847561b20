package guest.java.io;

import guest.rt.Kernel;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;

/** Natives of ObjectStreamClass. */
final class N_ObjectStreamClass {
    private static final MethodHandle INITIALISER = Kernel.GATE.hostStatic("java.io.ObjectStreamClass", "hasStaticInitializer",
        MethodType.methodType(boolean.class, Class.class));

    private N_ObjectStreamClass() {
    }

    static boolean hasStaticInitializer(Class<?> c) {
        try {
            return (boolean) INITIALISER.invokeExact(c);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new InternalError(e);
        }
    }
}
