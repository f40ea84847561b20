package org.sluice.kernel.pager;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.sluice.kernel.thread.KernelThread;

/**
 * The time until no thread can use a translation that was taken away: every thread that ran code of the address space at that
 * moment has been at a poll, or has stopped running. Translated code holds no translation across a poll or a system call, so
 * this is what a shootdown of translations comes to. Used by one thread at a time.
 *
 * <p>A thread that does neither makes the period long: it is inside a long operation of the class library, or waits for another
 * thread to initialise a class, which the host does without telling. That other thread may be the one that needs memory. So
 * nobody waits without a limit: what depends on the period is put off, or done so that it does not matter.
 */
final class GracePeriod {
    /** How often threads are reminded to poll: one flag serves a whole process, and the first thread to poll lowers it. */
    private static final long REMIND_NANOS = 1_000_000;

    private record Running(AddressSpace space, KernelThread thread, int moment) {
    }

    private final Set<AddressSpace> covered = new HashSet<>();
    private List<Running> running;

    /** Includes the threads of an address space; after its translations were taken away, before {@link #over}. */
    void cover(AddressSpace space) {
        covered.add(space);
    }

    private void begin() {
        running = new ArrayList<>();
        KernelThread caller = KernelThread.current();
        for (AddressSpace space : covered) {
            for (KernelThread thread : space.threads()) {
                int moment = thread.moment();
                if (thread != caller && thread.state() == KernelThread.State.RUNNING) {
                    running.add(new Running(space, thread, moment));
                }
            }
        }
    }

    /** Whether it is over; if not, its threads are asked to poll and the caller is unblocked when one has. */
    boolean over() {
        if (running == null) {
            begin();
        }
        for (Running r : running) {
            r.thread.tellMoment(KernelThread.current());
        }
        running.removeIf(r -> r.thread.moment() != r.moment || r.thread.state() != KernelThread.State.RUNNING);
        for (Running r : running) {
            r.thread.raisePoll();
        }
        return running.isEmpty();
    }

    /** Whether it is over for some mappings that were taken away, as of the last time this was looked at for all. */
    boolean overFor(Page.Mapping mappings) {
        for (Page.Mapping m = mappings; m != null; m = m.next()) {
            for (Running r : running) {
                if (r.space == m.space()) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Waits until it is over, but no longer than so many nanoseconds. No spin lock may be held. @return whether it is over */
    boolean await(long nanos) {
        KernelThread caller = KernelThread.current();
        long now = caller.kernel().clock().monotonicNanos();
        long deadline = now + nanos;
        while (!over()) {
            if (now >= deadline) {
                return false;
            }
            caller.block("grace period", Math.min(deadline, now + REMIND_NANOS));
            now = caller.kernel().clock().monotonicNanos();
        }
        return true;
    }
}
