package guest.sun.reflect;

import guest.bridge.HostTypes;
import guest.rt.Host;
import java.lang.reflect.Constructor;
import java.lang.reflect.Modifier;

/** Constructors that make objects as deserialization does; for classes of the program only. */
public class ReflectionFactory {
    private static final ReflectionFactory INSTANCE = new ReflectionFactory();

    private ReflectionFactory() {
    }

    public static ReflectionFactory getReflectionFactory() {
        return INSTANCE;
    }

    /**
     * A constructor that makes instances of one class by running the constructor of a superclass.
     *
     * @throws UnsupportedOperationException when the class is not the program's, or extends a reference
     * @throws IllegalArgumentException      when the constructor is not that of a superclass which the class could call
     */
    public Constructor<?> newConstructorForSerialization(Class<?> c, Constructor<?> constructor) {
        requireProgram(c);
        Class<?> above = constructor.getDeclaringClass();
        if (above != Object.class && !above.isAssignableFrom(c)) {
            throw new IllegalArgumentException(above + " is no superclass of " + c);
        }
        int needed = Modifier.PUBLIC | Modifier.PROTECTED;
        if (!HostTypes.isProgram(above) && (constructor.getModifiers() & needed) == 0) {
            throw new IllegalArgumentException("constructor is not available to subclasses: " + constructor);
        }
        return Host.constructorForSerialization(c, constructor);
    }

    /** A constructor that runs the nearest one without arguments of a superclass that is not serializable. */
    public final Constructor<?> newConstructorForSerialization(Class<?> c) {
        requireProgram(c);
        return Host.constructorForSerialization(c);
    }

    public final Constructor<?> newConstructorForExternalization(Class<?> c) {
        requireProgram(c);
        if (!guest.java.io.Externalizable.class.isAssignableFrom(c)) {
            return null;
        }
        try {
            Constructor<?> found = c.getConstructor();
            found.setAccessible(true);
            return found;
        } catch (NoSuchMethodException e) {
            return null;
        }
    }

    private static void requireProgram(Class<?> c) {
        if (!HostTypes.isProgram(c) || java.lang.ref.Reference.class.isAssignableFrom(c)) {
            throw new UnsupportedOperationException(c + " cannot be made without its constructor by programs");
        }
    }
}
