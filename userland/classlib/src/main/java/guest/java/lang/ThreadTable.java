package guest.java.lang;

/** The started threads of the process. An array of its own, because every process has this table and few have lists. */
final class ThreadTable {
    private static final int FIRST_SIZE = 8;
    private static Thread[] live = new Thread[FIRST_SIZE];
    private static int count;
    private static long ids;
    private static int numbers;

    private ThreadTable() {
    }

    static synchronized long nextId() {
        return ++ids;
    }

    static synchronized int nextNumber() {
        return numbers++;
    }

    static synchronized void add(Thread thread) {
        if (count == live.length) {
            Thread[] more = new Thread[count * 2];
            guest.rt.Host.arraycopy(live, 0, more, 0, count);
            live = more;
        }
        live[count++] = thread;
    }

    static synchronized void remove(Thread thread) {
        for (int i = 0; i < count; i++) {
            if (live[i] == thread) {
                live[i] = live[--count];
                live[count] = null;
                break;
            }
        }
        ThreadTable.class.notifyAll();
    }

    static synchronized Thread[] all() {
        Thread[] all = new Thread[count];
        guest.rt.Host.arraycopy(live, 0, all, 0, count);
        return all;
    }

    /** Waits until all threads but the calling one and daemons have ended. */
    static synchronized void awaitOthers() {
        Thread me = Thread.currentThread();
        while (others(me)) {
            try {
                guest.rt.Threads.await(ThreadTable.class, 0);
            } catch (InterruptedException e) {
                // the main thread's program is over: nobody is left to tell
                me.interrupted = false;
            }
        }
    }

    private static boolean others(Thread me) {
        for (int i = 0; i < count; i++) {
            Thread t = live[i];
            if (t != me && !t.isDaemon()) {
                return true;
            }
        }
        return false;
    }
}
