package org.sluice.kernel.handle;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * An object handles lead to, with the number of handles that do. It is closed when the last one goes.
 *
 * @param <T> what it is: a file session or a port
 */
public final class OpenObject<T> {
    private static final AtomicLong OPEN = new AtomicLong();

    private final T object;
    private final int rights;
    private final Runnable onClose;
    private final AtomicInteger references = new AtomicInteger(1);

    /** An object with one handle to come; {@code onClose} runs once, on the thread that drops the last. */
    public OpenObject(T object, int rights, Runnable onClose) {
        this.object = object;
        this.rights = rights;
        this.onClose = onClose;
        OPEN.incrementAndGet();
    }

    /** Objects open in this kernel; what leak tests compare. */
    public static long openObjects() {
        return OPEN.get();
    }

    public T object() {
        return object;
    }

    public int rights() {
        return rights;
    }

    /** Adds a reference for a duplicate; false when the object is closed already. */
    public boolean retain() {
        int count;
        do {
            count = references.get();
            if (count == 0) {
                return false;
            }
        } while (!references.compareAndSet(count, count + 1));
        return true;
    }

    /** Drops a reference and closes the object with the last. */
    public void release() {
        if (references.decrementAndGet() == 0) {
            OPEN.decrementAndGet();
            onClose.run();
        }
    }
}
