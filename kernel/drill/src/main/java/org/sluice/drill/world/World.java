package org.sluice.drill.world;

import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import org.sluice.kernel.network.WaitLock;

/**
 * Time, what happens at which time, and whose turn it is. All of it is driven by one thread, the owner: it calls {@link #settle}, which
 * has everything happen that happens now, and {@link #advance}, which moves time. A {@link Task} runs while the owner waits for it.
 */
public final class World implements AutoCloseable {
    /** Nanoseconds in a second. */
    public static final long SECOND = 1_000_000_000L;
    /** No time. */
    public static final long NEVER = WaitLock.FOREVER;

    /** Something that happens at a time; what was asked for first happens first. */
    private record Event(long at, long order, Runnable action) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            int c = Long.compare(at, other.at);
            return c != 0 ? c : Long.compare(order, other.order);
        }
    }

    /** Something happened without end at one moment. */
    private static final int ENDLESS = 1_000_000;

    private long now;
    private long made;
    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private final List<Machine> machines = new ArrayList<>();
    private final List<Task> tasks = new ArrayList<>();
    private Task running;
    private boolean ownerWoken;

    /** @param start monotonic nanoseconds at the beginning */
    public World(long start) {
        now = start;
    }

    /** Monotonic nanoseconds. */
    public long now() {
        return now;
    }

    void add(Machine machine) {
        machines.add(machine);
    }

    /** Has something happen at a time, on the owner's thread with nothing locked; now, if the time has passed. */
    public void at(long time, Runnable action) {
        events.add(new Event(Math.max(time, now), made++, action));
    }

    /** Begins to run something on a thread of its own, up to where it first waits. */
    public Task start(String name, Runnable body) {
        Task task = new Task(this, name, body);
        tasks.add(task);
        run(task);
        return task;
    }

    private void run(Task task) {
        Task before = running;
        running = task;
        task.turn();
        running = before;
        if (task.done()) {
            tasks.remove(task);
        }
    }

    /** Whose turn it is; null for the owner. */
    Task running() {
        return running;
    }

    /** Has everything happen that happens now. */
    public void settle() {
        for (int i = 0; i < ENDLESS; i++) {
            if (!stepNow()) {
                return;
            }
        }
        throw new IllegalStateException("something happens without end at one moment");
    }

    /** One thing that happens now; false if there is none. */
    private boolean stepNow() {
        Event first = events.peek();
        if (first != null && first.at <= now) {
            events.poll().action.run();
            return true;
        }
        for (Task task : tasks) {
            if (task.ready(now)) {
                run(task);
                return true;
            }
        }
        machines.forEach(Machine::runDue);
        return anythingNow();
    }

    private boolean anythingNow() {
        return !events.isEmpty() && events.peek().at <= now || tasks.stream().anyMatch(task -> task.ready(now));
    }

    /** When something happens next, after everything that happens now has; {@link #NEVER} if nothing. */
    public long next() {
        long next = events.isEmpty() ? NEVER : events.peek().at;
        for (Task task : tasks) {
            next = Math.min(next, task.deadline());
        }
        for (Machine machine : machines) {
            next = Math.min(next, machine.due());
        }
        return next;
    }

    /**
     * Moves time to what happens next, or to a limit if that is earlier, and has happen what happens then.
     *
     * @return false if the limit was reached: all that happens at that time has happened
     */
    public boolean advance(long limit) {
        settle();
        long to = Math.min(next(), limit);
        if (to == NEVER) {
            return false;
        }
        boolean more = to < limit;
        now = Math.max(now, to);
        settle();
        return more;
    }

    /** Has everything happen up to a time. */
    public void runUntil(long time) {
        while (advance(time)) {
            continue;
        }
    }

    // ---- for locks

    void ownerWoken() {
        ownerWoken = true;
    }

    /** The owner itself waits for a lock: the world goes on until it is woken. */
    WaitLock.Wake ownerWaits(String reason, long deadline) {
        ownerWoken = false;
        settle();
        while (!ownerWoken) {
            if (now >= deadline) {
                return WaitLock.Wake.TIMED_OUT;
            }
            if (!advance(deadline) && deadline == NEVER && !ownerWoken) {
                throw new IllegalStateException("waits for ever: " + reason);
            }
        }
        return WaitLock.Wake.WOKEN;
    }

    /** Ends what still waits, and gives the machines' memory back. */
    @Override
    public void close() {
        for (Task task : List.copyOf(tasks)) {
            task.abandon();
        }
        tasks.clear();
        machines.forEach(Machine::close);
    }
}
