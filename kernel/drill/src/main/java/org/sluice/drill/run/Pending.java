package org.sluice.drill.run;

import org.sluice.abi.Errno;
import org.sluice.drill.script.Event;
import org.sluice.drill.script.Event.SystemCall;
import org.sluice.drill.script.Expression;
import org.sluice.drill.world.Task;
import org.sluice.drill.world.World;
import org.sluice.kernel.CallFailed;

/** A call that was begun. */
final class Pending {
    private final Event event;
    private final SystemCall call;
    private final Calls.Body body;
    private final long end;
    private Task task;
    private long value;
    private String errno;
    private RuntimeException failure;

    /** @param end when it is to return; -1 for at once */
    Pending(Event event, SystemCall call, Calls.Body body, long end) {
        this.event = event;
        this.call = call;
        this.body = body;
        this.end = end;
    }

    Event event() {
        return event;
    }

    SystemCall call() {
        return call;
    }

    long end() {
        return end;
    }

    void start(World world) {
        task = world.start(call.name() + " of line " + event.line(), () -> {
            try {
                value = body.run();
            } catch (CallFailed e) {
                value = -1;
                errno = Errno.name(e.errno());
            } catch (RuntimeException e) {
                failure = e;
            }
        });
    }

    boolean done() {
        return task.done();
    }

    String reason() {
        return task.reason();
    }

    String shown() {
        return value + (errno == null ? "" : " " + errno);
    }

    /** Requires that it returned what, and when, the script says. */
    void require(Timing timing, long tolerance) {
        if (task.thrown() != null) {
            throw new Failure(call + ": " + task.thrown());
        }
        if (failure != null) {
            throw failure;
        }
        if (!(call.result() instanceof Expression.Any)) {
            long expected = Symbols.number(call.result());
            // a new file's number is the script's own
            if (value != expected || call.errno() != null && !call.errno().equals(errno) || call.errno() == null && errno != null && expected != -1) {
                throw new Failure(call + "\n    expected " + expected + (call.errno() == null ? "" : " " + call.errno()) + "\n    actual   "
                    + shown());
            }
        }
        if (end >= 0 && Math.abs(task.ended() - end) > Math.max(tolerance, timing.tolerance(end))) {
            throw new Failure(call + " returned at " + timing.show(task.ended()) + ", expected at " + timing.show(end));
        }
    }
}
