package org.sluice.kernel.thread;

/** The order in which kernel locks are taken: a thread holding one takes only later ones. */
public enum LockRank {
    /** Terminals, which send signals while holding their lock. */
    TERMINAL,
    /** Locks that drivers and the file service hold over their own state. */
    SERVICE,
    PORT,
    /** Locks of the network service: one at a time. */
    NETWORK,
    PIPE,
    /** The process tree, process states and handle tables. */
    PROCESS,
    /** The areas of one process. */
    AREA,
    /** Pages, address spaces and what is mapped where. */
    PAGER,
    /** What one thread waits for. */
    THREAD,
    LOG
}
