package org.sluice.vm.device.atm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.sluice.vm.device.atm.cell.CellHeader;
import org.sluice.vm.device.atm.link.AtmLink.Carriage;
import org.sluice.vm.time.Clock;
import org.sluice.vm.time.VirtualClock;

/** Whatever arrives, the interface has few timers. */
class TimersTest {
    private static final long SECOND = 1_000_000_000L;

    /** A clock that counts the timers that are set. */
    private static final class Counting implements Clock {
        final VirtualClock clock = new VirtualClock();
        int pending;

        @Override
        public long monotonicNanos() {
            return clock.monotonicNanos();
        }

        @Override
        public long realtimeNanos() {
            return clock.realtimeNanos();
        }

        @Override
        public Timer at(long deadline, Runnable action) {
            boolean[] over = new boolean[1];
            pending++;
            Timer timer = clock.at(deadline, () -> {
                end(over);
                action.run();
            });
            return () -> {
                end(over);
                timer.cancel();
            };
        }

        private void end(boolean[] over) {
            pending -= over[0] ? 0 : 1;
            over[0] = true;
        }

        @Override
        public boolean idle() {
            return clock.idle();
        }

        @Override
        public void tick(long periodNanos, Runnable action) {
            clock.tick(periodNanos, action);
        }

        @Override
        public void close() {
            clock.close();
        }
    }

    @Test
    void pdusThatAreBegunDoNotAddUpToTimers() {
        Counting clock = new Counting();
        TestLinks.End end = new TestLinks.End(Carriage.CELLS);
        try (NicRig rig = new NicRig(end, clock.clock, clock)) {
            end.peer = null;
            rig.supply(1, 4);
            rig.open(0, 100, NicRig.mode(NicRegisters.MODE_LARGE | NicRegisters.MODE_CONTINUITY, 1000), 0, 0, 1, 0, 1_000_000);
            byte[] begin = new byte[53];
            CellHeader.put(CellHeader.pack(0, 100, 0, false), begin, 0);
            for (int i = 0; i < 50; i++) {
                end.arrivals.cells(begin, 0, 1);
                rig.settle(2_000_000);
            }
            assertEquals(50, rig.counter(NicCounters.DROP_TIMEOUT));
            rig.poll();
            rig.settle(5 * SECOND);
            rig.poll();
            assertTrue(clock.pending <= 4, clock.pending + " timers");
            assertEquals(NicRegisters.ALARM_CONTINUITY, rig.slot(0, NicRegisters.ALARMS));
        }
    }
}
