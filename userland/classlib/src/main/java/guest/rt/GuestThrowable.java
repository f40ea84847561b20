package guest.rt;

import guest.java.io.PrintStream;
import guest.java.io.PrintWriter;

/** What exceptions outside of the core have in the guest's types, where the core's Throwable has the host's. */
public interface GuestThrowable {
    /** As {@code Throwable.printStackTrace(PrintStream)}. */
    default void printStackTrace(PrintStream out) {
        guest.bridge.B_java_lang_Throwable.super_printStackTrace((Throwable) this, out);
    }

    /** As {@code Throwable.printStackTrace(PrintWriter)}. */
    default void printStackTrace(PrintWriter out) {
        guest.bridge.B_java_lang_Throwable.super_printStackTrace((Throwable) this, out);
    }
}
