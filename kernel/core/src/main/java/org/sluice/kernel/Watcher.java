package org.sluice.kernel;

/** Somebody who waits for events of several files at once. */
public interface Watcher {
    /** Something may have changed. Called with locks of the file held, from any thread; must not block, lock or call the file. */
    void changed();
}
