package guest.bridge;

import guest.java.lang.Thread;
import jdk.internal.foreign.MemorySessionImpl;

/** Bridge of MemorySessionImpl, for the library's buffers. */
public final class B_jdk_internal_foreign_MemorySessionImpl {
    private B_jdk_internal_foreign_MemorySessionImpl() {
    }

    /** {@code null} for a session of all threads; else some thread, which is all that buffers ask. */
    public static Thread ownerThread(MemorySessionImpl session) {
        return session.ownerThread() == null ? null : Thread.currentThread();
    }
}
