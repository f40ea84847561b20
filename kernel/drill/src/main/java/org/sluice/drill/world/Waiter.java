package org.sluice.drill.world;

import org.sluice.kernel.Watcher;
import org.sluice.kernel.network.WaitLock;

/** Waits, on a task's thread, for something to change; counts what changed before it waits. */
public final class Waiter implements Watcher {
    private final World world;
    private boolean changed;
    private Task waiting;

    public Waiter(World world) {
        this.world = world;
    }

    @Override
    public void changed() {
        changed = true;
        if (waiting != null) {
            waiting.wake();
        }
    }

    /** Waits for a change since the last one that was waited for; false if a time comes first, or the task is interrupted. */
    public boolean await(String reason, long deadline) {
        Task task = world.running();
        if (task == null) {
            throw new IllegalStateException("the owner of the world waits for " + reason);
        }
        while (!changed) {
            if (world.now() >= deadline) {
                return false;
            }
            waiting = task;
            try {
                if (task.waits(null, reason, deadline) == WaitLock.Wake.INTERRUPTED) {
                    return false;
                }
            } finally {
                waiting = null;
            }
        }
        changed = false;
        return true;
    }
}
