package guest.java.io;

import guest.rt.Kernel;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;

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

    /** The fields of the default form; those of core classes that hold objects of the host are no business of a program. */
    static ObjectStreamField[] getDefaultSerialFields(Class<?> c) {
        Field[] declared = c.getDeclaredFields();
        ObjectStreamField[] kept = new ObjectStreamField[declared.length];
        int count = 0;
        for (Field f : declared) {
            if ((f.getModifiers() & (Modifier.STATIC | Modifier.TRANSIENT)) == 0 && !guest.bridge.HostTypes.isForeign(f.getType())) {
                kept[count++] = new ObjectStreamField(f, false, true);
            }
        }
        if (count == 0) {
            return ObjectStreamClass.NO_FIELDS;
        }
        ObjectStreamField[] exact = new ObjectStreamField[count];
        guest.rt.Host.arraycopy(kept, 0, exact, 0, count);
        return exact;
    }
}
