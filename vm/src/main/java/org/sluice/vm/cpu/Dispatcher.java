package org.sluice.vm.cpu;

/** The kernel's scheduler as a processor sees it. */
public interface Dispatcher {
    /** Takes the next context to run on a processor, or returns null when none is ready. */
    Context next(VirtualCpu cpu);

    /** Called before a context runs; the result, a time stamp, is handed to {@link #stopped}. */
    long started(VirtualCpu cpu, Context context);

    /** Called after a context stopped running, on the host thread that ran it. It may be running elsewhere already. */
    void stopped(VirtualCpu cpu, Context context, long startedAt);

    /** Whether a context is ready, without taking it. */
    boolean anyReady();

    /**
     * Called by a processor that has nothing to run.
     *
     * @return true to look again at once, false to wait for {@link VirtualCpu#wake}
     */
    boolean idle(VirtualCpu cpu);
}
