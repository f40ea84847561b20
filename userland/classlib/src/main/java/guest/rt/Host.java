package guest.rt;

import jdk.internal.access.JavaLangAccess;
import jdk.internal.access.SharedSecrets;
import jdk.internal.misc.Unsafe;

/** Members of the host that library code uses as they are, under names of their own because the library's hide them. */
public final class Host {
    /** The host's door into {@code java.lang}, for operations on the inside of strings. */
    public static final JavaLangAccess LANG = SharedSecrets.getJavaLangAccess();

    private Host() {
    }

    public static void arraycopy(Object from, int fromIndex, Object to, int toIndex, int length) {
        System.arraycopy(from, fromIndex, to, toIndex, length);
    }

    public static int identityHashCode(Object object) {
        return System.identityHashCode(object);
    }

    /** The host's loader of a class. */
    public static Object loader(Class<?> c) {
        return c.getClassLoader();
    }

    /** An instance made without a constructor. */
    public static Object allocate(Class<?> c) {
        try {
            return Unsafe.getUnsafe().allocateInstance(c);
        } catch (InstantiationException e) {
            throw new InternalError(e);
        }
    }

    /** The access flags of a class file. */
    public static int accessFlags(Class<?> c) {
        return jdk.internal.reflect.Reflection.getClassAccessFlags(c);
    }

    /** Whether the language lets one class use a member of another. */
    public static boolean verifyMemberAccess(Class<?> current, Class<?> member, Class<?> target, int modifiers) {
        return jdk.internal.reflect.Reflection.verifyMemberAccess(current, member, target, modifiers);
    }

    /** The calling thread of the host. */
    public static Object currentThread() {
        return Thread.currentThread();
    }

    /** Where a thread of the host is. */
    public static StackTraceElement[] stackTrace(Object thread) {
        return ((Thread) thread).getStackTrace();
    }

    /** Whether a thread of the host may access a segment. */
    public static boolean isAccessibleBy(java.lang.foreign.MemorySegment segment, Object thread) {
        return segment.isAccessibleBy((Thread) thread);
    }

    public static void onSpinWait() {
        Thread.onSpinWait();
    }

    /** A class of the host by its binary name; for reaching natives only. */
    public static Class<?> hostClass(String name) {
        try {
            return Class.forName(name, true, null);
        } catch (ClassNotFoundException e) {
            throw new NoClassDefFoundError(name);
        }
    }

    /** A constructor that runs only those of superclasses that are not serializable. */
    public static java.lang.reflect.Constructor<?> constructorForSerialization(Class<?> c) {
        return jdk.internal.reflect.ReflectionFactory.getReflectionFactory().newConstructorForSerialization(c);
    }

    /** A constructor that makes instances of one class by running the constructor of another. */
    public static java.lang.reflect.Constructor<?> constructorForSerialization(Class<?> c,
        java.lang.reflect.Constructor<?> constructor) {
        return jdk.internal.reflect.ReflectionFactory.getReflectionFactory().newConstructorForSerialization(c, constructor);
    }
}
