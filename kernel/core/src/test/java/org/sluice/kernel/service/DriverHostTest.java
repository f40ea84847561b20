package org.sluice.kernel.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sluice.abi.Errno;
import org.sluice.kernel.CallFailed;
import org.sluice.kernel.TestKernel;
import org.sluice.kernel.driver.EntropyDevice;
import org.sluice.kernel.testdriver.WaywardDriver;
import org.sluice.kernel.thread.KernelThread;
import org.sluice.vm.dma.DmaFault;

class DriverHostTest {
    private final WaywardDevice device = new WaywardDevice();

    private interface Scenario {
        void run(TestKernel machine, DriverHost host) throws Exception;
    }

    private void with(int processors, boolean restart, Scenario scenario) throws Exception {
        try (TestKernel machine = new TestKernel(processors, List.of(device))) {
            Manifest manifest = new Manifest("wayward", WaywardDriver.class.getName(), "wayward", false, 8192, restart);
            DriverHost host = new DriverHost(machine.kernel(), machine.own(), manifest, device, 0);
            machine.run(() -> scenario.run(machine, host));
        }
    }

    private void behave(int register, long how) {
        device.registers().write(register, how);
    }

    private static long call(DriverHost host) {
        return host.call(EntropyDevice.class, (source, instance) -> source.next());
    }

    private static String log(TestKernel machine) {
        return new String(machine.kernel().log().text(), StandardCharsets.UTF_8);
    }

    @Test
    void servesCallsOnTheCallersThread() throws Exception {
        with(1, true, (machine, host) -> {
            host.start();
            assertEquals(1, call(host));
            assertEquals(1, call(host));
            assertEquals(2, device.registers().read(WaywardDriver.SERVED));
            assertEquals(DriverHost.State.RUNNING, host.state());
        });
    }

    @Test
    void startsEachInstanceWithFreshStatics() throws Exception {
        with(1, true, (machine, host) -> {
            host.start();
            call(host);
            host.restart();
            assertEquals(1, call(host));
            assertEquals(2, host.generation());
        });
    }

    /** Is a driver whose main loop never comes back replaced, whatever it does with what is thrown at it? */
    @ParameterizedTest
    @ValueSource(longs = {WaywardDriver.LOOP, WaywardDriver.CATCH_ALL, WaywardDriver.FINALLY, WaywardDriver.LOOP_WITH_LOCK,
        WaywardDriver.LOOP_WRITING})
    void replacesADriverThatLoops(long how) throws Exception {
        for (int processors = 1; processors <= 2; processors++) {
            device.once(WaywardDriver.MAIN, how);
            with(processors, true, (machine, host) -> {
                host.start();
                call(host);
                assertEquals(2, host.generation());
                assertTrue(log(machine).contains("a loop without end"), log(machine));
            });
        }
    }

    /** Does a caller caught in the driver's loop get away, and is its call made again with the next instance? */
    @ParameterizedTest
    @ValueSource(longs = {WaywardDriver.LOOP, WaywardDriver.CATCH_ALL, WaywardDriver.FINALLY, WaywardDriver.LOOP_WITH_LOCK,
        WaywardDriver.LOOP_WRITING})
    void freesACallerFromADriverThatLoops(long how) throws Exception {
        with(1, true, (machine, host) -> {
            host.start();
            call(host);
            device.once(WaywardDriver.CALL, how);
            assertEquals(1, call(host));
            assertEquals(2, host.generation());
        });
    }

    @Test
    void givesEagainWhenEveryAttemptLoops() throws Exception {
        with(1, true, (machine, host) -> {
            host.start();
            behave(WaywardDriver.CALL, WaywardDriver.LOOP);
            CallFailed failure = assertThrows(CallFailed.class, () -> call(host));
            assertEquals(Errno.EAGAIN, failure.errno());
            assertEquals(4, host.generation());
        });
    }

