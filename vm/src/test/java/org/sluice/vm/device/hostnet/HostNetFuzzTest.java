package org.sluice.vm.device.hostnet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sluice.vm.dma.Iommu;
import org.sluice.vm.memory.PhysicalMemory;

/** Registers and descriptors written at random: the device's thread goes on, and nothing is touched that was not granted. */
@Timeout(120)
class HostNetFuzzTest {
    private static final int MEGABYTE = 1 << 20;

    @Test
    void nonsenseHarmsNobody() throws Exception {
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
        Thread.setDefaultUncaughtExceptionHandler((thread, e) -> {
            if (thread.getName().equals("sluice-hostnet")) {
                failure.set(e);
            }
        });
        try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            for (int seed = 0; seed < 20; seed++) {
                round(new Random(seed), server.getLocalPort());
                assertEquals(null, failure.get(), () -> "seed: " + failure.get());
            }
        } finally {
            Thread.setDefaultUncaughtExceptionHandler(before);
        }
    }

    private static void round(Random random, int port) throws Exception {
        HostNetDevice device = HostNetDevice.open(HostNetRig.spec(List.of("tcp:0:1", "udp:0:2"), "host"));
        try (PhysicalMemory memory = new PhysicalMemory(4 * MEGABYTE)) {
            Iommu iommu = new Iommu(memory, 1, 5);
            device.attach(iommu.port(0, "hostnet0"), () -> { });
            byte[] guard = new byte[MEGABYTE];
            random.nextBytes(guard);
            for (int i = 0; i < 4; i++) {
                if (i != 1) {
                    memory.write((long) i * MEGABYTE, guard, 0, MEGABYTE);
                }
            }
            long bus = iommu.grant(0, MEGABYTE, MEGABYTE, true);
            long readOnly = iommu.grant(0, 0, MEGABYTE, false);
            for (int step = 0; step < 3000; step++) {
                if (random.nextInt(200) == 0) {
                    start(device, random, bus);
                }
                switch (random.nextInt(4)) {
                    case 0 -> register(device, random, bus, readOnly);
                    default -> descriptor(memory, random, bus, readOnly, port);
                }
                device.write(HostNetRegisters.DOORBELL, 1);
            }
            // whatever happened, a reset makes it an ordinary device again
            device.write(HostNetRegisters.RESET, 1);
            while (device.read(HostNetRegisters.RESET) != 0) {
                Thread.onSpinWait();
            }
            assertEquals(0, device.read(HostNetRegisters.CONTROL));
            byte[] now = new byte[MEGABYTE];
            for (int i = 0; i < 4; i++) {
                if (i != 1) {
                    memory.read((long) i * MEGABYTE, now, 0, MEGABYTE);
                    assertEquals(-1, Arrays.mismatch(guard, now), "megabyte " + i);
                }
            }
            assertTrue(iommu.revoke(0, bus), "no window is left open");
            device.close();
        }
    }

    private static void start(HostNetDevice device, Random random, long bus) {
        device.write(HostNetRegisters.RESET, 1);
        while (device.read(HostNetRegisters.RESET) != 0) {
            Thread.onSpinWait();
        }
        device.write(HostNetRegisters.COMMAND_BASE, bus);
        device.write(HostNetRegisters.COMMAND_SIZE, random.nextInt(10) == 0 ? random.nextInt() : 2 << random.nextInt(6));
        device.write(HostNetRegisters.COMPLETION_BASE, bus + 4096);
        device.write(HostNetRegisters.COMPLETION_SIZE, random.nextInt(10) == 0 ? random.nextInt() : 2 << random.nextInt(6));
        device.write(HostNetRegisters.CONTROL, 1);
    }

    private static long address(Random random, long bus, long readOnly) {
        return switch (random.nextInt(6)) {
            case 0 -> random.nextLong();
            case 1 -> readOnly + random.nextInt(MEGABYTE);
            default -> bus + random.nextInt(MEGABYTE);
        };
    }

    private static void register(HostNetDevice device, Random random, long bus, long readOnly) {
        int offset = random.nextBoolean() ? 8 * random.nextInt(12) : random.nextInt(0x500);
        if (offset == HostNetRegisters.RESET) {
            return;
        }
        try {
            device.read(offset);
            device.write(offset, random.nextBoolean() ? address(random, bus, readOnly) : random.nextInt(5));
        } catch (IllegalArgumentException e) {
            assertTrue(e.getMessage().startsWith("no register"));
        }
    }

    /** A command, mostly one that makes sense, and completions that are taken out or not. */
    private static void descriptor(PhysicalMemory memory, Random random, long bus, long readOnly, int port) {
        long at = MEGABYTE + random.nextInt(64) * (long) HostNetRegisters.BYTES;
        int operation = random.nextInt(9);
        long operand = switch (operation) {
            case HostNetRegisters.OPEN_TCP, HostNetRegisters.OPEN_UDP -> HostNetRig.peer(Policy.HOST, port);
            case HostNetRegisters.ACCEPT -> random.nextInt(3);
            default -> address(random, bus, readOnly);
        };
        memory.putLong(at + 8, operand);
        memory.putLong(at + 16, random.nextLong());
        memory.putLongRelease(at, random.nextInt(8) == 0 ? random.nextLong() : HostNetRegisters.OWN
            | (long) operation << HostNetRegisters.OPERATION_SHIFT | (long) random.nextInt(4) << HostNetRegisters.SLOT_SHIFT | random.nextInt(70_000));
        if (random.nextInt(3) != 0) {
            memory.putLongRelease(MEGABYTE + 4096 + random.nextInt(64) * (long) HostNetRegisters.BYTES, 0);
        }
    }
}
