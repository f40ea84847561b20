package guest.java.lang;

import guest.java.util.ArrayList;
import guest.java.util.List;

/** The started threads of the process. */
final class ThreadTable {
    private static final List<Thread> LIVE = new ArrayList<>();
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
        LIVE.add(thread);
    }

    static synchronized void remove(Thread thread) {
        LIVE.remove(thread);
        ThreadTable.class.notifyAll();
    }

    static synchronized Thread[] all() {
        return (Thread[]) LIVE.toArray(new Thread[0]);
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
        for (int i = 0; i < LIVE.size(); i++) {
            Thread t = (Thread) LIVE.get(i);
            if (t != me && !t.isDaemon()) {
                return true;
            }
        }
        return false;
    }
}
