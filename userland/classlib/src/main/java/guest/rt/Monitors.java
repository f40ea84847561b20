package guest.rt;

import jdk.internal.misc.Unsafe;

/**
 * Monitors of guest objects. A {@link GuestObject} carries its lock; arrays, strings, classes and other objects of the core
 * get a stand-in from a table of the process, so that no lock is ever shared between processes.
 */
public final class Monitors {
    private static final Unsafe U = Unsafe.getUnsafe();
    private static final long LOCK = U.objectFieldOffset(GuestObject.class, "lock");

    private Monitors() {
    }

    /** Takes the lock of an object. */
    public static void enter(Object object) {
        Thread me = Thread.currentThread();
        if (object instanceof GuestObject guest) {
            if (guest.lock == null && U.compareAndSetReference(guest, LOCK, null, me)) {
                return;
            }
            inflated(guest, me).enter(me);
        } else {
            StandIns.of(object).enter(me);
        }
    }

    /** Lets go of the lock of an object. */
    public static void exit(Object object) {
        Thread me = Thread.currentThread();
        if (object instanceof GuestObject guest) {
            Object word = U.getReferenceAcquire(guest, LOCK);
            if (word == me && U.compareAndSetReference(guest, LOCK, me, null)) {
                return;
            }
            word = U.getReferenceAcquire(guest, LOCK);
            if (!(word instanceof Monitor monitor)) {
                throw new IllegalMonitorStateException("current thread is not owner");
            }
            monitor.exit(me);
        } else {
            StandIns.of(object).exit(me);
        }
    }

    /** Whether the calling thread holds the lock of an object. */
    public static boolean isHeld(Object object) {
        Thread me = Thread.currentThread();
        if (object instanceof GuestObject guest) {
            Object word = U.getReferenceAcquire(guest, LOCK);
            return word == me || word instanceof Monitor monitor && monitor.isOwner(me);
        }
        return StandIns.of(object).isOwner(me);
    }

    /** The monitor behind an object's thin lock, which it replaces if there is none yet. */
    private static Monitor inflated(GuestObject guest, Thread me) {
        while (true) {
            Object word = U.getReferenceAcquire(guest, LOCK);
            if (word instanceof Monitor monitor) {
                return monitor;
            }
            Monitor made = word == null ? new Monitor() : new Monitor((Thread) word, 1);
            if (U.compareAndSetReference(guest, LOCK, word, made)) {
                return made;
            }
        }
    }

    private static Monitor monitor(Object object, Thread me) {
        return object instanceof GuestObject guest ? inflated(guest, me) : StandIns.of(object);
    }

    /**
     * {@code Object.wait}.
     *
     * @param nanos longest wait; 0 without limit
     * @return whether an interrupt ended it
     */
    static boolean await(Object object, long nanos, Monitor.Interruption interruption) {
        Thread me = Thread.currentThread();
        if (!isHeld(object)) {
            throw new IllegalMonitorStateException("current thread is not owner");
        }
        return monitor(object, me).await(me, nanos, interruption);
    }

    /** {@code Object.notify} and {@code Object.notifyAll}. */
    public static void wake(Object object, boolean all) {
        Thread me = Thread.currentThread();
        if (!isHeld(object)) {
            throw new IllegalMonitorStateException("current thread is not owner");
        }
        if (object instanceof GuestObject guest && guest.lock == me) {
            return; // thin: nobody ever waited
        }
        monitor(object, me).wake(me, all);
    }
}
