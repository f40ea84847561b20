package guest.rt;

import guest.java.lang.Thread;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import org.sluice.abi.ProcessKilled;

/** Runs a program: the life of a process from the library's first class to the call {@code exit}. */
final class Boot {
    private static final int FAILED = 1;

    private Boot() {
    }

    /** Called by the machine on the main thread. Ends with the system call {@code exit}. */
    static void run(String mainClass, String[] args, String[] env, String program) {
        Lang lang = Lang.access();
        Thread main = lang.attachMain();
        lang.environment(env, program);
        int status = 0;
        try {
            invokeMain(mainClass, args);
        } catch (ProcessKilled e) {
            throw e;
        } catch (Throwable e) {
            status = FAILED;
            lang.uncaught(main, e);
        }
        lang.awaitOthers();
        lang.exit(status);
    }

    private static void invokeMain(String mainClass, String[] args) throws Throwable {
        Class<?> c;
        try {
            c = Kernel.GATE.find(mainClass, true, Kernel.GATE.applicationLoader(), true);
        } catch (ClassNotFoundException e) {
            throw new NoClassDefFoundError(mainClass.replace('.', '/'));
        }
        Method main = find(c, String[].class);
        boolean takesArguments = main != null;
        if (!takesArguments) {
            main = find(c);
        }
        if (main == null) {
            throw new NoSuchMethodError("no main method in class " + mainClass);
        }
        main.setAccessible(true);
        Object receiver = null;
        if (!Modifier.isStatic(main.getModifiers())) {
            var constructor = c.getDeclaredConstructor();
            constructor.setAccessible(true);
            try {
                receiver = constructor.newInstance();
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }
        Entry.call(main, receiver, takesArguments ? new Object[] {args} : new Object[0]);
    }

    /** The main method with these parameters, the class' own before inherited ones; private methods do not count. */
    private static Method find(Class<?> c, Class<?>... parameters) {
        for (Class<?> k = c; k != null && k.getClassLoader() != null; k = k.getSuperclass()) {
            try {
                Method m = k.getDeclaredMethod("main", parameters);
                if (m.getReturnType() == void.class && !Modifier.isPrivate(m.getModifiers())) {
                    return m;
                }
            } catch (NoSuchMethodException e) {
                continue;
            }
        }
        return null;
    }
}
