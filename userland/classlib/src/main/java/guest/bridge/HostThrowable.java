package guest.bridge;

import guest.rt.Kernel;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;

/** The host's own getStackTrace, past the override that guest exceptions have. */
final class HostThrowable {
    private static final MethodHandle TRACE = Kernel.GATE.hostSpecial("java.lang.Throwable", "getStackTrace",
        MethodType.methodType(StackTraceElement[].class));

    private HostThrowable() {
    }

    static StackTraceElement[] trace(Throwable t) {
        try {
            return (StackTraceElement[]) TRACE.invokeExact(t);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new InternalError(e);
        }
    }
}
