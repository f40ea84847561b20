package org.sluice.kernel.thread;

/** What a thread needs to know of the process it belongs to. */
public interface ThreadOwner extends Polled {
    int id();

    /** Whether it is on its way out, so that no thread of it may block any more. */
    boolean ending();

    /** A thread of it used the processor for that long. */
    void ranFor(long nanos);

    /** A thread's body is over. Called on that thread. */
    void threadEnded(KernelThread thread);
}
