package org.sluice.drill.world;

import java.util.concurrent.Semaphore;
import org.sluice.kernel.network.WaitLock;

/** Something that may wait: it has a thread, which runs only while the world's owner waits for it to wait or to end. */
public final class Task {
    /** Thrown where a task waits that is not waited for any more. */
    private static final class Abandoned extends Error {
        private static final long serialVersionUID = 1;

        Abandoned() {
            super("abandoned", null, false, false);
        }
    }

    private final World world;
    private final Semaphore mine = new Semaphore(0);
    private final Semaphore owners = new Semaphore(0);
    private boolean done;
    private boolean abandoned;
    private Throwable thrown;
    private Lock waitsFor;
    private boolean waiting;
    private String reason = "";
    private long deadline = World.NEVER;
    private boolean woken;
    private boolean interrupted;
    private long ended;

    Task(World world, String name, Runnable body) {
        this.world = world;
        Thread thread = new Thread(() -> {
            mine.acquireUninterruptibly();
            try {
                if (!abandoned) {
                    body.run();
                }
            } catch (Abandoned e) {
                // nobody wants to know
            } catch (Throwable e) {
                thrown = e;
            } finally {
                done = true;
                waiting = false;
                ended = world.now();
                owners.release();
            }
        }, name);
        thread.setDaemon(true);
        thread.start();
    }

    /** The owner lets it run until it waits or ends. */
    void turn() {
        mine.release();
        owners.acquireUninterruptibly();
    }

    /** Whether it has ended. */
    public boolean done() {
        return done;
    }

    /** When it ended. */
    public long ended() {
        return ended;
    }

    /** What it threw, or null. */
    public Throwable thrown() {
        return thrown;
    }

    /** What it waits for. */
    public String reason() {
        return reason;
    }

    /** Has its wait end as a signal would. */
    public void interrupt() {
        interrupted = true;
    }

    boolean ready(long now) {
        return waiting && (woken || interrupted || now >= deadline);
    }

    long deadline() {
        return waiting ? deadline : World.NEVER;
    }

    void wake() {
        woken = true;
    }

    void wokenFor(Lock lock) {
        if (waitsFor == lock) {
            woken = true;
        }
    }

    /** On its own thread: waits, and says why it goes on. @param lock what it waits for, or null if it is woken otherwise */
    WaitLock.Wake waits(Lock lock, String why, long until) {
        waitsFor = lock;
        reason = why;
        deadline = until;
        woken = false;
        waiting = true;
        owners.release();
        mine.acquireUninterruptibly();
        waiting = false;
        waitsFor = null;
        if (abandoned) {
            throw new Abandoned();
        }
        if (interrupted) {
            interrupted = false;
            return WaitLock.Wake.INTERRUPTED;
        }
        return woken ? WaitLock.Wake.WOKEN : WaitLock.Wake.TIMED_OUT;
    }

    void abandon() {
        if (!done) {
            abandoned = true;
            turn();
        }
    }
}
