package guest.bridge;

import guest.rt.Clock;
import guest.rt.Threads;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;

/** Bridges of ReferenceQueue: waits in the kernel, because a wait in the host could not be ended. */
public final class B_java_lang_ref_ReferenceQueue {
    private static final long FIRST_PAUSE = 5_000_000;
    private static final long LONGEST_PAUSE = 500_000_000;
    private static final long NANOS_PER_MILLI = 1_000_000;

    private B_java_lang_ref_ReferenceQueue() {
    }

    public static Reference<?> remove(ReferenceQueue<?> queue) throws InterruptedException {
        return remove(queue, 0);
    }

    public static Reference<?> remove(ReferenceQueue<?> queue, long millis) throws InterruptedException {
        if (millis < 0) {
            throw new IllegalArgumentException("Negative timeout value");
        }
        long deadline = Clock.monotonic() + millis * NANOS_PER_MILLI;
        long pause = FIRST_PAUSE;
        while (true) {
            Reference<?> found = queue.poll();
            if (found != null) {
                return found;
            }
            long left = deadline - Clock.monotonic();
            if (millis != 0 && left <= 0) {
                return null;
            }
            Threads.sleep(millis == 0 ? pause : Math.min(pause, left));
            pause = Math.min(LONGEST_PAUSE, pause * 2);
        }
    }
}
