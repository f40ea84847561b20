package guest.bridge;

import guest.java.lang.Thread;
import guest.java.util.concurrent.locks.LockSupport;
import jdk.internal.misc.Unsafe;

/** Bridges of Unsafe, which the library's own code uses: its threads are not the host's, and memory is charged. */
public final class B_jdk_internal_misc_Unsafe {
    private B_jdk_internal_misc_Unsafe() {
    }

    public static void unpark(Unsafe unsafe, Object thread) {
        LockSupport.unpark((Thread) thread);
    }

    public static void park(Unsafe unsafe, boolean absolute, long time) {
        if (absolute) {
            LockSupport.parkUntil(time);
        } else if (time == 0) {
            LockSupport.park();
        } else {
            LockSupport.parkNanos(time);
        }
    }

    public static void invokeCleaner(Unsafe unsafe, guest.java.nio.ByteBuffer buffer) {
    }

    public static Object allocateUninitializedArray(Unsafe unsafe, Class<?> component, int length) {
        return B_java_lang_reflect_Array.newInstance(component, length);
    }
}
