package org.sluice.kernel.thread;

/** Code that polls: a process' or a driver's. */
public interface Polled {
    /** Makes the threads that run the code call the kernel at their next poll. Called from any thread; must not block. */
    void raisePoll();
}
