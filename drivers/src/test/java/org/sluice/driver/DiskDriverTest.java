package org.sluice.driver;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.abi.Errno;
import org.sluice.driver.disk.DiskDriver;
import org.sluice.kernel.CallFailed;
import org.sluice.kernel.driver.BlockDevice;
import org.sluice.kernel.memory.FrameRun;
import org.sluice.vm.device.RequestSlots;
import org.sluice.vm.device.Worker;
import org.sluice.vm.device.disk.DiskDevice;

@Timeout(120)
class DiskDriverTest {
    private static final int BLOCKS = 4096;

    @TempDir
    private Path folder;
    private Path file;
    private DiskDevice device;
    private TestMachine machine;
    private BlockDevice disk;

    @BeforeEach
    void start() throws IOException {
        file = folder.resolve("disk.img");
        try (RandomAccessFile f = new RandomAccessFile(file.toFile(), "rw")) {
            f.setLength(BLOCKS * 512L);
        }
        device = DiskDevice.open("0", file, true, Worker.threads());
        machine = new TestMachine(device);
        disk = machine.start(new DiskDriver(), BlockDevice.class);
    }

    @AfterEach
    void close() {
        machine.close();
    }

    private static int errno(Runnable call) {
        return assertThrows(CallFailed.class, call::run).errno();
    }

    private byte[] random(int length, long seed) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    @Test
    void readsWhatWasWrittenAndTheHostFileHasIt() throws IOException {
        assertEquals(512, disk.blockSize());
        assertEquals(BLOCKS, disk.blocks());
        byte[] data = random(16384, 1);
        disk.write(100, 32, machine.run(data));
        disk.flush();
        FrameRun target = machine.frames.allocate(4);
        disk.read(100, 32, target);
        assertArrayEquals(data, machine.bytes(target, data.length));
        byte[] host = Files.readAllBytes(file);
        assertArrayEquals(data, java.util.Arrays.copyOfRange(host, 100 * 512, 132 * 512));
    }

    @Test
    void refusesRangesOutsideTheDiskOrTheFrames() {
        FrameRun run = machine.frames.allocate(1);
        assertEquals(Errno.EIO, errno(() -> disk.read(BLOCKS, 1, run)));
        assertEquals(Errno.EIO, errno(() -> disk.read(BLOCKS - 1, 2, run)));
        assertEquals(Errno.EIO, errno(() -> disk.read(-1, 1, run)));
        assertEquals(Errno.EIO, errno(() -> disk.read(Long.MAX_VALUE, 1, run)));
        assertEquals(Errno.EIO, errno(() -> disk.read(0, 0, run)));
        assertEquals(Errno.EIO, errno(() -> disk.read(0, 9, run)));
        disk.read(BLOCKS - 8, 8, run);
        assertEquals(0, machine.iommu.grants(0));
    }

