package org.sluice.driver.atm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sluice.abi.Errno;
import org.sluice.kernel.CallFailed;
import org.sluice.kernel.driver.AtmDevice;
import org.sluice.kernel.driver.VcParameters;
import org.sluice.kernel.memory.FramePart;
import org.sluice.kernel.network.AtmInterface;
import org.sluice.kernel.network.VcListener;
import org.sluice.kernel.service.DriverHost;
import org.sluice.vm.device.atm.link.AtmLink.Carriage;

/** Driver, client and interface together. */
@Timeout(240)
class AtmDriverTest {
    private static final long SECOND = 1_000_000_000L;

    private interface Scenario {
        void run(AtmKernel machine) throws Exception;
    }

    private static void with(int processors, TestLink link, Scenario scenario) throws Exception {
        try (AtmKernel machine = new AtmKernel(processors, link)) {
            machine.run(() -> scenario.run(machine));
        }
    }

    private static TestLink link(Carriage carriage) {
        return new TestLink(carriage, 0);
    }

    /** Takes what arrives and gives it back. */
    private static final class Sink implements VcListener {
        final AtmKernel machine;
        final Queue<byte[]> arrived = new ConcurrentLinkedQueue<>();
        final Queue<Integer> flags = new ConcurrentLinkedQueue<>();
        final Queue<Integer> answers = new ConcurrentLinkedQueue<>();
        final AtomicInteger rooms = new AtomicInteger();
        volatile int alarms;

        Sink(AtmKernel machine) {
            this.machine = machine;
        }

        @Override
        public void received(FramePart[] parts, int how) {
            flags.add(how);
            arrived.add(machine.bytes(parts));
            for (FramePart part : parts) {
                part.drop();
            }
        }

        @Override
        public void room() {
            rooms.incrementAndGet();
        }

        @Override
        public void loopbackAnswer(int token) {
            answers.add(token);
        }

        @Override
        public void alarms(int now) {
            alarms = now;
        }
    }

