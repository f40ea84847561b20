package guest.rt;

import java.lang.ref.WeakReference;
import jdk.internal.misc.Unsafe;

/** Monitors of objects that carry none, by identity; an entry goes away with its object. */
final class StandIns {
    private static final Unsafe U = Unsafe.getUnsafe();
    private static final int BUCKETS = 1024;
    private static final Entry[] TABLE = new Entry[BUCKETS];

    private static final class Entry extends WeakReference<Object> {
        final Monitor monitor = new Monitor();
        final Entry next;

        Entry(Object object, Entry next) {
            super(object);
            this.next = next;
        }
    }

    private StandIns() {
    }

    static Monitor of(Object object) {
        int bucket = spread(System.identityHashCode(object)) & BUCKETS - 1;
        long slot = Unsafe.ARRAY_OBJECT_BASE_OFFSET + (long) bucket * Unsafe.ARRAY_OBJECT_INDEX_SCALE;
        while (true) {
            Entry first = (Entry) U.getReferenceAcquire(TABLE, slot);
            for (Entry e = first; e != null; e = e.next) {
                if (e.refersTo(object)) {
                    return e.monitor;
                }
            }
            // the objects of leading entries may be gone: those are dropped by not linking them again
            Entry kept = first;
            while (kept != null && kept.refersTo(null)) {
                kept = kept.next;
            }
            Entry made = new Entry(object, kept);
            if (U.compareAndSetReference(TABLE, slot, first, made)) {
                return made.monitor;
            }
        }
    }

    private static int spread(int hash) {
        return hash ^ hash >>> 16;
    }
}
