package guest.rt;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;

/** Where a program begins: stack traces end with the method called here. */
public final class Entry {
    static final String NAME = "guest.rt.Entry";

    private Entry() {
    }

    /**
     * Calls a method that is accessible.
     *
     * @throws Throwable what the method throws
     */
    public static void call(Method main, Object receiver, Object[] arguments) throws Throwable {
        try {
            main.invoke(receiver, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