    private static byte[] random(long seed, int length) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        for (int i = 0; i < 8 && i < length; i++) {
            bytes[i] = (byte) (seed >> 8 * i);
        }
        return bytes;
    }

    private static VcParameters vc(int vci) {
        return VcParameters.aal5(0, vci, 65535);
    }

    private static int errno(Runnable call) {
        return assertThrows(CallFailed.class, call::run).errno();
    }

    /** Sends, waiting for room. */
    private static void send(AtmKernel machine, AtmInterface.Connection connection, byte[] bytes) {
        FramePart part = machine.part(bytes);
        while (!connection.send(new FramePart[] {part}, 0)) {
            machine.sleep(1_000_000);
        }
    }

    @ParameterizedTest
    @EnumSource(Carriage.class)
    void sdusArriveWithTheirFlagsAndMemoryComesBack(Carriage carriage) throws Exception {
        with(1, link(carriage), machine -> {
            Sink sink = new Sink(machine);
            AtmInterface.Connection connection = machine.atm.open(vc(40), sink);
            assertTrue(machine.atm.up());
            assertEquals("test loop", machine.atm.link());
            machine.sleep(10_000_000);
            int free = machine.kernel.frames().free();
            int grants = machine.iommu.grants(0);
            for (int i = 0; i < 300; i++) {
                byte[] sdu = random(i, 1 + i * 216);
                FramePart part = machine.part(sdu);
                FramePart[] parts = sdu.length < 10 ? new FramePart[] {part}
                    : new FramePart[] {part.shared(0, 5), part.clipped(5, sdu.length - 5)};
                int flags = i % 2 | i % 256 << AtmDevice.UU_SHIFT | 3 << AtmDevice.CPI_SHIFT;
                assertTrue(connection.send(parts, flags));
                assertTrue(machine.within(SECOND, () -> connection.pending() == 0 && !sink.arrived.isEmpty()));
                assertArrayEquals(sdu, sink.arrived.poll());
                assertEquals(flags, sink.flags.poll());
            }
            assertEquals(free, machine.kernel.frames().free());
            assertEquals(grants, machine.iommu.grants(0));
            assertEquals(300, machine.counter("rx_pdus"));
            assertEquals(0, machine.iommu.faultCount());
            connection.close();
            assertEquals(Errno.EPIPE, errno(() -> connection.send(new FramePart[] {machine.part(new byte[9])}, 0)));
        });
    }

    /** With a link that leads back, is all done when send returns, without another thread? */
    @Test
    void loopbackNeedsNoOtherThread() throws Exception {
        with(1, link(Carriage.REFERENCES), machine -> {
            Sink sink = new Sink(machine);
            AtmInterface.Connection connection = machine.atm.open(vc(40), sink);
            machine.interrupts = () -> 0;
            byte[] sdu = random(1, 9180);
            FramePart part = machine.part(sdu);
            part.frames().hold();
            long copied = machine.memory.bytesCopied();
            assertTrue(connection.send(new FramePart[] {part}, 0));
            assertEquals(0, connection.pending());
            assertEquals(1, sink.arrived.size());
            assertEquals(1, part.frames().holders());
            // what the test itself read out
            assertEquals(copied + 9180, machine.memory.bytesCopied());
            assertEquals(0, machine.iommu.dmaBytes(0, true) + machine.iommu.dmaBytes(0, false));
        });
    }

    @Test
    void refusesWhatCannotBe() throws Exception {
        with(1, link(Carriage.CELLS), machine -> {
            Sink sink = new Sink(machine);
            AtmInterface.Connection connection = machine.atm.open(VcParameters.aal5(0, 40, 1000), sink);
            assertEquals(Errno.EADDRINUSE, errno(() -> machine.atm.open(vc(40), sink)));
            assertEquals(Errno.EINVAL, errno(() -> machine.atm.open(vc(65536), sink)));
            assertEquals(Errno.EINVAL, errno(() -> machine.atm.open(VcParameters.aal5(0, 41, 0), sink)));
            VcParameters.Traffic bad = new VcParameters.Traffic(VcParameters.Category.CBR, 0, 0, 1, 0, 1, false);
            assertEquals(Errno.EINVAL, errno(() -> machine.atm.open(new VcParameters(0, 41, 5, true, true, 100, bad, false), sink)));
            FramePart part = machine.part(new byte[1001]);
            assertEquals(Errno.EMSGSIZE, errno(() -> connection.send(new FramePart[] {part}, 0)));
            assertEquals(1, part.frames().holders());
            part.drop();
            AtmInterface.Connection deaf = machine.atm.open(new VcParameters(0, 50, 5, false, true, 100,
                VcParameters.Traffic.BEST_EFFORT, false), sink);
            FramePart other = machine.part(new byte[10]);
            assertEquals(Errno.EINVAL, errno(() -> deaf.send(new FramePart[] {other}, 0)));
            other.drop();
            for (int i = 0; i < 254; i++) {
                machine.atm.open(vc(1000 + i), sink);
            }
            assertEquals(Errno.ENOSPC, errno(() -> machine.atm.open(vc(2000), sink)));
            connection.close();
            machine.atm.open(vc(2000), sink);
        });
    }

    @Test
    void rawCellsAndLoopbackCells() throws Exception {
        with(1, link(Carriage.CELLS), machine -> {
            Sink sink = new Sink(machine);
            AtmInterface.Connection raw = machine.atm.open(new VcParameters(0, 60, VcParameters.AAL0, true, true,
                VcParameters.AAL0_SDU, VcParameters.Traffic.BEST_EFFORT, false), sink);
            byte[] cell = random(5, 52);
            cell[0] = 0;
            cell[1] = 0;
            cell[2] = 60 >> 4;
            cell[3] = (byte) (60 << 4);
            send(machine, raw, cell);
            assertTrue(machine.within(SECOND, () -> !sink.arrived.isEmpty()));
            assertArrayEquals(cell, sink.arrived.poll());
            assertEquals(Errno.EMSGSIZE, errno(() -> raw.send(new FramePart[] {machine.part(new byte[53])}, 0)));
            raw.loopback(4711);
            assertTrue(machine.within(SECOND, () -> !sink.answers.isEmpty()));
            assertEquals(4711, sink.answers.poll());
        });
    }

    @Test
    void aFullRingSaysSoAndTellsOfRoom() throws Exception {
        with(1, new TestLink(Carriage.CELLS, 100_000), machine -> {
            Sink sink = new Sink(machine);
            VcParameters.Traffic slow = new VcParameters.Traffic(VcParameters.Category.CBR, 1000, 0, 1, 0, 1, false);
            AtmInterface.Connection connection = machine.atm.open(new VcParameters(0, 40, 5, true, true, 1000, slow, false), sink);
            int sent = 0;
            FramePart part = machine.part(new byte[40]);
            while (connection.send(new FramePart[] {part}, 0)) {
                part = machine.part(new byte[40]);
                sent++;
            }
            assertTrue(sent >= TransmitRing.SIZE, sent + " sent");
            assertEquals(0, sink.rooms.get());
            assertTrue(machine.within(SECOND, () -> sink.rooms.get() == 1));
            assertTrue(connection.send(new FramePart[] {part}, 0));
            int all = sent + 1;
            assertTrue(machine.within(2 * SECOND, () -> sink.arrived.size() == all), machine.counters());
            connection.close();
            assertEquals(0, connection.pending());
        });
    }

    @Test
    void closingDropsWhatIsNotSent() throws Exception {
        with(1, new TestLink(Carriage.CELLS, 100_000), machine -> {
            Sink sink = new Sink(machine);
            VcParameters.Traffic slow = new VcParameters.Traffic(VcParameters.Category.CBR, 100, 0, 1, 0, 1, false);
            machine.sleep(1_000_000);
            AtmInterface.Connection connection = machine.atm.open(new VcParameters(0, 40, 5, true, true, 1000, slow, false), sink);
            int free = machine.kernel.frames().free();
            int grants = machine.iommu.grants(0);
            for (int i = 0; i < 20; i++) {
                assertTrue(connection.send(new FramePart[] {machine.part(new byte[1000])}, 0));
            }
            machine.sleep(SECOND / 2);
            connection.close();
            assertEquals(0, connection.pending());
            assertEquals(free, machine.kernel.frames().free());
            assertEquals(grants, machine.iommu.grants(0));
            assertTrue(machine.counter("tx_closed") >= 17, machine.counters());
        });
    }

    @Test
    void lostAndStormyInterruptsOnlyCostTime() throws Exception {
        for (Carriage carriage : Carriage.values()) {
            with(1, link(carriage), machine -> {
                Sink sink = new Sink(machine);
                AtmInterface.Connection connection = machine.atm.open(vc(40), sink);
                Random random = new Random(3);
                machine.interrupts = () -> random.nextInt(3) == 0 ? 1 : 0;
                for (int i = 0; i < 200; i++) {
                    send(machine, connection, random(i, 3000));
                }
                assertTrue(machine.within(SECOND, () -> sink.arrived.size() == 200), machine.counters());
                machine.interrupts = () -> 5;
                for (int i = 0; i < 200; i++) {
                    send(machine, connection, random(i, 3000));
                }
                assertTrue(machine.within(SECOND, () -> sink.arrived.size() == 400), machine.counters());
                assertEquals(1, machine.host.generation());
            });
        }
    }

    /** Is every SDU delivered or counted, and does traffic go on within a second, however the driver ends? */
    @ParameterizedTest
    @ValueSource(strings = {"restart", "main loops", "main throws", "caller loops", "caller throws"})
    void trafficGoesOnWhenTheDriverIsKilled(String how) throws Exception {
        for (Carriage carriage : new Carriage[] {Carriage.REFERENCES, Carriage.CELLS}) {
            for (int processors = 1; processors <= 2; processors++) {
                with(processors, link(carriage), machine -> kill(machine, how, carriage));
            }
        }
    }

    private static void kill(AtmKernel machine, String how, Carriage carriage) {
        Sink sink = new Sink(machine);
        AtmInterface.Connection connection = machine.atm.open(vc(40), sink);
        AtmInterface.Connection other = machine.atm.open(vc(41), sink);
        machine.sleep(10_000_000);
        int free = machine.kernel.frames().free();
        int grants = machine.iommu.grants(0);
        Set<Long> sent = new HashSet<>();
        int count = 0;
        for (int round = 0; round < 4; round++) {
            for (int i = 0; i < 40; i++) {
                if (i == 20) {
                    end(machine, how);
                }
                byte[] sdu = random(count, 8 + count * 37 % 20_000);
                sent.add((long) count++);
                long before = machine.clock.monotonicNanos();
                send(machine, i % 2 == 0 ? connection : other, sdu);
                assertTrue(machine.clock.monotonicNanos() - before < 3 * SECOND);
            }
            // within one second of virtual time after the new driver is there, an SDU comes through
            int now = sink.arrived.size();
            long start = machine.clock.monotonicNanos();
            assertTrue(machine.within(SECOND, () -> {
                FramePart part = machine.part(random(1_000_000, 100));
                if (!connection.send(new FramePart[] {part}, 0)) {
                    part.drop();
                }
                return sink.arrived.size() > now;
            }), how + ": nothing came within a second of " + start + " " + machine.counters());
            machine.sleep(6 * SECOND); // so that it is not given up for ending too often
        }
        assertTrue(machine.within(SECOND, () -> connection.pending() + other.pending() == 0));
        assertEquals(5, machine.host.generation(), how);
        Set<Long> delivered = new HashSet<>();
        for (byte[] sdu : sink.arrived) {
            long number = 0;
            for (int i = 7; i >= 0; i--) {
                number = number << 8 | sdu[i] & 0xff;
            }
            if (number < 1_000_000) {
                assertTrue(sent.contains(number));
                assertTrue(delivered.add(number), "told twice: " + number);
                assertArrayEquals(random(number, sdu.length), sdu);
            }
        }
        long lost = machine.counter("lost_restart");
        long dropped = machine.counter("drop_no_buffer") + machine.counter("drop_closed") + machine.counter("drop_crc")
            + machine.counter("drop_disabled") + machine.counter("drop_unknown_vc") + machine.counter("drop_dma_fault")
            + machine.counter("drop_aborted");
        assertTrue(count - delivered.size() <= lost + dropped, how + carriage + ": " + (count - delivered.size()) + " missing; "
            + machine.counters());
        assertTrue(machine.within(SECOND, () -> machine.kernel.frames().free() == free && machine.iommu.grants(0) == grants),
            how + carriage + ": " + (free - machine.kernel.frames().free()) + " frames, "
                + (machine.iommu.grants(0) - grants) + " grants too many");
    }

    private static void end(AtmKernel machine, String how) {
        switch (how) {
            case "restart" -> machine.host.restart();
            case "main loops" -> machine.main.set(WaywardAtmDriver.LOOP);
            case "main throws" -> machine.main.set(WaywardAtmDriver.THROW);
            case "caller loops" -> machine.call.set(WaywardAtmDriver.LOOP);
            default -> machine.call.set(WaywardAtmDriver.THROW);
        }
        if (how.startsWith("main")) {
            machine.kernel.machine().interrupts().raise(0);
        }
    }

    /** Rings out of reach, all at once: the device stops them, the driver is started anew, traffic goes on. */
    @ParameterizedTest
    @EnumSource(Carriage.class)
    void aDeviceThatLosesItsRingsIsStartedAnew(Carriage carriage) throws Exception {
        with(1, link(carriage), machine -> {
            Sink sink = new Sink(machine);
            AtmInterface.Connection connection = machine.atm.open(vc(40), sink);
            send(machine, connection, random(1, 3000));
            assertTrue(machine.within(SECOND, () -> sink.arrived.size() == 1));
            machine.iommu.revokeAll(0);
            send(machine, connection, random(2, 3000));
            assertTrue(machine.within(SECOND, () -> machine.host.generation() == 2), machine.counters());
            assertTrue(machine.within(SECOND, machine.atm::up));
            send(machine, connection, random(3, 3000));
            assertTrue(machine.within(SECOND, () -> sink.arrived.size() >= 2), machine.counters());
            assertTrue(machine.counter("ring_faults") > 0);
            assertTrue(machine.iommu.faultCount() > 0);
            assertEquals(0, connection.pending());
        });
    }

    @Test
    void theLinkGoesDownAndUp() throws Exception {
        with(1, link(Carriage.CELLS), machine -> {
            Sink sink = new Sink(machine);
            AtmInterface.Connection connection = machine.atm.open(vc(40), sink);
            assertTrue(machine.within(SECOND, machine.atm::up));
            machine.link.setUp(false);
            assertTrue(machine.within(SECOND, () -> !machine.atm.up()));
            send(machine, connection, random(1, 100));
            assertTrue(machine.within(SECOND, () -> machine.counter("tx_link_down") == 1 && connection.pending() == 0));
            machine.link.setUp(true);
            assertTrue(machine.within(SECOND, machine.atm::up));
        });
    }

    /** Many kernel threads on two processors, opening, sending and closing. */
    @ParameterizedTest
    @EnumSource(Carriage.class)
    void manyThreadsOpenSendAndClose(Carriage carriage) throws Exception {
        with(2, link(carriage), machine -> {
            machine.sleep(1_000_000);
            int free = machine.kernel.frames().free();
            AtomicInteger ended = new AtomicInteger();
            ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
            for (int t = 0; t < 4; t++) {
                int thread = t;
                machine.own.startThread(() -> {
                    try {
                        for (int round = 0; round < 20; round++) {
                            Sink sink = new Sink(machine);
                            AtmInterface.Connection connection = machine.atm.open(vc(100 + thread), sink);
                            for (int i = 0; i < 30; i++) {
                                send(machine, connection, random(i, 1 + i * 50));
                            }
                            if (round % 2 == 0 && !machine.within(SECOND, () -> connection.pending() == 0)) {
                                throw new AssertionError("still pending");
                            }
                            connection.close();
                            int then = sink.arrived.size();
                            assertEquals(0, connection.pending());
                            machine.sleep(1_000_000);
                            assertEquals(then, sink.arrived.size(), "told after the close");
                        }
                    } catch (Throwable e) {
                        failures.add(e);
                    }
                    ended.incrementAndGet();
                }, "user " + t, org.sluice.kernel.thread.KernelThread.NORMAL_PRIORITY, false);
            }
            assertTrue(machine.within(100 * SECOND, () -> ended.get() == 4));
            if (!failures.isEmpty()) {
                throw new AssertionError(failures.peek());
            }
            assertEquals(1, machine.host.generation());
            int buffers = AtmDevice.SMALL_FRAMES * Buffers.SIZE + AtmDevice.LARGE_FRAMES * Buffers.SIZE;
            assertTrue(machine.within(SECOND, () -> machine.kernel.frames().free() >= free - buffers - 256 * 2),
                "frames are lost");
        });
    }

    @Test
    void withoutADriverThereIsEnodevAndWithANewOneRoom() throws Exception {
        with(1, link(Carriage.CELLS), machine -> {
            Sink sink = new Sink(machine);
            AtmInterface.Connection connection = machine.atm.open(vc(40), sink);
            machine.host.stop();
            assertFalse(machine.atm.up());
            FramePart part = machine.part(random(1, 500));
            assertEquals(Errno.ENODEV, errno(() -> connection.send(new FramePart[] {part}, 0)));
            assertEquals(Errno.ENODEV, errno(() -> machine.atm.open(vc(41), sink)));
            machine.host.start();
            assertFalse(connection.send(new FramePart[] {part}, 0), "the new one is not ready");
            assertTrue(machine.within(SECOND, () -> sink.rooms.get() > 0));
            assertTrue(connection.send(new FramePart[] {part}, 0));
            assertTrue(machine.within(SECOND, () -> sink.arrived.size() == 1));
            assertEquals(DriverHost.State.RUNNING, machine.host.state());
        });
    }

    /** The second instance is stopped before it has said anything, so the first one's end is heard of twice. */
    @Test
    void whatIsLostIsGivenBackOnce() throws Exception {
        with(1, new TestLink(Carriage.CELLS, 100_000), machine -> {
            VcParameters.Traffic slow = new VcParameters.Traffic(VcParameters.Category.CBR, 100, 0, 1, 0, 1, false);
            AtmInterface.Connection connection = machine.atm.open(new VcParameters(0, 40, 5, true, true, 1000, slow, false),
                new Sink(machine));
            FramePart part = machine.part(new byte[1000]);
            assertTrue(connection.send(new FramePart[] {part.shared(0, 1000)}, 0));
            machine.host.restart();
            machine.host.restart();
            assertEquals(1, part.frames().holders(), "the sender's own hold");
            assertEquals(0, connection.pending());
            assertEquals(1, machine.counter("lost_restart"));
            part.drop();
        });
    }

    @Test
    void aListenerThatThrowsHarmsNobodyElse() throws Exception {
        with(1, link(Carriage.REFERENCES), machine -> {
            Sink sink = new Sink(machine);
            AtmInterface.Connection bad = machine.atm.open(vc(40), new VcListener() {
                @Override
                public void received(FramePart[] parts, int flags) {
                    for (FramePart part : parts) {
                        part.drop();
                    }
                    throw new IllegalStateException("on purpose");
                }

                @Override
                public void room() {
                    throw new IllegalStateException("on purpose");
                }

                @Override
                public void loopbackAnswer(int token) {
                    throw new IllegalStateException("on purpose");
                }

                @Override
                public void alarms(int alarms) {
                    throw new IllegalStateException("on purpose");
                }
            });
            AtmInterface.Connection good = machine.atm.open(vc(41), sink);
            for (int i = 0; i < 10; i++) {
                send(machine, bad, random(i, 100));
                bad.loopback(i);
                send(machine, good, random(i, 100));
            }
            machine.sleep(SECOND);
            assertEquals(10, sink.arrived.size());
            assertEquals(1, machine.host.generation());
            assertTrue(machine.log().contains("on purpose"));
        });
    }

    /** A listener that answers from within: as a ping does. */
    @Test
    void listenersMaySend() throws Exception {
        for (Carriage carriage : Carriage.values()) {
            with(1, link(carriage), machine -> {
                Queue<FramePart[]> kept = new ArrayDeque<>();
                AtmInterface.Connection[] connection = new AtmInterface.Connection[1];
                AtomicInteger hops = new AtomicInteger();
                connection[0] = machine.atm.open(vc(40), new VcListener() {
                    @Override
                    public void received(FramePart[] parts, int flags) {
                        if (hops.incrementAndGet() > 500 || !connection[0].send(parts, 0)) {
                            kept.add(parts);
                        }
                    }

                    @Override
                    public void room() {
                    }

                    @Override
                    public void loopbackAnswer(int token) {
                    }

                    @Override
                    public void alarms(int alarms) {
                    }
                });
                send(machine, connection[0], random(9, 700));
                assertTrue(machine.within(10 * SECOND, () -> hops.get() > 500), carriage + " " + hops);
                assertArrayEquals(random(9, 700), machine.bytes(kept.poll()));
            });
        }
    }

    /** No memory for buffers: what arrives is dropped and counted, and goes on when there is some. */
    @Test
    void memoryForBuffersMayComeLate() throws Exception {
        with(1, link(Carriage.CELLS), machine -> {
            Sink sink = new Sink(machine);
            ArrayDeque<FramePart> hog = new ArrayDeque<>();
            assertTrue(machine.within(SECOND, machine.atm::up));
            while (machine.kernel.frames().free() > 8) {
                hog.add(machine.part(new byte[4000]));
            }
            FramePart one = hog.poll();
            AtmInterface.Connection connection = machine.atm.open(vc(40), sink);
            assertTrue(machine.counter("buffer_shortages") > 0);
            assertTrue(connection.send(new FramePart[] {one}, 0));
            hog.forEach(FramePart::drop);
            machine.sleep(SECOND / 10);
            sink.arrived.clear();
            send(machine, connection, random(1, 30_000));
            assertTrue(machine.within(SECOND, () -> sink.arrived.size() == 1), machine.counters());
        });
    }
}
