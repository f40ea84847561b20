package org.sluice.driver.atm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sluice.driver.TestMachine;
import org.sluice.kernel.CallFailed;
import org.sluice.kernel.driver.AtmDevice;
import org.sluice.kernel.driver.AtmReceiver;
import org.sluice.kernel.driver.DriverStopped;
import org.sluice.kernel.driver.VcParameters;
import org.sluice.kernel.memory.FrameRun;
import org.sluice.vm.device.Worker;
import org.sluice.vm.device.atm.AtmNic;
import org.sluice.vm.device.atm.link.AtmLink.Carriage;
import org.sluice.vm.time.RealClock;

/** Driver and interface on real threads: many senders, the device's own thread, the driver's. */
@Timeout(120)
class AtmThreadsTest {
    private static final int SENDERS = 4;
    private static final int SDUS = 3000;
    private static final int BYTES = 700;

    /** Checks what comes: every SDU is full of its number, and comes in its connection's order. */
    private static class Checker implements AtmReceiver {
        final TestMachine machine;
        final AtmReference<AtmDevice> device = new AtmReference<>();
        final ConcurrentHashMap<Integer, FrameRun> buffers = new ConcurrentHashMap<>();
        final ConcurrentHashMap<Long, FrameRun> sent = new ConcurrentHashMap<>();
        final AtomicInteger delivered = new AtomicInteger();
        final AtomicInteger told = new AtomicInteger();
        final AtomicReference<Throwable> failure = new AtomicReference<>();
        final AtomicLong[] last = new AtomicLong[256];

        Checker(TestMachine machine) {
            this.machine = machine;
            for (int i = 0; i < last.length; i++) {
                last[i] = new AtomicLong();
            }
        }

        private void check(int slot, FrameRun run, int length) {
            delivered.incrementAndGet();
            try {
                assertEquals(BYTES, length);
                long number = machine.memory.getLong(run.address());
                for (int i = 8; i + 8 <= BYTES; i += 8) {
                    assertEquals(number, machine.memory.getLong(run.address() + i), "mixed up");
                }
                assertTrue(number > last[slot].getAndSet(number), "out of order");
            } catch (Throwable e) {
                failure.compareAndSet(null, e);
            }
        }

        @Override
        public void received(int slot, int flags, int[] cookies, int[] lengths, int count) {
            FrameRun run = buffers.get(cookies[0]);
            check(slot, run, lengths[0]);
            device.value.supply(AtmDevice.SMALL, cookies[0], run);
        }

        @Override
        public void returned(int slot, int flags, long cookie) {
            check(slot, sent.get(cookie), BYTES);
        }

        @Override
        public void sent(long cookie, int status) {
            assertEquals(AtmDevice.SENT, status);
            told.incrementAndGet();
            machine.frames.release(sent.remove(cookie));
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
    }

    /** A value that is set before anybody looks. */
    private static final class AtmReference<T> {
        volatile T value;
    }

    @ParameterizedTest
    @EnumSource(Carriage.class)
    void manySendersAtOnce(Carriage carriage) throws InterruptedException {
        try (RealClock clock = new RealClock()) {
            AtmNic nic = new AtmNic("0", new TestLink(carriage, 0), clock, Worker.threads());
            try (TestMachine machine = new TestMachine(nic)) {
                AtmDevice device = machine.start(new AtmDriver(), AtmDevice.class);
                Checker checker = new Checker(machine);
                checker.device.value = device;
                device.start(checker);
                for (int i = 0; i < device.capacity(AtmDevice.SMALL); i++) {
                    checker.buffers.put(i, machine.frames.allocate(1));
                    assertTrue(device.supply(AtmDevice.SMALL, i, checker.buffers.get(i)));
                }
                List<Thread> senders = new ArrayList<>();
                AtomicLong cookies = new AtomicLong();
                for (int s = 0; s < SENDERS; s++) {
                    int slot = device.open(VcParameters.aal5(0, 100 + s, 1000));
                    senders.add(Thread.ofPlatform().start(() -> {
                        try {
                            for (int i = 1; i <= SDUS; i++) {
                                send(machine, device, checker, slot, cookies.incrementAndGet(), i);
                            }
                        } catch (Throwable e) {
                            checker.failure.compareAndSet(null, e);
                        }
                    }));
                }
                for (Thread sender : senders) {
                    sender.join();
                }
                while (checker.told.get() < SENDERS * SDUS && checker.failure.get() == null) {
                    Thread.onSpinWait();
                }
                assertNull(checker.failure.get());
                // what found no buffer is counted, all else has come
                long[] counters = device.counters();
                long dropped = counters[24] + counters[25];
                while (checker.delivered.get() + dropped < SENDERS * SDUS) {
                    Thread.onSpinWait();
                }
                assertEquals(SENDERS * SDUS, checker.delivered.get() + dropped);
                assertTrue(checker.delivered.get() > SDUS / 2);
                assertNull(checker.failure.get());
                assertEquals(0, machine.iommu.faultCount());
                assertEquals(0, checker.sent.size());
            }
        }
    }

    private static void send(TestMachine machine, AtmDevice device, Checker checker, int slot, long cookie, long number) {
        FrameRun run = machine.frames.allocate(1);
        for (int i = 0; i < BYTES; i += 8) {
            machine.memory.putLong(run.address() + i, number);
        }
        checker.sent.put(cookie, run);
        while (!device.send(slot, cookie, 0, new FrameRun[] {run, run}, new int[] {0, 400}, new int[] {400, BYTES - 400})) {
            Thread.onSpinWait();
        }
    }

    /** Does a driver that is stopped amid traffic leave nobody waiting, and the next one start well? */
    @ParameterizedTest
    @EnumSource(Carriage.class)
    void stoppingAmidTraffic(Carriage carriage) throws InterruptedException {
        try (RealClock clock = new RealClock()) {
            AtmNic nic = new AtmNic("0", new TestLink(carriage, 0), clock, Worker.threads());
            try (TestMachine machine = new TestMachine(nic)) {
                Random random = new Random(1);
                for (int round = 0; round < 20; round++) {
                    AtmDevice card = machine.start(new AtmDriver(), AtmDevice.class);
                    FrameRun buffer = machine.frames.allocate(1);
                    FrameRun run = machine.frames.allocate(1);
                    AtomicInteger count = new AtomicInteger();
                    Checker checker = new Checker(machine) {
                        @Override
                        public void received(int slot, int flags, int[] cookies, int[] lengths, int parts) {
                            card.supply(AtmDevice.SMALL, 0, buffer);
                        }

                        @Override
                        public void returned(int slot, int flags, long cookie) {
                        }

                        @Override
                        public void sent(long cookie, int status) {
                            count.incrementAndGet();
                        }
                    };
                    card.start(checker);
                    card.supply(AtmDevice.SMALL, 0, buffer);
                    int slot = card.open(VcParameters.aal5(0, 100, 1000));
                    AtomicReference<Throwable> failure = new AtomicReference<>();
                    Thread sender = Thread.ofPlatform().start(() -> {
                        try {
                            for (long cookie = 1;; cookie++) {
                                card.send(slot, cookie, 0, new FrameRun[] {run}, new int[] {0}, new int[] {BYTES});
                            }
                        } catch (DriverStopped e) {
                            // as it should be
                        } catch (CallFailed | AssertionError e) {
                            failure.set(e);
                        }
                    });
                    int some = random.nextInt(500);
                    while (count.get() < some) {
                        Thread.onSpinWait();
                    }
                    machine.stop();
                    sender.join();
                    assertNull(failure.get());
                    assertEquals(0, machine.iommu.grants(0));
                }
            }
        }
    }
}
