package org.sluice.kernel.fs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sluice.abi.Errno;
import org.sluice.abi.ProcessKilled;
import org.sluice.abi.Transfers;
import org.sluice.kernel.file.Transfer;
import org.sluice.kernel.fs.cache.PageCache;
import org.sluice.kernel.memory.FramePart;
import org.sluice.kernel.memory.FrameRun;

class PageCacheTest {
    private static final int PAGE = 4096;
    private Rig rig;
    private FakeDisk disk;
    private PageCache cache;

    @BeforeEach
    void makeDisk() {
        rig = new Rig(256);
        byte[] content = new byte[64 * PAGE];
        new Random(1).nextBytes(content);
        disk = rig.disk(content);
    }

    @AfterEach
    void nothingIsLost() {
        cache.close();
        rig.close();
    }

    /** Reads a byte of a page and says whether the disk was asked. */
    private boolean missed(int page) {
        int before = disk.reads.get();
        byte[] b = new byte[1];
        cache.read((long) page * PAGE + 5, b, 0, 1);
        assertEquals(disk.content[page * PAGE + 5], b[0]);
        return disk.reads.get() > before;
    }

    @Test
    void neighboursComeWithOneTransfer() {
        cache = rig.cache(disk, 64, 8);
        assertTrue(missed(9));
        for (int page = 8; page < 16; page++) {
            assertEquals(false, missed(page));
        }
        assertTrue(missed(16));
        assertEquals(2, cache.transfers());
    }

    @Test
    void aPageInUseGetsASecondChance() {
        cache = rig.cache(disk, 4, 1);
        for (int page = 0; page < 4; page++) {
            assertTrue(missed(page));
        }
        assertTrue(missed(4), "all were used: the hand goes round once, then takes the first");
        assertEquals(false, missed(1));
        assertEquals(false, missed(3));
        assertTrue(missed(5), "2 is the only one not used since the hand passed");
        assertEquals(false, missed(1));
        assertEquals(false, missed(3));
        assertTrue(missed(2));
    }

    @Test
    void readsOfAnyShapeGiveTheDisksBytes() {
        cache = rig.cache(disk, 6, 2);
        Random random = new Random(5);
        for (int i = 0; i < 2000; i++) {
            int position = random.nextInt(disk.content.length);
            int length = random.nextInt(Math.min(30_000, disk.content.length - position + 1));
            byte[] buffer = new byte[length + 10];
            cache.read(position, buffer, 7, length);
            assertArrayEquals(Arrays.copyOfRange(disk.content, position, position + length),
                Arrays.copyOfRange(buffer, 7, 7 + length));
        }
        Rig.fails(Errno.EIO, () -> cache.read(disk.content.length, new byte[1], 0, 1));
        Rig.fails(Errno.EIO, () -> cache.read(-1, new byte[1], 0, 1));
        Rig.fails(Errno.EIO, () -> cache.read(Long.MAX_VALUE, new byte[1], 0, 1));
    }

    @Test
    void aFailedTransferIsForgottenAndARestartedDriverIsAskedAgain() {
        cache = rig.cache(disk, 4, 1);
        for (int i = 0; i < 20; i++) {
            disk.failures.set(1);
            Rig.fails(Errno.EIO, () -> missed(3));
        }
        assertTrue(missed(3));
        disk.errno = Errno.EAGAIN;
        disk.failures.set(2);
        assertTrue(missed(4));
        disk.failures.set(100);
        Rig.fails(Errno.EIO, () -> missed(5));
        disk.failures.set(0);
        assertTrue(missed(5));
    }

    @Test
    void aThreadKilledInATransferLeavesTheCacheUsable() {
        cache = rig.cache(disk, 2, 1);
        disk.killed = ProcessKilled.INSTANCE;
        for (int i = 0; i < 10; i++) {
            disk.failures.set(1);
            int page = i;
            assertSame(ProcessKilled.INSTANCE, assertThrows(ProcessKilled.class, () -> missed(page)));
            assertTrue(missed(page));
        }
    }

