package org.sluice.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sluice.abi.Errno;
import org.sluice.driver.entropy.EntropyDriver;
import org.sluice.kernel.CallFailed;
import org.sluice.kernel.driver.EntropyDevice;
import org.sluice.vm.device.Worker;

@Timeout(120)
class EntropyDriverTest {
    private static EntropyDevice start(TestMachine machine) {
        return machine.start(new EntropyDriver(), EntropyDevice.class);
    }

    @Test
    void givesEachWordOnceBeyondTheFifo() {
        try (TestMachine machine = new TestMachine(org.sluice.vm.device.entropy.EntropyDevice.secure(Worker.threads()))) {
            EntropyDevice entropy = start(machine);
            Set<Long> seen = new HashSet<>();
            for (int i = 0; i < 5000; i++) {
                seen.add(entropy.next());
            }
            assertEquals(5000, seen.size());
            machine.stop();
            assertEquals(Errno.EAGAIN, assertThrows(CallFailed.class, entropy::next).errno());
        }
    }

    /** SplitMix64 of seed 1234567: the values of the reference implementation. */
    @Test
    void aSeedGivesTheKnownSequence() {
        try (TestMachine machine = new TestMachine(org.sluice.vm.device.entropy.EntropyDevice.seeded(1234567));
             TestMachine other = new TestMachine(org.sluice.vm.device.entropy.EntropyDevice.seeded(1234568))) {
            EntropyDevice entropy = start(machine);
            assertEquals(6457827717110365317L, entropy.next());
            assertEquals(3203168211198807973L, entropy.next());
            assertNotEquals(6457827717110365317L, start(other).next());
        }
    }
}
