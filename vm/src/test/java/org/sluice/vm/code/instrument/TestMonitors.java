package org.sluice.vm.code.instrument;

import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Objects;

/** Stands in for kernel monitors on one thread: counts how often each object is held. */
public final class TestMonitors {
    private static final Map<Object, Integer> HELD = new IdentityHashMap<>();
    private static long entered;

    private TestMonitors() {
    }

    public static void enter(Object lock) {
        HELD.merge(Objects.requireNonNull(lock), 1, Integer::sum);
        entered++;
    }

    public static void exit(Object lock) {
        if (HELD.computeIfPresent(Objects.requireNonNull(lock), (key, count) -> count == 1 ? null : count - 1) == null
                && HELD.containsKey(lock)) {
            throw new IllegalMonitorStateException();
        }
    }

    /** Whether the calling code holds a lock; the instrumented counterpart of {@code Thread.holdsLock}. */
    public static boolean holds(Object lock) {
        return HELD.containsKey(lock);
    }

    static int held() {
        return HELD.size();
    }

    static long entered() {
        return entered;
    }

    static void reset() {
        HELD.clear();
        entered = 0;
    }
}
