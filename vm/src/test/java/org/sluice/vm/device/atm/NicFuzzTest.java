package org.sluice.vm.device.atm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sluice.vm.device.Worker;
import org.sluice.vm.device.atm.link.AtmLink.Carriage;
import org.sluice.vm.dma.Iommu;
import org.sluice.vm.memory.PhysicalMemory;
import org.sluice.vm.time.VirtualClock;

/** Registers and descriptors written at random: nothing is thrown, nothing is touched that was not granted. */
class NicFuzzTest {
    @ParameterizedTest
    @EnumSource(Carriage.class)
    void nonsenseHarmsNobody(Carriage carriage) {
        for (int seed = 0; seed < 25; seed++) {
            round(carriage, new Random(seed));
        }
    }

    private static void round(Carriage carriage, Random random) {
        VirtualClock clock = new VirtualClock();
        TestLinks.End end = new TestLinks.End(carriage);
        end.clock = clock;
        end.rate = random.nextInt(3) == 0 ? 1 + random.nextInt(1_000_000) : 0;
        try (PhysicalMemory memory = new PhysicalMemory(4 << 20)) {
            AtmNic nic = new AtmNic("0", end, clock, Worker.timers(clock, 1000));
            Iommu iommu = new Iommu(memory, 1, 5);
            nic.attach(iommu.port(0, "atm0"), () -> { });
            // the second megabyte is granted, the others are guarded
            int granted = 1 << 20;
            byte[] guard = new byte[granted];
            random.nextBytes(guard);
            for (int i = 0; i < 4; i++) {
                if (i != 1) {
                    memory.write((long) i * granted, guard, 0, granted);
                }
            }
            long bus = iommu.grant(0, granted, granted, true);
            long readOnly = iommu.grant(0, 0, granted, false);
            for (int step = 0; step < 4000; step++) {
                long address = address(random, bus, readOnly);
                switch (random.nextInt(8)) {
                    case 0 -> register(nic, random, 8 * random.nextInt(0x60), value(random, address));
                    case 1, 2 -> slot(nic, random, address);
                    case 3, 4, 5 -> descriptor(memory, random, granted, address);
                    case 6 -> clock.advance(random.nextInt(100_000));
                    default -> {
                        for (int i = 0; i < 20; i++) {
                            clock.idle();
                        }
                    }
                }
            }
            for (int i = 0; i < 2000 && clock.idle(); i++) {
                assertTrue(i >= 0);
            }
            byte[] now = new byte[granted];
            for (int i = 0; i < 4; i++) {
                if (i != 1) {
                    memory.read((long) i * granted, now, 0, granted);
                    assertEquals(-1, java.util.Arrays.mismatch(guard, now), "megabyte " + i);
                }
            }
            assertTrue(iommu.revoke(0, bus), "no window is left open");
            nic.close();
        }
    }

    private static long address(Random random, long bus, long readOnly) {
        return switch (random.nextInt(6)) {
            case 0 -> random.nextLong();
            case 1 -> readOnly + random.nextInt(1 << 20);
            case 2 -> bus + random.nextInt(1 << 20);
            default -> bus + random.nextInt(256) * 4096L;
        };
    }

    private static long value(Random random, long address) {
        return switch (random.nextInt(4)) {
            case 0 -> random.nextLong();
            case 1 -> random.nextInt(3);
            case 2 -> 1L << random.nextInt(10);
            default -> address;
        };
    }

    private static void register(AtmNic nic, Random random, int offset, long value) {
        if (offset == NicRegisters.RESET && random.nextInt(10) != 0) {
            return;
        }
        try {
            nic.write(offset, offset == NicRegisters.CONTROL ? 1 : value);
            nic.read(offset);
        } catch (IllegalArgumentException e) {
            assertTrue(e.getMessage().startsWith("no register"));
        }
    }

    private static void slot(AtmNic nic, Random random, long address) {
        int slot = random.nextInt(4);
        int base = NicRegisters.WINDOWS + slot * NicRegisters.WINDOW;
        nic.write(base + NicRegisters.ADDRESS, random.nextInt(20) == 0 ? random.nextLong() : 1 + random.nextInt(4));
        nic.write(base + NicRegisters.MODE, random.nextLong() & ~0xfc00L & ~(random.nextBoolean() ? 0x300L : 0));
        nic.write(base + NicRegisters.PCR, random.nextInt(4) == 0 ? random.nextLong() : random.nextInt(1_000_000));
        nic.write(base + NicRegisters.SCR, random.nextBoolean() ? 0 : 1 + random.nextInt(100_000));
        nic.write(base + NicRegisters.MBS, random.nextInt(100));
        nic.write(base + NicRegisters.CDVT, random.nextInt(100_000));
        nic.write(base + NicRegisters.TIMEOUT, random.nextInt(10_000_000));
        nic.write(base + NicRegisters.TX_BASE, address);
        nic.write(base + NicRegisters.TX_SIZE, random.nextInt(8) == 0 ? random.nextLong() : 1 << random.nextInt(9));
        nic.write(base + NicRegisters.COMMAND, random.nextInt(5) == 0 ? random.nextInt() : 1 + random.nextInt(2));
        nic.write(base + NicRegisters.DOORBELL, random.nextInt(2));
        nic.write(base + NicRegisters.LOOPBACK, random.nextInt());
        nic.read(base + NicRegisters.SLOT_STATUS);
        nic.read(base + NicRegisters.ALARMS);
    }

    /** Words as descriptors have them, somewhere in granted memory. */
    private static void descriptor(PhysicalMemory memory, Random random, int granted, long address) {
        for (int i = 0; i < 16; i++) {
            long at = granted + random.nextInt(256) * 4096L + random.nextInt(16) * 8;
            long head = random.nextLong();
            memory.putLong(at, random.nextInt(4) == 0 ? head : head | NicRegisters.OWN);
            memory.putLong(at + 8, address);
        }
    }
}
