package org.sluice.driver.atm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sluice.driver.TestMachine;
import org.sluice.kernel.driver.AtmDevice;
import org.sluice.kernel.driver.AtmReceiver;
import org.sluice.kernel.driver.VcParameters;
import org.sluice.kernel.memory.FrameRun;
import org.sluice.vm.device.Worker;
import org.sluice.vm.device.atm.AtmNic;
import org.sluice.vm.device.atm.link.AtmLink.Carriage;
import org.sluice.vm.time.RealClock;

/** Senders that take all they can get leave buffers their grants, and nobody waits for ever. */
@Timeout(120)
class AtmGrantsTest {
    private static final int CONNECTIONS = 254;

    private final Set<Long> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger closed = new AtomicInteger();
    private final AtmReceiver receiver = new AtmReceiver() {
        @Override
        public void received(int slot, int flags, int[] buffers, int[] lengths, int count) {
        }

        @Override
        public void returned(int slot, int flags, long cookie) {
        }

        @Override
        public void sent(long cookie, int status) {
            assertTrue(open.remove(cookie));
            closed.addAndGet(status == AtmDevice.CLOSED ? 1 : 0);
        }

        @Override
        public void loopbackAnswer(int slot, int token) {
        }

        @Override
        public void alarms(int slot, int alarms) {
        }

        @Override
        public void link(boolean up) {
        }
    };

    @Test
    void sendersCannotUseUpTheGrants() {
        TestLink link = new TestLink(Carriage.REFERENCES, 0);
        try (RealClock clock = new RealClock();
             TestMachine machine = new TestMachine(new AtmNic("0", link, clock, Worker.threads()))) {
            AtmDevice device = machine.start(new AtmDriver(), AtmDevice.class);
            device.start(receiver);
            int[] slots = new int[CONNECTIONS];
            for (int i = 0; i < CONNECTIONS; i++) {
                slots[i] = device.open(VcParameters.aal5(0, 100 + i, 1000));
            }
            link.blocked = true;
            FrameRun[] run = {machine.frames.allocate(1)};
            long cookie = 0;
            for (int slot : slots) {
                int taken = 0;
                for (boolean more = true; more;) {
                    open.add(++cookie);
                    more = device.send(slot, cookie, 0, run, new int[1], new int[] {100});
                    if (!more) {
                        open.remove(cookie);
                    }
                    taken += more ? 1 : 0;
                }
                assertTrue(taken > 0, "refused, and nothing under way that would tell of room");
            }
            FrameRun small = machine.frames.allocate(AtmDevice.SMALL_FRAMES);
            FrameRun large = machine.frames.allocate(AtmDevice.LARGE_FRAMES);
            for (int i = 0; i < 256; i++) {
                assertTrue(device.supply(AtmDevice.SMALL, i, small));
                assertTrue(device.supply(AtmDevice.LARGE, 256 + i, large));
            }
            assertFalse(device.supply(AtmDevice.SMALL, 9999, small));
            // the last ones have only what waits for grants
            device.close(slots[CONNECTIONS - 1]);
            assertEquals(1, closed.get());
            link.blocked = false;
            device.loopback(slots[0], 1);
            while (!open.isEmpty()) {
                Thread.onSpinWait();
            }
            assertEquals(1, closed.get());
            assertEquals(0, machine.iommu.faultCount());
        }
    }
}
