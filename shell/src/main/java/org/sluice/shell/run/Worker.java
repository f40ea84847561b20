package org.sluice.shell.run;

import org.sluice.abi.SystemCalls;

/** A thread of the shell that another thread waits for. */
final class Worker {
    /** How often a waiting thread looks for signals: nothing wakes it when one arrives. */
    private static final long LOOK_FOR_SIGNALS_NANOS = 50_000_000;
    private static final int NORMAL_PRIORITY = 5;

    private final Session session;
    private final SystemCalls sys;
    private final String name;
    private final Runnable body;
    private volatile boolean done;
    private volatile int waiter;
    private int tid;

    Worker(Session session, String name, Runnable body) {
        this.session = session;
        this.sys = session.sys();
        this.name = name;
        this.body = body;
    }

    /** @return false when the process may have no more threads */
    boolean start() {
        tid = sys.threadStart(this::run, name, NORMAL_PRIORITY, true);
        return tid > 0;
    }

    int tid() {
        return tid;
    }

    private void run() {
        try {
            body.run();
        } finally {
            done = true;
            int tidOfWaiter = waiter;
            if (tidOfWaiter != 0) {
                sys.unpark(tidOfWaiter);
            }
        }
    }

    boolean done() {
        return done;
    }

    void join() {
        waiter = sys.threadSelf();
        while (!done) {
            sys.park(LOOK_FOR_SIGNALS_NANOS);
            session.signals().poll();
        }
    }

    /** Waits for a while at most. */
    void await() {
        waiter = sys.threadSelf();
        if (!done) {
            sys.park(LOOK_FOR_SIGNALS_NANOS);
        }
    }
}
