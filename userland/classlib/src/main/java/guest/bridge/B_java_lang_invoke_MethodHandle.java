package guest.bridge;

import guest.java.util.List;
import java.lang.invoke.MethodHandle;

/** Bridges of MethodHandle: arguments in the guest's lists. */
public final class B_java_lang_invoke_MethodHandle {
    private B_java_lang_invoke_MethodHandle() {
    }

    public static Object invokeWithArguments(MethodHandle handle, List<?> arguments) throws Throwable {
        return handle.invokeWithArguments(arguments.toArray());
    }
}
