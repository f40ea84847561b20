package org.sluice.vm.device.atm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sluice.vm.device.atm.link.AtmLink.Carriage;

/** What fails in the host costs what was being done, and not the interface. */
class FailureTest {
    private final List<Throwable> reported = new ArrayList<>();
    private Thread.UncaughtExceptionHandler before;

    @BeforeEach
    void listen() {
        before = Thread.currentThread().getUncaughtExceptionHandler();
        Thread.currentThread().setUncaughtExceptionHandler((thread, failure) -> reported.add(failure));
    }

    @AfterEach
    void listenNoMore() {
        Thread.currentThread().setUncaughtExceptionHandler(before);
    }

    @ParameterizedTest
    @EnumSource(Carriage.class)
    void aLinkThatFailsInTheSendingCostsWhatItWasGiven(Carriage carriage) {
        try (NicRig rig = NicRig.loop(carriage)) {
            rig.open(0, 100);
            rig.supply(1, 8);
            byte[] sdu = AtmNicTest.random(1, 1000);
            rig.link.failingSends = 1;
            rig.send(0, sdu, 1, 0, 1000);
            rig.settle();
            assertEquals(1, reported.size());
            assertEquals(new NicRig.Sent(0, 1, NicRegisters.SENT_WHOLE), rig.sent.poll());
            assertEquals(0, rig.arrived.size());
            assertEquals(carriage == Carriage.CELLS ? 21 : 1, rig.counter(NicCounters.TX_LINK_FAILED));
            rig.send(0, sdu, 2, 0, 1000);
            rig.settle();
            assertEquals(new NicRig.Sent(0, 2, NicRegisters.SENT_WHOLE), rig.sent.poll());
            NicRig.Arrival arrival = rig.arrived.poll();
            if (carriage == Carriage.REFERENCES) {
                assertEquals(2, arrival.cookie());
            } else {
                assertArrayEquals(sdu, arrival.bytes());
            }
            rig.assertCellsAddUp();
        }
    }

    /** The thread that is at it gives up, and what was to be done is done nevertheless. */
    @ParameterizedTest
    @EnumSource(Carriage.class)
    void aFailureAnywhereElseDelaysOnly(Carriage carriage) {
        try (NicRig rig = NicRig.loop(carriage)) {
            rig.open(0, 100);
            rig.supply(1, 8);
            rig.link.failingLooks = 3;
            rig.send(0, AtmNicTest.random(1, 1000), 1, 0, 1000);
            assertEquals(NicRegisters.OPENED, rig.open(1, 101, NicRig.mode(0, 1000), 0, 0, 1, 0, 0));
            rig.settle();
            assertEquals(3, reported.size());
            assertEquals(new NicRig.Sent(0, 1, NicRegisters.SENT_WHOLE), rig.sent.poll());
            assertEquals(1, rig.arrived.size());
            assertEquals(NicRegisters.CLOSED, rig.command(0, NicRegisters.CLOSE));
        }
    }

    /** A driver waits for the end of a reset by interrupt; without one it would wait for ever. */
    @Test
    void aResetIsDoneAlthoughTheLinkFails() {
        try (NicRig rig = NicRig.loop(Carriage.CELLS)) {
            rig.open(0, 100);
            rig.supply(1, 8);
            rig.link.failingLooks = Integer.MAX_VALUE;
            rig.send(0, AtmNicTest.random(1, 1000), 1, 0, 1000);
            rig.settle();
            assertTrue(reported.size() > 1);
            rig.link.failingSends = Integer.MAX_VALUE;
            int interrupts = rig.interrupts;
            rig.nic.write(NicRegisters.RESET, 1);
            rig.run(() -> rig.nic.read(NicRegisters.RESET) == 0);
            assertTrue(rig.interrupts > interrupts);
            rig.link.failingLooks = 0;
            rig.link.failingSends = 0;
            rig.start();
            rig.open(0, 100);
        }
    }
}