    @Test
    void servesManyCallersAtOnce() throws InterruptedException {
        int callers = 24; // more than the disk has slots
        AtomicReference<Throwable> failure = new AtomicReference<>();
        List<Thread> threads = new ArrayList<>();
        for (int c = 0; c < callers; c++) {
            int caller = c;
            threads.add(Thread.ofPlatform().start(() -> {
                try {
                    for (int i = 0; i < 50; i++) {
                        byte[] data = random(4096, caller * 1000L + i);
                        FrameRun run = machine.run(data);
                        FrameRun back = machine.frames.allocate(1);
                        disk.write(caller * 8L, 8, run);
                        disk.read(caller * 8L, 8, back);
                        assertArrayEquals(data, machine.bytes(back, 4096));
                        machine.frames.release(run);
                        machine.frames.release(back);
                    }
                } catch (Throwable e) {
                    failure.compareAndSet(null, e);
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(null, failure.get());
        assertEquals(0, machine.iommu.faultCount());
        assertEquals(0, machine.iommu.grants(0));
    }

    /** What a driver that gives the device a wrong address gets: a fault on record, and nothing moved. */
    @Test
    void dmaBeyondTheGrantFaults() {
        machine.stop();
        FrameRun run = machine.frames.allocate(1);
        FrameRun neighbour = machine.frames.allocate(1);
        long bus = machine.iommu.grant(0, run.address(), run.bytes(), true);
        for (long[] bad : new long[][] {{bus, 9}, {bus + 4096, 1}, {run.address(), 1}, {neighbour.address(), 1}, {0, 1}}) {
            long before = machine.iommu.faultCount();
            assertEquals(RequestSlots.DMA_FAULT, command(DiskDevice.READ, 0, bad[0], bad[1]));
            assertEquals(before + 1, machine.iommu.faultCount());
        }
        assertEquals(RequestSlots.OK, command(DiskDevice.READ, 0, bus, 8));
        assertEquals(DiskDevice.BAD_COMMAND, command(99, 0, bus, 8));
        assertEquals(DiskDevice.BAD_RANGE, command(DiskDevice.READ, 0, bus, 1L << 40));
        long readOnly = machine.iommu.grant(0, run.address(), run.bytes(), false);
        assertEquals(RequestSlots.DMA_FAULT, command(DiskDevice.READ, 0, readOnly, 1));
        assertEquals(RequestSlots.OK, command(DiskDevice.WRITE, 0, readOnly, 1));
    }

    private long command(long command, long a, long b, long c) {
        device.write(RequestSlots.FIRST, a);
        device.write(RequestSlots.FIRST + 8, b);
        device.write(RequestSlots.FIRST + 16, c);
        device.write(RequestSlots.FIRST + RequestSlots.COMMAND, command);
        long status;
        do {
            Thread.onSpinWait();
            status = device.read(RequestSlots.FIRST + RequestSlots.STATUS);
        } while (status == RequestSlots.BUSY);
        return status;
    }

    @Test
    void aStoppedDriverFailsItsCallersAndANewOneServes() {
        byte[] data = random(4096, 9);
        FrameRun run = machine.run(data);
        disk.write(8, 8, run);
        machine.stop();
        assertEquals(Errno.EAGAIN, errno(() -> disk.read(8, 8, run)));
        assertEquals(Errno.EAGAIN, errno(disk::flush));
        BlockDevice again = machine.start(new DiskDriver(), BlockDevice.class);
        FrameRun back = machine.frames.allocate(1);
        again.read(8, 8, back);
        assertArrayEquals(data, machine.bytes(back, 4096));
    }

    @Test
    void stoppingWhileCallersWorkLosesNobody() throws InterruptedException {
        for (int round = 0; round < 30; round++) {
            BlockDevice now = disk;
            List<Thread> threads = new ArrayList<>();
            AtomicReference<Throwable> failure = new AtomicReference<>();
            for (int c = 0; c < 6; c++) {
                int caller = c;
                threads.add(Thread.ofPlatform().start(() -> {
                    FrameRun run = machine.frames.allocate(1);
                    try {
                        while (true) {
                            now.read(caller, 8, run);
                        }
                    } catch (CallFailed e) {
                        if (e.errno() != Errno.EAGAIN) {
                            failure.set(e);
                        }
                    } catch (Throwable e) {
                        failure.set(e);
                    }
                    machine.frames.release(run);
                }));
            }
            machine.stop();
            for (Thread thread : threads) {
                thread.join();
            }
            assertEquals(null, failure.get());
            disk = machine.start(new DiskDriver(), BlockDevice.class);
        }
        FrameRun run = machine.frames.allocate(1);
        disk.read(0, 8, run);
    }

    @Test
    void aSecondMachineGetsTheDiskReadOnly() throws IOException {
        try (DiskDevice second = DiskDevice.open("0", file, true, Worker.threads()); TestMachine other = new TestMachine(second)) {
            assertTrue(device.writable());
            assertFalse(second.writable());
            BlockDevice readOnly = other.start(new DiskDriver(), BlockDevice.class);
            FrameRun run = other.frames.allocate(1);
            readOnly.read(0, 8, run);
            assertEquals(Errno.EROFS, errno(() -> readOnly.write(0, 8, run)));
        }
    }

    @Test
    void aShortenedHostFileIsAnError() throws IOException {
        try (RandomAccessFile f = new RandomAccessFile(file.toFile(), "rw")) {
            f.setLength(1000);
        }
        FrameRun run = machine.frames.allocate(1);
        assertEquals(Errno.EIO, errno(() -> disk.read(8, 8, run)));
        disk.read(0, 1, run);
    }
}
