package org.sluice.kernel.service;

import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.sluice.abi.Errno;
import org.sluice.kernel.CallFailed;
import org.sluice.kernel.Kernel;
import org.sluice.kernel.driver.DriverStopped;
import org.sluice.kernel.process.Process;
import org.sluice.kernel.thread.KernelThread;
import org.sluice.kernel.thread.LockRank;
import org.sluice.kernel.thread.Mutex;
import org.sluice.kernel.thread.SpinLock;
import org.sluice.kernel.thread.WaitQueue;
import org.sluice.vm.bus.Device;

/**
 * Runs the driver of one device, one {@link DriverInstance} after another. States: STOPPED to RUNNING by {@link #start};
 * RUNNING to STOPPED by {@link #stop}; RUNNING to RUNNING, with a new instance, when the driver returns, throws or loops without
 * end; RUNNING to FAILED when that happened too often or its manifest forbids a restart; FAILED to RUNNING by
 * {@link #start}.
 */
public final class DriverHost {
    /** See the transitions above. */
    public enum State { RUNNING, STOPPED, FAILED }

    /** So many ends by itself within this time, and a driver is given up. */
    private static final int MAX_ENDS = 5;
    private static final long WINDOW_NANOS = 10_000_000_000L;
    /** How often a call is made, all in all, when the driver is stopped under it. */
    private static final int ATTEMPTS = 3;

    private final Kernel kernel;
    private final Process owner;
    private final Manifest manifest;
    private final Device device;
    private final int line;
    /** Held over a whole change of state, so that an instance's grants are gone before the next has any. */
    private final Mutex lifecycle = new Mutex();
    private final SpinLock lock = new SpinLock(LockRank.THREAD);
    private final WaitQueue publications = new WaitQueue();
    private DriverInstance instance;
    private Object published;
    private Watcher watcher = new Watcher() { };
    private volatile int generation;
    private long windowStart;
    private int endsInWindow;
    private volatile State state = State.STOPPED;

    DriverHost(Kernel kernel, Process owner, Manifest manifest, Device device, int line) {
        this.kernel = kernel;
        this.owner = owner;
        this.manifest = manifest;
        this.device = device;
        this.line = line;
    }

    /** The manifest's name. */
    public String name() {
        return manifest.name();
    }

    /** Kind and instance of the device, such as {@code disk0} or {@code share:/mnt}. */
    public String id() {
        String instanceName = device.instance();
        boolean number = !instanceName.isEmpty() && instanceName.chars().allMatch(Character::isDigit);
        return device.kind() + (number ? "" : ":") + instanceName;
    }

    /** The process whose threads run the driver. */
    Process owner() {
        return owner;
    }

    Manifest manifest() {
        return manifest;
    }

    public Device device() {
        return device;
    }

    /** Instances started so far. */
    public int generation() {
        return generation;
    }

    public State state() {
        return state;
    }

    /** Starts an instance unless one runs. @throws IllegalArgumentException if the manifest's class cannot be loaded */
    public void start() {
        lifecycle.acquire();
        try {
            if (instance == null) {
                endsInWindow = 0;
                replace(State.RUNNING);
            }
        } finally {
            lifecycle.release();
        }
    }

    /** Stops the running instance and leaves the device without a driver. */
    public void stop() {
        lifecycle.acquire();
        try {
            replace(State.STOPPED);
        } finally {
            lifecycle.release();
        }
    }

    /** Stops the running instance, if there is one, and starts the next. */
    public void restart() {
        lifecycle.acquire();
        try {
            endsInWindow = 0;
            replace(State.RUNNING);
        } finally {
            lifecycle.release();
        }
    }

