package org.sluice.apps.net.test;

import java.util.ArrayList;
import java.util.List;
import org.sluice.abi.SystemCalls;
import org.sluice.apps.Io;

/** All flows of one end. */
final class Flows {
    private static final long LOOK = 50_000_000L;

    private final Io io;
    private final List<Flow> flows;
    private final List<Thread> threads = new ArrayList<>();
    private final long cpuBefore;

    Flows(Io io, List<? extends Flow> flows) {
        this.io = io;
        this.flows = List.copyOf(flows);
        cpuBefore = io.calls().clock(SystemCalls.CLOCK_PROCESS);
        for (int i = 0; i < flows.size(); i++) {
            Thread thread = new Thread(flows.get(i), "flow " + i);
            threads.add(thread);
            thread.start();
        }
    }

    /**
     * Waits for all.
     *
     * @param interval nanoseconds between calls of the other; 0 for none
     * @throws java.io.IOException if waiting fails
     */
    void await(long interval, Runnable progress) throws java.io.IOException {
        long next = now() + interval;
        for (Thread thread : threads) {
            while (thread.isAlive()) {
                try {
                    if (interval == 0) {
                        thread.join();
                        continue;
                    }
                    long left = next - now();
                    if (left <= 0) {
                        progress.run();
                        next += interval;
                    } else {
                        thread.join(Math.max(1, Math.min(left, LOOK) / 1_000_000));
                    }
                } catch (InterruptedException e) {
                    throw new java.io.InterruptedIOException();
                }
            }
        }
    }

    private long now() {
        return io.calls().clock(SystemCalls.CLOCK_MONOTONIC);
    }

    /** Bytes so far. */
    long bytes() {
        return flows.stream().mapToLong(flow -> flow.bytes).sum();
    }

    /** What went wrong with the first that failed, null for nothing. */
    String failure() {
        return flows.stream().map(flow -> flow.failure).filter(java.util.Objects::nonNull).findFirst().orElse(null);
    }

    TestResult result() {
        long start = flows.stream().mapToLong(flow -> flow.start).min().orElse(0);
        long end = flows.stream().mapToLong(flow -> flow.end).max().orElse(0);
        return new TestResult(bytes(), Math.max(0, end - start), io.calls().clock(SystemCalls.CLOCK_PROCESS) - cpuBefore, sum(flow -> flow.copied),
            sum(flow -> flow.retransmits), flows.stream().mapToLong(flow -> flow.rtt).max().orElse(0), sum(flow -> flow.packets),
            sum(flow -> flow.lost), sum(flow -> flow.disordered), flows.stream().mapToLong(flow -> flow.jitter).max().orElse(0),
            flows.stream().map(Flow::hash).filter(hash -> !hash.isEmpty()).toList());
    }

    private long sum(java.util.function.ToLongFunction<Flow> what) {
        return flows.stream().mapToLong(what).sum();
    }
}
