package guest.jdk.internal.ref;

import guest.java.lang.Thread;
import guest.jdk.internal.misc.InnocuousThread;
import java.lang.ref.PhantomReference;
import java.lang.ref.ReferenceQueue;

/**
 * Runs an action once, when an object is reachable no longer or when asked to. On the JDK the collector's own thread does it; here it
 * is a thread of the process, and whoever needs what the actions would give back.
 */
public final class Cleaner extends PhantomReference<Object> {
    private static final ReferenceQueue<Object> GONE = new ReferenceQueue<>();
    private static final Object LOCK = new Object();
    /** Those whose action has not run, so that they stay reachable. */
    private static Cleaner first;
    private static boolean started;

    private final Runnable action;
    private Cleaner previous;
    private Cleaner next;
    private boolean done;

    private Cleaner(Object object, Runnable action) {
        super(object, GONE);
        this.action = action;
    }

    /** @param action what must not refer to the object; none makes no cleaner */
    public static Cleaner create(Object object, Runnable action) {
        if (action == null) {
            return null;
        }
        Cleaner cleaner = new Cleaner(object, action);
        boolean start;
        synchronized (LOCK) {
            cleaner.next = first;
            if (first != null) {
                first.previous = cleaner;
            }
            first = cleaner;
            start = !started;
            started = true;
        }
        if (start) {
            start();
        }
        return cleaner;
    }

    private static void start() {
        try {
            Thread thread = InnocuousThread.newSystemThread("Direct buffer cleaner", Cleaner::work);
            thread.setDaemon(true);
            thread.start();
        } catch (OutOfMemoryError e) {
            started = false; // no thread: what is gone is found by who needs memory, and the next cleaner tries again
        }
    }

    private static void work() {
        while (true) {
            try {
                ((Cleaner) GONE.remove()).clean();
            } catch (InterruptedException e) {
                Thread.interrupted();
            }
        }
    }

    /** Runs the actions of objects that were found to be gone. @return whether there were any */
    public static boolean cleanGone() {
        boolean any = false;
        for (Object gone = GONE.poll(); gone != null; gone = GONE.poll()) {
            ((Cleaner) gone).clean();
            any = true;
        }
        return any;
    }

    /** Runs the action unless it has run. */
    public void clean() {
        synchronized (LOCK) {
            if (done) {
                return;
            }
            done = true;
            if (previous == null) {
                first = next;
            } else {
                previous.next = next;
            }
            if (next != null) {
                next.previous = previous;
            }
        }
        action.run();
    }
}
