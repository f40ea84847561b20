package org.sluice.drill.world;

import java.util.ArrayList;
import java.util.List;
import org.sluice.kernel.Watcher;
import org.sluice.kernel.network.WaitLock;

/**
 * A lock in a world where one runs at a time. It checks what the service promises: one lock is held at a time, and none while an interface
 * is called, frames are given back, or somebody waits.
 */
final class Lock implements WaitLock {
    private final World world;
    private final Machine machine;
    private final List<Watcher> watchers = new ArrayList<>();
    private final List<Task> waiting = new ArrayList<>();
    private boolean ownerWaits;

    Lock(World world, Machine machine) {
        this.world = world;
        this.machine = machine;
    }

    @Override
    public void acquire() {
        machine.requireUnlocked("a second lock is taken");
        machine.held = this;
    }

    @Override
    public void release() {
        if (machine.held != this) {
            throw new AssertionError("a lock is released that is not held");
        }
        machine.held = null;
    }

    @Override
    public Wake await(String reason, long deadline) {
        release();
        Task task = world.running();
        try {
            if (task == null) {
                ownerWaits = true;
                return world.ownerWaits(reason, deadline);
            }
            waiting.add(task);
            return task.waits(this, reason, deadline);
        } finally {
            if (task == null) {
                ownerWaits = false;
            } else {
                waiting.remove(task);
            }
            acquire();
        }
    }

    @Override
    public void wakeAll() {
        if (machine.held != this) {
            throw new AssertionError("wakes without the lock");
        }
        waiting.forEach(task -> task.wokenFor(this));
        if (ownerWaits) {
            world.ownerWoken();
        }
        watchers.forEach(Watcher::changed);
    }

    @Override
    public void watch(Watcher watcher) {
        machine.requireUnlocked("a watcher is added under a lock");
        watchers.add(watcher);
    }

    @Override
    public void unwatch(Watcher watcher) {
        machine.requireUnlocked("a watcher is removed under a lock");
        watchers.remove(watcher);
    }
}