    /** An instance ended by itself or is stuck. Called on a thread of it; does nothing for one that was stopped. */
    void ended(DriverInstance old, Throwable cause) {
        lifecycle.acquire();
        try {
            if (instance != old) {
                return;
            }
            long now = kernel.clock().monotonicNanos();
            if (now - windowStart > WINDOW_NANOS) {
                windowStart = now;
                endsInWindow = 0;
            }
            boolean again = manifest.restart() && ++endsInWindow <= MAX_ENDS;
            kernel.log().line(id(), (cause == null ? "ended" : "died of " + cause) + (again ? ", restarting" : ", given up"));
            replace(again ? State.RUNNING : State.FAILED);
        } finally {
            lifecycle.release();
        }
    }

    /** With the lifecycle lock: changes over to a new instance, or to none, in one step for callers. */
    private void replace(State next) {
        DriverInstance fresh = next == State.RUNNING ? new DriverInstance(kernel, this, generation + 1, line) : null;
        DriverInstance old;
        lock.acquire();
        old = instance;
        instance = fresh;
        published = null;
        generation += fresh == null ? 0 : 1;
        state = next;
        publications.wakeAll();
        lock.release();
        if (old != null) {
            old.stop();
            watcher().stopped();
        }
        if (fresh != null) {
            owner.startThread(fresh::live, "driver " + id(), KernelThread.KERNEL_PRIORITY, true);
        }
    }

    /** A client that has something to set up with every instance. */
    interface Watcher {
        /** An instance publishes something; on its thread, inside it, before any caller gets at it. */
        default void published(Object service, DriverInstance by) {
        }

        /** The instance has been stopped: its device reaches nothing any more. Called by whoever stopped it; must not call the driver. */
        default void stopped() {
        }
    }

    /** What to do with whatever an instance publishes, on its thread: for clients that have something to set up there. */
    void onPublish(Consumer<Object> action) {
        Object now;
        lock.acquire();
        watcher = new Watcher() {
            @Override
            public void published(Object service, DriverInstance by) {
                action.accept(service);
            }
        };
        now = published;
        lock.release();
        if (now != null) {
            action.accept(now);
        }
    }

    /** Whom to tell of instances. Called before the first one is started. */
    void watch(Watcher who) {
        lock.acquire();
        watcher = who;
        lock.release();
    }

    private Watcher watcher() {
        lock.acquire();
        try {
            return watcher;
        } finally {
            lock.release();
        }
    }

    void published(DriverInstance from, Object service) {
        watcher().published(service, from);
        lock.acquire();
        if (instance == from) {
            published = service;
            publications.wakeAll();
        }
        lock.release();
    }

    /**
     * Calls the driver on the calling thread, waiting for an instance that is just starting. A call that a stop cut off is
     * made again with the next instance, so it must do no harm when done twice.
     *
     * @param body gets what the driver published and the number of the instance
     * @throws CallFailed ENODEV when the driver is stopped or given up, EAGAIN when it was stopped under every attempt
     */
    <S, R> R call(Class<S> type, BiFunction<S, Integer, R> body) {
        return call(type, body, ATTEMPTS);
    }

    /** As {@link #call(Class, BiFunction)}, but never made twice: EAGAIN when it was cut off. */
    <S, R> R callOnce(Class<S> type, BiFunction<S, Integer, R> body) {
        return call(type, body, 1);
    }

    private <S, R> R call(Class<S> type, BiFunction<S, Integer, R> body, int attempts) {
        for (int attempt = 1;; attempt++) {
            DriverInstance current;
            S service;
            lock.acquire();
            try {
                while (published == null) {
                    if (instance == null) {
                        throw new CallFailed(Errno.ENODEV);
                    }
                    publications.sleep(lock, "driver", WaitQueue.Mode.UNINTERRUPTIBLE, WaitQueue.FOREVER);
                }
                current = instance;
                service = type.cast(published);
            } finally {
                lock.release();
            }
            try {
                return current.call(service, body);
            } catch (DriverStopped e) {
                if (attempt == attempts) {
                    throw new CallFailed(Errno.EAGAIN);
                }
            } catch (CallFailed e) {
                if (e.errno() != Errno.EAGAIN || attempt == attempts) {
                    throw e;
                }
            }
        }
    }
}