    @Test
    void leavesNobodyWaitingForALockOfAStoppedDriver() throws Exception {
        with(1, true, (machine, host) -> {
            host.start();
            call(host);
            device.once(WaywardDriver.CALL, WaywardDriver.LOOP_WITH_LOCK);
            TestKernel.start(machine.own(), "holder", () -> assertThrows(CallFailed.class,
                () -> host.callOnce(EntropyDevice.class, (source, n) -> source.next())));
            TestKernel.yieldTimes(2);
            AtomicReference<Long> waited = new AtomicReference<>();
            KernelThread waiter = TestKernel.start(machine.own(), "waiter", () -> waited.set(call(host)));
            TestKernel.untilBlocked(waiter);
            host.restart();
            TestKernel.until(() -> waited.get() != null);
            assertEquals(1L, waited.get());
        });
    }

    @ParameterizedTest
    @ValueSource(longs = {WaywardDriver.THROW, WaywardDriver.RETURN, WaywardDriver.RECURSE})
    void givesUpADriverThatKeepsEnding(long how) throws Exception {
        behave(WaywardDriver.MAIN, how);
        with(1, true, (machine, host) -> {
            host.start();
            CallFailed failure = assertThrows(CallFailed.class, () -> call(host));
            assertEquals(Errno.ENODEV, failure.errno());
            assertEquals(DriverHost.State.FAILED, host.state());
            assertEquals(6, host.generation());
            behave(WaywardDriver.MAIN, WaywardDriver.GOOD);
            host.start();
            assertEquals(1, call(host));
        });
    }

    @Test
    void passesOnWhatADriverThrowsAtItsCaller() throws Exception {
        with(1, true, (machine, host) -> {
            host.start();
            behave(WaywardDriver.CALL, WaywardDriver.THROW);
            assertThrows(IllegalArgumentException.class, () -> call(host));
            assertEquals(1, host.generation());
        });
    }

    @Test
    void neverRestartsADriverWhoseManifestForbidsIt() throws Exception {
        behave(WaywardDriver.MAIN, WaywardDriver.THROW);
        with(1, false, (machine, host) -> {
            host.start();
            assertThrows(CallFailed.class, () -> call(host));
            assertEquals(1, host.generation());
            assertEquals(DriverHost.State.FAILED, host.state());
        });
    }

    @Test
    void refusesCallsWhileStopped() throws Exception {
        with(1, true, (machine, host) -> {
            host.start();
            call(host);
            host.stop();
            assertEquals(Errno.ENODEV, assertThrows(CallFailed.class, () -> call(host)).errno());
            assertEquals(DriverHost.State.STOPPED, host.state());
        });
    }

    /** Are the frames back, and the device shut out, after a driver was stopped in the middle of writing to them? */
    @Test
    void takesGrantsAndFramesBack() throws Exception {
        with(1, true, (machine, host) -> {
            int free = machine.kernel().frames().free();
            host.start();
            call(host);
            behave(WaywardDriver.CALL, WaywardDriver.LOOP_WRITING);
            KernelThread caller = TestKernel.start(machine.own(), "caller", () -> assertThrows(CallFailed.class, () -> call(host)));
            TestKernel.yieldTimes(3);
            long buffer = device.registers().read(WaywardDriver.BUFFER);
            assertEquals(free - 1, machine.kernel().frames().free());
            host.stop();
            assertThrows(DmaFault.class, () -> machine.kernel().machine().iommu().port(0, "test").window(buffer, 8, true));
            TestKernel.until(() -> caller.state() == KernelThread.State.ENDED);
            TestKernel.until(() -> machine.kernel().frames().free() == free);
        });
    }

    @Test
    void holdsADriverToItsManifestsMemory() throws Exception {
        try (TestKernel machine = new TestKernel(1, List.of(device))) {
            Manifest manifest = new Manifest("wayward", WaywardDriver.class.getName(), "wayward", false, 4095, true);
            DriverHost host = new DriverHost(machine.kernel(), machine.own(), manifest, device, 0);
            machine.run(() -> {
                host.start();
                assertThrows(CallFailed.class, () -> call(host));
                assertTrue(log(machine).contains("manifest allows 4095 bytes"), log(machine));
            });
        }
    }
}
