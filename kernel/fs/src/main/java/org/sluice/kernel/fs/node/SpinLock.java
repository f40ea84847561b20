package org.sluice.kernel.fs.node;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A lock for a few instructions on state in memory. The holder must not block, park or call a device: kernel threads are not
 * preempted, so a waiter only ever waits for another processor. Not reentrant; unlock in a {@code finally}.
 */
public final class SpinLock {
    private static final VarHandle HELD;

    static {
        try {
            HELD = MethodHandles.lookup().findVarHandle(SpinLock.class, "held", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    @SuppressWarnings("unused")
    private boolean held;

    /** Makes a lock that nobody holds. */
    public SpinLock() {
    }

    /** Takes the lock, spinning while another has it. */
    public void lock() {
        while (!HELD.compareAndSet(this, false, true)) {
            while ((boolean) HELD.getOpaque(this)) {
                Thread.onSpinWait();
            }
        }
    }

    /** Gives the lock up; only its holder may. */
    public void unlock() {
        HELD.setRelease(this, false);
    }
}
