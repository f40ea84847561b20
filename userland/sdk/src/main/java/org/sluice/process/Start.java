package org.sluice.process;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;

/** Starts a program within the calling process, for commands that look for a program and become it. */
public final class Start {
    private Start() {
    }

    /**
     * Calls a program's main method. Stack traces made in it do not show who called it.
     *
     * @param main      an accessible method
     * @param receiver  the object it is called on, {@code null} for a static one
     * @param arguments one for each of its parameters
     * @throws Throwable what it throws
     */
    public static void call(Method main, Object receiver, Object... arguments) throws Throwable {
        try {
            main.invoke(receiver, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
