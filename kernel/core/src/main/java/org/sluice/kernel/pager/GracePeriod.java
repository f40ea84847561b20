package org.sluice.kernel.pager;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.sluice.kernel.thread.KernelThread;

/**
 * The time until no thread can use a translation that was taken away: every thread that ran code of the address space at that
 * moment has been at a poll, or has stopped running. Translated code holds no translation across a poll or a system call, so
 * this is what a shootdown of translations comes to. Used by one thread.
 *
 * <p>A thread that does neither, because it is inside a long operation of the class library, makes the period long; nobody
 * waits for it but who wants the frames.
 */
final class GracePeriod {
    /** How often threads are reminded to poll: one flag serves a whole process, and the first thread to poll lowers it. */
    private static final long REMIND_NANOS = 1_000_000;

    private record Running(KernelThread thread, int moment) {
    }

    private final Set<AddressSpace> covered = new HashSet<>();
    private final List<Running> running = new ArrayList<>();
    private final KernelThread waiter = KernelThread.current();

    /** Includes the threads of an address space; after its translations were taken away. */
    void cover(AddressSpace space) {
        covered.add(space);
    }

    /** Waits until it is over. No spin lock may be held. */
    void await() {
        for (AddressSpace space : covered) {
            for (KernelThread thread : space.threads()) {
                int moment = thread.moment();
                if (thread != waiter && thread.state() == KernelThread.State.RUNNING) {
                    running.add(new Running(thread, moment));
                }
            }
        }
        while (true) {
            for (Running r : running) {
                r.thread.tellMoment(waiter);
            }
            running.removeIf(r -> r.thread.moment() != r.moment || r.thread.state() != KernelThread.State.RUNNING);
            if (running.isEmpty()) {
                return;
            }
            for (Running r : running) {
                r.thread.raisePoll();
            }
            waiter.block("grace period", waiter.kernel().clock().monotonicNanos() + REMIND_NANOS);
        }
    }
}
