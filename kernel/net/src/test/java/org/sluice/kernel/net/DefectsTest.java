package org.sluice.kernel.net;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;
import org.sluice.kernel.Watcher;
import org.sluice.kernel.memory.FramePart;
import org.sluice.kernel.net.packet.Inbox;
import org.sluice.kernel.net.packet.Timers;
import org.sluice.kernel.network.WaitLock;

/** What handles for everybody goes on after errors, and tells of each. */
class DefectsTest {
    private static final class NoLock implements WaitLock {
        @Override
        public void acquire() {
        }

        @Override
        public void release() {
        }

        @Override
        public Wake await(String reason, long deadline) {
            throw new AssertionError("waits");
        }

        @Override
        public void wakeAll() {
        }

        @Override
        public void watch(Watcher watcher) {
            throw new AssertionError("watches");
        }

        @Override
        public void unwatch(Watcher watcher) {
            throw new AssertionError("watches");
        }
    }

    private final List<String> told = new ArrayList<>();
    private final List<Integer> done = new ArrayList<>();
    private final Timers timers = new Timers(new NoLock(), () -> 0, e -> told.add(e.getMessage()));

    private void does(int what) {
        done.add(what);
        if (what % 2 == 1) {
            throw new InternalError("odd " + what);
        }
    }

    @Test
    void aTimer() {
        for (int i = 0; i < 4; i++) {
            int what = i;
            timers.after(0, () -> does(what));
        }
        assertEquals(WaitLock.FOREVER, timers.runDue());
        assertEquals(List.of(0, 1, 2, 3), done);
        assertEquals(List.of("odd 1", "odd 3"), told);
    }

    @Test
    void anInbox() {
        Inbox inbox = new Inbox(new NoLock(), (parts, flags) -> does(flags), new LongAdder(), timers);
        for (int i = 0; i < 4; i++) {
            inbox.put(new FramePart[0], i);
        }
        assertEquals(List.of(0, 1, 2, 3), done);
        assertEquals(List.of("odd 1", "odd 3"), told);
    }

    /** An alarm is there once, however often and for whatever time it is asked for. */
    @Test
    void anAlarm() {
        long[] now = {0};
        Timers clock = new Timers(new NoLock(), () -> now[0], e -> told.add(e.getMessage()));
        Timers.Alarm alarm = clock.alarm(() -> done.add((int) now[0]));
        for (int i = 100; i > 0; i--) {
            alarm.by(i);
            alarm.by(1000 + i);
        }
        assertEquals(1, clock.pending());
        assertEquals(1, clock.runDue());
        now[0] = 1;
        assertEquals(WaitLock.FOREVER, clock.runDue());
        alarm.by(7);
        assertEquals(7, clock.runDue());
        now[0] = 8;
        clock.runDue();
        assertEquals(List.of(1, 8), done);
        assertEquals(0, clock.pending());
    }
}