    @Test
    void reclaimGivesBackAllButTwoClustersAndReadingGoesOn() {
        cache = rig.cache(disk, 32, 4);
        for (int page = 0; page < 32; page++) {
            missed(page);
        }
        assertEquals(32, rig.baseline - rig.frames.free());
        assertEquals(8, cache.reclaim(5));
        assertEquals(24, rig.baseline - rig.frames.free());
        assertEquals(16, cache.reclaim(1000));
        assertEquals(0, cache.reclaim(1000));
        for (int page = 0; page < 64; page++) {
            missed(page);
        }
        assertEquals(32, rig.baseline - rig.frames.free());
    }

    @Test
    void withoutFreeFramesTheCacheWorksWithWhatItHas() {
        cache = rig.cache(disk, 64, 1);
        int held = rig.frames.free();
        List<FrameRun> others = new ArrayList<>();
        for (int i = 0; i < held; i++) {
            others.add(rig.frames.allocate(1));
        }
        for (int page = 0; page < 64; page++) {
            assertTrue(missed(page));
        }
        others.forEach(rig.frames::release);
        missed(0);
        missed(1);
        assertTrue(rig.baseline - rig.frames.free() > 2);
    }

    @Test
    void manyThreadsThatWantOnePageCauseOneTransfer() throws InterruptedException {
        cache = rig.cache(disk, 4, 1);
        int count = 4;
        CountDownLatch transfer = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        disk.before = () -> {
            transfer.countDown();
            awaitQuietly(go);
        };
        AtomicReference<Throwable> failure = new AtomicReference<>();
        List<Thread> threads = new ArrayList<>();
        CountDownLatch started = new CountDownLatch(count);
        for (int i = 0; i < count; i++) {
            threads.add(Thread.ofPlatform().start(() -> {
                started.countDown();
                byte[] b = new byte[PAGE];
                try {
                    cache.read(0, b, 0, PAGE);
                    assertEquals(disk.content[17], b[17]);
                } catch (Throwable e) {
                    failure.set(e);
                }
            }));
        }
        transfer.await();
        started.await();
        go.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(null, failure.get());
        assertEquals(1, disk.reads.get());
    }

