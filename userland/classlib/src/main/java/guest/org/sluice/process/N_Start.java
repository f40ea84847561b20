package guest.org.sluice.process;

import guest.rt.Entry;
import java.lang.reflect.Method;

/** The body of {@code org.sluice.process.Start.call}. */
public final class N_Start {
    private N_Start() {
    }

    public static void call(Method main, Object receiver, Object[] arguments) throws Throwable {
        Entry.call(main, receiver, arguments);
    }
}