    @Test
    void threadsOverATinyCacheReadWhatIsOnTheDisk() throws InterruptedException {
        cache = rig.cache(disk, 3, 1);
        AtomicReference<Throwable> failure = new AtomicReference<>();
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            Random random = new Random(t);
            threads.add(Thread.ofPlatform().start(() -> {
                byte[] b = new byte[3 * PAGE];
                try {
                    for (int i = 0; i < 5000; i++) {
                        int position = random.nextInt(disk.content.length - b.length);
                        cache.read(position, b, 0, b.length);
                        int mismatch = Arrays.mismatch(b, 0, b.length, disk.content, position, position + b.length);
                        assertEquals(-1, mismatch);
                    }
                } catch (Throwable e) {
                    failure.set(e);
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(null, failure.get());
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private List<FramePart> lend(Lending lending, int from, int length, Transfer transfer) {
        List<FramePart> parts = cache.lend(from, length, 100, transfer);
        int at = from;
        for (FramePart part : parts) {
            assertArrayEquals(Arrays.copyOfRange(disk.content, at, at + part.length()), lending.content(part));
            at += part.length();
        }
        return parts;
    }

    @Test
    void whatIsLentStaysWhatItWas() {
        cache = rig.cache(disk, 16, 2);
        Lending lending = new Lending(rig.frames);
        Transfer transfer = lending.transfer(Transfers.ZERO_COPY);
        List<FramePart> parts = lend(lending, 1000, 2 * PAGE, transfer);
        assertEquals(2, parts.size());
        assertEquals(2 * PAGE - 1000, parts.getFirst().length());
        for (int page = 8; page < 64; page++) {
            missed(page);
        }
        int before = disk.reads.get();
        assertArrayEquals(Arrays.copyOfRange(disk.content, 1000, 2 * PAGE), lending.content(parts.getFirst()));
        lend(lending, 1000, 10, transfer).forEach(FramePart::drop);
        assertEquals(before + 1, disk.reads.get(), "the cache has let go of it");
        int free = rig.frames.free();
        parts.getFirst().drop();
        assertEquals(free + 2, rig.frames.free());
        parts.getLast().drop();
        assertEquals(2 * PAGE + 10, Lending.report(transfer)[Transfers.MOVED]);
    }

    @Test
    void holdersCannotStarveTheCache() {
        cache = rig.cache(disk, 8, 1);
        Lending lending = new Lending(rig.frames);
        List<FramePart> held = new ArrayList<>();
        List<FrameRun> hogged = new ArrayList<>();
        for (int page = 0; page < 8; page++) {
            held.addAll(lend(lending, page * PAGE, PAGE, lending.transfer(Transfers.ZERO_COPY)));
        }
        while (rig.frames.free() > 0) {
            hogged.add(rig.frames.allocate(1));
        }
        for (int round = 0; round < 3; round++) {
            for (int page = 10; page < 30; page++) {
                missed(page);
            }
        }
        Rig.fails(Errno.ENOTSUP, () -> cache.lend(9 * PAGE, 1, 1, lending.transfer(Transfers.ZERO_COPY)));
        Rig.fails(Errno.ENOMEM, () -> cache.lend(9 * PAGE, 1, 1, lending.transfer(0)));
        for (int i = 0; i < 3; i++) {
            rig.frames.release(hogged.removeLast());
        }
        held.subList(4, 8).forEach(FramePart::drop);
        held.subList(4, 8).clear();
        lend(lending, 9 * PAGE, PAGE, lending.transfer(Transfers.ZERO_COPY)).forEach(FramePart::drop);
        for (int page = 0; page < 4; page++) {
            assertArrayEquals(Arrays.copyOfRange(disk.content, page * PAGE, (page + 1) * PAGE), lending.content(held.get(page)));
        }
        held.forEach(FramePart::drop);
        hogged.forEach(rig.frames::release);
    }

    @Test
    void noMoreIsLentThanTheBound() {
        cache = rig.cache(disk, 8, 1);
        Lending lending = new Lending(rig.frames);
        List<FramePart> held = new ArrayList<>();
        Transfer transfer = lending.transfer(0);
        for (int page = 0; page < 64; page++) {
            held.addAll(lend(lending, page * PAGE, PAGE, transfer));
        }
        long[] report = Lending.report(transfer);
        assertEquals(Transfers.CACHE_LENT, report[Transfers.REASONS]);
        assertTrue(report[Transfers.MOVED] >= 8 * PAGE && report[Transfers.MOVED] <= (8 + 4 + 1) * PAGE, Arrays.toString(report));
        assertEquals(64L * PAGE, report[Transfers.MOVED] + report[Transfers.COPIED]);
        held.forEach(FramePart::drop);
        lend(lending, 0, PAGE, lending.transfer(Transfers.ZERO_COPY)).forEach(FramePart::drop);
    }

    @Test
    void lendersAndReadersRaceForFewSlots() throws Exception {
        cache = rig.cache(disk, 6, 1);
        Lending lending = new Lending(rig.frames);
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Thread[] threads = new Thread[4];
        for (int t = 0; t < threads.length; t++) {
            Random random = new Random(t);
            threads[t] = new Thread(() -> {
                List<FramePart> held = new ArrayList<>();
                try {
                    for (int i = 0; i < 3000; i++) {
                        held.addAll(lend(lending, random.nextInt(60 * PAGE), 1 + random.nextInt(2 * PAGE), lending.transfer(0)));
                        while (held.size() > 6 || !held.isEmpty() && random.nextBoolean()) {
                            held.remove(random.nextInt(held.size())).drop();
                        }
                    }
                } catch (Throwable e) {
                    failure.set(e);
                } finally {
                    held.forEach(FramePart::drop);
                }
            });
            threads[t].start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        if (failure.get() != null) {
            throw new AssertionError(failure.get());
        }
    }
}
